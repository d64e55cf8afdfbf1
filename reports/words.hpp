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
/// `all 9 checks held`, `2 of 9 checks failed`, `no checks`.
std::string verdict_phrase(RunModel const& model);
/// How the run ended, when not by finishing: `ended at --until`, `stopped by a limit: ...`. Empty
/// when it finished.
std::string ending_phrase(RunModel const& model);
/// `promotion.lua:52`: the file's name without its folders; empty when unknown.
std::string place(SourceLine const& where);
/// `always` for an invariant that held, else the time of day.
std::string check_time(RunModel const& model, Check const& check);
/// One sentence on why a call was refused, for places without room for the explanation.
std::string refusal_phrase(Call const& call);

}  // namespace rehearse::reports
