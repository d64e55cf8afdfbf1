// One decision case as JSON: who asks for what under which policies, everything in one object.
//
//   {"principal":"arn:aws:iam::111111111111:user/ana","principalKind":"user","principalAccount":"111111111111",
//    "action":"sagemaker:ListPipelines","resource":"*","resourceAccount":"111111111111","context":{},
//    "identityPolicies":[...],"scpLevels":[]}
//
// optional: permissionBoundary, sessionPolicy, rcpLevels, resourcePolicy. Other members are
// ignored.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "sim/iam/authorize.hpp"

namespace rehearse::iam {

/// A case that has been read. Its texts are views into the JSON value, which must outlive it.
class DecisionCase {
 public:
  /// `checks`: how much is known of its texts. Fails on a member that is missing or of the wrong
  /// type, and on the first fault of a policy that bears on its meaning.
  static Result<DecisionCase> read(json::Value const& value, Checks checks = Checks::meaning);

  Request const& request() const { return request_; }
  PolicyView const& view() const { return view_; }
  /// Where a policy stands in the case, by the document number that StatementRef gives:
  /// `/identityPolicies/0`.
  std::string_view document_name(std::uint32_t document) const;

 private:
  friend class CaseReader;
  using Group = std::vector<Policy const*>;

  Request request_;
  PolicyView view_;
  std::vector<std::unique_ptr<Policy const>> policies_;
  std::vector<std::unique_ptr<Group const>> groups_;
  std::vector<PolicyList> scp_levels_, rcp_levels_;
  std::vector<std::vector<std::string_view>> lists_;  // values of multivalued context keys
};

/// Reads a case and decides it.
Result<Decision> decide_case(json::Value const& value, Checks checks = Checks::meaning);

/// Decides one case after the other, each in the memory of the one before.
class CaseJudge {
 public:
  /// Fails on what is no JSON, too.
  Result<Decision> decide(std::string_view text);

 private:
  json::Value value_;
};

/// `Allowed`, `ExplicitlyDenied`, `ImplicitlyDenied`.
std::string_view answer_word(Outcome outcome);

}  // namespace rehearse::iam
