#include "sim/api/sagemaker_definitions.hpp"

#include <fmt/format.h>

#include "sim/calls/step_arguments.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::pipelines {
namespace {

constexpr std::string_view kUnreadable = "Unable to parse pipeline definition.";

json::Value const* s3_location(json::Value const& input) {
  return input.find("PipelineDefinitionS3Location");
}

world::Bucket const* bucket_of(World const& world, json::Value const& location) {
  return world.access().buckets().find_arn(bucket_arn(text_of(location, "Bucket")));
}

/// The service's prefix, which some faults' own text starts with; then the fault, and its place.
ApiError unreadable(Error const& fault) {
  std::string text = fault.message;
  if (!text.starts_with(kUnreadable)) text = fmt::format("{} {}", kUnreadable, text);
  if (fault.where.line > 0)
    text += fmt::format(" (line {}, column {})", fault.where.line, fault.where.column);
  return validation_error(text);
}

/// The quota of 50 steps holds unless the account's setting lifts it.
std::expected<std::string, ApiError> checked(Request const& r, std::string const& text) {
  auto parsed = pipeline::parse_definition(text, {}, calls::definition_options(r.own_account()));
  if (!parsed) return std::unexpected(unreadable(parsed.error().front()));
  if (auto compiled = pipeline::compile(std::move(*parsed)); !compiled)
    return std::unexpected(unreadable(compiled.error().front()));
  return json::dump(*json::parse(text));
}

std::expected<std::string, ApiError> object_text(Request const& r, json::Value const& location) {
  std::string const key = text_of(location, "ObjectKey");
  if (auto why = not_simulated(location, {"VersionId"}))
    return std::unexpected(validation_error(*why));
  world::Bucket const* bucket = bucket_of(r.world(), location);
  auto object = bucket != nullptr ? bucket->objects.find(key) : decltype(bucket->objects.end()){};
  if (bucket == nullptr || object == bucket->objects.end())
    return std::unexpected(validation_error(
        fmt::format("Unable to read the pipeline definition at s3://{}/{}: the object does not "
                    "exist.",
                    text_of(location, "Bucket"), key)));
  return json::parse(r.world().documents()[object->second].text)->as_string();
}

}  // namespace

void need_definition(World const& world, json::Value const& input,
                     std::vector<calls::Need>& needs) {
  json::Value const* location = s3_location(input);
  world::Bucket const* bucket = location != nullptr ? bucket_of(world, *location) : nullptr;
  if (bucket == nullptr) return;
  needs.push_back({"s3:GetObject",
                   bucket->arn + "/" + text_of(*location, "ObjectKey"),
                   world::owner_of(world.access(), bucket->arn),
                   {}});
  if (!bucket->key.empty())
    needs.push_back({"kms:Decrypt", bucket->key, world::owner_of(world.access(), bucket->key), {}});
}

std::expected<std::optional<std::string>, ApiError> given_definition(Request const& r) {
  std::string text = text_of(r.input, "PipelineDefinition");
  json::Value const* location = s3_location(r.input);
  if (location != nullptr) {
    if (!text.empty())
      return std::unexpected(validation_error(
          "Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present"));
    auto read = object_text(r, *location);
    if (!read) return std::unexpected(read.error());
    text = std::move(*read);
  }
  if (text.empty()) return std::nullopt;
  auto definition = checked(r, text);
  if (!definition) return std::unexpected(definition.error());
  return std::move(*definition);
}

}  // namespace rehearse::api::pipelines
