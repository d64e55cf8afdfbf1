// A run is a pure function of scenario, seed, parameters and schedule: on the scenarios themselves.
#include "sim/run/run.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>

using namespace rehearse;
using namespace rehearse::run;

namespace {

std::string const kFolder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios";

RunSpec scenario(std::string const& name) {
  std::ifstream in(kFolder + "/" + name + ".lua", std::ios::binary);
  RunSpec spec;
  spec.source.assign(std::istreambuf_iterator<char>(in), {});
  spec.file = name + ".lua";
  spec.root = kFolder;
  return spec;
}

struct Ran {
  RunResult result;
  trace::Trace trace;
};

Ran run_of(RunSpec const& spec) {
  Ran out;
  RunOptions options;
  options.keep = &out.trace;
  options.shadow = true;
  auto result = run::run(spec, options);
  INFO((result ? std::string("ran") : to_string(result.error())));
  REQUIRE(result.has_value());
  out.result = *result;
  CHECK(out.trace.digest() == out.result.digest);
  CHECK(out.result.shadow_agrees);
  return out;
}

/// `pipeline/step at microsecond`, for every step that ended, in order.
std::vector<std::string> step_ends(trace::Trace const& trace) {
  std::vector<std::string> out, pipelines;
  std::vector<std::uint32_t> pipeline_of;
  trace.for_each(trace::overloaded{
      [&](trace::Entry const&, trace::PipelineStored const& r) {
        pipelines.resize(std::max<std::size_t>(pipelines.size(), r.pipeline.index + 1));
        pipelines[r.pipeline.index] = r.name;
      },
      [&](trace::Entry const&, trace::ExecutionStarted const& r) {
        pipeline_of.push_back(r.pipeline.index);
      },
      [&](trace::Entry const& entry, trace::StepMoved const& r) {
        if (r.to != StepStatus::succeeded) return;
        out.push_back(pipelines[pipeline_of[r.execution.index]] + "/" + std::to_string(r.step) +
                      " at " + std::to_string(entry.at.time_since_epoch().count()));
      }});
  return out;
}

constexpr char const* kScenarios[] = {"hello", "promotion", "invitation", "business_units"};

}  // namespace

TEST_CASE("run: the same input gives the same digest, whatever ran in between", "[run]") {
  for (char const* name : kScenarios) {
    INFO(name);
    std::uint64_t const first = run_of(scenario(name)).result.digest;
    (void)run_of(scenario("hello"));
    CHECK(run_of(scenario(name)).result.digest == first);
  }
}

TEST_CASE("run: another seed draws other durations, and what is fixed stays", "[run]") {
  RunSpec spec = scenario("promotion");
  std::set<std::uint64_t> digests;
  for (spec.seed = 1; spec.seed <= 5; ++spec.seed) digests.insert(run_of(spec).result.digest);
  CHECK(digests.size() == 5);
}

TEST_CASE("run: a schedule is recorded and replays to the same digest", "[run]") {
  std::size_t other_orders = 0;
  for (char const* name : kScenarios) {
    RunSpec spec = scenario(name);
    std::uint64_t const plain = run_of(spec).result.digest;
    spec.schedule = "0";
    CHECK(run_of(spec).result.digest == plain);
    for (int seed = 1; seed <= 5; ++seed) {
      spec.schedule = "random:" + std::to_string(seed);
      RunResult const random = run_of(spec).result;
      INFO(name << ", " << spec.schedule << " chose " << random.schedule);
      if (random.digest != plain) ++other_orders;
      spec.schedule = random.schedule;
      RunResult const replayed = run_of(spec).result;
      CHECK(replayed.digest == random.digest);
      CHECK(replayed.schedule == random.schedule);
    }
  }
  CHECK(other_orders > 0);  // else the schedule would reach nothing
}

TEST_CASE("run: an account, a role and an actor more leave all other draws as they were", "[run]") {
  RunSpec spec = scenario("promotion");
  std::vector<std::string> const before = step_ends(run_of(spec).trace);
  spec.source += R"(
local elsewhere = account { name = "elsewhere", id = "999988887777" }
role { account = elsewhere, name = "Idle" }
actor("Idle", function() for _ = 1, 50 do sleep("7m") end end)
)";
  std::vector<std::string> const after = step_ends(run_of(spec).trace);
  CHECK(before.size() > 5);
  CHECK(after == before);
}

TEST_CASE("run: a limit ends it with a message, and the trace says so", "[run]") {
  RunSpec spec = scenario("promotion");
  spec.events_max = 20;
  RunResult const result = run_of(spec).result;
  CHECK(result.reason == trace::EndReason::limit);
  REQUIRE(result.fault.has_value());
  CHECK(result.fault->message == "the run reached its limit of 20 events");
  CHECK(result.fault->hint.find("one that sleeps each time round") != std::string::npos);

  spec = scenario("promotion");
  spec.until = Duration{60'000'000};
  CHECK(run_of(spec).result.reason == trace::EndReason::until);
}

TEST_CASE("run: a function that reads the queue answers a callback step, in its role's name",
          "[run]") {
  RunSpec spec;
  spec.source = R"lua(
local staging = account { name = "staging", id = "111111111111", region = "eu-west-1" }
local admin = role { account = staging, name = "Admin", trusts = "sagemaker.amazonaws.com",
  policies = { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "*", Resource = "*" } } } } }
local gate = pipeline { account = staging, name = "gate", role = admin, definition = { Version = "2020-12-01", Steps = {
  { Name = "Ask", Type = "Callback", SqsQueueUrl = "https://sqs.eu-west-1.amazonaws.com/111111111111/approvals",
    Arguments = { model = "churn" }, OutputParameters = { { OutputName = "verdict", OutputType = "String" } } } } } }
queue { account = staging, name = "approvals", target = { role = admin, run = function(message, as)
  expect.equal("what is asked", message.arguments.model, "churn")
  sleep "2h"
  as:client "sagemaker":send_pipeline_execution_step_success {
    CallbackToken = message.token, OutputParameters = { { Name = "verdict", Value = "ship" } } }
end } }
actor("engineer", function()
  local sm = admin:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = gate }
  wait_for("the answer", function() return sm:describe_pipeline_execution(run).PipelineExecutionStatus == "Succeeded" end,
           { poll = "10m", timeout = "3h" })
end)
)lua";
  spec.file = "inline.lua";
  spec.root = ".";
  RunResult const result = run_of(spec).result;
  CHECK(result.failed == 0);
  CHECK(result.checks == 1);

  spec.source +=
      "queue { account = staging, name = 'a b', target = { role = admin, run = print } }";
  auto refused = run::run(spec, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == "`a b` is no name of a queue");
}

TEST_CASE("run: who watches is told how far it is, and changes nothing", "[run]") {
  RunSpec spec;
  spec.source = "actor('x', function() for _ = 1, 40000 do sleep '1s' end end)";
  spec.file = "inline.lua";
  spec.root = ".";
  std::uint64_t const alone = run_of(spec).result.digest;
  std::vector<std::uint64_t> seen;
  trace::Trace trace;
  RunOptions options;
  options.keep = &trace;
  options.progress = [&](Time now, std::uint64_t events) {
    CHECK(now.time_since_epoch() > Duration{0});
    seen.push_back(events);
  };
  auto const result = run::run(spec, options);
  REQUIRE(result.has_value());
  CHECK(result->digest == alone);
  CHECK(seen == std::vector<std::uint64_t>{16384, 32768});
}
