// Every fault of sagemaker-pipelines 1.14: its place, its text, its remedy.
#include <algorithm>

#include "tests/pipeline/faults.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("faults: broken JSON has line and column", "[pipeline]") {
  CHECK_THAT(fault("{\n\"Steps\": [}"), StartsWith("d.json:2:11: " + std::string(kUnable)));
  CHECK_THAT(fault(""), Contains(std::string(kUnable)));
  CHECK_THAT(fault("{\"Steps\": [],\n\"Steps\": []}"), Contains("the key `Steps` is given twice"));
}

TEST_CASE("faults: a wrong JSON type is refused in the service's words", "[pipeline]") {
  CHECK(fault("[]") ==
        "d.json:1:1: Unable to parse pipeline definition. Expecting start of Json Object.; the "
        "document must be an object, not an array");
  CHECK(fault("{\"Steps\":\n {}}") ==
        "d.json:2:2: Unable to parse pipeline definition. Expecting start of Json Array. (at "
        "/Steps); `Steps` must be an array, not an object");
  CHECK_THAT(step_fault("3"), Contains("Expecting start of Json Object. (at /Steps/0)"));
  CHECK_THAT(step_fault(step("A", "Training", "\"DependsOn\": \"B\"")),
             Contains("Expecting start of Json Array. (at /Steps/0/DependsOn)"));
  CHECK_THAT(step_fault(R"({"Name": 1, "Type": "Training", "Arguments": {}})"),
             Contains("`Name` must be a string, not a number"));
}

TEST_CASE("faults: an unknown key is refused with the nearest", "[pipeline]") {
  CHECK(fault("{\"Steps\": [],\n \"Parameter\": []}") ==
        "d.json:2:15: Unable to parse pipeline definition. Cannot parse object, unknown property "
        "'Parameter'. (at /Parameter); did you mean `Parameters`?");
  CHECK_THAT(step_fault(step("A", "Training", "\"DependOn\": []")),
             Contains("did you mean `DependsOn`?"));
  CHECK_THAT(step_fault(step("A", "Training", "\"SqsQueueUrl\": \"x\"")),
             Contains("unknown property 'SqsQueueUrl'"));
  CHECK_THAT(step_fault(R"({"Name": "A", "Type": "Training", "Arguments": {"RoleAm": "r"}})"),
             Contains("did you mean `RoleArn`?"));
  CHECK_THAT(all_faults(with_steps(condition(R"({"Type": "Not", "Expression": {}})"))),
             Contains("Cannot parse object, unknown property 'Expression'"));
}

TEST_CASE("faults: a missing key is named", "[pipeline]") {
  CHECK_THAT(fault("{}"), Contains("the key `Steps` is missing"));
  CHECK_THAT(step_fault(R"({"Type": "Training", "Arguments": {}})"),
             StartsWith("d.json:3:1: the key `Name` is missing (at /Steps/0)"));
  CHECK_THAT(step_fault(R"({"Name": "A", "Arguments": {}})"),
             Contains("the key `Type` is missing"));
  CHECK_THAT(step_fault(R"({"Name": "A", "Type": "Training"})"),
             Contains("the key `Arguments` is missing"));
  CHECK_THAT(step_fault(R"({"Name": "A", "Type": "Callback"})"),
             Contains("the key `SqsQueueUrl` is missing"));
  CHECK_THAT(step_fault(step("A", "Tuning")),
             Contains("the key `HyperParameterTuningJobConfig` is missing"));
  CHECK_THAT(step_fault(condition(R"({"Type": "Equals", "LeftValue": 1})")),
             Contains("the key `RightValue` is missing"));
}

TEST_CASE("faults: a step name is used once, in branches too", "[pipeline]") {
  std::string const text =
      "Pipeline steps cannot have duplicate names. In addition, steps added in the ConditionStep "
      "cannot be added in the Pipeline steps list.";
  CHECK(step_fault(step("A") + ",\n" + step("A")) ==
        "d.json:4:1: " + text + " (at /Steps/1); `A` stands at line 3, column 1 already");
  CHECK_THAT(
      step_fault(
          step("A") +
          R"(,{"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
          step("A") + "]}}"),
      Contains(text + " (at /Steps/1/Arguments/IfSteps/0)"));
  CHECK_THAT(step_fault(step("a b")), Contains("`a b` is no step name"));
}

TEST_CASE("faults: a dangling reference is refused with the nearest step", "[pipeline]") {
  CHECK_THAT(
      step_fault(step("Prepare") + ",\n" + step("T", "Training", "\"DependsOn\": [\"Prepair\"]")),
      Contains("Step Prepair is undefined. (at /Steps/1/DependsOn/0); did you mean `Prepare`?") &&
          StartsWith("d.json:4:"));
  CHECK_THAT(step_fault(step("Prepare") + "," + environment(R"({"Get": "Steps.Prepar.RoleArn"})")),
             Contains("Step Prepar is undefined. (at /Steps/1/Arguments/Environment/x/Get); did "
                      "you mean `Prepare`?"));
}

