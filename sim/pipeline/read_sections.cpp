// The sections beside a step's arguments: cache, retries, property files, outputs
// (sagemaker-pipelines 1.5, 1.8 to 1.10).
#include <algorithm>
#include <array>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/pipeline/cache_key.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 2> kCacheKeys{"Enabled", "ExpireAfter"};
constexpr std::array<std::string_view, 3> kPropertyFileKeys{"PropertyFileName", "OutputName",
                                                            "FilePath"};
constexpr std::array<std::string_view, 2> kOutputKeys{"OutputName", "OutputType"};
constexpr std::size_t kOutputNameMax = 256;  // String256 of the API model
constexpr std::array<std::string_view, 5> kRetryKeys{
    "ExceptionType", "IntervalSeconds", "BackoffRate", "MaxAttempts", "ExpireAfterMin"};
struct Bound {
  std::string_view key;
  std::int64_t most;
};
constexpr Bound kInterval{"IntervalSeconds", 43'200};
constexpr Bound kAttempts{"MaxAttempts", 20};
constexpr Bound kExpire{"ExpireAfterMin", 14'400};

void read_cache(Place const& place, Step& step, Reader& reader) {
  if (!reader.is_object(place)) return;
  reader.check_keys(place, kCacheKeys);
  json::Value const* enabled = place.value.find("Enabled");
  if (enabled == nullptr) return reader.check_required(place, std::span(kCacheKeys).first(1));
  if (!enabled->is_bool())
    return reader.wrong_type(place.member("Enabled", *enabled), "true or false");
  auto expiry = reader.text_of(place, "ExpireAfter", enabled->as_bool());
  if (!expiry) return;
  auto read = parse_expiry(*expiry);
  if (!read)
    return reader.fault(place.member("ExpireAfter", *place.value.find("ExpireAfter")),
                        "`" + shorten(*expiry, 100) + "` is no duration",
                        "`P30D`, `PT1H`, `P4DT12H`");
  if (enabled->as_bool() && !row_of(step.type).cache_key.empty()) step.cached_for = *read;
}

void read_exception(Place const& place, RetryPolicy& policy, Reader& reader) {
  if (!place.value.is_string()) return reader.wrong_type(place, "a string");
  std::string const& name = place.value.as_string();
  auto known = enum_from<ExceptionType>(name);
  if (!known || *known == ExceptionType::none)
    return reader.fault(place, "`" + shorten(name, 100) + "` is no exception type",
                        hint_of(name, std::span(EnumNames<ExceptionType>::names).subspan(1)));
  policy.cover(*known);
}

/// The number at `key`, within its bounds; nothing when it is absent or wrong.
std::optional<std::int64_t> read_bounded(Place const& place, Bound const& bound, Reader& reader) {
  json::Value const* value = place.value.find(bound.key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  auto number = value->as_integer();
  if (number && *number >= 0 && *number <= bound.most) return number;
  reader.fault(place.member(bound.key, *value), "`" + std::string(bound.key) +
                                                    "` must be a whole number from 0 to " +
                                                    std::to_string(bound.most));
  return std::nullopt;
}

void read_backoff(Place const& place, RetryPolicy& policy, Reader& reader) {
  json::Value const* rate = place.value.find("BackoffRate");
  if (rate == nullptr || rate->is_null()) return;
  auto number = rate->is_number() ? Decimal::parse(rate->as_number_text()) : std::nullopt;
  if (!number || *number < Decimal{})
    return reader.fault(place.member("BackoffRate", *rate),
                        "`BackoffRate` must be a number of at least 0");
  policy.backoff_millionths = std::min(number->scaled(6).value_or(kBackoffMax), kBackoffMax);
}

void read_retry_policy(Place const& place, Step& step, Reader& reader) {
  if (!reader.is_object(place)) return;
  reader.check_keys(place, kRetryKeys);
  RetryPolicy policy;
  if (json::Value const* types = place.value.find("ExceptionType")) {
    Place list = place.member("ExceptionType", *types);
    if (!types->is_array())
      read_exception(list, policy, reader);  // a single text: the public schema's form
    else
      for (std::size_t i = 0; i < types->as_array().size(); ++i)
        read_exception(list.element(i), policy, reader);
  } else {
    reader.check_required(place, std::span(kRetryKeys).first(1));
  }
  if (auto seconds = read_bounded(place, kInterval, reader))
    policy.interval = std::chrono::seconds(*seconds);
  if (auto attempts = read_bounded(place, kAttempts, reader))
    policy.attempts_max = static_cast<std::uint32_t>(*attempts);
  if (auto minutes = read_bounded(place, kExpire, reader))
    policy.expire_after = std::chrono::minutes(*minutes);
  read_backoff(place, policy, reader);
  json::Value const* expiry = place.value.find("ExpireAfterMin");
  if (place.value.find("MaxAttempts") != nullptr && expiry != nullptr)
    reader.fault(place.member("ExpireAfterMin", *expiry),
                 "a retry policy cannot have both `MaxAttempts` and `ExpireAfterMin`",
                 "leave one of the two out");
  step.retries.push_back(policy);
}

void read_property_file(Place const& place, Step& step, Reader& reader) {
  if (!reader.is_object(place)) {
    step.property_files.emplace_back();  // so that what reads it is no fault too
    return;
  }
  reader.check_keys(place, kPropertyFileKeys);
  auto name = reader.text_of(place, "PropertyFileName");
  auto output = reader.text_of(place, "OutputName");
  auto path = reader.text_of(place, "FilePath");
  if (name && std::ranges::find(step.property_files, *name, &PropertyFile::name) !=
                  step.property_files.end())
    reader.fault(place.member("PropertyFileName", *place.value.find("PropertyFileName")),
                 "the property file `" + shorten(*name, 100) + "` is declared twice",
                 "give one of the two another name");
  json::Value const* written = place.value.find("OutputName");
  step.property_files.push_back(
      {std::move(name).value_or(""), std::move(output).value_or(""), std::move(path).value_or(""),
       written != nullptr ? written->offset() : 0, static_cast<std::uint32_t>(place.index)});
}

void read_output(Place const& place, Step& step, Reader& reader) {
  if (!reader.is_object(place)) {
    step.output_parameters.emplace_back();
    return;
  }
  reader.check_keys(place, kOutputKeys);
  auto name = reader.text_of(place, "OutputName");
  auto type = reader.text_of(place, "OutputType");
  if (name) {
    Place const name_place = place.member("OutputName", *place.value.find("OutputName"));
    reader.check_length(name_place, "OutputName", kOutputNameMax);
    if (std::ranges::find(step.output_parameters, *name, &OutputParameter::name) !=
        step.output_parameters.end())
      reader.fault(name_place, "the output `" + shorten(*name, 100) + "` is declared twice",
                   "give one of the two another name");
  }
  auto known = type ? enum_from<ParameterType>(*type) : std::nullopt;
  if (type && !known)
    reader.fault(place.member("OutputType", *place.value.find("OutputType")),
                 "`" + shorten(*type, 100) + "` is no output type",
                 hint_of(*type, EnumNames<ParameterType>::names));
  step.output_parameters.push_back(
      {std::move(name).value_or(""), known.value_or(ParameterType::string)});
}

void refuse_section(Place const& place, std::string_view key, StepType type, Reader& reader) {
  reader.fault(
      place,
      "`" + std::string(key) + "` is not supported on " + std::string(row_of(type).name) + " steps",
      "leave it out");
}

/// Calls `read` for each element of the section when it is there; a fault when this type has no
/// such section.
template <class Read>
void each(Place const& step_place, std::string_view key, bool supported, Step const& step,
          Reader& reader, Read read) {
  json::Value const* section = step_place.value.find(key);
  if (section == nullptr || section->is_null()) return;
  Place place = step_place.member(key, *section);
  if (!supported) return refuse_section(place, key, step.type, reader);
  if (!reader.is_array(place)) return;
  for (std::size_t i = 0; i < section->as_array().size(); ++i) read(place.element(i));
}

/// Of a section that is no list nothing is known: it stands in as one nameless entry.
template <class Entry>
void stand_in(Place const& step_place, std::string_view key, std::vector<Entry>& entries) {
  json::Value const* section = step_place.value.find(key);
  if (section != nullptr && !section->is_null() && !section->is_array()) entries.emplace_back();
}

}  // namespace

void read_sections(Place const& step_place, Step& step, Reader& reader) {
  StepTypeRow const& row = row_of(step.type);
  if (json::Value const* cache = step_place.value.find("CacheConfig");
      cache != nullptr && !cache->is_null()) {
    Place place = step_place.member("CacheConfig", *cache);
    if (row.cacheable)
      read_cache(place, step, reader);
    else
      refuse_section(place, "CacheConfig", step.type, reader);
    step.cache = *cache;
  }
  if (json::Value const* retry = step_place.value.find("RetryPolicies")) step.retry = *retry;
  each(step_place, "RetryPolicies", row.retryable, step, reader,
       [&](Place const& place) { read_retry_policy(place, step, reader); });
  each(step_place, "PropertyFiles", step.type == StepType::processing, step, reader,
       [&](Place const& place) { read_property_file(place, step, reader); });
  bool outputs = std::ranges::find(row.siblings, "OutputParameters") != row.siblings.end();
  each(step_place, "OutputParameters", outputs, step, reader,
       [&](Place const& place) { read_output(place, step, reader); });
  stand_in(step_place, "PropertyFiles", step.property_files);
  stand_in(step_place, "OutputParameters", step.output_parameters);
}

}  // namespace rehearse::pipeline
