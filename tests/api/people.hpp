// Identities made with IAM's own calls, and sessions taken on with AssumeRole.
//
//   Session ci = assume(sim, sim.admin("staging"), in({{"RoleArn", arn}}));
//   CHECK(may(sim, ci, "iam", "ListRoles"));
#pragma once

#include <string>

#include "sim/calls/names.hpp"
#include "tests/api/harness.hpp"

namespace rehearse {

/// Somebody who calls: an identity, or a session of a role.
struct Session {
  PrincipalId principal;
  SessionId session;
  Time issued{};
  std::string arn;
};

inline std::string statement(std::string const& inside) {
  return R"({"Version":"2012-10-17","Statement":[{)" + inside + "}]}";
}
/// A trust policy for one principal, written as JSON; `more`: further members, with a leading
/// comma.
inline std::string trusting(std::string const& principal, std::string const& more = "",
                            std::string const& actions = R"("sts:AssumeRole")") {
  return statement(R"("Effect":"Allow","Principal":)" + principal + R"(,"Action":)" + actions +
                   more);
}
inline std::string aws(std::string const& arn) { return R"({"AWS":")" + arn + "\"}"; }

/// The principal of the staging account, and of production.
inline std::string const kStagingRoot = R"({"AWS":"arn:aws:iam::111122223333:root"})";
inline std::string const kProductionRoot = R"({"AWS":"arn:aws:iam::444455556666:root"})";

inline PrincipalId identity(Sim const& sim, std::string const& account, IdentityKind kind,
                            std::string const& name) {
  return sim.world.principals().find(sim.account(account), kind, name);
}

/// A role by CreateRole, with one inline policy unless it is empty.
inline std::string make_role(Sim& sim, std::string const& account, std::string const& name,
                             std::string const& trust, std::string const& policy = kAllowAll,
                             json::Value more = json::Object{}) {
  more.set("RoleName", name).set("AssumeRolePolicyDocument", trust);
  json::Value made = sim.ok(sim.admin(account), "iam", "CreateRole", more);
  if (!policy.empty())
    sim.ok(sim.admin(account), "iam", "PutRolePolicy",
           in({{"RoleName", name}, {"PolicyName", "main"}, {"PolicyDocument", policy}}));
  return std::string(made.find("Role")->string_or_empty("Arn"));
}
inline PrincipalId make_user(Sim& sim, std::string const& account, std::string const& name,
                             std::string const& policy = kAllowAll) {
  sim.ok(sim.admin(account), "iam", "CreateUser", in({{"UserName", name}}));
  if (!policy.empty())
    sim.ok(sim.admin(account), "iam", "PutUserPolicy",
           in({{"UserName", name}, {"PolicyName", "main"}, {"PolicyDocument", policy}}));
  return identity(sim, account, IdentityKind::user, name);
}

inline calls::CallResult call(Sim& sim, Session const& who, char const* service,
                              char const* operation, json::Value const& input = json::Object{}) {
  calls::Operation const* known = calls::find_operation(service, operation);
  REQUIRE(known != nullptr);
  calls::Caller caller;
  caller.principal = who.principal;
  caller.session = who.session;
  caller.issued = who.issued;
  caller.caller = who.arn;
  sim.domain().context().record.set_cause(trace::kNoSeq);
  return api::call(sim.domain(), *known, caller, input);
}
/// `allowed`, or the code of the refusal.
inline std::string verdict(calls::CallResult const& result) {
  return result.answer ? "allowed" : result.answer.error().code;
}
inline std::string may(Sim& sim, Session const& who, char const* service, char const* operation,
                       json::Value const& input = json::Object{}) {
  return verdict(call(sim, who, service, operation, input));
}

inline Session self(Sim const& sim, PrincipalId id) {
  return {id, {}, sim.world.now(), world::caller_arn(sim.world.access(), id, "test")};
}

inline json::Value assuming(std::string const& role, json::Value more = json::Object{}) {
  if (more.find("RoleSessionName") == nullptr) more.set("RoleSessionName", "work");
  return more.set("RoleArn", role);
}
/// The session that AssumeRole gives.
inline Session assume(Sim& sim, Session const& who, std::string const& role,
                      json::Value more = json::Object{}) {
  auto result = call(sim, who, "sts", "AssumeRole", assuming(role, std::move(more)));
  if (!result.answer)
    FAIL("AssumeRole: " << result.answer.error().code << ": " << result.answer.error().message);
  SessionId session = sim.world.access().sessions().find(
      result.answer->find("Credentials")->string_or_empty("AccessKeyId"));
  REQUIRE(session);
  return {sim.world.access().sessions()[session].role, session, sim.world.now(),
          std::string(result.answer->find("AssumedRoleUser")->string_or_empty("Arn"))};
}
/// `allowed`, or the code of the refusal, of AssumeRole.
inline std::string may_assume(Sim& sim, Session const& who, std::string const& role,
                              json::Value more = json::Object{}) {
  return may(sim, who, "sts", "AssumeRole", assuming(role, std::move(more)));
}

inline json::Value tags(std::initializer_list<std::pair<std::string, std::string>> all) {
  json::Array out;
  for (auto const& [key, value] : all)
    out.push_back(json::Value{}.set("Key", key).set("Value", value));
  return out;
}

}  // namespace rehearse
