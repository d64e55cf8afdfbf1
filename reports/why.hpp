// Why one recorded call was allowed or refused, and the nearest change that would turn it: in text.
#pragma once

#include <optional>
#include <string>

#include "reports/model.hpp"
#include "sim/world/nearest/nearest.hpp"

namespace rehearse::reports {

/// What a trace tells of one call that was judged.
struct Why {
  Seq call = kNoSeq;
  Time at{};
  world::Question question;
  std::string made_by;  // `step Train of churn, execution legwozri2q24`; empty: no step
  world::Reasons reasons;
  std::vector<std::string> decided_by;  // see decided.hpp
  std::vector<world::Remedy> remedies;
  std::vector<std::string> principals;  // names by PrincipalId, for the remedies
  std::optional<Seq> turned_by;         // the record after which the answer is the other one
  Time turned_at{};
  std::string failure;  // of a call that access allowed and that failed all the same: code, message
};

/// Nothing when the record at `call` is no call that was judged.
std::optional<Why> explain_call(trace::Trace const& trace, Seq call);
/// The words of it. `model`: the fold of `trace`.
std::string why_text(trace::Trace const& trace, RunModel const& model, Why const& why);

}  // namespace rehearse::reports
