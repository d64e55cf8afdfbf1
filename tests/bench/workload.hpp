// Workload W in the words of this project: accounts, pipelines, an account's queue of 50 running
// steps.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/pipeline/compiled.hpp"
#include "sim/world/recorder.hpp"

namespace rehearse::bench {

enum class Form : std::uint8_t {
  own,     // each execution has a definition of its own
  shared,  // executions share 10 definitions
  judged   // as `own`, but each step is a Training step, whose create call is judged
};

struct Settings {
  std::uint32_t seed = 1, accounts = 20, executions = 10'000, mean = 60;
  Form form = Form::own;
  std::uint32_t repeat = 1;  // how often all is done; the last is measured
};

/// What is known before the clock starts.
struct Workload {
  Settings settings;
  std::vector<pipeline::CompiledPtr> definitions;  // the text of each is its index
  std::vector<Time> arrivals;                      // of each execution
  double generated_seconds = 0;  // what the generation took, for the peers' `gen=`
};
Workload make_workload(Settings const& settings);

/// Gives the workload's definitions, as long as it lives.
world::DefinitionLibrary library_of(Workload const& workload);

/// The pipeline that execution `e` is a run of.
inline PipelineId pipeline_of(Settings const& settings, std::uint32_t e) {
  return {settings.form == Form::shared ? e % (settings.accounts * 10) : e};
}

/// Records accounts, roles, policies and pipelines. Returns the role that starts the executions of
/// each account.
std::vector<PrincipalId> declare(Workload const& workload, world::Recorder& record,
                                 world::World const& world);

/// The peers' checksum over every step's start and end.
struct Outcome {
  std::uint64_t makespan_microseconds = 0, steps = 0;
  std::uint32_t sum = 0;
};
/// `started`: which execution of the workload the n-th of the world is.
Outcome outcome_of(world::World const& world, std::vector<std::uint32_t> const& started);

}  // namespace rehearse::bench
