// The words that more than one report uses: names of things by their id, places, spans of time.
#pragma once

#include <string>
#include <string_view>

#include "reports/model.hpp"

namespace rehearse::reports {

/// The element an id names, or null.
template <class T, class Tag>
T const* item(std::vector<T> const& items, Id<Tag> id) {
  return id.index < items.size() ? &items[id.index] : nullptr;
}

/// `promotion` for `scenarios/promotion.lua`.
std::string_view scenario_stem(std::string_view scenario);
/// `2 accounts in acme`, `2 accounts in acme and 1 outside`, `1 account`.
std::string accounts_phrase(RunModel const& model);
/// `2026-01-05 09:00 to 16:42`, with the second date when the day changes.
std::string span_phrase(RunModel const& model);
/// Did the run end before its time: by a fault in the scenario, or by a limit?
bool is_fault(RunModel const& model);
/// `all 9 checks held`, `2 of 9 checks failed`, `no checks`; of a run that did not come to its end
/// that it `stopped by a fault`.
std::string verdict_phrase(RunModel const& model);
/// How the run ended, when not by finishing: `ended at --until`, `stopped by a limit: ...`. Empty
/// when it finished.
std::string ending_phrase(RunModel const& model);
/// `10h25m`, `50m22s`: the two largest units, as the page writes durations.
std::string lasting(Duration duration);
/// `promotion.lua:52`: the file's name without its folders; empty when unknown.
std::string place(SourceLine const& where);
/// `always` for an invariant that held, else the time of day.
std::string check_time(RunModel const& model, Check const& check);
/// The checks that a report lists: what failed first, each in the order of the run.
struct ShownChecks {
  std::vector<std::size_t> indices;  // into RunModel::checks
  std::size_t failed_left = 0, held_left = 0;
  bool any_failed = false;
};
/// At most `max` of those that failed, and as many of those that held.
ShownChecks shown_checks(RunModel const& model, std::size_t max);

/// One sentence on why a call was refused, for places without room for the explanation.
std::string refusal_phrase(Call const& call);

}  // namespace rehearse::reports
