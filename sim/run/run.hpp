// One whole run: a pure function from (scenario, seed, parameters, schedule, limits) to a trace.
//
//   RunSpec spec{.source = text, .file = "hello.lua", .root = "scenarios"};
//   auto result = run(spec, {.keep = &trace});
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "sim/base/result.hpp"
#include "sim/base/time.hpp"
#include "sim/engine/chooser.hpp"
#include "sim/trace/records.hpp"
#include "sim/world/recorder.hpp"

namespace rehearse::run {

struct RunSpec {
  std::string source;  // the scenario's text
  std::string file;    // its name in messages and in the trace
  std::string root;    // the folder below which files are read
  std::uint64_t seed = 1;
  std::map<std::string, std::string> parameters;  // --set
  std::optional<Duration> until;                  // the run is cut there
  std::string schedule;  // `2.0.1`, `random:7`, or empty: first in, first out
  std::uint64_t events_max = 50'000'000;
  std::optional<world::Mutation> mutation;  // one change of who may what; the trace tells of it
};

/// What a run ended with. A user's mistake before virtual time started is an Error instead.
struct RunResult {
  trace::EndReason reason{};
  std::optional<Error> fault;  // of the scenario, or the limit that was reached
  std::uint64_t digest = 0;
  std::uint32_t checks = 0;
  std::uint32_t failed = 0;
  std::string schedule;  // the choices that were made: replays to the same digest
  std::uint64_t world_fingerprint = 0;
  bool shadow_agrees = true;  // when a shadow world was asked for
};

struct RunOptions {
  trace::Trace* keep = nullptr;
  /// Where the JSON lines go, or null. Called once the scenario is declared: a mistake in it leaves
  /// no file behind.
  std::function<Result<trace::JsonlWriter*>()> open_lines;
  bool shadow = false;  // feed a second world from the encodings and compare (tests)
  /// Called every some ten thousand events, for whoever watches.
  std::function<void(Time now, std::uint64_t events)> progress;
  std::atomic<bool> const* interrupted = nullptr;  // set by a signal: the run ends as at a limit
};

/// Runs a scenario. Nothing is shared between runs: several may run on several threads.
Result<RunResult> run(RunSpec const& spec, RunOptions const& options);

}  // namespace rehearse::run
