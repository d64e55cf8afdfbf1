#include "sim/calls/shape_check.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "sim/calls/names.hpp"

using namespace rehearse;
using namespace rehearse::calls;

namespace {

std::optional<InputFault> check(char const* service, char const* operation,
                                std::string const& input) {
  return check_input(*find_operation(service, operation), json::parse(input).value());
}

/// The service's answer to a bad input.
ApiError refusal(char const* service, char const* operation, std::string const& input) {
  auto const fault = check(service, operation, input);
  REQUIRE(fault.has_value());
  REQUIRE_FALSE(fault->users_mistake);
  return fault->error;
}

}  // namespace

TEST_CASE("input: a right one has no fault", "[calls]") {
  CHECK_FALSE(check("sagemaker", "StartPipelineExecution",
                    R"({"PipelineName": "churn", "PipelineParameters":
      [{"Name": "Threshold", "Value": "0.9"}]})"));
  CHECK_FALSE(
      check("sagemaker", "ListPipelines", R"({"MaxResults": 100, "CreatedAfter": 1767603635.25})"));
  CHECK_FALSE(check("sagemaker", "ListPipelines", R"({"CreatedAfter": "2026-01-05T17:00:00Z"})"));
  CHECK_FALSE(check("sts", "GetCallerIdentity", "{}"));
  CHECK_FALSE(check("sts", "GetCallerIdentity", "null"));
}

TEST_CASE("input: a missing member must not be null", "[calls]") {
  std::string const message =
      "1 validation error detected: Value null at 'pipelineName' failed to satisfy constraint: "
      "Member must not be null";
  CHECK(refusal("sagemaker", "StartPipelineExecution", "{}") ==
        ApiError{"ValidationException", message});
  CHECK(refusal("sagemaker", "StartPipelineExecution", R"({"PipelineName": null})").message ==
        message);
  CHECK(refusal("sagemaker", "StartPipelineExecution", "null").message == message);
}

TEST_CASE("input: an idempotency token may be left out, but not be too short", "[calls]") {
  auto const* token =
      find_operation("sagemaker", "CreatePipeline")->input->find("ClientRequestToken");
  REQUIRE(token->idempotency_token);
  REQUIRE(token->required);
  std::string const arn = "arn:aws:iam::111122223333:role/pipeline";
  CHECK_FALSE(check("sagemaker", "CreatePipeline",
                    R"({"PipelineName": "churn", "RoleArn": ")" + arn + "\"}"));
  CHECK(refusal("sagemaker", "StartPipelineExecution",
                R"({"PipelineName": "churn", "ClientRequestToken": "short"})")
            .message ==
        "1 validation error detected: Value 'short' at 'clientRequestToken' failed to satisfy "
        "constraint: Member must have length greater than or equal to 32");
}

TEST_CASE("input: a bad enumeration value, a bound and a pattern are told in one message",
          "[calls]") {
  CHECK(
      refusal("sagemaker", "ListPipelines",
              R"({"SortOrder": "Up", "MaxResults": 101, "PipelineNamePrefix": "-x"})")
          .message ==
      "3 validation errors detected: "
      "Value '-x' at 'pipelineNamePrefix' failed to satisfy constraint: Member must satisfy "
      "regular expression "
      "pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}; "
      "Value 'Up' at 'sortOrder' failed to satisfy constraint: Member must satisfy enum value set: "
      "[Ascending, Descending]; "
      "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than "
      "or equal to 100");
}

TEST_CASE("input: a name that is too long fails its length and its pattern", "[calls]") {
  std::string const name(257, 'a');
  auto const error = refusal("sagemaker", "DeletePipeline", R"({"PipelineName": ")" + name + "\"}");
  CHECK(error.message.starts_with("2 validation errors detected: Value '" + name +
                                  "' at 'pipelineName'"));
  CHECK(error.message.find("Member must have length less than or equal to 256; ") !=
        std::string::npos);
}

TEST_CASE("input: paths name elements from one and lists of names as a whole", "[calls]") {
  CHECK(
      refusal(
          "sagemaker", "StartPipelineExecution",
          R"({"PipelineName": "churn", "PipelineParameters": [{"Name": "a", "Value": "1"}, {"Name": "b"}]})")
          .message.find("Value null at 'pipelineParameters.2.member.value'") != std::string::npos);
  CHECK(refusal("sagemaker", "StartPipelineExecution",
                R"({"PipelineName": "churn", "SelectiveExecutionConfig": {"SelectedSteps": [{}]}})")
            .message.find("'selectiveExecutionConfig.selectedSteps.1.member.stepName'") !=
        std::string::npos);
  auto const error = refusal("sagemaker", "CreateModel", R"({"ModelName": "m", "VpcConfig":
      {"SecurityGroupIds": ["sg_1", "sg-2"], "Subnets": ["subnet-1"]}})");
  CHECK(error.message ==
        "1 validation error detected: Value '[sg_1, sg-2]' at 'vpcConfig.securityGroupIds' failed "
        "to satisfy "
        "constraint: Member must satisfy constraint: [Member must have length less than or equal "
        "to 32, Member must "
        "have length greater than or equal to 0, Member must satisfy regular expression pattern: "
        "[-0-9a-zA-Z]+]");
}

