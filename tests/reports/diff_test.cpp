#include "reports/diff.hpp"

#include <catch2/catch.hpp>

#include "reports/text_difference.hpp"
#include "tests/reports/story.hpp"

using namespace rehearse;
using namespace rehearse::reports;
using Lines = std::vector<std::string>;

namespace {

/// One actor, one role, and as many calls as are added.
RunModel somebody() {
  RunModel model;
  model.actors.push_back({"gus", {}});
  return model;
}

Call call(std::string operation, CallResult result) {
  Call out;
  out.actor = ActorId{0};
  out.operation = std::move(operation);
  out.result = result;
  if (result != CallResult::succeeded) out.code = "ValidationException";
  return out;
}

trace::Trace reads(std::string policy) {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::RunStarted{});
  trace.append(Time{}, trace::kNoSeq,
               trace::DocumentStored{DocumentId{0}, {}, "policies/release.json", {policy}});
  return trace;
}

}  // namespace

TEST_CASE(
    "difference of two texts: the pointer and both values in JSON, else the place in the text",
    "[reports][diff]") {
  TextDifference json = first_difference(R"({"a":[1,{"b/c":"x"}]})", R"({"a":[1,{"b/c":"y"}]})");
  CHECK(json.place == "/a/1/b~1c");
  CHECK(json.a == "`\"x\"`");
  CHECK(json.b == "`\"y\"`");
  TextDifference gone = first_difference(R"({"a":1,"b":[2]})", R"({"a":1})");
  CHECK(gone.place == "/b");
  CHECK(gone.a == "`[2]`");
  CHECK(gone.b == "nothing");
  std::string same(200, 's');
  TextDifference text = first_difference(same + "end", same + "END");
  CHECK(text.place.empty());
  CHECK(text.a == "`..." + std::string(24, 's') + "end`");
  CHECK(text.b == "`..." + std::string(24, 's') + "END`");
  CHECK(first_difference("{} ", "{}").b == "`{}`");
}

TEST_CASE("diff: an edit far into a policy is shown where it is, with the file's name",
          "[reports][diff]") {
  std::string policy = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)";
  for (int i = 0; i < 20; ++i) policy += "\"sagemaker:Describe" + std::to_string(i) + "\",";
  trace::Trace a = reads(policy + R"("sagemaker:StartPipelineExecution"],"Resource":"*"}]})");
  trace::Trace b = reads(policy + R"("sagemaker:StopPipelineExecution"],"Resource":"*"}]})");
  RunModel model_a = fold(a), model_b = fold(b);
  CHECK(
      changed_inputs(model_a, model_b) ==
      Lines{"`policies/release.json` at /Statement/0/Action/20: "
            "`\"sagemaker:StartPipelineExecution\"`, then `\"sagemaker:StopPipelineExecution\"`"});
  Lines parting = divergence({a, model_a, "A"}, {b, model_b, "B"});
  REQUIRE(parting.size() == 4);
  CHECK(parting[1] == "A: 00:00:00  the run reads `policies/release.json`");
  CHECK(parting[3] ==
        "text at /Statement/0/Action/20: A `\"sagemaker:StartPipelineExecution\"`, B "
        "`\"sagemaker:StopPipelineExecution\"`");
}

TEST_CASE("diff: durations are told by their two largest units, unless only the others differ",
          "[reports][diff]") {
  using namespace std::chrono_literals;
  RunModel a, b;
  a.executions.emplace_back().end = Time{50min + 22s + 612ms};
  b.executions.emplace_back().end = Time{22min + 24s + 134ms};
  CHECK(changed_executions(a, b) ==
        Lines{"pipeline ?: Executing after 50m22s, then Executing after 22m24s"});
  b.executions[0].end = Time{50min + 22s + 613ms};
  CHECK(changed_executions(a, b) ==
        Lines{"pipeline ?: Executing after 50m22s612ms, then Executing after 50m22s613ms"});
}

TEST_CASE("diff: two different scenarios are called so", "[reports][diff]") {
  RunModel a, b;
  a.header.scenario = "hello.lua";
  b.header.scenario = "promotion.lua";
  CHECK(changed_inputs(a, b) == Lines{"two different scenarios: hello.lua, then promotion.lua"});
}

TEST_CASE("diff: a decision flips only in calls that both runs make", "[reports][diff]") {
  RunModel a = somebody(), b = somebody();
  for (int i = 0; i < 3; ++i) a.calls.push_back(call("describe", CallResult::error));
  for (int i = 0; i < 7; ++i) b.calls.push_back(call("describe", CallResult::succeeded));
  a.calls.push_back(call("stop", CallResult::succeeded));
  CHECK(flipped_decisions(a, b) ==
        Lines{"gus: describe: ValidationException, then allowed (3 times)"});
  CHECK(one_sided_calls(a, b) ==
        Lines{"gus: stop: only in A, allowed", "gus: describe: only in B, allowed (4 times)"});
}

TEST_CASE("diff: checks and executions that only moved in time are listed", "[reports][diff]") {
  RunModel a, b;
  Time early{std::chrono::minutes(1)}, late{std::chrono::minutes(5)};
  a.checks.push_back(testing::check(true, "it runs", early));
  b.checks.push_back(testing::check(true, "it runs", late));
  CHECK(turned_checks(a, b) == Lines{"it runs: held at 09:01:00, then held at 09:05:00"});
  a.executions.emplace_back();
  a.executions[0].start = a.executions[0].end = early;
  b.executions.emplace_back();
  b.executions[0].start = b.executions[0].end = late;
  CHECK(changed_executions(a, b) ==
        Lines{"pipeline ?: started at 09:01:00, then at 09:05:00; Executing after 0s in both"});
}
