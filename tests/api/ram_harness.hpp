// Short words for tests of RAM: a Sim with a pipeline `churn` of `staging`, and calls on shares.
#pragma once

#include "tests/api/harness.hpp"

namespace rehearse {

inline constexpr char kDeploy[] =
    "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerModelPackageGroupAllowDeploy";
inline constexpr char kRegister[] =
    "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerModelPackageGroupAllowRegister";

struct Ram {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId owner = sim.admin("staging");
  PrincipalId production = sim.admin("production");
  PrincipalId partner = sim.admin("partner");
  PrincipalId management = sim.admin("management");

  json::Value ok(PrincipalId who, char const* operation,
                 json::Value const& input = json::Object{}) {
    return sim.ok(who, "ram", operation, input);
  }
  ApiError refused(PrincipalId who, char const* operation,
                   json::Value const& input = json::Object{}) {
    return sim.refused(who, "ram", operation, input);
  }
  std::string code(PrincipalId who, char const* operation,
                   json::Value const& input = json::Object{}) {
    return refused(who, operation, input).code;
  }
  std::string message(PrincipalId who, char const* operation,
                      json::Value const& input = json::Object{}) {
    return refused(who, operation, input).message;
  }
  /// A share of the pipeline: its ARN. `more`: further members.
  std::string share(std::string const& principal, char const* permission = kAllowExecution,
                    char const* name = "churn", json::Value const& more = json::Object{}) {
    json::Value input = in({{"name", name}, {"resourceArns", strings({sim.arn(churn)})}});
    if (!principal.empty()) input.set("principals", strings({principal}));
    if (permission != nullptr) input.set("permissionArns", strings({permission}));
    for (auto const& [key, value] : more.as_object()) input.set(key, value);
    return std::string(ok(owner, "CreateResourceShare", input)
                           .find("resourceShare")
                           ->string_or_empty("resourceShareArn"));
  }
  /// The list that an operation answers.
  json::Array list(PrincipalId who, char const* operation, char const* member,
                   json::Value const& input = json::Object{}) {
    return ok(who, operation, input).find(member)->as_array();
  }
  json::Array invitations(PrincipalId who) {
    return list(who, "GetResourceShareInvitations", "resourceShareInvitations");
  }
  json::Value invitation(PrincipalId who) {
    return in({{"resourceShareInvitationArn",
                invitations(who).at(0).string_or_empty("resourceShareInvitationArn")}});
  }
  /// `ASSOCIATED`, ... of the only principal of the only share.
  std::string principal_status() {
    json::Array rows = list(owner, "GetResourceShareAssociations", "resourceShareAssociations",
                            in({{"associationType", "PRINCIPAL"}}));
    return rows.empty() ? "" : std::string(rows.at(0).string_or_empty("status"));
  }
  /// A customer managed permission of `staging` for pipelines: its ARN.
  std::string permission(char const* name, std::string const& actions,
                         std::string const& more = "") {
    return std::string(ok(owner, "CreatePermission",
                          in({{"name", name},
                              {"resourceType", "sagemaker:Pipeline"},
                              {"policyTemplate", grants(actions, more)}}))
                           .find("permission")
                           ->string_or_empty("arn"));
  }
  /// A template. `actions`: as JSON.
  static std::string grants(std::string const& actions, std::string const& more = "") {
    return R"({"Effect":"Allow","Action":)" + actions + more + "}";
  }
  std::string ou(std::uint32_t n) const { return sim.world.organization().ou(OuId{n}).arn; }
  std::string verdict(PrincipalId who) { return sim.start_verdict(who, churn); }
  /// The account is outside the organization from now on, and everybody knows it.
  void leave(std::string const& account) { sim.move(account, {}); }
};

}  // namespace rehearse