TEST_CASE("input: a wrong type is the JSON reader's refusal, before any constraint", "[calls]") {
  auto const fault =
      check("sagemaker", "ListPipelines", R"({"SortOrder": "Up", "MaxResults": "ten"})");
  REQUIRE(fault.has_value());
  CHECK(fault->error ==
        ApiError{"SerializationException", "STRING_VALUE can not be converted to an Integer"});
  CHECK(fault->hint == "`maxResults` must be a whole number of 32 bits");
  CHECK_FALSE(fault->users_mistake);
  for (char const* input : {R"({"MaxResults": 1.5})", R"({"MaxResults": 4294967296})",
                            R"({"MaxResults": []})", R"({"PipelineNamePrefix": 5})",
                            R"({"CreatedAfter": "soon"})", R"({"CreatedAfter": true})", "[]", "7"})
    CHECK(refusal("sagemaker", "ListPipelines", input).code == "SerializationException");
}

TEST_CASE("input: each protocol has its own name for a bad value", "[calls]") {
  CHECK(refusal("iam", "GetRolePolicy", "{}").code == "ValidationError");
  CHECK(refusal("iam", "GetRolePolicy", R"({"RoleName": 1})").code == "MalformedInput");
  CHECK(refusal("ram", "CreateResourceShare", "{}").code == "ValidationException");
  CHECK(refusal("organizations", "ListParents", R"({"ChildId": "nobody"})").code ==
        "InvalidInputException");
}

TEST_CASE("input: an unknown member is the user's mistake, with the nearest known one", "[calls]") {
  auto const hint = [](char const* input) {
    auto const fault = check("sagemaker", "StartPipelineExecution", input);
    REQUIRE(fault.has_value());
    CHECK(fault->users_mistake);
    CHECK(fault->error.code == "ParamValidationError");
    return fault->hint;
  };
  CHECK(hint(R"({"PiplineName": "churn"})") == "did you mean `PipelineName`?");
  CHECK(hint(R"({"pipeline_name": "churn"})") == "did you mean `PipelineName`?");
  CHECK(hint(R"({"PipelineName": 7, "pipelineParameters": []})") ==
        "did you mean `PipelineParameters`?");
  CHECK(hint(R"({"Zebra": 1})").starts_with("its members are `"));

  auto const nested =
      check("sagemaker", "StartPipelineExecution",
            R"({"PipelineName": "churn", "PipelineParameters": [{"name": "a", "Value": "1"}]})");
  REQUIRE(nested.has_value());
  CHECK(nested->error.message == "unknown member `name` in `pipelineParameters.1.member`");
  CHECK(nested->hint == "did you mean `Name`?");
  CHECK(check("sts", "GetCallerIdentity", R"({"Account": "1"})")->hint == "it has no members");
}

TEST_CASE("input: keys and values of a map are held to their shapes", "[calls]") {
  std::string const start =
      R"({"ModelName": "m", "PrimaryContainer": {"Image": "i", "Environment": )";
  CHECK_FALSE(check("sagemaker", "CreateModel", start + R"({"LEVEL": "3"}}})"));
  CHECK(refusal("sagemaker", "CreateModel", start + R"({"1x": "3"}}})")
            .message.find("Value '{...}' at 'primaryContainer.environment' failed to satisfy "
                          "constraint: Map keys must satisfy "
                          "constraint: [") != std::string::npos);
  CHECK(refusal("sagemaker", "CreateModel", start + R"({"LEVEL": 3}}})").code ==
        "SerializationException");
}

TEST_CASE("input: a long list of faults and a long value are cut", "[calls]") {
  std::string parameters;
  for (int i = 0; i < 40; ++i) parameters += std::string(i == 0 ? "" : ",") + R"({"Name": "-"})";
  auto const many =
      refusal("sagemaker", "StartPipelineExecution",
              R"({"PipelineName": "churn", "PipelineParameters": [)" + parameters + "]}");
  CHECK(many.message.starts_with("10 validation errors detected: "));
  auto const large = refusal("sagemaker", "StartPipelineExecution",
                             R"({"PipelineName": ")" + std::string(1'000'000, '-') + "\"}");
  CHECK(large.message.size() < 4000);
}

TEST_CASE("input: of a list that is too long the first elements are shown, and all of the fault",
          "[calls]") {
  json::Array outputs;
  for (int i = 0; i < 51; ++i)
    outputs.push_back(json::Value{}.set("Name", "n").set("Value", std::string(1000, 'v')));
  auto const input =
      json::Value{}.set("CallbackToken", "0123456789").set("OutputParameters", std::move(outputs));
  CHECK(refusal("sagemaker", "SendPipelineExecutionStepSuccess", json::dump(input)).message ==
        "1 validation error detected: Value '[{...}, {...}, {...}, ... 48 more]' at "
        "'outputParameters' failed to satisfy constraint: Member must have length less than or "
        "equal to 50");
  std::string keys;
  for (int i = 0; i < 300; ++i) keys += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  std::string const message =
      refusal(
          "sagemaker", "DeleteTags",
          R"({"ResourceArn": "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p", "TagKeys": [)" +
              keys + "]}")
          .message;
  CHECK(message.find("Value '[0, 1, 2, 3, ") != std::string::npos);
  CHECK(message.find(" more]' at 'tagKeys' failed to satisfy constraint: Member must have length "
                     "less than or equal to 50") != std::string::npos);
  CHECK(message.size() < 450);
}
