#include "reports/troubles.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "reports/remedies.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// `execution legwozri2q24, started by Release of production`: the account only where it is not the
/// pipeline's.
std::string run_phrase(RunModel const& model, Execution const& run) {
  std::string out = "execution " + run.name;
  Role const* starter = item(model.roles, run.starter);
  if (starter == nullptr || starter->name.empty()) return out;
  out += ", started by " + starter->name;
  Pipeline const* pipeline = item(model.pipelines, run.pipeline);
  Account const* home = item(model.accounts, starter->account);
  if (home != nullptr && pipeline != nullptr && pipeline->account != starter->account)
    out += " of " + home->name;
  return out;
}

/// A job's name has its execution's in it, so that no two refusals of a create call are the same.
std::string likeness_of(StepFault const& fault, Execution const& run) {
  std::string out;
  for (std::string_view const word : split(first_line(fault), ' '))
    if (run.name.empty() || !word.contains(run.name)) out.append(word).append(" ");
  return out;
}

/// How many failed attempts of a step end with the one at `last`: those before it were retried.
std::uint32_t tries_of(std::vector<StepFault> const& faults, std::size_t last) {
  std::uint32_t tries = 1;
  for (std::size_t i = last; i-- > 0;) {
    if (faults[i].step != faults[last].step) continue;
    if (!faults[i].retried) break;
    ++tries;
  }
  return tries;
}

/// Was an attempt before the one at `last` retried for the same exception?
bool retries_used_up(std::vector<StepFault> const& faults, std::size_t last) {
  for (std::size_t i = last; i-- > 0;) {
    if (faults[i].step != faults[last].step) continue;
    if (!faults[i].retried) return false;
    if (faults[i].exception == faults[last].exception) return true;
  }
  return false;
}

}  // namespace

std::string_view first_line(StepFault const& fault) {
  return std::string_view(fault.reason).substr(0, fault.reason.find('\n'));
}

std::vector<Trouble> troubles(RunModel const& model) {
  std::vector<Trouble> out;
  for (std::uint32_t i = 0; i < model.executions.size(); ++i) {
    Execution const& run = model.executions[i];
    auto const& nodes = model.graphs[run.graph].nodes;
    for (std::size_t f = 0; f < run.faults.size(); ++f) {
      StepFault const& fault = run.faults[f];
      if (fault.retried || fault.kind == FailureKind::fail_step) continue;
      out.push_back({i, &fault, run.pipeline,
                     fault.step < nodes.size() ? nodes[fault.step].name : std::string{},
                     run_phrase(model, run), tries_of(run.faults, f),
                     remedy_of(model, i, fault, retries_used_up(run.faults, f)),
                     likeness_of(fault, run)});
    }
  }
  std::ranges::sort(out, {}, [](Trouble const& each) {
    return std::tuple{each.fault->at, each.execution, each.fault->step};
  });
  return out;
}

std::vector<AlikeTroubles> alike(std::vector<Trouble> troubles) {
  std::vector<AlikeTroubles> out;
  std::map<std::tuple<PipelineId, std::string, std::string, std::string>, std::size_t> known;
  for (Trouble& each : troubles) {
    auto const [row, anew] =
        known.try_emplace({each.pipeline, each.step, each.likeness, each.remedy}, out.size());
    if (anew)
      out.push_back({std::move(each)});
    else
      out[row->second].others.push_back(std::move(each));
  }
  return out;
}

std::string fault_phrase(RunModel const& model, Fault const& fault) {
  std::vector<std::string> parts{std::string(name_of(fault.kind))};
  if (!fault.step.empty()) parts.push_back("step " + fault.step);
  if (!fault.step_type.empty()) parts.push_back(fault.step_type + " steps");
  if (!fault.operation.empty()) parts.push_back(fault.operation);
  if (Pipeline const* pipeline = item(model.pipelines, fault.pipeline))
    parts.push_back("pipeline " + pipeline->name);
  if (Account const* account = item(model.accounts, fault.account))
    parts.push_back("in " + account->name);
  if (!fault.region.empty()) parts.push_back("in " + fault.region);
  if (fault.numerator != fault.denominator) {
    std::uint32_t const common = std::gcd(fault.numerator, fault.denominator);
    parts.push_back(fmt::format("{} in {}", fault.numerator / common, fault.denominator / common));
  }
  Epoch const epoch = model.header.epoch;
  if (fault.from > Duration{0}) parts.push_back("from " + format_clock(epoch, Time{fault.from}));
  if (fault.until > Duration{0}) parts.push_back("to " + format_clock(epoch, Time{fault.until}));
  return join(parts, ", ");
}

}  // namespace rehearse::reports
