// Property paths: `ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri`, `metrics.mse[0].value`.
//
// Source: sagemaker-pipelines 1.3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/json.hpp"

namespace rehearse::pipeline {

/// `.name`, `['key']` or `[0]`.
struct PathPart {
  enum class Kind : std::uint8_t { name, key, index };
  Kind kind{};
  std::string text;       // of a name or key
  std::size_t index = 0;  // of an index
  bool operator==(PathPart const&) const = default;
};

/// Dot-separated names, each followed by any number of `['key']` and `[0]`. The first part may be a
/// bracket.
std::expected<std::vector<PathPart>, std::string> parse_path(std::string_view path);

/// The value at a path, inside `root`. A key on a list of objects picks the element whose natural
/// key
/// (`OutputName`, `InputName`, `MetricName`, `ChannelName`, `Name`, ...) it is.
/// Error: `Invalid json path '<path>'` (1.6).
std::expected<json::Value const*, std::string> lookup(json::Value const& root,
                                                      std::string_view path);

/// The natural keys of a list's elements; nothing when it is no list, or an element has no literal
/// one.
std::optional<std::vector<std::string_view>> natural_keys(json::Value const& list);

}  // namespace rehearse::pipeline
