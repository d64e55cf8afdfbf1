#include "sim/scenario/durations.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::scenario {
namespace {

/// `durations.Train` without what leads to it: an author writes `Train = ...`.
std::string key_of(std::string const& what) { return what.substr(what.rfind('.') + 1); }

}  // namespace

Result<Quantiles> read_quantiles(json::Value const& value, std::string const& what,
                                 FaultAt const& fault) {
  std::string const key = key_of(what);
  auto bad = [&] {
    return fault(value, "`" + what + "` is a duration or three of them",
                 "write " + key + " = \"25m\" or " + key +
                     " = { \"18m\", \"25m\", \"60m\" } (p10, p50, p90)");
  };
  auto point = [&](json::Value const& at) -> Result<Duration> {
    if (!at.is_string()) return bad();
    auto duration = parse_duration(at.as_string());
    if (!duration)
      return fault(at, "`" + what + "`: " + duration.error().message, duration.error().hint);
    return *duration;
  };
  if (value.is_string()) {
    auto read = point(value);
    if (!read) return std::unexpected(read.error());
    return Quantiles::fixed(*read);
  }
  if (!value.is_array() || value.as_array().size() != 3) return bad();
  std::vector<Duration> points;
  for (json::Value const& each : value.as_array()) {
    auto read = point(each);
    if (!read) return std::unexpected(read.error());
    points.push_back(*read);
  }
  if (!std::ranges::is_sorted(points))
    return fault(value, "`" + what + "` must ascend", "p10, p50, p90");
  return Quantiles::from_p10_p50_p90(points[0], points[1], points[2]);
}

Result<ReadDuration> read_duration(json::Value const& value, pipeline::StepType type,
                                   std::string const& what, FaultAt const& fault) {
  ReadDuration out;
  if (!value.is_object() || value.as_object().empty()) {
    auto read = read_quantiles(value, what, fault);
    if (!read) return std::unexpected(read.error());
    out.otherwise = std::move(*read);
    return out;
  }
  if (!pipeline::runs_on_instances(type))
    return fault(value,
                 "`" + what + "` is by instance type, and a " +
                     std::string(pipeline::row_of(type).name) + " step names none",
                 "write " + key_of(what) + " = \"25m\", or a function(step) that looks");
  for (auto const& [key, quantiles] : value.as_object()) {
    auto read = read_quantiles(quantiles, what + "." + key, fault);
    if (!read) return std::unexpected(read.error());
    if (key == "other") {
      out.otherwise = std::move(*read);
      continue;
    }
    auto instances = pipeline::parse_instances(key);
    if (!instances)
      return fault(quantiles, "`" + what + "`: " + instances.error().message,
                   instances.error().hint + ", `other` for all that have no row");
    auto same = std::ranges::find(out.by_instances, *instances,
                                  &std::pair<pipeline::Instances, Quantiles>::first);
    if (same != out.by_instances.end())
      return fault(quantiles, "`" + what + "` has two rows for " + pipeline::to_text(*instances),
                   "keep one of them");
    out.by_instances.emplace_back(std::move(*instances), std::move(*read));
  }
  return out;
}

}  // namespace rehearse::scenario
