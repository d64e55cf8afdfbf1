// What the AWS calls take and give, as constant tables: one row an operation, one row a shape.
//
// The rows are in shapes_data.cpp, which scripts/make_shapes writes from the published API models
// (to add an operation, add its name there). Argument checks, completion, answers and records all
// read the same rows.
//
//   Operation const* start = find_operation("sagemaker", "StartPipelineExecution");
//   for (Member const& member : start->input->members) use(member.name, member.shape->kind);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/calls/pattern.hpp"

namespace rehearse::calls {

struct Shape;

struct Member {
  std::string_view name;  // as on the wire: `PipelineName`, in RAM `resourceShareArn`
  Shape const* shape;
  bool required;
  bool idempotency_token;  // the client makes one up when it is not given
};

enum class ShapeKind : std::uint8_t {
  structure,
  list,
  map,
  string,
  integer,
  long_integer,
  boolean,
  float_number,
  double_number,
  timestamp,
  blob,
};

/// INVARIANT: only the fields of its kind are filled.
struct Shape {
  std::string_view name;
  ShapeKind kind;
  bool sensitive = false;             // its value is never repeated in a message
  std::span<Member const> members{};  // structure, in the model's order
  Shape const* element = nullptr;     // list: each element; map: each value
  Shape const* key = nullptr;         // map
  std::optional<std::int64_t>
      min{};  // length of a string, size of a list or map, value of a number
  std::optional<std::int64_t> max{};
  Pattern const* pattern = nullptr;            // string
  std::span<std::string_view const> values{};  // string: the only ones allowed; empty: any

  /// The member of a structure, or null.
  Member const* find(std::string_view member_name) const;
};

/// How a service speaks: it decides the names of the errors that no model lists.
enum class Protocol : std::uint8_t { json, rest_json, query };

struct Operation {
  std::string_view service;  // `sagemaker`
  std::string_view name;     // `StartPipelineExecution`
  std::string_view snake;    // `start_pipeline_execution`, as boto3 spells it
  Protocol protocol;
  Shape const* input;  // a structure; one without members when the call takes or gives nothing
  Shape const* output;
  std::span<std::string_view const> errors;  // the modelled ones, as the wire spells them
};

/// What an operation takes or gives, known also of operations that nobody can call here: the steps
/// of a pipeline make them.
struct StepShape {
  std::string_view service;
  std::string_view operation;
  Shape const* shape;
};

/// Every operation, by service and name.
std::span<Operation const> all_operations();

}  // namespace rehearse::calls
