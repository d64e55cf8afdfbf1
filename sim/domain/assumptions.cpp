#include "sim/domain/assumptions.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"

namespace rehearse::domain {
namespace {

constexpr std::size_t kShownBytesMax = 60;
constexpr std::string_view kProfiles[] = {"standard", "slow", "worst"};
constexpr Duration AssumptionRow::* kOfProfile[] = {&AssumptionRow::standard, &AssumptionRow::slow,
                                                    &AssumptionRow::worst};

AssumptionRow const& row_of(Assumption which) {
  return assumption_rows()[static_cast<std::size_t>(which)];
}

std::unexpected<Error> wrong(std::string message, std::string hint) {
  return std::unexpected(Error{Error::Code::scenario, std::move(message), {}, std::move(hint), {}});
}

/// `did you mean `a`? there are a, b, c`.
std::string nearest_and_all(std::string_view word, std::span<std::string_view const> words) {
  std::string guess = did_you_mean(word, words);
  return fmt::format("{}{}there are {}", guess, guess.empty() ? "" : " ", fmt::join(words, ", "));
}

std::string shown(json::Value const& value) {
  return "`" + shorten(value.is_string() ? value.as_string() : json::dump(value), kShownBytesMax) +
         "`";
}

}  // namespace

Assumptions::Assumptions() {
  for (std::size_t i = 0; i < values_.size(); ++i)
    values_[i].duration = Quantiles::fixed(assumption_rows()[i].standard);
}

Duration Assumptions::operator[](Assumption which) const {
  REHEARSE_ASSERT(!row_of(which).is_rule(), "this assumption is a duration");
  Value const& value = at(which);
  return value.duration.is_fixed() ? value.duration.points.front().value : value.percentiles[1];
}

std::string_view Assumptions::chosen(Assumption which) const {
  REHEARSE_ASSERT(row_of(which).is_rule(), "this assumption is a rule");
  return row_of(which).alternatives[at(which).chosen];
}

void Assumptions::choose(Assumption which, std::string_view alternative) {
  auto all = row_of(which).alternatives;
  auto found = std::ranges::find(all, alternative);
  REHEARSE_ASSERT(found != all.end(), "one of the assumption's alternatives");
  at(which).chosen = static_cast<std::uint8_t>(found - all.begin());
}

Result<void> Assumptions::read(std::string_view name, json::Value const& value) {
  if (name == "profile") return read_profile(value);
  auto rows = assumption_rows();
  auto row = std::ranges::find(rows, name, &AssumptionRow::name);
  if (row == rows.end()) {
    std::vector<std::string_view> names{"profile"};
    for (AssumptionRow const& each : rows) names.push_back(each.name);
    return wrong(fmt::format("there is no assumption `{}`", shorten(name, kShownBytesMax)),
                 nearest_and_all(name, names));
  }
  auto which = static_cast<Assumption>(row - rows.begin());
  if (row->is_rule()) return read_rule(*row, which, value);
  if (row->drawn && value.is_array()) return read_range(*row, which, value.as_array());
  auto parsed = value.is_string() ? parse_duration(value.as_string())
                                  : Result<Duration>{std::unexpected(Error{})};
  if (!parsed)
    return wrong(
        fmt::format("`{}` is a duration", name),
        fmt::format("write assume {{ {} = \"{}\" }}", name, format_duration(row->standard)));
  set(which, *parsed);
  return {};
}

Result<void> Assumptions::read_rule(AssumptionRow const& row, Assumption which,
                                    json::Value const& value) {
  auto found = std::ranges::find_if(row.alternatives, [&](std::string_view each) {
    return value.is_string() && value.as_string() == each;
  });
  if (found == row.alternatives.end())
    return wrong(fmt::format("`{}` cannot be {}", row.name, shown(value)),
                 nearest_and_all(value.is_string() ? value.as_string() : "", row.alternatives));
  at(which).chosen = static_cast<std::uint8_t>(found - row.alternatives.begin());
  return {};
}

Result<void> Assumptions::read_range(AssumptionRow const& row, Assumption which,
                                     json::Array const& list) {
  std::vector<Duration> given;
  for (json::Value const& each : list) {
    auto parsed = each.is_string() ? parse_duration(each.as_string())
                                   : Result<Duration>{std::unexpected(Error{})};
    if (parsed) given.push_back(*parsed);
  }
  if (list.size() != 3 || given.size() != 3 || !std::ranges::is_sorted(given))
    return wrong(fmt::format("the range `{}` is three durations that do not fall", row.name),
                 fmt::format("write assume {{ {} = {{ \"5s\", \"30s\", \"180s\" }} }}: the 10th, "
                             "50th and 90th percentile",
                             row.name));
  at(which).duration = Quantiles::from_p10_p50_p90(given[0], given[1], given[2]);
  std::ranges::copy(given, at(which).percentiles.begin());
  return {};
}

Result<void> Assumptions::read_profile(json::Value const& value) {
  auto found = std::ranges::find_if(kProfiles, [&](std::string_view each) {
    return value.is_string() && value.as_string() == each;
  });
  if (found == std::end(kProfiles))
    return wrong(fmt::format("there is no profile {}", shown(value)),
                 nearest_and_all(value.is_string() ? value.as_string() : "", kProfiles));
  auto rows = assumption_rows();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].is_rule())
      values_[i].duration = Quantiles::fixed(rows[i].*kOfProfile[found - kProfiles]);
  return {};
}

bool Assumptions::is_default(Assumption which) const {
  return row_of(which).is_rule() ? at(which).chosen == 0
                                 : at(which).duration == Quantiles::fixed(row_of(which).standard);
}

json::Value Assumptions::written(Assumption which) const {
  if (row_of(which).is_rule()) return std::string(chosen(which));
  if (at(which).duration.is_fixed()) return format_duration((*this)[which]);
  json::Array list;
  for (Duration each : at(which).percentiles) list.emplace_back(format_duration(each));
  return list;
}

std::string Assumptions::text(Assumption which) const {
  json::Value value = written(which);
  if (value.is_string()) return value.as_string();
  auto const& p = at(which).percentiles;
  return fmt::format("{} to {}, median {}", format_duration(p[0]), format_duration(p[2]),
                     format_duration(p[1]));
}

}  // namespace rehearse::domain