TEST_CASE("faults: parameters and variables must be declared", "[pipeline]") {
  auto get = [](std::string_view what) {
    return fault(with_steps(environment("{\"Get\": \"" + std::string(what) + "\"}"),
                            R"({"Name": "Rows", "Type": "Integer"})"));
  };
  CHECK_THAT(get("Parameters.Row"),
             Contains("Parameter 'Row' is undefined.") && Contains("did you mean `Rows`?"));
  CHECK_THAT(get("Execution.PipelineNam"), Contains("did you mean `PipelineName`?"));
  CHECK_THAT(get("PipelineExperimentConfig.Trial"), Contains("is no field of the experiment"));
  CHECK_THAT(get("Params.Rows"), Contains("`Params.Rows` is no reference"));
  CHECK(get("Parameters.Rows") == "no fault");
}

TEST_CASE("faults: an unknown step type is refused with the nearest", "[pipeline]") {
  CHECK_THAT(step_fault(step("A", "Trainning")),
             Contains("`Trainning` is no step type (at /Steps/0/Type); did you mean `Training`?"));
  CHECK_THAT(step_fault(step("A", "rehearse:Delay")), Contains("is the simulator's own"));
}

TEST_CASE("faults: nothing depends on a Fail step", "[pipeline]") {
  CHECK_THAT(step_fault(step("F", "Fail") + "," + step("T", "Training", "\"DependsOn\": [\"F\"]")),
             Contains("T can not depends on F (at /Steps/1/DependsOn/0)"));
  CHECK_THAT(
      step_fault(step("F", "Fail") + "," + environment(R"({"Get": "Steps.F.ErrorMessage"})")),
      Contains("T can not depends on F"));
}

TEST_CASE("faults: DependsOn names no condition step", "[pipeline]") {
  CHECK_THAT(step_fault(condition("") + "," + step("T", "Training", "\"DependsOn\": [\"C\"]")),
             Contains("`T` depends on the condition step `C`"));
}

TEST_CASE("faults: a cycle is shown with its path", "[pipeline]") {
  CHECK_THAT(
      step_fault(step("A", "Training", "\"DependsOn\": [\"C\"]") + "," +
                 step("B", "Training", "\"DependsOn\": [\"A\"]") + "," +
                 step("C", "Training", "\"DependsOn\": [\"B\"]")),
      StartsWith(
          "d.json:3:1: Cycle detected in pipeline step graph: A -> B -> C -> A (at /Steps/0)"));
  CHECK_THAT(step_fault(step("A", "Training", "\"DependsOn\": [\"A\"]")), Contains("A -> A"));
  CHECK_THAT(
      step_fault(
          R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": {"Get": "Steps.T.RoleArn"}, "RightValue": 1}], "IfSteps": [)" +
          step("T") + "]}}"),
      Contains("C -> T -> C"));
}

TEST_CASE("faults: quotas are named", "[pipeline]") {
  std::string steps = step("S0");
  for (int i = 1; i < 49; ++i) steps += "," + step("S" + std::to_string(i));
  std::string branch =
      R"(,{"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
      step("T") + "]}}";
  CHECK_THAT(step_fault(steps + branch),
             Contains("51 steps, but the quota `Steps per pipeline` is 50 (at /Steps)"));
  CHECK(step_fault(steps + branch, {.steps_max = 51}) == "no fault");
  std::string parameters = R"({"Name": "P"})";
  for (int i = 0; i < 200; ++i) parameters += R"(,{"Name": "P)" + std::to_string(i) + "\"}";
  CHECK_THAT(fault(with_steps("", parameters)),
             Contains("201 parameters, but the quota `Parameters per pipeline` is 200"));
}

