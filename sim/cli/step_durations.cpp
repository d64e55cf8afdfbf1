#include "sim/cli/step_durations.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/files.hpp"

namespace rehearse::cli {
namespace {

constexpr std::string_view kForm = "`\"25m\"`, or three of them: `[\"18m\", \"25m\", \"1h\"]`";

/// A text of the file, for errors with a place.
struct DurationText {
  std::string const& text;
  std::string const& file;

  std::unexpected<Error> bad(json::Value const& at, std::string message, std::string hint) const {
    return std::unexpected(Error{Error::Code::usage,
                                 std::move(message),
                                 json::locate(text, at.offset(), file),
                                 std::move(hint),
                                 {}});
  }

  Result<Duration> point(json::Value const& value) const {
    if (!value.is_string())
      return bad(value, "a duration must be a string, not " + std::string(value.kind_name()),
                 std::string(kForm));
    auto duration = parse_duration(value.as_string());
    if (!duration) return bad(value, duration.error().message, duration.error().hint);
    return *duration;
  }

  Result<Duration> median(std::string const& step, json::Value const& value) const {
    if (!value.is_array()) return point(value);
    std::array<Duration, 3> points{};
    auto const& list = value.as_array();
    if (list.size() != points.size())
      return bad(value,
                 "`" + shorten(step, 60) + "` has " + std::to_string(list.size()) + " durations",
                 "one, or three: p10, p50, p90");
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto read = point(list[i]);
      if (!read) return read;
      points[i] = *read;
    }
    if (!std::ranges::is_sorted(points))
      return bad(value, "the durations of `" + shorten(step, 60) + "` must ascend",
                 "p10, p50, p90");
    return points[1];
  }
};

}  // namespace

Result<pipeline::StepDurations> read_step_durations(std::string const& path) {
  auto text = read_file(path);
  if (!text) return std::unexpected(text.error());
  auto document = json::parse(*text, path);
  if (!document) return std::unexpected(document.error());
  DurationText const file{*text, path};
  if (!document->is_object())
    return file.bad(*document, "durations are an object by step", "`{\"Train\": \"25m\"}`");
  pipeline::StepDurations out;
  for (auto const& [step, value] : document->as_object()) {
    auto duration = file.median(step, value);
    if (!duration) return std::unexpected(duration.error());
    out.emplace(step, *duration);
  }
  return out;
}

void warn_of_unknown_steps(pipeline::StepDurations const& durations,
                           std::set<std::string> const& steps, std::string const& path) {
  std::vector<std::string_view> const names(steps.begin(), steps.end());
  for (auto const& [step, duration] : durations) {
    if (steps.contains(step)) continue;
    std::string const hint = did_you_mean(step, names);
    fmt::print(stderr, "warning: {}: no definition has a step `{}`{}{}\n", path,
               escape_controls(shorten(step, 60)), hint.empty() ? "" : "; ", hint);
  }
}

}  // namespace rehearse::cli
