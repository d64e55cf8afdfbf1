#include "sim/run/run.hpp"

#include <memory>
#include <type_traits>

#include "sim/base/assert.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/domain.hpp"
#include "sim/scenario/host.hpp"

namespace rehearse::run {
namespace {

/// Records every choice other than the first, so that the trace tells what the schedule did.
class TracingChooser final : public engine::Chooser {
 public:
  TracingChooser(engine::Chooser& inner, world::Recorder& recorder)
      : inner_(inner), recorder_(recorder) {}
  std::uint32_t choose(engine::ChoicePoint const& point) override {
    std::uint32_t chosen = inner_.choose(point);
    if (chosen > 0) recorder_.record(trace::ChoiceMade{points_, point.options, chosen});
    ++points_;
    return chosen;
  }
  bool always_first() const override { return inner_.always_first(); }

 private:
  engine::Chooser& inner_;
  world::Recorder& recorder_;
  std::uint32_t points_ = 0;
};

constexpr std::uint64_t kEventsPerLook = 1 << 14;  // a few milliseconds

/// Forwards a wake to whoever set the timer, then lets the scenario look at what changed.
class Dispatcher final : public engine::Sleeper {
 public:
  Dispatcher(domain::Domain& domain, scenario::Host& host, engine::Engine& engine,
             world::Recorder& recorder, trace::JsonlWriter* lines, RunOptions const& options)
      : domain_(domain),
        host_(host),
        engine_(engine),
        recorder_(recorder),
        lines_(lines),
        options_(options) {}

  void wake(engine::Wake const& wake, std::uint64_t cause) override {
    CrashContext& crash = crash_context();
    crash.at_microseconds = engine_.now().time_since_epoch().count();
    crash.digest = recorder_.digest();
    if (wake.kind < static_cast<std::uint16_t>(domain::WakeKind::count_))
      domain_.wake(wake, cause);
    else
      host_.wake(wake, cause);
    host_.look();
    bool full = lines_ != nullptr && lines_->file().failed();
    std::atomic<bool> const* interrupted = options_.interrupted;
    if (full || (interrupted != nullptr && interrupted->load(std::memory_order_relaxed)))
      engine_.stop();
    if (engine_.events() % kEventsPerLook == 0 && options_.progress)
      options_.progress(engine_.now(), engine_.events());
  }
  void expect(std::span<engine::Wake const* const> soon) override { domain_.expect(soon); }

 private:
  domain::Domain& domain_;
  scenario::Host& host_;
  engine::Engine& engine_;
  world::Recorder& recorder_;
  trace::JsonlWriter* lines_;
  RunOptions const& options_;
};

Result<std::unique_ptr<engine::Chooser>> make_chooser(std::string const& schedule) {
  if (schedule.empty()) return std::make_unique<engine::FifoChooser>();
  if (schedule.starts_with("random:")) {
    auto seed = parse_unsigned<std::uint64_t>(std::string_view(schedule).substr(7));
    if (seed) return std::make_unique<engine::RandomChooser>(*seed);
  }
  auto choices = engine::parse_schedule(schedule);
  if (!choices) return std::unexpected(choices.error());
  return std::make_unique<engine::ReplayChooser>(std::move(*choices));
}

json::Value parameters_json(RunSpec const& spec) {
  json::Value out{json::Object{}};
  for (auto const& [name, value] : spec.parameters) out.set(name, value);
  return out;
}

trace::RunStarted header(RunSpec const& spec) {
  trace::RunStarted started;
  started.scenario = spec.file;
  started.seed = spec.seed;
  started.epoch = Epoch{}.unix_microseconds;
  started.parameters.text = json::dump(parameters_json(spec));
  started.until = spec.until.value_or(Duration{0});
  started.events_max = spec.events_max;
  started.schedule = spec.schedule;
  return started;
}

/// What the header can say only when the scenario is declared: the files that were read, the
/// assumptions it set. None of it is digested.
void complete(trace::RunStarted& started, RunSpec const& spec, scenario::Host const& host,
              domain::Assumptions const& assumptions) {
  json::Value sources;
  sources.set(spec.file, to_hex(hash_bytes(spec.source)));
  for (script::FileRoot::Seen const& seen : host.files().seen())
    sources.set(seen.path, to_hex(seen.hash));
  started.sources.text = json::dump(sources);
  json::Value set{json::Object{}};
  auto rows = domain::assumption_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto which = static_cast<domain::Assumption>(i);
    if (!assumptions.is_default(which)) set.set(rows[i].name, assumptions.written(which));
  }
  started.assumptions.text = json::dump(set);
}

/// Hands the records of the declaration on to where a run's records go.
void publish(trace::Trace const& declared, trace::RunStarted const& started, trace::Trace* keep,
             trace::JsonlWriter* lines) {
  declared.for_each([&]<class R>(trace::Entry const& entry, R const& record) {
    auto pass_on = [&](auto const& r) {
      if (keep != nullptr) keep->append(entry.at, entry.cause, r);
      if (lines != nullptr) lines->write(entry, r);
    };
    if constexpr (std::is_same_v<R, trace::RunStarted>)
      pass_on(started);
    else
      pass_on(record);
  });
}

trace::EndReason reason_of(engine::RunResult const& ended, scenario::Host const& host,
                           RunOptions const& options) {
  if (host.fault())
    return host.fault()->code == Error::Code::limit ? trace::EndReason::limit
                                                    : trace::EndReason::fault;
  if (ended.ended == engine::Ended::limit) return trace::EndReason::limit;
  if (ended.ended == engine::Ended::until) return trace::EndReason::until;
  if (ended.ended == engine::Ended::stopped)
    return options.interrupted != nullptr && options.interrupted->load()
               ? trace::EndReason::interrupted
               : trace::EndReason::fault;
  return trace::EndReason::finished;
}

}  // namespace

