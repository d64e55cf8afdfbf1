#include "reports/model.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/text.hpp"
#include "tests/reports/story.hpp"

using namespace rehearse;
using namespace rehearse::reports;

namespace {

/// Remembers what it was asked.
class Echo : public Explainer {
 public:
  CallReasons explain(trace::Trace const&, Seq call, bool closely) override {
    asked.push_back(call);
    if (closely) looked_at_closely.push_back(call);
    return {"because " + std::to_string(call), {}, {}, {}};
  }
  std::vector<Seq> asked, looked_at_closely;
};

RunModel const& story() {
  static RunModel const model = fold(testing::promotion());
  return model;
}

}  // namespace

TEST_CASE("model: accounts carry their place in the organization", "[reports]") {
  REQUIRE(story().accounts.size() == 3);
  CHECK(story().accounts[1].name == "staging");
  CHECK(story().accounts[1].ou == "Workloads/Staging");
  CHECK(story().accounts[2].ou == "Workloads/Production");
  CHECK(story().header.organization == "acme");
}

TEST_CASE("model: the header says how the run ended and whether the trace is whole", "[reports]") {
  Header const& header = story().header;
  CHECK(header.scenario == "scenarios/promotion.lua");
  CHECK(header.reason == trace::EndReason::finished);
  CHECK(header.complete);
  CHECK(header.digest.size() == 16);
  trace::Trace cut = testing::promotion();
  cut.set_complete(false);
  CHECK_FALSE(fold(cut).header.complete);
}

TEST_CASE("model: a called job uses its account's quota of instances until it has ended",
          "[reports]") {
  trace::Trace trace;
  auto at = [](int minutes) { return Time{std::chrono::minutes(minutes)}; };
  trace.append(at(0), trace::kNoSeq, trace::OuDefined{OuId{0}, {}, "r-1", "Root"});
  trace.append(at(0), trace::kNoSeq,
               trace::AccountDefined{AccountId{0}, "1", "a", "us-east-1", OuId{0}, {}});
  trace.append(at(0), trace::kNoSeq,
               trace::SettingChanged{AccountId{0}, "ml.m5.large for training job usage", 4, true});
  trace.append(at(1), trace::kNoSeq,
               trace::JobStored{JobId{0}, JobKind::training, AccountId{0}, "j", DocumentId{0},
                                PrincipalId{0}, 3, "ml.m5.large"});
  trace.append(at(2), trace::kNoSeq,
               trace::JobMoved{JobId{0}, JobStatus::in_progress, JobStatus::stopping, ""});
  trace.append(at(3), trace::kNoSeq,
               trace::JobMoved{JobId{0}, JobStatus::stopping, JobStatus::stopped, ""});
  RunModel const model = fold(trace);
  REQUIRE(model.utilization.size() == 1);
  Utilization const& row = model.utilization.front();
  CHECK(row.quota == "ml.m5.large for training job usage");
  CHECK(row.limit == 4);
  CHECK(row.most == 3);
  REQUIRE(row.points.size() == 2);
  CHECK(row.points[0].at == at(1));
  CHECK(row.points[1].at == at(3));
  CHECK(row.points[1].used == 0);
}

TEST_CASE("model: a renamed unit has its new name, and so have the paths below it", "[reports]") {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{0}, {}, "r-1", "Root"});
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{1}, OuId{0}, "ou-1", "Work"});
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{2}, OuId{1}, "ou-2", "Bank"});
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{3}, OuId{0}, "ou-3", "Workshop"});
  trace.append(Time{}, trace::kNoSeq, trace::OuRenamed{OuId{1}, "Live"});
  trace.append(Time{}, trace::kNoSeq,
               trace::AccountDefined{AccountId{0}, "1", "a", "us-east-1", OuId{2}, {}});
  RunModel const model = fold(trace);
  CHECK(model.accounts[0].ou == "Live/Bank");
  CHECK(model.units[2].path == "Live/Bank");
  CHECK(model.units[3].path == "Workshop");
}

TEST_CASE("model: a trace without an end is incomplete", "[reports]") {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::RunStarted{});
  CHECK_FALSE(fold(trace).header.complete);
}

TEST_CASE("model: an execution has its starting call, its span and its steps' moves", "[reports]") {
  REQUIRE(story().executions.size() == 2);
  Execution const& first = story().executions[0];
  CHECK(first.status == ExecutionStatus::succeeded);
  CHECK(first.start < first.end);
  CHECK(std::ranges::is_sorted(first.moves, {}, &StepMove::at));
  auto starter = std::ranges::find(story().calls, first.call, &Call::seq);
  REQUIRE(starter != story().calls.end());
  CHECK(starter->operation == "start_pipeline_execution");
  Execution const& second = story().executions[1];
  CHECK(second.status == ExecutionStatus::failed);
  REQUIRE(second.faults.size() == 1);
  CHECK(second.faults[0].step == 1);
}

TEST_CASE("model: calls are sorted into succeeded and refused", "[reports]") {
  auto refused = [](Call const& call) { return call.result == CallResult::refused; };
  CHECK(story().calls.size() == 31);
  CHECK(std::ranges::count_if(story().calls, refused) == 2);
  CHECK(std::ranges::is_sorted(story().calls, {}, &Call::seq));
  CHECK(story().step_calls_allowed == 5);
}

TEST_CASE("model: only refusals are explained, in rising order", "[reports]") {
  Echo echo;
  RunModel model = fold(testing::promotion(), echo);
  CHECK(echo.asked.size() == 2);
  CHECK(std::ranges::is_sorted(echo.asked));
  for (Call const& call : model.calls) {
    bool refused = call.result == CallResult::refused;
    CHECK(call.why.summary.empty() == !refused);
  }
}

