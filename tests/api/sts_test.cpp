// Taking on roles. Source: sharing-and-access 4.6.
#include "tests/api/people.hpp"

using namespace rehearse;

namespace {

std::string const kAll = R"(["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"])";

json::Value seconds(int n) { return in({{"DurationSeconds", n}}); }

}  // namespace

TEST_CASE("sts: durations are bounded by the shape, the role's maximum and one hour along a chain",
          "[api][sts]") {
  Sim sim;
  std::string role, longer;
  PrincipalId ana;
  sim.at(0s, [&] {
    ana = make_user(sim, "staging", "ana");
    role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot));
    longer = make_role(sim, "staging", "Longer", trusting(kStagingRoot), kAllowAll,
                       in({{"MaxSessionDuration", 43200}}));
  });
  sim.at(11s, [&] {
    Session user = self(sim, ana), chained = self(sim, sim.admin("staging"));
    CHECK(may_assume(sim, user, role, seconds(899)) == "ValidationError");
    CHECK(may_assume(sim, user, role, seconds(900)) == "allowed");
    CHECK(may_assume(sim, user, role, seconds(3600)) == "allowed");
    CHECK(may_assume(sim, user, role, seconds(3601)) == "ValidationError");
    CHECK(may_assume(sim, user, longer, seconds(43200)) == "allowed");
    CHECK(may_assume(sim, user, longer, seconds(43201)) == "ValidationError");
    CHECK(may_assume(sim, chained, longer, seconds(3600)) == "allowed");
    CHECK(may_assume(sim, chained, longer, seconds(3601)) == "ValidationError");
    sim.ok(sim.admin("staging"), "iam", "UpdateRole",
           in({{"RoleName", "Deployer"}, {"MaxSessionDuration", 7200}}));
    CHECK(may_assume(sim, user, role, seconds(7200)) == "allowed");
  });
  sim.run();
}

TEST_CASE("sts: a session is the role under the session's name and ends at its instant",
          "[api][sts]") {
  Sim sim;
  std::string role;
  Session work;
  sim.at(0s, [&] {
    role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot), kAllowAll,
                     in({{"Path", "/team/"}}));
  });
  sim.at(20s, [&] { work = assume(sim, self(sim, sim.admin("staging")), role, seconds(900)); });
  sim.at(21s, [&] {
    CHECK(work.arn == "arn:aws:sts::111122223333:assumed-role/Deployer/work");
    json::Value who = *call(sim, work, "sts", "GetCallerIdentity").answer;
    CHECK(who.string_or_empty("Arn") == work.arn);
    CHECK(who.string_or_empty("UserId").starts_with("AROA"));
    CHECK(who.string_or_empty("UserId").ends_with(":work"));
  });
  sim.at(20s + 900s - 1us, [&] { CHECK(may(sim, work, "iam", "ListRoles") == "allowed"); });
  sim.at(20s + 900s, [&] { CHECK(may(sim, work, "iam", "ListRoles") == "ExpiredToken"); });
  sim.run();
}

TEST_CASE("sts: session policies, inline and managed, only narrow the role", "[api][sts]") {
  Sim sim;
  std::string role, managed;
  sim.at(0s, [&] {
    role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot), allowing(R"("iam:*")"));
    managed = std::string(
        sim.ok(sim.admin("staging"), "iam", "CreatePolicy",
               in({{"PolicyName", "Reads"}, {"PolicyDocument", allowing(R"("iam:List*")")}}))
            .find("Policy")
            ->string_or_empty("Arn"));
  });
  sim.at(11s, [&] {
    Session admin = self(sim, sim.admin("staging"));
    json::Value get = in({{"RoleName", "Deployer"}});
    Session inline_one = assume(sim, admin, role, in({{"Policy", allowing(R"("iam:Get*")")}}));
    CHECK(may(sim, inline_one, "iam", "GetRole", get) == "allowed");
    CHECK(may(sim, inline_one, "iam", "ListRoles") == "AccessDenied");
    CHECK(call(sim, inline_one, "iam", "ListRoles").decision.layer == Layer::session);
    json::Value arns = json::Array{in({{"arn", managed}})};
    Session managed_one = assume(sim, admin, role, in({{"PolicyArns", arns}}));
    CHECK(may(sim, managed_one, "iam", "ListRoles") == "allowed");
    CHECK(may(sim, managed_one, "iam", "GetRole", get) == "AccessDenied");
    Session both =
        assume(sim, admin, role, in({{"PolicyArns", arns}, {"Policy", allowing(R"("iam:Get*")")}}));
    CHECK(may(sim, both, "iam", "ListRoles") == "allowed");
    CHECK(may(sim, both, "iam", "GetRole", get) == "allowed");
    // What the role does not have, no session policy gives.
    Session wide = assume(sim, admin, role, in({{"Policy", kAllowAll}}));
    CHECK(may(sim, wide, "sagemaker", "ListPipelines") == "AccessDeniedException");
    CHECK(may_assume(sim, admin, role, in({{"Policy", "{"}})) == "MalformedPolicyDocument");
    json::Value unknown = json::Array{in({{"arn", managed + "X"}})};
    CHECK(may_assume(sim, admin, role, in({{"PolicyArns", unknown}})) == "ValidationError");
    json::Array many(11, in({{"arn", managed}}));
    CHECK(may_assume(sim, admin, role, in({{"PolicyArns", json::Value(many)}})) != "allowed");
  });
  sim.run();
}

