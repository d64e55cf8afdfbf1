// Two runs side by side, in words: where they first part, then what came out differently.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

/// One of the two: its trace, the trace's fold, and what to call it (`expected`, `A`).
struct Side {
  trace::Trace const& trace;
  RunModel const& model;
  std::string_view name;
};

/// The first divergence: a head line with the virtual time, then a line a side. Empty when they
/// behave alike. The inputs (seed, parameters) are not looked at when `from` is 1.
std::vector<std::string> divergence(Side const& a, Side const& b, Seq from = 0);

/// The inputs that differ: `seed: 1, then 7`; that these are two scenarios; and each policy or
/// definition, with the first place where its text does.
std::vector<std::string> changed_inputs(RunModel const& a, RunModel const& b);
/// Decisions that flipped: the n-th call of an operation by the same actor, made in both runs, came
/// out differently. A row of polls is one line.
std::vector<std::string> flipped_decisions(RunModel const& a, RunModel const& b);
/// Calls that only one of the two runs has: how many of each operation, and what came of them.
std::vector<std::string> one_sided_calls(RunModel const& a, RunModel const& b);
/// The n-th execution of a pipeline: its status, how long it took, when it started.
std::vector<std::string> changed_executions(RunModel const& a, RunModel const& b);
/// Checks that turned, came, went, or were decided at another time.
std::vector<std::string> turned_checks(RunModel const& a, RunModel const& b);

}  // namespace rehearse::reports
