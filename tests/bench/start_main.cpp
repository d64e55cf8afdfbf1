// rehearse_start_bench: what starting an execution of a 20-step definition costs, with the world
// and the engine behind it; and what ten parameters add, given and looked up in every step.
#include "sim/domain/domain.hpp"
#include "sim/domain/step_arguments.hpp"
#include "tests/bench/measure.hpp"

namespace rehearse::bench {
namespace {

struct Unheard final : domain::ScenarioHooks {
  void deliver(RuleId, EventId) override {}
  void receive(QueueId, std::string const&) override {}
};

/// A chain of 20 Training steps, each with half of ten parameters in its arguments.
std::string definition_text() {
  std::string parameters, steps;
  for (int i = 0; i < 10; ++i)
    parameters += fmt::format(R"({}{{"Name": "P{}", "Type": "String", "DefaultValue": "v"}})",
                              i == 0 ? "" : ", ", i);
  for (int i = 0; i < 20; ++i) {
    std::string values;
    for (int p = i % 2; p < 10; p += 2)
      values += fmt::format(R"({}"p{}": {{"Get": "Parameters.P{}"}})", p < 2 ? "" : ", ", p, p);
    steps += fmt::format(
        R"({}{{"Name": "S{}", "Type": "Training", {}"Arguments": {{"HyperParameters": {{{}}}}}}})",
        i == 0 ? "" : ", ", i, i == 0 ? "" : fmt::format(R"("DependsOn": ["S{}"], )", i - 1),
        values);
  }
  return fmt::format(R"({{"Version": "2020-12-01", "Parameters": [{}], "Steps": [{}]}})",
                     parameters, steps);
}

/// One account with one pipeline, declared.
class Started {
 public:
  Started()
      : record_(world_, {}),
        engine_(chooser_, {.events_max = UINT64_MAX}),
        judge_(world_.access()),
        domain_({world_, engine_, record_, judge_, plan_, hooks_}) {
    record_.record(trace::RunStarted{});
    record_.record(
        trace::AccountDefined{AccountId{0}, "111111111111", "staging", "eu-west-1", {}, {}});
    record_.record(trace::PrincipalDefined{PrincipalId{0},
                                           IdentityKind::role,
                                           AccountId{0},
                                           "/",
                                           "Pipeline",
                                           "AROAPIPELINE00001",
                                           {}});
    definition_ = record_.document(trace::DocumentKind::definition, {}, definition_text());
    record_.record(trace::PipelineStored{
        {0}, AccountId{0}, "churn", {}, definition_, PrincipalId{0}, 1, 0, {}});
  }

  ExecutionId start(DocumentId parameters) {
    return domain_.scheduling.start(PipelineId{0},
                                    {PrincipalId{0}, definition_, 1, parameters, 0, {}, {}});
  }
  /// The values of ten parameters that no execution has had before, as a call gives them.
  DocumentId parameters() {
    std::string values = R"({"P0":"value 0 of )" + std::to_string(++given_);
    values +=
        R"(","P1":"1","P2":"2","P3":"3","P4":"4","P5":"5","P6":"6","P7":"7","P8":"8","P9":"9"})";
    return record_.document(trace::DocumentKind::parameters, {}, std::move(values));
  }
  domain::Context const& context() const { return domain_.context(); }

 private:
  world::World world_;
  world::Recorder record_;
  engine::FifoChooser chooser_;
  engine::Engine engine_;
  world::Judge judge_;
  domain::Plan plan_;
  Unheard hooks_;
  domain::Domain domain_;
  DocumentId definition_;
  std::uint64_t given_ = 0;
};

int main_of() {
  constexpr std::size_t kBatch = 2'000;
  Started plain;
  measure("start of 20 steps, no parameters", 1'000, kBatch, [&] { plain.start({}); });
  Started given;
  measure("start of 20 steps, ten parameters", 5'000, kBatch,
          [&] { given.start(given.parameters()); });
  Started resolved;
  ExecutionId const execution = resolved.start(resolved.parameters());
  fmt::print(
      "{:<58} {:>9.0f} ns\n", "  and later, five parameters in one step's arguments",
      median_ns(31, kBatch, [&] { domain::sent_arguments(resolved.context(), execution, 7); }));
  return 0;
}

}  // namespace
}  // namespace rehearse::bench

int main() { return rehearse::bench::main_of(); }
