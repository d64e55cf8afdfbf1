// Where two runs first behave differently.
//
// Behaviour is the time, the type and the digested fields of every record, and how the run ended.
// What only names a place does not count: source lines and hashes, `seq`, `cause`, and the `call`
// that a check speaks of.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::trace {

/// The first records that differ. None: that trace had ended.
struct Divergence {
  std::optional<Entry> a, b;
  /// The fields that differ, when both records are of one type; empty when only their times do.
  std::vector<std::string_view> fields;
};

/// Nothing when the two behave alike. Records before `from` are taken as equal: 1 leaves out the
/// inputs.
std::optional<Divergence> first_divergence(Trace const& a, Trace const& b, Seq from = 0);

}  // namespace rehearse::trace