TEST_CASE("faults: parameter declarations", "[pipeline]") {
  auto declared = [](std::string_view parameter) { return fault(with_steps("", parameter)); };
  CHECK_THAT(declared(R"({"Name": "Rows", "Type": "Integer", "DefaultValue": "5"})"),
             Contains("Unexpected type for parameter 'Rows'. Expected Integer but found string. "
                      "(at /Parameters/0/DefaultValue)"));
  CHECK_THAT(declared(R"({"Name": "Rows", "Type": "Integer", "DefaultValue": 5.5})"),
             Contains("Expected Integer but found number"));
  CHECK_THAT(declared(R"({"Name": "Rows", "Type": "Int"})"),
             Contains("`Int` is no parameter type"));
  CHECK_THAT(declared(R"({"Name": "A"}, {"Name": "A"})"),
             Contains("the parameter `A` is declared twice (at /Parameters/1/Name)"));
  CHECK(declared(R"({"Name": "A", "EnumValues": ["x"], "DefaultValue": "y"})") == "no fault");
  std::string const longest(4096, 'x');
  CHECK(declared(R"({"Name": "A", "DefaultValue": ")" + longest + R"(", "Description": ")" +
                 longest + "\"}") == "no fault");
  CHECK_THAT(declared(R"({"Name": "A", "DefaultValue": ")" + longest + "x\"}"),
             Contains("`DefaultValue` has 4097 characters; at most 4096 are allowed"));
  CHECK_THAT(declared(R"({"Name": "A", "Description": ")" + longest + "x\"}"),
             Contains("`Description` has 4097 characters"));
  CHECK_THAT(declared(R"({"Name": "A", "Type": "Float", "EnumValues": ["x"]})"),
             Contains("String parameters only"));
}

TEST_CASE("faults: malformed expressions", "[pipeline]") {
  auto used = [](std::string_view expression) { return step_fault(environment(expression)); };
  CHECK_THAT(used(R"({"Get": 5})"), Contains("`Get` must be a string, not a number"));
  CHECK_THAT(used(R"({"Std:Joint": {}})"),
             Contains("`Std:Joint` is no function") && Contains("did you mean `Std:Join`?"));
  CHECK_THAT(used(R"({"Std:Join": {"On": "", "Values": [{"a": 1}]}})"), Contains("not an object"));
  CHECK_THAT(used(R"({"Std:Join": {"On": ""}})"), Contains("the key `Values` is missing"));
  CHECK_THAT(used(R"({"Std:JsonGet": {"S3Uri": "s3://b/k", "Path": {"Get": "Parameters.P"}}})"),
             Contains("`Path` must be a literal string, not an object"));
  CHECK_THAT(used(R"({"Std:JsonGet": {"S3Uri": "s3://b/k", "Path": "a..b"}})"),
             Contains("Invalid json path 'a..b'"));
  CHECK_THAT(used(R"({"Std:JsonGet": {"Path": "a"}})"),
             Contains("needs either `PropertyFile` or `S3Uri`"));
  CHECK_THAT(used(R"({"Std:JsonGet": {"PropertyFile": "x", "Path": "a"}})"),
             Contains("`PropertyFile` must be a `Get`"));
  CHECK_THAT(used(R"({"Get": "Steps.T.PropertyFiles.F"})"), Contains("by `Std:JsonGet` only"));
}

TEST_CASE("faults: property files and outputs must be declared", "[pipeline]") {
  std::string const evaluate =
      R"({"Name": "E", "Type": "Processing", "Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "report"}]}},
    "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": ")";
  std::string const rest = R"(", "FilePath": "e.json"}]},)";
  auto read = [](std::string_view file) {
    return environment(R"({"Std:JsonGet": {"PropertyFile": {"Get": "Steps.E.PropertyFiles.)" +
                       std::string(file) + R"("}, "Path": "a"}})");
  };
  CHECK(step_fault(evaluate + "report" + rest + read("Report")) == "no fault");
  CHECK_THAT(
      step_fault(evaluate + "report" + rest + read("Reprot")),
      Contains("the step `E` has no property file `Reprot`") && Contains("did you mean `Report`?"));
  CHECK_THAT(step_fault(evaluate + "raport" + rest + read("Report")),
             Contains("reads the output `raport`, which the step `E` does not have") &&
                 Contains("did you mean `report`?"));
  CHECK_THAT(step_fault(step("T", "Training", R"("PropertyFiles": [])")),
             Contains("`PropertyFiles` is not supported on Training steps"));
  std::string const lambda =
      R"({"Name": "L", "Type": "Lambda", "FunctionArn": "f", "OutputParameters": [{"OutputName": "arn", "OutputType": "String"}]},)";
  CHECK_THAT(step_fault(lambda + environment(R"({"Get": "Steps.L.OutputParameters['arm']"})")),
             Contains("the step `L` declares no output `arm`"));
  CHECK_THAT(step_fault(lambda + environment(R"({"Get": "Steps.L.Outputs"})")),
             Contains("the step `L` of type Lambda has no property `Outputs`"));
}

TEST_CASE("faults: a property must be one that the step type exposes", "[pipeline]") {
  CHECK_THAT(
      step_fault(step("A") + "," +
                 environment(R"({"Get": "Steps.A.ModelArtifact.S3ModelArtifacts"})")),
      Contains("has no property `ModelArtifact`") && Contains("did you mean `ModelArtifacts`?"));
  CHECK_THAT(
      step_fault(step("A") + "," + environment(R"({"Get": "Steps.A.Properties.ModelArtifacts"})")),
      Contains("leave that part out"));
  CHECK_THAT(step_fault(step("A") + "," + environment(R"({"Get": "Steps.A.Outcome"})")),
             Contains("has no property `Outcome`"));
}

