#include "sim/calls/names.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

using namespace rehearse::calls;

TEST_CASE("names: every operation is found by both of its names", "[calls]") {
  REQUIRE(all_operations().size() >= 50);
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
  std::size_t sum = 0;
  for (std::string_view service : service_names()) sum += operations_of(service).size();
  CHECK(sum == all_operations().size());
  CHECK(operations_of("s3").empty());
  CHECK(service_names().size() == 5);
}

TEST_CASE("names: a misspelt operation has a nearest one", "[calls]") {
  CHECK(did_you_mean_operation("sagemaker", "start_pipline_execution") ==
        "did you mean `start_pipeline_execution`?");
  CHECK(did_you_mean_operation("sagemaker", "order_pizza").empty());
}
