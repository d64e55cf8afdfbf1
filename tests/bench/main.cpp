// rehearse_bench: one run of workload W, and what it took, in one line as its peers print it.
//
//   rehearse_bench --A 20 --P 10000 --form own|shared|judged --trace digest|keep|json [--out FILE]
//   [--seed 1] [--mean 60] [--repeat 1]
#include <cstdio>
#include <optional>
#include <workload.hpp>  // the peers' clock and options

#include "sim/base/hash.hpp"
#include "sim/domain/domain.hpp"
#include "tests/bench/workload.hpp"

namespace rehearse::bench {
namespace {

constexpr auto kArrival = static_cast<std::uint16_t>(domain::WakeKind::count_);

struct NoScenario final : domain::ScenarioHooks {
  void deliver(RuleId, EventId) override {}
  void receive(QueueId, std::string const&) override {}
};

/// Starts each account's executions at their arrivals; all else is the domain's.
class Arrivals final : public engine::Sleeper {
 public:
  Arrivals(Workload const& workload, std::vector<PrincipalId> starters, engine::Engine& engine,
           domain::Domain& domain)
      : workload_(workload), starters_(std::move(starters)), engine_(engine), domain_(domain) {
    started_.reserve(workload.settings.executions);
    std::uint32_t first = std::min(workload.settings.accounts, workload.settings.executions);
    for (std::uint32_t e = 0; e < first; ++e) set_timer(e);
  }
  void wake(engine::Wake const& wake, std::uint64_t cause) override {
    if (wake.kind != kArrival) return domain_.wake(wake, cause);
    domain_.context().record.begin(engine_.now(), cause);
    Settings const& settings = workload_.settings;
    std::uint32_t e = wake.subject;
    if (e + settings.accounts < settings.executions) set_timer(e + settings.accounts);
    started_.push_back(e);
    PipelineId const pipeline = pipeline_of(settings, e);
    domain_.scheduling.start(
        pipeline, {.starter = starters_[e % settings.accounts],
                   .definition = domain_.context().world.pipelines()[pipeline].definition});
  }
  void expect(std::span<engine::Wake const* const> soon) override { domain_.expect(soon); }
  /// Which execution of the workload the n-th of the world is.
  std::vector<std::uint32_t> const& started() const { return started_; }

 private:
  void set_timer(std::uint32_t e) {
    engine_.after(workload_.arrivals[e] - engine_.now(), {kArrival, 0, e, 0}, trace::kNoSeq);
  }

  Workload const& workload_;
  std::vector<PrincipalId> starters_;
  std::vector<std::uint32_t> started_;
  engine::Engine& engine_;
  domain::Domain& domain_;
};

struct Output {
  trace::Trace keep;
  std::optional<trace::JsonlWriter> lines;
  world::Sinks sinks() { return {kept ? &keep : nullptr, lines ? &*lines : nullptr, nullptr}; }
  bool kept = false;
};

int measure(Workload const& workload, Output& output, std::string const& name) {
  world::DefinitionLibrary const library = library_of(workload);
  world::World world(&library);
  world::Recorder record(world, output.sinks());
  engine::FifoChooser chooser;
  engine::Engine engine(chooser, {.events_max = UINT64_MAX});
  world::Judge judge(world.access());
  domain::Plan plan;
  plan.assumptions.set(domain::Assumption::pipeline_start_delay, Duration{0});
  // Where AWS would start no more than 20 at once, these wait in a queue for as long as it takes.
  plan.assumptions.set(domain::Assumption::execution_timeout, kDurationMax);
  NoScenario hooks;
  domain::Domain domain({world, engine, record, judge, plan, hooks});
  double declaring = w::now_s();
  std::vector<PrincipalId> starters = declare(workload, record, world);

  double wall = w::now_s(), cpu = w::cpu_s();
  declaring = wall - declaring;
  Arrivals arrivals(workload, std::move(starters), engine, domain);
  engine::RunResult ended = engine.run(arrivals);
  if (output.lines)
    if (auto finished = output.lines->file().finish(); !finished)
      return std::fputs(to_string(finished.error()).c_str(), stderr), 1;
  cpu = w::cpu_s() - cpu;
  wall = w::now_s() - wall;

  if (ended.ended != engine::Ended::drained)
    return std::fprintf(stderr, "%s\n", ended.message.c_str()), 1;
  Outcome outcome = outcome_of(world, arrivals.started());
  Settings const& s = workload.settings;
  w::Work shape{s.seed, s.accounts, s.executions, s.mean, true, {}, {}};
  char extra[80];
  std::snprintf(extra, sizeof extra, "trace=%s declare=%.4f", to_hex(record.digest()).c_str(),
                declaring);
  w::report(name.c_str(), shape, wall, cpu, workload.generated_seconds,
            outcome.makespan_microseconds, outcome.steps, outcome.sum, extra);
  return 0;
}

int main_of(int count, char** values) {
  auto number = [&](char const* name, long standard) {
    return static_cast<std::uint32_t>(w::optl(count, values, name, standard));
  };
  std::string form = w::opt(count, values, "--form", "own"),
              trace = w::opt(count, values, "--trace", "digest");
  std::string out = w::opt(count, values, "--out", "/dev/null");
  Settings settings{number("--seed", 1),
                    number("--A", 20),
                    number("--P", 10'000),
                    number("--mean", 60),
                    form == "judged"   ? Form::judged
                    : form == "shared" ? Form::shared
                                       : Form::own,
                    number("--repeat", 1)};
  Output output;
  output.kept = trace == "keep";
  if (trace == "json") {
    auto file = trace::LineFile::create(out);
    if (!file) return std::fputs(to_string(file.error()).c_str(), stderr), 1;
    output.lines.emplace(std::move(*file));
  }
  Workload const workload = make_workload(settings);
  for (std::uint32_t warm = 1; warm < settings.repeat; ++warm)
    if (int failed = measure(workload, output, "warming up"); failed != 0) return failed;
  return measure(workload, output, "rehearse-" + form + "-" + trace);
}

}  // namespace
}  // namespace rehearse::bench

int main(int count, char** values) { return rehearse::bench::main_of(count, values); }