TEST_CASE("sts: an ExternalId that the trust policy asks for must be given", "[api][sts]") {
  Sim sim;
  std::string role;
  sim.at(0s, [&] {
    role = make_role(
        sim, "production", "Vendor",
        trusting(kStagingRoot, R"(,"Condition":{"StringEquals":{"sts:ExternalId":"s3cret"}})"));
  });
  sim.at(11s, [&] {
    Session caller = self(sim, sim.admin("staging"));
    CHECK(may_assume(sim, caller, role) == "AccessDenied");
    CHECK(may_assume(sim, caller, role, in({{"ExternalId", "other"}})) == "AccessDenied");
    CHECK(may_assume(sim, caller, role, in({{"ExternalId", "s3cret"}})) == "allowed");
  });
  sim.run();
}

TEST_CASE("sts: tags and a source identity need their own actions in the trust policy",
          "[api][sts]") {
  Sim sim;
  std::string plain, full;
  sim.at(0s, [&] {
    plain = make_role(sim, "staging", "Plain", trusting(kStagingRoot));
    full = make_role(sim, "staging", "Full", trusting(kStagingRoot, "", kAll));
  });
  sim.at(11s, [&] {
    Session caller = self(sim, sim.admin("production"));
    Session own = self(sim, sim.admin("staging"));
    json::Value tagged = in({{"Tags", tags({{"team", "ml"}})}});
    json::Value source = in({{"SourceIdentity", "ana"}});
    CHECK(may_assume(sim, own, full, tagged) == "allowed");
    CHECK(may_assume(sim, own, full, source) == "allowed");
    CHECK(may_assume(sim, caller, full) == "AccessDenied");  // trusts staging only
    CHECK(call(sim, caller, "sts", "AssumeRole", assuming(full)).decision.layer == Layer::trust);
    auto refused = call(sim, own, "sts", "AssumeRole",
                        assuming(full, in({{"Tags", tags({{"a", "1"}, {"A", "2"}})}})));
    CHECK(verdict(refused) == "InvalidParameterValue");
    CHECK(may_assume(sim, own, full, in({{"TransitiveTagKeys", strings({"nope"})}})) ==
          "InvalidParameterValue");
    // An account's own identities have these actions from their own policies, when it is trusted.
    PrincipalId narrow = sim.role("staging", "narrow", allowing(R"("sts:AssumeRole")"));
    CHECK(may_assume(sim, self(sim, narrow), full) == "allowed");
    CHECK(may_assume(sim, self(sim, narrow), full, tagged) == "AccessDenied");
    CHECK(may_assume(sim, self(sim, narrow), full, source) == "AccessDenied");
  });
  sim.run();
}

TEST_CASE("sts: across accounts the trust policy must allow tags and a source identity too",
          "[api][sts]") {
  Sim sim;
  std::string plain, full;
  std::string const production = aws("arn:aws:iam::444455556666:root");
  sim.at(0s, [&] {
    plain = make_role(sim, "staging", "Plain", trusting(production));
    full = make_role(sim, "staging", "Full", trusting(production, "", kAll));
  });
  sim.at(11s, [&] {
    Session caller = self(sim, sim.admin("production"));
    for (json::Value const& more :
         {in({{"Tags", tags({{"team", "ml"}})}}), in({{"SourceIdentity", "ana"}})}) {
      CHECK(may_assume(sim, caller, plain, more) == "AccessDenied");
      CHECK(may_assume(sim, caller, full, more) == "allowed");
    }
    CHECK(may_assume(sim, caller, plain) == "allowed");
  });
  sim.run();
}

