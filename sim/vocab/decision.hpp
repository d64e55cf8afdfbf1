// What an access decision is, as a value: shared by the judge, the trace and the reports.
#pragma once

#include <cstdint>

#include "sim/vocab/enum_names.hpp"

namespace rehearse {

/// `none`: the call was never judged (its input was refused before).
enum class Outcome : std::uint8_t { none, allowed, explicitly_denied, implicitly_denied };

/// The kind of policy that decided. RAM writes resource policies; it is no layer of its own.
enum class Layer : std::uint8_t { none, scp, rcp, identity, boundary, session, resource, trust };

/// A statement of a policy document. INVARIANT: `document` none means that no statement decided (an
/// implicit deny).
struct StatementRef {
  std::uint32_t document = UINT32_MAX;  // DocumentId of the policy, or UINT32_MAX
  std::uint32_t statement = 0;          // position in the document, from 0
  auto operator<=>(StatementRef const&) const = default;
};

/// Fixed size, no allocation: words are made when somebody asks (iam::explain).
struct Decision {
  Outcome outcome = Outcome::none;
  Layer layer = Layer::none;
  StatementRef deciding;
  bool allowed() const { return outcome == Outcome::allowed; }
  auto operator<=>(Decision const&) const = default;
};

}  // namespace rehearse

REHEARSE_ENUM_NAMES(rehearse::Outcome, "none", "allowed", "explicitly_denied", "implicitly_denied");
REHEARSE_ENUM_NAMES(rehearse::Layer, "none", "scp", "rcp", "identity", "boundary", "session",
                    "resource", "trust");
