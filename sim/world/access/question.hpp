// What is asked of the judge: who wants to do what, with which keys of the request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/access.hpp"

namespace rehearse::world {

/// One key of the request context that the operation adds: `iam:PassedToService`.
struct ContextKey {
  std::string key;
  std::vector<std::string> values;
  bool multivalued = false;

  ContextKey(std::string k, std::string value) : key(std::move(k)), values{std::move(value)} {}
  ContextKey(std::string k, std::vector<std::string> list)
      : key(std::move(k)), values(std::move(list)), multivalued(true) {}
};
using ContextKeys = std::vector<ContextKey>;

/// An object of texts and lists of texts, and back.
json::Value to_json(ContextKeys const& keys);
ContextKeys context_keys_of(json::Value const& object);

/// Who asks. A service asks under its name and has no principal.
struct Asker {
  PrincipalId principal;
  SessionId session;     // none: standing credentials
  Time issued{};         // of temporary credentials
  std::string caller;    // the ARN that AWS logs, or a service's name
  std::string region{};  // that it asks in; empty: the account's own
};

/// `owner`: the resource's account; none when the action has no resource.
struct Question : Asker {
  std::string action;
  std::string resource = "*";
  AccountId owner;
  ContextKeys context;
};

/// The ARN that AWS logs for a principal: of the session of a role, else its own.
std::string caller_arn(Access const& access, PrincipalId principal, std::string_view session_name);
/// A question by a principal with standing credentials as of now, in the resource's Region.
Question question_by(Access const& access, PrincipalId principal, std::string_view session_name,
                     std::string action, std::string resource);
/// The question that a recorded call asked.
Question question_of(trace::ApiCalled const& call);
/// The account that an ARN names, or none. A bucket's ARN names none: whoever
/// wrote its policy or has declared it.
AccountId owner_of(Access const& access, std::string_view arn);

}  // namespace rehearse::world
