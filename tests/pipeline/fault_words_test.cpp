// What a fault says: one for each cause, at the text that is wrong, with what would be right.
#include <algorithm>

#include "sim/pipeline/key_forms.hpp"
#include "sim/pipeline/reader.hpp"
#include "tests/pipeline/faults.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

Errors errors_of(std::string_view text) {
  auto definition = parse_definition(text, "d.json");
  return definition ? Errors{} : definition.error();
}

/// The one fault of these steps starts at that text of theirs.
void check_place(std::string const& steps, std::string_view offending, std::string_view says) {
  std::string const text = with_steps(steps);
  Errors const errors = errors_of(text);
  INFO(all_faults(text));
  REQUIRE(errors.size() == 1);
  auto const offset = static_cast<std::uint32_t>(text.find(offending));
  CHECK(errors.front().where == json::locate(text, offset, "d.json"));
  CHECK_THAT(errors.front().message, Contains(std::string(says)));
}

std::string lambda(std::string_view outputs) {
  return R"({"Name": "L", "Type": "Lambda", "FunctionArn": "f", "OutputParameters": )" +
         std::string(outputs) + "},\n";
}

}  // namespace

TEST_CASE("fault words: one cause is one fault", "[pipeline]") {
  struct Row {
    char const* text;
    char const* says;
  };
  Row const rows[] = {
      {R"({"Steps": [{"Name": "A", "Type": "Trainin", "Cashe": 1, "Arguments": {"x": {"Get": "Parameters.P"}}}]})",
       "is no step type"},
      {R"({"Parameters": [{"Name": "P", "Type": "Int", "DefaultValue": 5}], "Steps": []})",
       "is no parameter type"},
      {R"({"Parameters": [{"Name": "P", "Type": 1, "DefaultValue": 5}], "Steps": []})",
       "`Type` must be a string, not a number"},
      {R"({"Parameters": {"P": 1}, "Steps": [{"Name": "A", "Type": "Training", "Arguments": {"Environment": {"x": {"Get": "Parameters.P"}}}}]})",
       "Expecting start of Json Array."},
      {R"({"Parameters": ["P"], "Steps": [{"Name": "A", "Type": "Training", "Arguments": {"Environment": {"x": {"Get": "Parameters.P"}}}}]})",
       "Expecting start of Json Object."},
      {R"({"Steps": [{"Type": "Training", "Arguments": {}}, {"Name": "B", "Type": "Training", "DependsOn": ["Prepare"], "Arguments": {}}]})",
       "the key `Name` is missing"},
      {R"({"Steps": ["Prepare", {"Name": "B", "Type": "Training", "DependsOn": ["Prepare"], "Arguments": {}}]})",
       "Expecting start of Json Object."},
      {R"({"Steps": [{"Name": "C", "Type": "Conditon", "Arguments": {"Conditions": [], "IfSteps": [{"Name": "D", "Type": "Training", "Arguments": {}}]}}, {"Name": "B", "Type": "Training", "DependsOn": ["D"], "Arguments": {}}]})",
       "is no step type"},
      {R"({"Steps": [{"Name": "L", "Type": "Lambda", "FunctionArn": "f", "OutputParameters": [{"OutputName": "o"}]}, {"Name": "B", "Type": "Training", "Arguments": {"Environment": {"x": {"Get": "Steps.L.OutputParameters['o']"}}}}]})",
       "the key `OutputType` is missing"},
      {R"({"Steps": [{"Name": "A", "Type": "Training", "Argumnets": {}}]})",
       "unknown property 'Argumnets'"},
      {R"({"Steps": [{"Name": "L", "Type": "Lambda", "FunctionArn": "f", "OutputParameters": {}}, {"Name": "B", "Type": "Training", "Arguments": {"Environment": {"x": {"Get": "Steps.L.OutputParameters['o']"}}}}]})",
       "Expecting start of Json Array."},
  };
  for (Row const& row : rows) {
    Errors const errors = errors_of(row.text);
    INFO(all_faults(row.text));
    REQUIRE(errors.size() == 1);
    CHECK_THAT(errors.front().message, Contains(row.says));
  }
}

TEST_CASE("fault words: a name near a known one is told although another could not be read",
          "[pipeline]") {
  CHECK_THAT(all_faults(with_steps(R"({"Type": "Training", "Arguments": {}},)" + step("Prepare") +
                                   "," + step("B", "Training", R"("DependsOn": ["Prepair"])"))),
             Contains("did you mean `Prepare`?"));
}

