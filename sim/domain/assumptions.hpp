// The rules that the sources leave open, one row each: name, question, default, alternatives,
// source. No such rule hides in code.
//
// A row is either a duration (with the values of the profiles `slow` and `worst`) or one of named
// alternatives, the first of which is the default. A scenario sets them by name:
//
//   assume { ram_revocation = "at_once", iam_propagation = "10s" }
//   assume { profile = "slow", ram_association_delay = { "5s", "30s", "180s" } }
//
// Three durations are the 10th, 50th and 90th percentile: each entity draws its own from its own
// stream.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/base/rng.hpp"
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
  account_creation,
  policy_type_delay,
  ram_row_kept,
  events_delay,
  message_delay,
  pipeline_start_delay,
  create_failure_delay,
  step_transition_delay,
  cache_hit_delay,
  capacity_failure_delay,
  spot_interruption_delay,
  job_runtime_max,
  lambda_timeout,
  execution_timeout,
  job_stop_delay,
  endpoint_creation,
  endpoint_update,
  endpoint_deletion,
  ram_revocation,
  ram_ou_condition,
  ram_resource_list,
  ram_own_account,
  ram_allow_external_off,
  ram_deleted_resource,
  ram_recreated_pipeline,
  ram_suspended,
  ram_inside_invitation,
  ram_pipeline_principals,
  ram_withdrawn_invitation,
  ram_external_flag,
  ram_permission_scope,
  ram_consumer_sees_permissions,
  ram_empty_pages,
  created_account_billing,
  disabled_service_delegates,
  iam_any_value_if_exists,
  after_failure,
  default_retries,
  instance_quotas,
  pipeline_version_on_update,
  stopped_job,
  count_
};

struct AssumptionRow {
  std::string_view name;
  std::string_view question;
  /// Of a duration: the default and what the profiles `slow` and `worst` set.
  Duration standard{};
  Duration slow{};
  Duration worst{};
  /// Of a rule: what it may be, the default first. Empty: the row is a duration.
  std::span<std::string_view const> alternatives{};
  /// A duration that each entity draws from its own stream when it is given as a range.
  bool drawn = false;
  std::string_view source;

  bool is_rule() const { return !alternatives.empty(); }
};

/// In the order of Assumption.
std::span<AssumptionRow const> assumption_rows();

/// The values of one run: the defaults, or what the scenario said.
class Assumptions {
 public:
  Assumptions();

  /// A duration; of a range its middle. REQUIRES: the row is a duration.
  Duration operator[](Assumption which) const;
  Quantiles const& range(Assumption which) const { return at(which).duration; }
  /// The alternative that holds. REQUIRES: the row is a rule.
  std::string_view chosen(Assumption which) const;

  void set(Assumption which, Duration value) { at(which).duration = Quantiles::fixed(value); }
  /// REQUIRES: it is one of the row's alternatives.
  void choose(Assumption which, std::string_view alternative);
  /// From a scenario: a duration, three of them, or an alternative; the name `profile` sets every
  /// duration. Error: no such name or value, with the nearest and all there are.
  Result<void> read(std::string_view name, json::Value const& value);

  bool is_default(Assumption which) const;
  /// As a scenario would write it: `"30s"`, `["5s","30s","180s"]`, `"at_once"`.
  json::Value written(Assumption which) const;
  /// For a person and the trace: `30s`, `5s to 180s, median 30s`, `at_once`.
  std::string text(Assumption which) const;

 private:
  struct Value {
    Quantiles duration;
    std::array<Duration, 3> percentiles{};  // of a range, as given
    std::uint8_t chosen = 0;
  };
  Value& at(Assumption which) { return values_[static_cast<std::size_t>(which)]; }
  Value const& at(Assumption which) const { return values_[static_cast<std::size_t>(which)]; }
  Result<void> read_profile(json::Value const& value);
  Result<void> read_rule(AssumptionRow const& row, Assumption which, json::Value const& value);
  Result<void> read_range(AssumptionRow const& row, Assumption which, json::Array const& list);

  std::array<Value, static_cast<std::size_t>(Assumption::count_)> values_{};
};

}  // namespace rehearse::domain
