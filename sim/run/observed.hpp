// What the checks and the decisions of a run came to, to compare it with a mutant's.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::run {

/// One call, of an actor or of a step, as it was judged.
struct JudgedCall {
  std::string caller;  // its ARN; of a step: its pipeline
  std::string action;
  std::string resource;
  std::string code;  // the error's name; empty: it succeeded
  Outcome outcome{};
  Time at{};
  trace::SourceLine where;

  /// Times and lines do not count.
  bool same_as(JudgedCall const& other) const;
};

/// One question about access.
struct Cell {
  std::string principal;  // ARN of a role or a user
  std::string action;
  std::string resource;  // ARN of a pipeline, or of one of its executions
  auto operator<=>(Cell const&) const = default;
};

struct Observed {
  bool noticed = false;  // a check did not hold, an actor failed, or the run had a fault
  Time end{};
  std::vector<JudgedCall> calls;
  /// At the end: every role and user x ten actions x every pipeline.
  std::map<Cell, bool> access;
  std::map<std::string, std::string> accounts;  // 12 digits -> the name that the scenario gives
};

Observed observe(trace::Trace const& trace);

/// The cells whose answer is another one in the mutant, in order. Those of only one run are left
/// out.
std::vector<Cell> changed_access(Observed const& plain, Observed const& mutant);
/// The first call that was judged otherwise, or null.
JudgedCall const* first_changed_call(Observed const& plain, Observed const& mutant);
/// Is the answer to this question the same during the whole run, from when both exist?
bool always_so(trace::Trace const& trace, Cell const& cell, bool allowed);

}  // namespace rehearse::run
