#include "sim/cli/scenario_mutation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/base/time.hpp"
#include "sim/cli/pasted_check.hpp"
#include "sim/cli/scenario_file.hpp"

namespace rehearse::cli {
namespace {

/// A mutant may poll for what never comes: it gets so many times what the plain run needed.
constexpr std::uint64_t kPatience = 20;
constexpr std::uint64_t kEventsMin = 200'000;

run::RunOptions keeping(trace::Trace& trace, std::atomic<bool> const& interrupted) {
  run::RunOptions options;
  options.keep = &trace;
  options.interrupted = &interrupted;
  return options;
}

bool is_interrupted(Result<run::RunResult> const& result) {
  return result && result->reason == trace::EndReason::interrupted;
}

/// What the change opened and closed, and a check for the first of it.
void tell_access(PlainRun const& plain, std::vector<run::Cell> const& changed, MutantResult& out) {
  for (bool opened : {true, false}) {
    auto of_kind = [&](run::Cell const& cell) { return plain.observed.access.at(cell) != opened; };
    auto first = std::ranges::find_if(changed, of_kind);
    if (first == changed.end()) continue;
    auto more = std::ranges::count_if(changed, of_kind) - 1;
    out.effect.push_back(fmt::format("it {} {}{}", opened ? "opens" : "closes",
                                     cell_words(plain.observed, *first),
                                     more == 0 ? "" : fmt::format(", and {} more", more)));
    if (out.check.empty()) out.check = pasted_check(plain.trace, plain.observed, *first);
  }
}

/// Nothing is open or closed at the end, but on the way a call was judged otherwise.
void tell_call(run::JudgedCall const& call, MutantResult& out) {
  bool allowed = call.outcome == Outcome::allowed;
  if (call.where.file.empty()) {
    out.effect.push_back(fmt::format("a step's call is judged otherwise, at {}",
                                     format_duration(call.at.time_since_epoch())));
    out.check = fmt::format(
        "expect.equal(\"the run ends well\", client:describe_pipeline_execution(run)."
        "PipelineExecutionStatus, \"{}\")",
        allowed ? "Succeeded" : "Failed");
    return;
  }
  out.effect.push_back(fmt::format("the call {} of {}:{} is answered otherwise", call.action,
                                   call.where.file, call.where.line));
  out.check = fmt::format("expect.{}(\"{}\", function() ... end) around the call of line {}",
                          allowed ? "allowed" : "denied", call.action, call.where.line);
}

}  // namespace

PlainRun run_plain(std::string const& path, std::atomic<bool> const& interrupted) {
  PlainRun out;
  auto broken = [&](Error const& error) {
    out.state = PlainRun::State::bad_input;
    out.message = to_string(error);
    return std::move(out);
  };
  auto spec = read_scenario(path, {});
  if (!spec) return broken(spec.error());
  out.spec = std::move(*spec);
  auto result = run::run(out.spec, keeping(out.trace, interrupted));
  if (!result) return broken(result.error());
  if (is_interrupted(result)) {
    out.state = PlainRun::State::interrupted;
    return out;
  }
  if (result->fault) return broken(*result->fault);
  out.observed = run::observe(out.trace);
  if (out.observed.noticed) {
    out.state = PlainRun::State::failed;
    out.message =
        fmt::format("{} of its {} checks fail{} without any change; see: rehearse test {}",
                    result->failed, result->checks, result->failed == 1 ? "s" : "", path);
    return out;
  }
  out.mutants = run::mutants(out.trace);
  return out;
}

MutantResult run_mutant(PlainRun const& plain, world::Mutation const& mutation,
                        std::atomic<bool> const& interrupted) {
  MutantResult out;
  run::RunSpec spec = plain.spec;
  spec.mutation = mutation;
  spec.events_max = std::min<std::uint64_t>(
      spec.events_max, std::max<std::uint64_t>(kEventsMin, kPatience * plain.trace.size()));
  trace::Trace trace;
  auto result = run::run(spec, keeping(trace, interrupted));
  if (is_interrupted(result)) {
    out.fate = Fate::interrupted;
    return out;
  }
  if (!result || result->fault || result->failed > 0) return out;
  run::Observed mutant = run::observe(trace);
  if (mutant.noticed) return out;
  std::vector<run::Cell> changed = run::changed_access(plain.observed, mutant);
  run::JudgedCall const* call = run::first_changed_call(plain.observed, mutant);
  if (changed.empty() && call == nullptr) {
    out.fate = Fate::no_difference;
    return out;
  }
  out.fate = Fate::not_noticed;
  if (changed.empty())
    tell_call(*call, out);
  else
    tell_access(plain, changed, out);
  return out;
}

}  // namespace rehearse::cli
