// What AWS leaves open about conditions: a run's assumptions say how it is taken.
#pragma once

namespace rehearse::iam {

struct Policy;

struct OpenRules {
  /// Does `ForAnyValue:...IfExists` hold where the request lacks the key? Source:
  /// sharing-and-access 3.5, unconfirmed.
  bool any_value_if_exists = true;
};

/// Has it a condition whose answer rests on that rule?
bool asks_any_value_if_exists(Policy const& policy);

}  // namespace rehearse::iam