TEST_CASE("fault words: a fault stands at the text that is wrong", "[pipeline]") {
  std::string const read = environment(
      R"({"Std:JsonGet": {"PropertyFile": {"Get": "Steps.E.PropertyFiles.R"}, "Path": "a"}})");
  check_place(
      R"({"Name": "E", "Type": "Processing", "Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "report"}]}},
   "PropertyFiles": [{"PropertyFileName": "R",
     "OutputName": "raport", "FilePath": "e.json"}]},)" +
          read + ",\n" +
          R"({"Name": "U", "Type": "Training", "Arguments": {"Environment": {"x":
   {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.E.PropertyFiles.R"}, "Path": "b"}}}}})",
      "\"raport\"", "reads the output `raport`");
  check_place(step("A") + ",\n" + environment("\n {\"Get\":\n  \"Steps.A.ModelArtefacts.X\"}"),
              "\"Steps.A.ModelArtefacts", "has no property");
  check_place(step("A") + ",\n" + environment("\n {\"Get\": \"Steps.A\"}"), "\"Steps.A\"",
              "is no reference");
  check_place(environment(R"({"Std:JsonGet": {"S3Uri": {"Std:Join": {"On": "", "Values": ["s3://",
    {"Std:Join": {"On": "", "Values": []}}]}}, "Path": "a"}})"),
              R"({"Std:Join": {"On": "", "Values": []}})", "`S3Uri` joins a function");
  check_place(step("T", "Training", R"("RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"],
   "MaxAttempts": 1, "ExpireAfterMin": 77}])"),
              "77", "cannot have both");
  check_place(R"({"Name": "E", "Type": "EMR", "Arguments": {"ClusterId": "c", "ClusterConfig":
   {"Instances": {"InstanceGroups": []}}, "StepConfig": {"HadoopJarStep": {"Jar": "j"}}}})",
              "{\"Instances\"", "both `ClusterId` and `ClusterConfig` given");
}

TEST_CASE("fault words: control characters are escaped", "[pipeline]") {
  CHECK(step_fault(step(R"(a\u0000b\u001b[31m)")) ==
        "d.json:3:10: `a\\u0000b\\u001b[31m` is no step name (at /Steps/0/Name); 1 to 64 letters, "
        "digits, `-` and `_`");
  CHECK_THAT(step_fault(step("A", "Training", R"("x\ny\u007f": 1)")),
             Contains("unknown property 'x\\ny\\u007f'. (at /Steps/0/x\\ny\\u007f)"));
  CHECK_THAT(step_fault(step("A", "Training", R"("DependsOn": ["B\u0000C"])")),
             Contains("Step B\\u0000C is undefined."));
  CHECK_THAT(fault(std::string("{\"Steps\": [],\n\0 \"x\": 1}", 23)),
             StartsWith("d.json:2:1: Unable to parse pipeline definition. not valid JSON: expected "
                        "a key in double quotes, found `\\u0000`"));
  CHECK_THAT(fault(std::string("{\"Steps\": []}\0 and more", 23)),
             Contains("expected the end of the text, found `\\u0000`"));
}

TEST_CASE("fault words: a missing key's form is told", "[pipeline]") {
  CHECK_THAT(fault("{}"), Contains("the key `Steps` is missing; an array of objects: "));
  CHECK_THAT(step_fault(R"({"Type": "Training", "Arguments": {}})"),
             EndsWith("; a string of 1 to 64 letters, digits, `-` and `_`"));
  CHECK_THAT(step_fault(condition(R"({"LeftValue": 1})")),
             EndsWith(R"(; a string: `"Type": "Equals"`)"));
  CHECK_THAT(step_fault(R"({"Name": "E", "Type": "EMR", "Arguments": {"ClusterId": "c",
   "StepConfig": {"HadoopJarStep": {}}}})"),
             StartsWith("d.json:4:36: the key `Jar` is missing (at "
                        "/Steps/0/Arguments/StepConfig/HadoopJarStep)"));
  for (StepTypeRow const& row : step_types())
    for (Names required : {row.arguments_required, row.siblings_required})
      for (std::string_view key : required) {
        INFO(row.name << " " << key);
        CHECK(std::ranges::find(kKeyForms, key, &KeyForm::key) != kKeyForms.end());
      }
}

