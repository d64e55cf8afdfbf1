// Mutants of a run: one change each, told by the trace, the same every time.
#include "sim/run/mutants.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "sim/run/observed.hpp"
#include "sim/run/policy_edits.hpp"
#include "sim/run/run.hpp"

using namespace rehearse;
using namespace rehearse::run;

namespace {

/// A share of one pipeline with a second account, whose team looks at it.
RunSpec sharing_scenario() {
  RunSpec spec;
  spec.file = "share.lua";
  spec.root = std::string(REHEARSE_SOURCE_DIR) + "/scenarios";
  spec.source = R"lua(
local acme = organization { name = "acme", ous = { "Work" } }
local hub = account { name = "hub", ou = "Work" }
local spoke = account { name = "spoke", ou = "Work" }
local run_role = role { account = hub, name = "Execution", trusts = "sagemaker.amazonaws.com",
  policies = { "policies/pipeline-role.json" } }
local p = pipeline { account = hub, name = "p", definition = "definitions/hello.json", role = run_role }
local team = role { account = spoke, name = "Team", policies = { "policies/share-consumer.json" } }
service_control_policy { name = "no-leaving", targets = { acme:ou "Work" }, policy = {
  Version = "2012-10-17", Statement = { { Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*",
    Condition = { StringNotEquals = { ["aws:PrincipalAccount"] = "111111111111" } } } } } }
resource_share { account = hub, name = "p-for-spoke", resources = { p }, principals = { spoke } }
actor("team", function()
  expect.allowed("the team sees it", function() team:client("sagemaker"):describe_pipeline { PipelineName = p } end)
end)
)lua";
  return spec;
}

trace::Trace trace_of(RunSpec const& spec) {
  trace::Trace out;
  RunOptions options;
  options.keep = &out;
  options.shadow = true;
  auto result = run::run(spec, options);
  INFO((result ? std::string("ran") : to_string(result.error())));
  REQUIRE(result.has_value());
  CHECK(result->shadow_agrees);
  return out;
}

world::Mutation mutation_named(trace::Trace const& trace, std::string const& words) {
  for (world::Mutation const& each : mutants(trace))
    if (each.where + ": " + each.what == words) return each;
  FAIL("no mutant `" << words << "`");
  return {};
}

}  // namespace

TEST_CASE("policy edits: a statement is removed, widened, or loses its condition", "[run]") {
  auto edits = policy_edits(
      R"({"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:Get*","sagemaker:StartPipelineExecution"],"Resource":"arn:aws:s3:::b"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})",
      iam::PolicyKind::identity);
  std::vector<std::string> words;
  for (PolicyEdit const& edit : edits) words.push_back(edit.statement + ": " + edit.what);
  CHECK(words == std::vector<std::string>{
                     "statement A: removed", "statement A: Action widened to s3:*, sagemaker:*",
                     "statement A: Resource widened to *", "statement 2: removed",
                     "statement 2: Condition dropped"});
  CHECK(
      edits[0].text ==
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})");
  CHECK(edits[4].text.ends_with(R"({"Effect":"Deny","Action":"*","Resource":"*"}]})"));
}

TEST_CASE(
    "policy edits: the only statement is made to match nothing, and what is wide already "
    "stays",
    "[run]") {
  auto edits = policy_edits(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
      iam::PolicyKind::identity);
  REQUIRE(edits.size() == 1);
  CHECK(
      edits[0].text ==
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sagemaker:Nothing","Resource":"*"}})");
  CHECK(policy_edits("[1]", iam::PolicyKind::identity).empty());
  CHECK(policy_edits("{", iam::PolicyKind::identity).empty());
}

TEST_CASE("mutants: every mutant runs, twice the same, and its trace tells of it", "[run]") {
  RunSpec spec = sharing_scenario();
  trace::Trace const plain = trace_of(spec);
  std::vector<world::Mutation> const all = mutants(plain);
  CHECK(all.size() >= 10);
  for (world::Mutation const& mutation : all) {
    INFO(mutation.where << ": " << mutation.what);
    spec.mutation = mutation;
    trace::Trace const first = trace_of(spec), second = trace_of(spec);
    CHECK(first.digest() == second.digest());
    CHECK(first.digest() != plain.digest());
    std::size_t told = 0;
    first.for_each(trace::overloaded{[&](trace::Entry const& entry, trace::MutationMade const& r) {
      CHECK(entry.seq == 1);
      CHECK(r.where == mutation.where);
      CHECK(r.what == mutation.what);
      ++told;
    }});
    CHECK(told == 1);
  }
  spec.mutation.reset();
  CHECK(trace_of(spec).digest() == plain.digest());
}

TEST_CASE("mutants: a share without its principal closes what it had opened", "[run]") {
  RunSpec spec = sharing_scenario();
  trace::Trace const plain = trace_of(spec);
  spec.mutation = mutation_named(plain, "share p-for-spoke: without the account spoke");
  Observed const before = observe(plain), after = observe(trace_of(spec));
  CHECK_FALSE(before.noticed);
  CHECK(after.noticed);
  auto changed = changed_access(before, after);
  REQUIRE_FALSE(changed.empty());
  CHECK(std::ranges::all_of(changed, [&](Cell const& cell) {
    return cell.principal.ends_with("role/Team") && before.access.at(cell);
  }));
}

TEST_CASE("mutants: a share with the permission to execute opens starting", "[run]") {
  RunSpec spec = sharing_scenario();
  trace::Trace const plain = trace_of(spec);
  spec.mutation = mutation_named(plain,
                                 "share p-for-spoke: permission replaced by "
                                 "AWSRAMPermissionSageMakerPipelineAllowExecution");
  Observed const before = observe(plain), after = observe(trace_of(spec));
  CHECK_FALSE(after.noticed);
  auto changed = changed_access(before, after);
  REQUIRE_FALSE(changed.empty());
  bool starts = std::ranges::any_of(changed, [&](Cell const& cell) {
    return cell.principal.ends_with("role/Team") &&
           cell.action == "sagemaker:StartPipelineExecution" && after.access.at(cell);
  });
  CHECK(starts);
  CHECK(always_so(plain, changed.front(), false));
  CHECK_FALSE(always_so(plain, changed.front(), true));
}

TEST_CASE("mutants: a control policy is removed, loses its condition, and is detached", "[run]") {
  trace::Trace const plain = trace_of(sharing_scenario());
  for (char const* words :
       {"no-leaving, statement 1: removed", "no-leaving, statement 1: Condition dropped",
        "SCP no-leaving: detached"})
    mutation_named(plain, words);
  auto all = mutants(plain);
  CHECK(std::ranges::none_of(
      all, [](world::Mutation const& each) { return each.where.contains("FullAWSAccess"); }));
}
