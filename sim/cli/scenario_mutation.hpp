// Would a scenario's checks notice? One scenario as it is, and each of its mutants.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/mutants.hpp"
#include "sim/run/observed.hpp"
#include "sim/run/run.hpp"

namespace rehearse::cli {

/// A scenario that was run as it is, and what may be changed in it.
struct PlainRun {
  enum class State : std::uint8_t { passed, failed, bad_input, interrupted };

  State state = State::passed;
  std::string message;  // when it did not pass
  run::RunSpec spec;
  trace::Trace trace;
  run::Observed observed;
  std::vector<world::Mutation> mutants;
};

PlainRun run_plain(std::string const& path, std::atomic<bool> const& interrupted);

enum class Fate : std::uint8_t { noticed, no_difference, not_noticed, interrupted };

struct MutantResult {
  Fate fate = Fate::noticed;
  std::vector<std::string> effect;  // of one that was not noticed: what it changed
  std::string check;                // ... and what would notice it
};

/// REQUIRES: the plain run passed. Several may run on several threads.
MutantResult run_mutant(PlainRun const& plain, world::Mutation const& mutation,
                        std::atomic<bool> const& interrupted);

}  // namespace rehearse::cli
