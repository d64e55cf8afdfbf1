#include "sim/calls/names.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

using namespace rehearse::calls;

TEST_CASE("names: every operation is found by both of its names", "[calls]") {
  REQUIRE(all_operations().size() == 72);
  for (Operation const& operation : all_operations()) {
    CAPTURE(operation.service, operation.name);
    CHECK(find_operation(operation.service, operation.name) == &operation);
    CHECK(find_operation_snake(operation.service, operation.snake) == &operation);
    std::string joined(operation.snake);
    std::erase(joined, '_');
    CHECK(std::ranges::equal(joined, operation.name, {}, {}, [](char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }));
  }
}

TEST_CASE("names: boto3's spelling leads to AWS's", "[calls]") {
  auto const* start = find_operation_snake("sagemaker", "start_pipeline_execution");
  REQUIRE(start != nullptr);
  CHECK(start->name == "StartPipelineExecution");
  CHECK(find_operation("ram", "GetResourceShares")->snake == "get_resource_shares");
}

TEST_CASE("names: an operation belongs to its service alone", "[calls]") {
  CHECK(find_operation("ram", "CreatePipeline") == nullptr);
  CHECK(find_operation("sagemaker", "create_pipeline") == nullptr);
  CHECK(find_operation_snake("sagemaker", "CreatePipeline") == nullptr);
  CHECK(find_operation("", "") == nullptr);
  CHECK(operations_of("ram").size() == 33);
  CHECK(operations_of("sagemaker").size() == 31);
  CHECK(operations_of("iam").size() == 4);
  CHECK(operations_of("organizations").size() == 3);
  CHECK(operations_of("sts").size() == 1);
  CHECK(operations_of("s3").empty());
  CHECK(service_names().size() == 5);
}

TEST_CASE("names: a misspelt operation has a nearest one", "[calls]") {
  CHECK(did_you_mean_operation("sagemaker", "start_pipline_execution") ==
        "did you mean `start_pipeline_execution`?");
  CHECK(did_you_mean_operation("sagemaker", "order_pizza").empty());
}
