// A record of a trace as a sentence, with names instead of ids.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// A text longer than this is cut in a phrase.
inline constexpr std::size_t kPhraseBytesMax = 120;

/// `step Train of churn/k3v0a1b2c3d4 goes from Starting to Executing`. `model` is the
/// fold of `trace`.
std::string record_phrase(trace::Trace const& trace, RunModel const& model, Seq seq);
/// One field of the record at `seq`: `Executing`. Empty when it has no such field.
std::string field_phrase(trace::Trace const& trace, RunModel const& model, Seq seq,
                         std::string_view field);
/// A field that holds text, whole and as it is; nothing when the field is of another kind.
std::optional<std::string> field_text(trace::Trace const& trace, Seq seq, std::string_view field);

}  // namespace rehearse::reports
