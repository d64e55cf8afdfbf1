// IAM's own calls: what they refuse, what they show at once and what they enforce later.
#include "tests/api/people.hpp"

using namespace rehearse;

namespace {

/// The code and text of a refusal by the staging account's `admin`.
ApiError refusal(Sim& sim, char const* operation, json::Value const& input) {
  return sim.refused(sim.admin("staging"), "iam", operation, input);
}
json::Value done(Sim& sim, char const* operation, json::Value const& input) {
  return sim.ok(sim.admin("staging"), "iam", operation, input);
}

/// The texts of a list of an answer.
std::vector<std::string> list_of(json::Value const& answer, std::string_view list,
                                 std::string_view member = {}) {
  std::vector<std::string> out;
  for (json::Value const& each : answer.find(list)->as_array())
    out.emplace_back(member.empty() ? each.as_string() : each.string_or_empty(member));
  return out;
}

using Names = std::vector<std::string>;

/// One kind of identity as the calls spell it.
struct Kind {
  std::string title;
  std::string id_prefix;
  std::size_t inline_max;
  IdentityKind kind;
  std::string operation(std::string const& before, std::string const& after = "") const {
    return before + title + after;
  }
  json::Value named(std::string const& name) const {
    json::Value out = in({{(title + "Name").c_str(), name}});
    return out;
  }
  json::Value creating(std::string const& name) const {
    json::Value out = named(name);
    if (kind == IdentityKind::role) out.set("AssumeRolePolicyDocument", trusting(kStagingRoot));
    return out;
  }
};
Kind const kKinds[] = {{"Role", "AROA", 10'240, IdentityKind::role},
                       {"User", "AIDA", 2'048, IdentityKind::user},
                       {"Group", "AGPA", 5'120, IdentityKind::group}};

/// A document of about that many characters.
std::string long_policy(std::size_t characters) {
  std::string actions;
  while (actions.size() + 100 < characters) actions += R"("sagemaker:ListPipelines",)";
  return allowing("[" + actions + R"("sagemaker:Search"])");
}

std::string create_policy(Sim& sim, std::string const& name, std::string const& document) {
  return std::string(
      done(sim, "CreatePolicy", in({{"PolicyName", name}, {"PolicyDocument", document}}))
          .find("Policy")
          ->string_or_empty("Arn"));
}

}  // namespace

TEST_CASE("iam: roles, users and groups are made, shown, listed and deleted alike", "[api][iam]") {
  Sim sim;
  sim.at(0s, [&] {
    for (Kind const& kind : kKinds) {
      INFO(kind.title);
      auto call = [&](std::string const& operation, json::Value const& input) {
        return done(sim, operation.c_str(), input);
      };
      json::Value made = call(kind.operation("Create"), kind.creating("Ana").set("Path", "/team/"));
      json::Value const& shown = *made.find(kind.title);
      std::string lower = kind.title;
      lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
      CHECK(shown.string_or_empty("Arn") == "arn:aws:iam::111122223333:" + lower + "/team/Ana");
      CHECK(shown.string_or_empty(kind.title + "Id").starts_with(kind.id_prefix));
      CHECK(*call(kind.operation("Get"), kind.named("Ana")).find(kind.title) == shown);
      ApiError taken = refusal(sim, kind.operation("Create").c_str(), kind.creating("ana"));
      CHECK(taken ==
            ApiError{"EntityAlreadyExists", kind.title + " with name ana already exists."});
      json::Value listed = call(kind.operation("List", "s"), in({{"PathPrefix", "/team/"}}));
      CHECK(list_of(listed, kind.title + "s", kind.title + "Name") == Names{"Ana"});
      CHECK(listed.find("IsTruncated")->as_bool() == false);
      call(kind.operation("Delete"), kind.named("Ana"));
      CHECK(refusal(sim, kind.operation("Get").c_str(), kind.named("Ana")) ==
            ApiError{"NoSuchEntity", "The " + lower + " with name Ana cannot be found."});
      // Made anew under the old name it is another.
      json::Value again = call(kind.operation("Create"), kind.creating("Ana"));
      CHECK(again.find(kind.title)->string_or_empty(kind.title + "Id") !=
            shown.string_or_empty(kind.title + "Id"));
    }
  });
  sim.run();
}

TEST_CASE("iam: what hangs on an identity keeps it from being deleted", "[api][iam]") {
  Sim sim;
  sim.at(0s, [&] {
    std::string const arn = create_policy(sim, "Reads", allowing(R"("sagemaker:List*")"));
    for (Kind const& kind : kKinds) {
      INFO(kind.title);
      auto call = [&](std::string const& operation, json::Value const& input) {
        return done(sim, operation.c_str(), input);
      };
      std::string const remove = kind.operation("Delete");
      call(kind.operation("Create"), kind.creating("Ana"));
      call(kind.operation("Attach", "Policy"), kind.named("Ana").set("PolicyArn", arn));
      CHECK(list_of(call("ListAttached" + kind.title + "Policies", kind.named("Ana")),
                    "AttachedPolicies", "PolicyName") == Names{"Reads"});
      CHECK(refusal(sim, remove.c_str(), kind.named("Ana")) ==
            ApiError{"DeleteConflict", "Cannot delete entity, must detach all policies first."});
      call(kind.operation("Detach", "Policy"), kind.named("Ana").set("PolicyArn", arn));
      call(kind.operation("Put", "Policy"),
           kind.named("Ana").set("PolicyName", "own").set("PolicyDocument", kAllowAll));
      CHECK(list_of(call(kind.operation("List", "Policies"), kind.named("Ana")), "PolicyNames") ==
            Names{"own"});
      CHECK(refusal(sim, remove.c_str(), kind.named("Ana")) ==
            ApiError{"DeleteConflict", "Cannot delete entity, must delete policies first."});
      call(kind.operation("Delete", "Policy"), kind.named("Ana").set("PolicyName", "own"));
      call(remove, kind.named("Ana"));
    }
    CHECK(refusal(sim, "DetachRolePolicy", in({{"RoleName", "admin"}, {"PolicyArn", arn}})) ==
          ApiError{"NoSuchEntity", "Policy " + arn + " was not found."});
    CHECK(refusal(sim, "AttachRolePolicy", in({{"RoleName", "admin"}, {"PolicyArn", arn + "X"}})) ==
          ApiError{"NoSuchEntity", "Policy " + arn + "X does not exist or is not attachable."});
    CHECK(refusal(sim, "AttachRolePolicy",
                  in({{"RoleName", "admin"}, {"PolicyArn", "arn:aws:s3:::a-bucket-name"}}))
              .code == "InvalidInput");
    CHECK(refusal(sim, "AttachRolePolicy",
                  in({{"RoleName", "admin"},
                      {"PolicyArn", "arn:aws:iam::aws:policy/aws-service-role/X"}}))
              .code == "PolicyNotAttachable");
  });
  sim.run();
}

TEST_CASE("iam: inline policies have a sum, attached ones a number, tags too", "[api][iam]") {
  Sim sim;
  sim.setting("production", "attached_managed_policies_max", 20);
  sim.at(0s, [&] {
    for (Kind const& kind : kKinds) {
      INFO(kind.title);
      done(sim, kind.operation("Create").c_str(), kind.creating("Ana"));
      auto put = [&](std::string const& name, std::size_t size) {
        return verdict(sim.call(
            sim.admin("staging"), "iam", kind.operation("Put", "Policy").c_str(),
            kind.named("Ana").set("PolicyName", name).set("PolicyDocument", long_policy(size))));
      };
      CHECK(put("one", kind.inline_max / 2) == "allowed");
      CHECK(put("one", kind.inline_max / 2) == "allowed");  // in its own place
      CHECK(put("two", kind.inline_max / 2 + 200) == "LimitExceeded");
      CHECK(put("two", kind.inline_max / 2 - 200) == "allowed");
    }
    for (std::string account : {"staging", "production"}) {
      auto call = [&](char const* operation, json::Value const& input) {
        return verdict(sim.call(sim.admin(account), "iam", operation, input));
      };
      for (int n = 0; n < 11; ++n) {
        std::string const name = "P" + std::to_string(n);
        CHECK(call("CreatePolicy", in({{"PolicyName", name}, {"PolicyDocument", kAllowAll}})) ==
              "allowed");
        CHECK(call("AttachRolePolicy", in({{"RoleName", "admin"},
                                           {"PolicyArn", "arn:aws:iam::" + sim.account_id(account) +
                                                             ":policy/" + name}})) ==
              (n == 10 && account == "staging" ? "LimitExceeded" : "allowed"));
      }
    }
    json::Array many;
    for (int n = 0; n < 50; ++n)
      many.push_back(in({{"Key", "k" + std::to_string(n)}, {"Value", "v"}}));
    done(sim, "TagRole", in({{"RoleName", "admin"}, {"Tags", many}}));
    done(sim, "TagRole", in({{"RoleName", "admin"}, {"Tags", tags({{"K1", "new"}})}}));
    CHECK(refusal(sim, "TagRole", in({{"RoleName", "admin"}, {"Tags", tags({{"more", "x"}})}})) ==
          ApiError{"LimitExceeded", "Cannot exceed quota for TagsPerRole: 50"});
    done(sim, "UntagRole", in({{"RoleName", "admin"}, {"TagKeys", strings({"k0", "k1"})}}));
    CHECK(list_of(done(sim, "ListRoleTags", in({{"RoleName", "admin"}})), "Tags", "Key").size() ==
          48);
  });
  sim.run();
}

TEST_CASE("iam: a managed policy has at most five versions and their numbers are not reused",
          "[api][iam]") {
  Sim sim;
  sim.at(0s, [&] {
    std::string const arn = create_policy(sim, "Reads", allowing(R"("sagemaker:List*")"));
    auto with = [&](std::string const& version) {
      return in({{"PolicyArn", arn}, {"VersionId", version}});
    };
    CHECK(refusal(sim, "CreatePolicy",
                  in({{"PolicyName", "reads"}, {"PolicyDocument", kAllowAll}})) ==
          ApiError{"EntityAlreadyExists",
                   "A policy called reads already exists. Duplicate names are not allowed."});
    json::Value version = in({{"PolicyArn", arn}, {"PolicyDocument", kAllowAll}});
    for (int n = 2; n <= 5; ++n) done(sim, "CreatePolicyVersion", version);
    CHECK(refusal(sim, "CreatePolicyVersion", version).code == "LimitExceeded");
    CHECK(refusal(sim, "DeletePolicyVersion", with("v1")) ==
          ApiError{"DeleteConflict", "Cannot delete the default version of a policy."});
    CHECK(refusal(sim, "GetPolicyVersion", with("v9")).code == "NoSuchEntity");
    done(sim, "DeletePolicyVersion", with("v5"));
    json::Value made = done(sim, "CreatePolicyVersion", version.set("SetAsDefault", true));
    CHECK(made.find("PolicyVersion")->string_or_empty("VersionId") == "v6");
    CHECK(made.find("PolicyVersion")->find("IsDefaultVersion")->as_bool());
    CHECK(list_of(done(sim, "ListPolicyVersions", in({{"PolicyArn", arn}})), "Versions",
                  "VersionId") == Names{"v6", "v4", "v3", "v2", "v1"});
    done(sim, "SetDefaultPolicyVersion", with("v1"));
    json::Value policy = done(sim, "GetPolicy", in({{"PolicyArn", arn}}));
    CHECK(policy.find("Policy")->string_or_empty("DefaultVersionId") == "v1");
    CHECK(refusal(sim, "DeletePolicy", in({{"PolicyArn", arn}})).code == "DeleteConflict");
    for (char const* each : {"v2", "v3", "v4", "v6"}) done(sim, "DeletePolicyVersion", with(each));
    done(sim, "AttachRolePolicy", in({{"RoleName", "admin"}, {"PolicyArn", arn}}));
    CHECK(refusal(sim, "DeletePolicy", in({{"PolicyArn", arn}})) ==
          ApiError{"DeleteConflict", "Cannot delete a policy attached to entities."});
    done(sim, "DetachRolePolicy", in({{"RoleName", "admin"}, {"PolicyArn", arn}}));
    done(sim, "DeletePolicy", in({{"PolicyArn", arn}}));
    CHECK(refusal(sim, "GetPolicy", in({{"PolicyArn", arn}})).code == "NoSuchEntity");
    CHECK(list_of(done(sim, "ListPolicies", in({{"Scope", "Local"}})), "Policies").empty());
  });
  sim.run();
}

TEST_CASE("iam: a new default version is enforced four seconds later, and so is its return",
          "[api][iam]") {
  Sim sim;
  std::string arn;
  Session ana;
  auto lists = [&] { return may(sim, ana, "sagemaker", "ListPipelines"); };
  sim.at(0s, [&] {
    PrincipalId user = make_user(sim, "staging", "ana", "");
    arn = create_policy(sim, "Reads", allowing(R"("sagemaker:Search")"));
    done(sim, "AttachUserPolicy", in({{"UserName", "ana"}, {"PolicyArn", arn}}));
    ana = self(sim, user);
  });
  sim.at(20s, [&] {
    CHECK(lists() == "AccessDeniedException");
    done(sim, "CreatePolicyVersion",
         in({{"PolicyArn", arn},
             {"PolicyDocument", allowing(R"("sagemaker:List*")")},
             {"SetAsDefault", true}}));
  });
  sim.at(24s - 1us, [&] { CHECK(lists() == "AccessDeniedException"); });
  sim.at(24s + 1us, [&] { CHECK(lists() == "allowed"); });
  sim.at(30s, [&] {
    done(sim, "SetDefaultPolicyVersion", in({{"PolicyArn", arn}, {"VersionId", "v1"}}));
  });
  sim.at(34s - 1us, [&] { CHECK(lists() == "allowed"); });
  sim.at(34s + 1us, [&] { CHECK(lists() == "AccessDeniedException"); });
  sim.run();
}

TEST_CASE("iam: a user has its groups' policies, a few seconds after it joins and leaves",
          "[api][iam]") {
  Sim sim;
  Session ana;
  json::Value const both = in({{"GroupName", "Team"}, {"UserName", "ana"}});
  auto lists = [&] { return may(sim, ana, "sagemaker", "ListPipelines"); };
  sim.at(0s, [&] {
    ana.principal = make_user(sim, "staging", "ana", "");
    ana = self(sim, ana.principal);
    done(sim, "CreateGroup", in({{"GroupName", "Team"}}));
    done(sim, "PutGroupPolicy",
         in({{"GroupName", "Team"}, {"PolicyName", "main"}, {"PolicyDocument", kAllowAll}}));
  });
  sim.at(20s, [&] {
    CHECK(lists() == "AccessDeniedException");
    done(sim, "AddUserToGroup", both);
    CHECK(list_of(done(sim, "ListGroupsForUser", in({{"UserName", "ana"}})), "Groups",
                  "GroupName") == Names{"Team"});
    CHECK(list_of(done(sim, "GetGroup", in({{"GroupName", "Team"}})), "Users", "UserName") ==
          Names{"ana"});
    CHECK(lists() == "AccessDeniedException");
  });
  sim.at(25s, [&] {
    CHECK(lists() == "allowed");
    done(sim, "DeleteGroupPolicy", in({{"GroupName", "Team"}, {"PolicyName", "main"}}));
    ApiError used = refusal(sim, "DeleteGroup", in({{"GroupName", "Team"}}));
    CHECK(used ==
          ApiError{"DeleteConflict", "Cannot delete entity, must remove users from group first."});
    done(sim, "RemoveUserFromGroup", both);
    done(sim, "DeleteGroup", in({{"GroupName", "Team"}}));
    CHECK(lists() == "allowed");
  });
  sim.at(30s, [&] { CHECK(lists() == "AccessDeniedException"); });
  sim.run();
}

TEST_CASE("iam: a permissions boundary caps what the policies give", "[api][iam]") {
  Sim sim;
  Session ana;
  sim.at(0s, [&] {
    std::string const cap = create_policy(sim, "Cap", allowing(R"("sagemaker:Search")"));
    CHECK(refusal(sim, "PutUserPermissionsBoundary",
                  in({{"UserName", "ana"}, {"PermissionsBoundary", cap}}))
              .code == "NoSuchEntity");
    ana = self(sim, make_user(sim, "staging", "ana"));
    CHECK(refusal(sim, "PutUserPermissionsBoundary",
                  in({{"UserName", "ana"}, {"PermissionsBoundary", cap + "X"}})) ==
          ApiError{"NoSuchEntity", "Scope ARN: " + cap + "X does not exist or is not attachable."});
    done(sim, "PutUserPermissionsBoundary",
         in({{"UserName", "ana"}, {"PermissionsBoundary", cap}}));
    CHECK(refusal(sim, "DeletePolicy", in({{"PolicyArn", cap}})).code == "DeleteConflict");
  });
  sim.at(20s, [&] {
    auto result = call(sim, ana, "sagemaker", "ListPipelines");
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.layer == Layer::boundary);
    done(sim, "DeleteUserPermissionsBoundary", in({{"UserName", "ana"}}));
  });
  sim.at(30s, [&] { CHECK(may(sim, ana, "sagemaker", "ListPipelines") == "allowed"); });
  sim.run();
}

TEST_CASE("iam: a trust policy names only principals that IAM knows by now", "[api][iam]") {
  Sim sim;
  std::string first;
  auto second = [&](std::string const& name) {
    return in({{"RoleName", name}, {"AssumeRolePolicyDocument", trusting(aws(first))}});
  };
  sim.at(0s, [&] {
    first = make_role(sim, "staging", "First", trusting(kStagingRoot));
    ApiError error = refusal(sim, "CreateRole", second("Second"));
    CHECK(error.code == "MalformedPolicyDocument");
    CHECK(error.message == "Invalid principal in policy: \"AWS\":\"" + first + "\"");
  });
  sim.at(10s + 1us, [&] { done(sim, "CreateRole", second("Second")); });
  sim.at(20s, [&] {
    CHECK(refusal(sim, "UpdateAssumeRolePolicy",
                  in({{"RoleName", "Second"}, {"PolicyDocument", trusting(aws(first + "X"))}}))
              .code == "MalformedPolicyDocument");
    CHECK(refusal(sim, "UpdateAssumeRolePolicy",
                  in({{"RoleName", "Second"}, {"PolicyDocument", kAllowAll}}))
              .code == "MalformedPolicyDocument");
  });
  sim.run();
}

TEST_CASE("iam: calls are judged by the ARN with its path and by IAM's own keys", "[api][iam]") {
  Sim sim;
  sim.at(0s, [&] {
    std::string const cap = create_policy(sim, "Cap", allowing(R"("sagemaker:Search")"));
    std::string const other = create_policy(sim, "Other", kAllowAll);
    auto by = [&](std::string const& name, std::string const& inside) {
      return self(sim, sim.role("staging", name, statement(inside)));
    };
    make_role(sim, "staging", "Job", trusting(kStagingRoot), "", in({{"Path", "/team/"}}));
    Session path = by("path", R"("Effect":"Allow","Action":"iam:GetRole","Resource":)"
                              R"("arn:aws:iam::111122223333:role/team/*")");
    CHECK(may(sim, path, "iam", "GetRole", in({{"RoleName", "Job"}})) == "allowed");
    CHECK(may(sim, path, "iam", "GetRole", in({{"RoleName", "admin"}})) == "AccessDenied");
    Session attaching =
        by("attaching", R"("Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*",)"
                        R"("Condition":{"ArnEquals":{"iam:PolicyARN":")" +
                            cap + "\"}}");
    CHECK(may(sim, attaching, "iam", "AttachRolePolicy",
              in({{"RoleName", "Job"}, {"PolicyArn", cap}})) == "allowed");
    CHECK(may(sim, attaching, "iam", "AttachRolePolicy",
              in({{"RoleName", "Job"}, {"PolicyArn", other}})) == "AccessDenied");
    Session bounded = by("bounded", R"("Effect":"Allow","Action":"iam:CreateUser","Resource":"*",)"
                                    R"("Condition":{"StringEquals":{"iam:PermissionsBoundary":")" +
                                        cap + "\"}}");
    CHECK(may(sim, bounded, "iam", "CreateUser", in({{"UserName", "u1"}})) == "AccessDenied");
    CHECK(may(sim, bounded, "iam", "CreateUser",
              in({{"UserName", "u1"}, {"PermissionsBoundary", cap}})) == "allowed");
    Session tagging =
        by("tagging", R"("Effect":"Allow","Action":"iam:TagRole","Resource":"*","Condition":)"
                      R"({"StringEquals":{"aws:RequestTag/team":"ml"},)"
                      R"("ForAllValues:StringEquals":{"aws:TagKeys":["team"]}})");
    auto tag = [&](json::Value const& all) {
      return may(sim, tagging, "iam", "TagRole", in({{"RoleName", "Job"}, {"Tags", all}}));
    };
    CHECK(tag(tags({{"team", "ml"}})) == "allowed");
    CHECK(tag(tags({{"team", "ops"}})) == "AccessDenied");
    CHECK(tag(tags({{"team", "ml"}, {"cost", "1"}})) == "AccessDenied");
  });
  sim.run();
}

TEST_CASE("iam: lists come in pages", "[api][iam]") {
  Sim sim;
  sim.at(0s, [&] {
    for (char const* name : {"c", "a", "b"}) done(sim, "CreateUser", in({{"UserName", name}}));
    json::Value first = done(sim, "ListUsers", in({{"MaxItems", 2}}));
    CHECK(list_of(first, "Users", "UserName") == Names{"a", "b"});
    CHECK(first.find("IsTruncated")->as_bool());
    json::Value rest = done(sim, "ListUsers", in({{"Marker", first.string_or_empty("Marker")}}));
    CHECK(list_of(rest, "Users", "UserName") == Names{"c"});
    CHECK(refusal(sim, "ListUsers", in({{"Marker", "nonsense"}})).code == "ValidationError");
  });
  sim.run();
}