TEST_CASE("fault words: a wrong JSON type is told with the key, what it is and what it should be",
          "[pipeline]") {
  CHECK_THAT(step_fault(step("A", "Training", R"("DependsOn": "B")")),
             Contains("Unable to parse pipeline definition. Expecting start of Json Array.") &&
                 EndsWith("; `DependsOn` must be an array, not a string"));
  CHECK_THAT(step_fault("null"), EndsWith("; element 0 of `Steps` must be an object, not null"));
  CHECK_THAT(step_fault(step("A", "Training", R"("DependsOn": [4, 5])")),
             Contains("Unable to parse pipeline definition. element 0 of `DependsOn` must be a "
                      "step's name, not a number (at /Steps/0/DependsOn/0)"));
  CHECK_THAT(step_fault(step("A", "Training", R"("CacheConfig": {"Enabled": "true"})")),
             Contains(std::string(kUnable) + "`Enabled` must be true or false, not a string"));
}

TEST_CASE("fault words: a list of what is known has each word once and no empty one",
          "[pipeline]") {
  std::string_view const words[] = {"b", "", "a", "b", ""};
  CHECK(hint_of("something", words) == "known: `b`, `a`");
  CHECK(hint_of("x", {}) == "");
  CHECK(hint_of("x", {}, "declare it") == "declare it");
  std::string_view const none[] = {"", ""};
  CHECK(hint_of("x", none, "declare it") == "declare it");
  CHECK(did_you_mean_or("something", words, "there are") == "there are b, a");
  CHECK(did_you_mean_or("something", none, "there are").empty());
  CHECK_THAT(fault(with_steps(environment(R"({"Get": "Parameters.P"})"))),
             EndsWith("; declare it in `Parameters`"));
}

TEST_CASE("fault words: references beside the arguments and deep inside them are looked up",
          "[pipeline]") {
  auto callback = [](std::string const& url) {
    return R"({"Name": "G", "Type": "Callback", "SqsQueueUrl": )" + url + "}";
  };
  check_place(callback(R"({"Get": "Parameters.Queue"})"), "\"Parameters.Queue\"", "is undefined");
  check_place(R"({"Name": "F", "Type": "Lambda", "FunctionArn": {"Get": "Steps.Make.Arn"}})",
              "\"Steps.Make.Arn\"", "Step Make is undefined.");
  check_place(
      callback(R"({"Std:Join": {"On": "/", "Values": ["https:", {"Get": "Execution.Nme"}]}})"),
      "\"Execution.Nme\"", "is no execution variable");
  check_place(step("A") + ",\n" + callback(R"({"Get": "Steps.A.ModelArtefacts"})"),
              "\"Steps.A.ModelArtefacts\"", "has no property");
  check_place(lambda(R"([{"OutputName": "queue", "OutputType": "String"}])") +
                  callback(R"({"Get": "Steps.L.OutputParameters['queu']"})"),
              "\"Steps.L.Output", "declares no output `queu`");
  check_place(
      R"({"Name": "T", "Type": "Training", "Arguments": {"HyperParameters": {"x": {"Std:Join": {"On": "", "Values":
   [1, {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Deep"}]}}]}}}}})",
      "\"Parameters.Deep\"", "Parameter 'Deep' is undefined.");
  check_place(
      R"({"Name": "T", "Type": "Training", "Arguments": {"InputDataConfig": [{"ChannelName": "a",
   "DataSource": {"S3DataSource": {"S3Uri": {"Get": "Steps.Nowhere.X"}}}}]}})",
      "\"Steps.Nowhere.X\"", "Step Nowhere is undefined.");
}

TEST_CASE("fault words: Condition and Fail steps have the service's own arguments alone",
          "[pipeline]") {
  CHECK_THAT(step_fault(R"({"Name": "F", "Type": "Fail", "Arguments": {"Reason": "x"}})"),
             Contains("unknown property 'Reason'. (at /Steps/0/Arguments/Reason); known: "
                      "`ErrorMessage`"));
  CHECK_THAT(
      step_fault(
          R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [], "Steps": []}})"),
      Contains("unknown property 'Steps'"));
}

TEST_CASE("fault words: a condition uses declared outputs, of whatever type", "[pipeline]") {
  auto compare = [](std::string_view output) {
    return condition(R"({"Type": "GreaterThan", "LeftValue": {"Get": "Steps.L.OutputParameters[')" +
                     std::string(output) + R"(']"}, "RightValue": 5})");
  };
  std::string const declared = lambda(R"([{"OutputName": "score", "OutputType": "String"}])");
  check_place(declared + compare("scor"), "\"Steps.L.Output", "declares no output `scor`");
  check_place(lambda("[]") + compare("score"), "\"Steps.L.Output", "declares no output `score`");
  CHECK(step_fault(declared + compare("score")) == "no fault");  // fails when it runs
}
