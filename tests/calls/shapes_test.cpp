#include "sim/calls/shapes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/calls/names.hpp"

using namespace rehearse::calls;

namespace {
Shape const& input_of(char const* service, char const* name) {
  return *find_operation(service, name)->input;
}
Shape const& output_of(char const* service, char const* name) {
  return *find_operation(service, name)->output;
}
}  // namespace

TEST_CASE("shapes: StartPipelineExecution takes what its model lists", "[calls]") {
  Shape const& input = input_of("sagemaker", "StartPipelineExecution");
  Member const* name = input.find("PipelineName");
  REQUIRE(name != nullptr);
  CHECK(name->required);
  CHECK(name->shape->kind == ShapeKind::string);
  CHECK(name->shape->min == 1);
  CHECK(name->shape->max == 2048);
  Member const* token = input.find("ClientRequestToken");
  REQUIRE(token != nullptr);
  CHECK(token->idempotency_token);
  CHECK(token->shape->min == 32);
  Member const* parameters = input.find("PipelineParameters");
  REQUIRE(parameters != nullptr);
  CHECK(parameters->shape->kind == ShapeKind::list);
  CHECK(parameters->shape->element->find("Name")->required);
  CHECK(input.find("pipelineName") == nullptr);
}

TEST_CASE("shapes: an answer's members are in the model's order and timestamps are known",
          "[calls]") {
  Shape const& output = output_of("sagemaker", "DescribePipeline");
  CHECK(output.members[0].name == "PipelineArn");
  CHECK(output.members[1].name == "PipelineName");
  CHECK(output.find("CreationTime")->shape->kind == ShapeKind::timestamp);
}

TEST_CASE("shapes: a call without an answer has an empty one", "[calls]") {
  Shape const& output = output_of("sagemaker", "DeleteEndpoint");
  CHECK(output.kind == ShapeKind::structure);
  CHECK(output.members.empty());
}

TEST_CASE("shapes: errors are spelt as on the wire", "[calls]") {
  auto const has_error = [](char const* service, char const* name, char const* error) {
    auto const errors = find_operation(service, name)->errors;
    return std::ranges::find(errors, error) != errors.end();
  };
  CHECK(has_error("sagemaker", "StartPipelineExecution", "ResourceNotFound"));
  CHECK(has_error("ram", "CreateResourceShare", "MalformedArnException"));
  CHECK(has_error("iam", "GetRolePolicy", "NoSuchEntity"));
  CHECK_FALSE(has_error("iam", "GetRolePolicy", "NoSuchEntityException"));
}

TEST_CASE("shapes: every row is whole", "[calls]") {
  // The tables are generated; a mistake in the generator would show as a shape without its parts.
  auto const visit = [](auto const& self, Shape const& shape, int depth) -> void {
    CAPTURE(shape.name);
    if (depth > 6) return;  // some shapes hold themselves
    CHECK_FALSE(shape.name.empty());
    CHECK((shape.kind == ShapeKind::list || shape.kind == ShapeKind::map) ==
          (shape.element != nullptr));
    CHECK((shape.kind == ShapeKind::map) == (shape.key != nullptr));
    CHECK((shape.kind == ShapeKind::structure || shape.members.empty()));
    CHECK((shape.kind == ShapeKind::string || (shape.values.empty() && shape.pattern == nullptr)));
    CHECK((!shape.min || !shape.max || *shape.min <= *shape.max));
    if (shape.pattern != nullptr) CHECK(shape.pattern->root != nullptr);
    if (shape.element != nullptr) self(self, *shape.element, depth + 1);
    for (Member const& member : shape.members) self(self, *member.shape, depth + 1);
  };
  for (Operation const& operation : all_operations()) {
    CAPTURE(operation.name);
    visit(visit, *operation.input, 0);
    visit(visit, *operation.output, 0);
  }
}
