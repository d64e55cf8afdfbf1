// The words of a decision. authorize() makes none; this asks the same question again and keeps what
// every statement said: for people, not for the hot path.
#pragma once

#include <string>
#include <vector>

#include "sim/iam/authorize.hpp"
#include "sim/iam/classify.hpp"

namespace rehearse::iam {

/// A statement that matched, or missed by one element alone. All but `sentence` is data.
struct StatementFinding {
  StatementRef where;
  std::string policy;             // its name
  bool policy_described = false;  // the name is words: no backticks
  std::string policy_arn;         // may be empty
  std::string sid;                // may be empty
  std::string pointer;            // of the statement in its document: `/Statement/2`
  bool allow = false;
  GrantLevel grant = GrantLevel::none;  // of a resource policy: how it names the caller
  Element failed = Element::none;       // none: it matched
  std::string key;                      // of the condition that failed
  std::string op;                       // its operator, as written
  bool negated = false;                 // the request must have none of `wanted`
  std::vector<std::string> wanted;      // of the element that failed, as the policy has it
  std::vector<std::string> given;       // what the request has there
  bool missing = false;                 // it does not have the key
  std::string expected, actual;         // `wanted` and `given` in words
  std::string
      sentence;  // `statement `run` of `RunShared` would allow, but its resource is ..., not ...`
  bool matched() const { return failed == Element::none; }
};

/// A value of the request that a condition could not read, such as a number that is none: it
/// matches nothing. Source: sharing-and-access 3.5.
struct Unreadable {
  StatementRef where;
  std::string policy;
  std::string key, op, value;
  std::string sentence;
};

/// What one kind of policy said; SCPs and RCPs have one of these a level.
struct LayerFinding {
  Layer layer = Layer::none;
  std::size_t level = 0;  // of SCPs and RCPs, 0 is the root
  bool applies =
      false;  // false: there is no such policy, or it does not bear on this caller or service
  Outcome result = Outcome::none;  // none when it does not apply
  std::vector<StatementFinding> statements;
  std::string sentence;
};

struct Explanation {
  Decision decision;  // what authorize() says
  std::vector<LayerFinding>
      layers;  // SCP levels, RCP levels, resource, identity, boundary, session
  std::vector<Unreadable> unreadable;
  std::string message;  // AWS's text; empty when allowed
};

/// How AWS words a refusal. Services differ, so it is a switch. Source: sharing-and-access 7.
struct Wording {
  bool policy_arn = false;  // an explicit deny ends with the policy's ARN
};

Explanation explain(Request const& request, PolicyView const& view, Wording wording = {});

/// The policy whose statement decided, or null where none did.
Policy const* deciding_policy(PolicyView const& view, Decision const& decision);

/// AWS's text of a refusal: `User: ARN is not authorized to perform: ACTION on resource: ARN
/// because ...`. Empty for anything that is no refusal. `policy_arn`: appended to an explicit deny
/// of a kind of policy that AWS names (not resource and trust policies). Source:
/// sharing-and-access 7.
std::string denial_message(Request const& request, Decision const& decision,
                           std::string_view policy_arn = {});

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::Element, "none", "action", "resource", "principal", "condition");