TEST_CASE("sts: transitive tags and the source identity go on along a chain and cannot change",
          "[api][sts]") {
  Sim sim;
  std::string first, second;
  sim.at(0s, [&] {
    first = make_role(sim, "staging", "First", trusting(kStagingRoot, "", kAll));
    second = make_role(
        sim, "staging", "Second", trusting(kStagingRoot, "", kAll),
        statement(R"("Effect":"Allow","Action":"iam:ListRoles","Resource":"*","Condition":)"
                  R"({"StringEquals":{"aws:PrincipalTag/team":"ml"}})"));
  });
  sim.at(11s, [&] {
    Session one = assume(sim, self(sim, sim.admin("staging")), first,
                         in({{"Tags", tags({{"team", "ml"}, {"step", "1"}})},
                             {"TransitiveTagKeys", strings({"team"})},
                             {"SourceIdentity", "ana"}}));
    Session two = assume(sim, one, second);
    world::Session const& issued = sim.world.access().sessions()[two.session];
    REQUIRE(issued.tags.size() == 1);
    CHECK(issued.tags[0].value == "ml");
    CHECK(issued.source_identity == "ana");
    CHECK(may(sim, two, "iam", "ListRoles") == "allowed");
    Session plain = assume(sim, self(sim, sim.admin("staging")), second);
    CHECK(may(sim, plain, "iam", "ListRoles") == "AccessDenied");
    CHECK(may_assume(sim, one, second, in({{"SourceIdentity", "eve"}})) == "AccessDenied");
    CHECK(may_assume(sim, one, second, in({{"Tags", tags({{"Team", "x"}})}})) ==
          "InvalidParameterValue");
  });
  sim.run();
}

TEST_CASE("sts: in one account a trust policy that names the caller is enough", "[api][sts]") {
  Sim sim;
  std::string by_name, by_account;
  PrincipalId ana;
  sim.at(0s, [&] { ana = make_user(sim, "staging", "ana", ""); });
  sim.at(15s, [&] {
    by_name = make_role(sim, "staging", "ByName", trusting(aws(sim.arn(ana))));
    by_account = make_role(sim, "staging", "ByAccount", trusting(kStagingRoot));
  });
  sim.at(30s, [&] {
    CHECK(may_assume(sim, self(sim, ana), by_name) == "allowed");
    CHECK(may_assume(sim, self(sim, ana), by_account) == "AccessDenied");
    // A user of another account that is named needs its own policy as well.
    CHECK(may_assume(sim, self(sim, sim.admin("production")), by_account) == "AccessDenied");
  });
  sim.run();
}

TEST_CASE("sts: a root user takes on no role", "[api][sts]") {
  Sim sim;
  std::string role;
  sim.at(0s, [&] { role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot)); });
  sim.at(11s, [&] {
    PrincipalId root = sim.domain().identities.root(sim.account("staging"), {});
    CHECK(may_assume(sim, self(sim, root), role) == "AccessDenied");
    CHECK(may(sim, self(sim, root), "iam", "ListRoles") == "allowed");
  });
  sim.run();
}

TEST_CASE("sts: a new role cannot be taken on for ten seconds", "[api][sts]") {
  Sim sim;
  std::string role;
  sim.at(0s, [&] { role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot)); });
  sim.at(10s - 1us,
         [&] { CHECK(may_assume(sim, self(sim, sim.admin("staging")), role) == "AccessDenied"); });
  sim.at(10s + 1us,
         [&] { CHECK(may_assume(sim, self(sim, sim.admin("staging")), role) == "allowed"); });
  sim.run();
}

TEST_CASE("sts: a deleted role's sessions work on until the deletion is enforced", "[api][sts]") {
  Sim sim;
  std::string role;
  Session work;
  sim.at(0s, [&] {
    role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot), "");
    sim.ok(sim.admin("staging"), "iam", "AttachRolePolicy",
           in({{"RoleName", "Deployer"},
               {"PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"}}));
  });
  sim.at(20s, [&] {
    work = assume(sim, self(sim, sim.admin("staging")), role);
    sim.ok(sim.admin("staging"), "iam", "DetachRolePolicy",
           in({{"RoleName", "Deployer"},
               {"PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"}}));
    sim.ok(sim.admin("staging"), "iam", "DeleteRole", in({{"RoleName", "Deployer"}}));
    CHECK(may_assume(sim, self(sim, sim.admin("staging")), role) == "AccessDenied");
  });
  sim.at(24s - 1us, [&] { CHECK(may(sim, work, "iam", "ListRoles") == "allowed"); });
  sim.at(24s + 1us, [&] { CHECK(may(sim, work, "iam", "ListRoles") != "allowed"); });
  sim.run();
}
