// How the keys that must be there are written: what a fault says is right where one is missing.
//
// Source: sagemaker-pipelines 1.1 to 1.10.
#pragma once

#include <array>
#include <string_view>

namespace rehearse::pipeline {

/// The key's type, with an example where a type says little.
struct KeyForm {
  std::string_view key;
  std::string_view form;
};

inline constexpr std::array kKeyForms{
    KeyForm{"Steps", "an array of objects: `\"Steps\": [{\"Name\": ..., \"Type\": ...}]`"},
    KeyForm{"Name", "a string of 1 to 64 letters, digits, `-` and `_`"},
    KeyForm{"Type", "a string: `\"Type\": \"Training\"`"},
    KeyForm{"Arguments", "an object, `{}` where there is nothing to say"},
    KeyForm{"Conditions", "an array of conditions that must all hold, `[]` where none must"},
    KeyForm{"Condition", "an object: the condition that must not hold"},
    KeyForm{"LeftValue", "a string, number, boolean or expression"},
    KeyForm{"RightValue", "a string, number, boolean or expression"},
    KeyForm{"QueryValue", "a string, number, boolean or expression"},
    KeyForm{"Values", "an array of strings, numbers, booleans and expressions"},
    KeyForm{"On", "a string, which may be empty: `\"On\": \"/\"`"},
    KeyForm{"Path", "a string: `\"Path\": \"metrics.mse.value\"`"},
    KeyForm{"Enabled", "`true` or `false`"},
    KeyForm{"ExpireAfter", "a string: `P30D`, `PT1H`, `P4DT12H`"},
    KeyForm{"ExceptionType", "an array of strings: `[\"Step.THROTTLING\"]`"},
    KeyForm{"PropertyFileName", "a string, the name that `Std:JsonGet` reads it by"},
    KeyForm{"OutputName", "a string, the name of the output"},
    KeyForm{"FilePath", "a string: `\"FilePath\": \"evaluation.json\"`"},
    KeyForm{"OutputType", "`String`, `Integer`, `Boolean` or `Float`"},
    KeyForm{"SqsQueueUrl", "a string: `https://sqs.eu-west-1.amazonaws.com/111111111111/QUEUE`"},
    KeyForm{"FunctionArn", "a string: `arn:aws:lambda:eu-west-1:111111111111:function:NAME`"},
    KeyForm{"CheckType",
            "a string: `DATA_QUALITY`, `MODEL_QUALITY` of a QualityCheck step; "
            "`DATA_BIAS`, `MODEL_BIAS`, `MODEL_EXPLAINABILITY` of a ClarifyCheck step"},
    KeyForm{"HyperParameterTuningJobConfig",
            "an object, as CreateHyperParameterTuningJob takes it"},
    KeyForm{"AutoMLJobConfig", "an object: `{\"Mode\": \"ENSEMBLING\"}`"},
    KeyForm{"InputDataConfig", "an array of objects, as CreateAutoMLJob takes it"},
    KeyForm{"OutputDataConfig", "an object: `{\"S3OutputPath\": \"s3://BUCKET/KEY\"}`"},
    KeyForm{"RoleArn", "a string: `arn:aws:iam::111111111111:role/NAME`"},
    KeyForm{"ExecutionRoleArn", "a string: `arn:aws:iam::111111111111:role/NAME`"},
    KeyForm{"EndpointConfigName", "a string or an expression"},
    KeyForm{"StepConfig", "an object: `{\"HadoopJarStep\": {\"Jar\": \"s3://BUCKET/KEY\"}}`"},
    KeyForm{"HadoopJarStep", "an object: `{\"Jar\": \"s3://BUCKET/KEY\"}`"},
    KeyForm{"Jar", "a string: `s3://BUCKET/KEY`"},
    KeyForm{"Instances", "an object with `InstanceGroups` or `InstanceFleets`"},
    KeyForm{"JobConfig", "an object with `jobDriver`"},
    KeyForm{"jobDriver", "an object: `{\"sparkSubmit\": {\"entryPoint\": \"s3://BUCKET/KEY\"}}`"}};

}  // namespace rehearse::pipeline
