// A record of a trace as a sentence, with names instead of ids.
#pragma once

#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// `step Train of churn/k3v0a1b2c3d4 goes from Starting to Executing`. `model` is the
/// fold of `trace`.
std::string record_phrase(trace::Trace const& trace, RunModel const& model, Seq seq);
/// One field of the record at `seq`: `Executing`. Empty when it has no such field.
std::string field_phrase(trace::Trace const& trace, RunModel const& model, Seq seq,
                         std::string_view field);

}  // namespace rehearse::reports
