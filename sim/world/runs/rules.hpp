// Event rules: which account listens for what. Source: sagemaker-pipelines 5.2.
#pragma once

#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/place.hpp"

namespace rehearse::world {

struct Rule : Place {
  std::string name;
  json::Value pattern;
  PrincipalId target_role;
  trace::SourceLine where;
};

class Rules {
 public:
  std::vector<Rule> const& all() const { return rules_; }
  Rule const& operator[](RuleId id) const { return rules_[id.index]; }
  std::size_t events() const { return events_.size(); }
  /// The event's JSON text.
  std::string const& event(EventId id) const { return events_[id.index]; }

  void store(trace::RuleDefined const& record, Place place, std::string_view pattern_text);
  void apply(trace::Entry const&, trace::EventEmitted const& record) {
    events_.push_back(record.document.text);
  }

 private:
  std::vector<Rule> rules_;
  std::vector<std::string> events_;
};

/// Is the document one that the pattern describes? EventBridge's pattern language: exact values,
/// `prefix`, `suffix`, `anything-but`, `exists`, `numeric`, `equals-ignore-case`, `wildcard`,
/// `$or`.
bool event_matches(json::Value const& pattern, json::Value const& event);
/// Faults of a pattern: a leaf that is no list, an operator that does not exist (with the nearest).
Errors check_event_pattern(json::Value const& pattern);

}  // namespace rehearse::world
