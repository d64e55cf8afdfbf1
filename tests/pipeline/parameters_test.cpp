#include "sim/pipeline/parameters.hpp"

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

namespace {

Definition with_parameters() {
  return parsed(with_steps("", R"({"Name": "Rows", "Type": "Integer", "DefaultValue": 100},
      {"Name": "Limit", "Type": "Float", "DefaultValue": 6.0}, {"Name": "Dry", "Type": "Boolean", "DefaultValue": false},
      {"Name": "Stage", "Type": "String", "DefaultValue": "test", "EnumValues": ["test", "prod"]}, {"Name": "Bucket"})"));
}

std::string bound(std::vector<SuppliedParameter> const& supplied) {
  auto values = resolve_parameters(with_parameters(), supplied);
  return values ? json::dump(json::Value(*values))
                : values.error().code + ": " + values.error().message;
}

}  // namespace

TEST_CASE("parameters: defaults stand where nothing was supplied, texts become the declared type",
          "[pipeline]") {
  CHECK(bound({{"Bucket", "b"}}) == R"([100,6.0,false,"test","b"])");
  CHECK(bound({{"Bucket", "7"},
               {"Rows", "-5"},
               {"Limit", "5.50"},
               {"Dry", "True"},
               {"Stage", "prod"}}) == R"([-5,5.50,true,"prod","7"])");
  CHECK(bound({{"Bucket", "b"}, {"Limit", "+5"}, {"Dry", "false"}}) ==
        R"([100,5,false,"test","b"])");
}

TEST_CASE("parameters: what the service refuses is a ValidationException with its text",
          "[pipeline]") {
  CHECK(bound({}) == "ValidationException: Parameter 'Bucket' is undefined.");
  CHECK(bound({{"Bukket", "b"}}) ==
        "ValidationException: Unknown parameter 'Bukket'; did you mean 'Bucket'?");
  CHECK(bound({{"Bucket", ""}}) ==
        "ValidationException: [string \"\" is too short (length: 0, required minimum: 1)]");
  CHECK(bound({{"Rows", "5.5"}}) ==
        "ValidationException: Unexpected type for parameter 'Rows'. Expected Integer but found "
        "'5.5'.");
  CHECK(bound({{"Dry", "yes"}})
            .starts_with(
                "ValidationException: Unexpected type for parameter 'Dry'. Expected Boolean"));
  CHECK(bound({{"Limit", "nan"}})
            .starts_with("ValidationException: Unexpected type for parameter 'Limit'"));
  CHECK(bound({{"Stage", "dev"}}).ends_with("failed to satisfy enum value set: [test, prod]"));
  CHECK(bound({{"Rows", "1"}, {"Rows", "2"}}) ==
        "ValidationException: Parameter 'Rows' is given twice.");
}