TEST_CASE("faults: conditions", "[pipeline]") {
  CHECK_THAT(step_fault(condition(R"({"Type": "And", "Conditions": []})")),
             Contains("`And` is no condition type") && Contains("side by side"));
  CHECK_THAT(step_fault(condition(R"({"Type": "Equal", "LeftValue": 1, "RightValue": 1})")),
             Contains("did you mean `Equals`?"));
  CHECK_THAT(step_fault(condition(R"({"Type": "Equals", "LeftValue": [1], "RightValue": 1})")),
             Contains("`LeftValue` must be a string, number, boolean or expression, not an array"));
  CHECK_THAT(step_fault(condition(R"({"Type": "In", "QueryValue": 1, "Values": 1})")),
             Contains("Expecting start of Json Array."));
  std::string nested =
      R"({"Name": "O", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
      condition("") + "]}}";
  CHECK_THAT(step_fault(nested),
             Contains("the condition step `C` stands inside a branch of another"));
  CHECK(step_fault(nested, {.allow_nested_conditions = true}) == "no fault");
}

TEST_CASE("faults: EMR steps name one kind of cluster", "[pipeline]") {
  auto emr = [](std::string_view rest) {
    return step_fault(
        R"({"Name": "E", "Type": "EMR", "Arguments": {"StepConfig": {"HadoopJarStep": {"Jar": "j"}})" +
        std::string(rest) + "}}");
  };
  CHECK(emr(R"(, "ClusterId": "c", "ExecutionRoleArn": "r")") == "no fault");
  CHECK_THAT(emr(""), Contains("neither `ClusterId` nor `ClusterConfig` given (at "
                               "/Steps/0/Arguments); exactly one is needed"));
  CHECK_THAT(emr(R"(, "ClusterId": "c", "ClusterConfig": {"Instances": {"InstanceGroups": []}})"),
             Contains("both `ClusterId` and `ClusterConfig` given"));
  CHECK_THAT(emr(R"(, "ClusterConfig": {"Name": "n", "Instances": {"InstanceGroups": []}})"),
             Contains("`ClusterConfig.Name` is not supported on EMR steps"));
  CHECK_THAT(emr(R"(, "ClusterConfig": {"Instances": {}})"),
             Contains("neither `InstanceGroups` nor `InstanceFleets`"));
  CHECK_THAT(
      emr(R"(, "ClusterConfig": {"Instances": {"InstanceGroups": []}}, "ExecutionRoleArn": "r")"),
      Contains("allowed with `ClusterId` only"));
}

TEST_CASE("faults: cache and retry sections have a form", "[pipeline]") {
  auto with = [](std::string_view section, std::string_view type = "Training") {
    return step_fault(step("A", type, section));
  };
  CHECK_THAT(with(R"("CacheConfig": {"Enabled": true})"),
             Contains("the key `ExpireAfter` is missing"));
  CHECK(with(R"("CacheConfig": {"Enabled": false})") == "no fault");
  CHECK_THAT(with(R"("CacheConfig": {"Enabled": "yes"})"),
             Contains("`Enabled` must be true or false"));
  CHECK_THAT(with(R"("CacheConfig": {"Enabled": true, "ExpireAfter": "soon"})"),
             Contains("`soon` is no duration"));
  CHECK_THAT(with(R"("CacheConfig": {"Enabled": false})", "Fail"),
             Contains("`CacheConfig` is not supported on Fail steps"));
  CHECK_THAT(with(R"("RetryPolicies": [{"ExceptionType": ["Step.THROTLING"]}])"),
             Contains("did you mean `Step.THROTTLING`?"));
  CHECK_THAT(
      with(R"("RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 21}])"),
      Contains("from 0 to 20"));
  CHECK_THAT(
      with(
          R"("RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 1, "ExpireAfterMin": 1}])"),
      Contains("cannot have both"));
  CHECK_THAT(with(R"("RetryPolicies": [])", "Fail"),
             Contains("`RetryPolicies` is not supported on Fail steps"));
}

TEST_CASE("faults: all faults are told at once, in the order of the text", "[pipeline]") {
  auto definition = parse_definition(with_steps(step("A", "Trainin") + ",\n" +
                                                step("B", "Training", "\"DependsOn\": [\"X\"]") +
                                                ",\n" + step("B")));
  REQUIRE_FALSE(definition);
  CHECK(definition.error().size() == 3);
  CHECK(std::ranges::is_sorted(definition.error(), {}, &Error::where));
}
