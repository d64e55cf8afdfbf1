// The rules that the sources leave open, one row each: name, question, default, source. No such
// rule hides in code.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sim/base/time.hpp"

namespace rehearse::domain {

enum class Assumption : std::uint8_t {
  iam_propagation,
  iam_new_principal,
  control_policy_delay,
  ram_association_delay,
  ram_invitation_delay,
  ram_accept_delay,
  ram_revocation_delay,
  ram_permission_delay,
  ram_membership_delay,
  account_closure,
  events_delay,
  pipeline_start_delay,
  create_failure_delay,
  job_stop_delay,
  endpoint_creation,
  endpoint_update,
  endpoint_deletion,
  count_
};

struct AssumptionRow {
  std::string_view name;
  std::string_view question;
  Duration standard;
  std::string_view source;
};

/// In the order of Assumption.
std::span<AssumptionRow const> assumption_rows();

/// The values of one run: the defaults, or what the scenario said.
class Assumptions {
 public:
  Assumptions();
  Duration operator[](Assumption which) const { return values_[static_cast<std::size_t>(which)]; }
  void set(Assumption which, Duration value) { values_[static_cast<std::size_t>(which)] = value; }

 private:
  std::array<Duration, static_cast<std::size_t>(Assumption::count_)> values_{};
};

}  // namespace rehearse::domain