Result<RunResult> run(RunSpec const& spec, RunOptions const& options) {
  auto inner = make_chooser(spec.schedule);
  if (!inner) return std::unexpected(inner.error());
  engine::RecordingChooser recording(**inner);
  engine::Limits limits;
  limits.events_max = spec.events_max;
  if (spec.until) limits.until = Time{*spec.until};

  world::World world;
  std::unique_ptr<world::World> shadow =
      options.shadow ? std::make_unique<world::World>() : nullptr;
  trace::Trace
      declaration;  // the records of the top level, kept back until it is known to be right
  world::Recorder recorder(world, {&declaration, nullptr, shadow.get()});
  TracingChooser chooser(recording, recorder);
  engine::Engine engine(chooser, limits);
  world::Judge judge(world.access());
  domain::Plan plan;
  crash_context() = {spec.seed, 0, 0};

  auto host = scenario::Host::create({spec.source, spec.file, spec.root, spec.parameters, {}});
  if (!host) return std::unexpected(host.error());
  domain::Domain domain({world, engine, recorder, judge, plan, **host});
  trace::RunStarted started = header(spec);
  recorder.record(started);
  recorder.set_cause(0);
  if (spec.mutation) {
    recorder.record(trace::MutationMade{spec.mutation->where, spec.mutation->what});
    recorder.set_mutation(*spec.mutation);
  }
  if (auto declared = (*host)->declare(domain, plan, chooser); !declared)
    return std::unexpected(declared.error());
  complete(started, spec, **host, plan.assumptions);
  trace::JsonlWriter* lines = nullptr;
  if (options.open_lines) {
    auto opened = options.open_lines();
    if (!opened) return std::unexpected(opened.error());
    lines = *opened;
  }
  publish(declaration, started, options.keep, lines);
  recorder.set_sinks({options.keep, lines, shadow.get()});
  (*host)->look();

  Dispatcher dispatcher(domain, **host, engine, recorder, lines, options);
  engine::RunResult ended{engine::Ended::stopped, {}};
  if (!(*host)->fault()) ended = engine.run(dispatcher);  // a condition may fail at the first look
  recorder.begin(engine.now(), recorder.cause());
  trace::EndReason reason = reason_of(ended, **host, options);
  (*host)->conclude(reason == trace::EndReason::finished);

  RunResult result;
  result.reason = reason;
  result.fault = (*host)->fault();
  if (!result.fault && ended.ended == engine::Ended::limit)
    result.fault = Error{Error::Code::limit,
                         ended.message,
                         {spec.file, 0, 0},
                         "is there a loop without an end? one that sleeps each time round needs a "
                         "last round too; --until cuts a run that is meant to go on",
                         {}};
  result.checks = (*host)->checks();
  result.failed = (*host)->failed();
  result.digest = recorder.digest();
  result.schedule = recording.schedule();
  std::string message = result.fault ? to_string(*result.fault) : std::string{};
  recorder.record(
      trace::RunEnded{reason, message, to_hex(result.digest), result.checks, result.failed});
  if (options.keep != nullptr) options.keep->set_complete(reason != trace::EndReason::interrupted);
  if (shadow) {
    result.world_fingerprint = world.fingerprint();
    result.shadow_agrees = shadow->fingerprint() == result.world_fingerprint;
  }
  return result;
}

}  // namespace rehearse::run