TEST_CASE("model: only calls that failed checks speak of are looked at closely, and few of them",
          "[reports]") {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::RunStarted{});
  constexpr Seq kCalls = 20;
  for (Seq i = 0; i < kCalls; ++i) {
    trace::ApiCalled call;
    call.outcome = Outcome::allowed;
    trace.append(Time{}, trace::kNoSeq, call);
  }
  for (Seq call = 1; call <= kCalls; ++call) {
    trace::CheckDone check;
    check.held = call % 2 == 0;
    check.call = call;
    trace.append(Time{}, trace::kNoSeq, check);
  }
  Echo echo;
  RunModel model = fold(trace, echo);
  CHECK(echo.asked == std::vector<Seq>{1, 3, 5, 7, 9});  // allowed, and yet a check failed
  CHECK(echo.looked_at_closely == echo.asked);
  CHECK(model.call_of(model.checks[2])->seq == 3);
}

TEST_CASE("model: an assumption says whether it is the default and whether anything asked for it",
          "[reports]") {
  trace::Trace trace;
  trace::RunStarted start;
  start.assumptions.text = R"({"ram_revocation":"at_once","ram_association_delay":"3m"})";
  trace.append(Time{}, trace::kNoSeq, start);
  trace.append(Time{}, trace::kNoSeq, trace::AssumptionUsed{"iam_propagation", "4s"});
  trace.append(Time{}, trace::kNoSeq, trace::AssumptionUsed{"ram_association_delay", "3m"});
  RunModel const model = fold(trace);
  REQUIRE(model.assumptions.size() == 3);
  CHECK_FALSE(model.assumptions[0].changed);
  CHECK(model.assumptions[1].changed);
  CHECK(model.assumptions[1].consulted);
  CHECK(model.assumptions[2].name == "ram_revocation");
  CHECK_FALSE(model.assumptions[2].consulted);
  std::string const text = render_text(model, {.width = 200});
  CHECK(text.ends_with(
      "this run rests on 2 assumptions: iam_propagation 4s, ram_association_delay 3m (not the "
      "default)\nset by the scenario, but nothing in this run asked for it: ram_revocation at_once "
      "(not the default)\n"));
}

TEST_CASE("model: a share keeps what is stored apart from what is in force", "[reports]") {
  REQUIRE(story().shares.size() == 1);
  Share const& share = story().shares[0];
  REQUIRE(share.stored.size() == 2);
  REQUIRE(share.in_force.size() == 2);
  CHECK(share.stored[1].at < share.in_force[1].at);
  REQUIRE(share.associations.size() == 2);
  Association const& principal = share.associations[1];
  CHECK(principal.entity == "222222222222");
  REQUIRE(principal.changes.size() == 4);
  CHECK(principal.changes.back().to == AssociationStatus::disassociated);
}

TEST_CASE("model: packages, endpoints, events and actors keep their changes", "[reports]") {
  REQUIRE(story().packages.size() == 1);
  CHECK(story().packages[0].group == "churn");
  CHECK(story().packages[0].changes.back().to == ApprovalStatus::approved);
  REQUIRE(story().endpoints.size() == 1);
  CHECK(story().endpoints[0].changes.back().to == EndpointStatus::in_service);
  REQUIRE(story().events.size() == 1);
  CHECK(story().events[0].detail_type == "SageMaker Model Package State Change");
  CHECK(story().events[0].deliveries.size() == 1);
  CHECK(story().actors[1].changes.back().to == ActorStatus::failed);
  CHECK(story().notes.size() == 5);
}

TEST_CASE("model: an account that moves keeps where it was, and where decisions see it",
          "[reports]") {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{0}, {}, "r-1", "Root"});
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{1}, OuId{0}, "ou-1", "Retail"});
  trace.append(Time{}, trace::kNoSeq, trace::OuDefined{OuId{2}, OuId{0}, "ou-2", "Bank"});
  trace.append(Time{}, trace::kNoSeq,
               trace::AccountDefined{AccountId{0}, "1", "stores", "r", OuId{1}, {}});
  Time moved{std::chrono::minutes(10)}, seen{std::chrono::minutes(11)};
  trace.append(moved, trace::kNoSeq, trace::AccountMoved{AccountId{0}, OuId{2}});
  trace.append(seen, trace::kNoSeq, trace::MembershipInForce{AccountId{0}, OuId{2}});
  Account const account = fold(trace).accounts.at(0);
  CHECK(account.ou == "Retail");
  REQUIRE(account.stored_units.size() == 2);
  CHECK(account.stored_units[1].to == "Bank");
  CHECK(account.stored_units[1].at == moved);
  REQUIRE(account.units_in_force.size() == 2);
  CHECK(account.units_in_force[1].at == seen);
}

TEST_CASE("model: ids that no whole trace holds change nothing", "[reports]") {
  trace::Trace trace;
  trace.append(
      Time{}, trace::kNoSeq,
      trace::StepMoved{ExecutionId{4'000'000'000}, 3, StepStatus::none, StepStatus::starting});
  trace.append(Time{}, trace::kNoSeq,
               trace::AccountDefined{AccountId{77}, "1", "x", "r", OuId{9}, {}});
  trace.append(Time{}, trace::kNoSeq,
               trace::ExecutionStarted{.execution = ExecutionId{0},
                                       .pipeline = PipelineId{5},
                                       .definition = DocumentId{8},
                                       .parameters = {},
                                       .starter = {},
                                       .parallel_max = 0,
                                       .name = {}});
  RunModel model = fold(trace);
  CHECK(model.accounts.empty());
  REQUIRE(model.executions.size() == 1);
  CHECK(model.graphs[model.executions[0].graph].nodes.empty());
}
