// Jobs that calls create, and those of steps: create, describe, stop, list, for every kind.
#include "sim/domain/artifacts.hpp"
#include "sim/domain/invariants.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/world/names.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

std::string operation(char const* verb, JobKind kind) {
  return verb + std::string(name_of(kind)) + (std::string_view(verb) == "List" ? "s" : "");
}

json::Value cluster() {
  return in({{"InstanceCount", 1}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 30}});
}

json::Value s3_source(char const* uri) {
  return in({{"S3DataSource", in({{"S3DataType", "S3Prefix"}, {"S3Uri", uri}})}});
}

json::Value training_request(std::string const& role) {
  return in(
      {{"AlgorithmSpecification", in({{"TrainingImage", "image"}, {"TrainingInputMode", "File"}})},
       {"RoleArn", role},
       {"OutputDataConfig", in({{"S3OutputPath", "s3://acme-data/out"}})},
       {"ResourceConfig", cluster()},
       {"StoppingCondition", in({{"MaxRuntimeInSeconds", 86400}})}});
}

/// The least that a create call of this kind must say.
json::Value job_request(Sim const& sim, JobKind kind, std::string const& name,
                        PrincipalId role = {}) {
  std::string const arn = sim.arn(role ? role : sim.admin("staging"));
  json::Value request;
  switch (kind) {
    case JobKind::processing:
      request = in({{"RoleArn", arn},
                    {"AppSpecification", in({{"ImageUri", "image"}})},
                    {"ProcessingResources", in({{"ClusterConfig", cluster()}})}});
      break;
    case JobKind::training:
      request = training_request(arn);
      break;
    case JobKind::tuning: {
      json::Value training = training_request(arn);
      request = in(
          {{"HyperParameterTuningJobConfig",
            in({{"Strategy", "Random"}, {"ResourceLimits", in({{"MaxParallelTrainingJobs", 1}})}})},
           {"TrainingJobDefinition", training}});
      break;
    }
    case JobKind::transform:
      request =
          in({{"ModelName", "m"},
              {"TransformInput", in({{"DataSource", s3_source("s3://acme-data/in")}})},
              {"TransformOutput", in({{"S3OutputPath", "s3://acme-data/out"}})},
              {"TransformResources", in({{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}})}});
      break;
    case JobKind::automl:
      request =
          in({{"RoleArn", arn},
              {"InputDataConfig", json::Array{in({{"DataSource", s3_source("s3://acme-data/in")},
                                                  {"TargetAttributeName", "churned"}})}},
              {"OutputDataConfig", in({{"S3OutputPath", "s3://acme-data/out"}})}});
      break;
  }
  return request.set(pipeline::row_of(kind).name, name);
}

void with_model(Sim& sim) {
  PrincipalId const admin = sim.admin("staging");
  sim.ok(admin, "sagemaker", "CreateModel",
         in({{"ModelName", "m"},
             {"ExecutionRoleArn", sim.arn(admin)},
             {"PrimaryContainer", in({{"Image", "image"}})}}));
}

json::Value describe_job(Sim& sim, JobKind kind, std::string const& name) {
  return sim.ok(sim.admin("staging"), "sagemaker", operation("Describe", kind).c_str(),
                in({{pipeline::row_of(kind).name.data(), name}}));
}

std::string job_status(Sim& sim, JobKind kind, std::string const& name) {
  return std::string(describe_job(sim, kind, name).string_or_empty(pipeline::row_of(kind).status));
}

std::vector<std::string> job_names(Sim& sim, JobKind kind, json::Value const& input) {
  std::vector<std::string> out;
  json::Value const answer =
      sim.ok(sim.admin("staging"), "sagemaker", operation("List", kind).c_str(), input);
  for (json::Value const& each : answer.find(pipeline::row_of(kind).summaries)->as_array())
    out.emplace_back(each.string_or_empty(pipeline::row_of(kind).name));
  return out;
}

}  // namespace

TEST_CASE("jobs: every kind is created, runs, completes, and is described as it was asked for",
          "[api][jobs]") {
  for (pipeline::JobKindRow const& row : pipeline::job_kinds()) {
    INFO(row.words);
    Sim sim;
    PrincipalId const admin = sim.admin("staging");
    with_model(sim);
    json::Value const request = job_request(sim, row.kind, "Weekly-1");
    sim.at(1min, [&] {
      json::Value const made =
          sim.ok(admin, "sagemaker", operation("Create", row.kind).c_str(), request);
      CHECK(made.string_or_empty(row.arn) ==
            "arn:aws:sagemaker:eu-west-1:111122223333:" +
                std::string(pipeline::row_of(row.step).arn_resource) + "/weekly-1");
      CHECK(job_status(sim, row.kind, "Weekly-1") == "InProgress");
    });
    sim.at(2min, [&] {
      ApiError const error =
          sim.refused(admin, "sagemaker", operation("Create", row.kind).c_str(), request);
      CHECK(error.code == "ResourceInUse");
      CHECK_THAT(error.message, Catch::Contains("a job with this name already exists (arn:"));
    });
    sim.run();
    json::Value const shown = describe_job(sim, row.kind, "Weekly-1");
    CHECK(shown.string_or_empty(row.status) == "Completed");
    CHECK(shown.find(row.end) != nullptr);
    CHECK(shown.find("CreationTime") != nullptr);
    for (auto const& [member, value] : request.as_object()) {
      INFO(member);
      REQUIRE(shown.find(member) != nullptr);
      CHECK(json::dump(*shown.find(member)) == json::dump(value));
    }
    CHECK(job_names(sim, row.kind, json::Object{}) == std::vector<std::string>{"Weekly-1"});
    CHECK(sim.refused(admin, "sagemaker", operation("Describe", row.kind).c_str(),
                      in({{row.name.data(), "nobody"}}))
              .code == "ResourceNotFound");
    CHECK(sim.refused(sim.admin("production"), "sagemaker", operation("Describe", row.kind).c_str(),
                      in({{row.name.data(), "Weekly-1"}}))
              .code == "ResourceNotFound");  // names are of the caller's account
  }
}

TEST_CASE("jobs: every kind can be stopped once, and takes its time to stop", "[api][jobs]") {
  for (pipeline::JobKindRow const& row : pipeline::job_kinds()) {
    INFO(row.words);
    Sim sim;
    PrincipalId const admin = sim.admin("staging");
    with_model(sim);
    json::Value const name = in({{row.name.data(), "j"}});
    std::string const stop = operation("Stop", row.kind);
    sim.at(0s, [&] {
      sim.ok(admin, "sagemaker", operation("Create", row.kind).c_str(),
             job_request(sim, row.kind, "j"));
    });
    sim.at(10s, [&] {
      sim.ok(admin, "sagemaker", stop.c_str(), name);
      CHECK(job_status(sim, row.kind, "j") == "Stopping");
    });
    sim.at(11s, [&] {
      CHECK(sim.refused(admin, "sagemaker", stop.c_str(), name) ==
            ApiError{"ValidationException", "The request was rejected because the " +
                                                std::string(row.words) +
                                                " is in status Stopping."});
    });
    sim.at(41s, [&] { CHECK(job_status(sim, row.kind, "j") == "Stopped"); });
    sim.run();
    CHECK(job_status(sim, row.kind, "j") == "Stopped");
  }
}

TEST_CASE("jobs: whoever creates one must be allowed to create it and to pass its role",
          "[api][jobs]") {
  Sim sim;
  for (JobKind kind : {JobKind::processing, JobKind::training, JobKind::tuning, JobKind::automl}) {
    INFO(name_of(kind));
    std::string const create = operation("Create", kind);
    json::Value const request = job_request(sim, kind, "j");
    PrincipalId const none = sim.role("staging", "none" + create, allowing(R"("s3:*")"));
    PrincipalId const half = sim.role("staging", "half" + create, allowing(R"("sagemaker:*")"));
    CHECK_THAT(sim.refused(none, "sagemaker", create.c_str(), request).message,
               Catch::Contains("perform: sagemaker:" + create));
    CHECK_THAT(
        sim.refused(half, "sagemaker", create.c_str(), request).message,
        Catch::Contains("perform: iam:PassRole on resource: " + sim.arn(sim.admin("staging"))));
  }
}

TEST_CASE("jobs: a policy may hold training jobs to an instance type", "[api][jobs]") {
  Sim sim;
  PrincipalId const thrifty = sim.role(
      "staging", "thrifty",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},
      {"Effect":"Allow","Action":"sagemaker:CreateTrainingJob","Resource":"*","Condition":
      {"ForAllValues:StringEquals":{"sagemaker:InstanceTypes":"ml.m5.large"}}}]})");
  json::Value request = job_request(sim, JobKind::training, "small");
  sim.ok(thrifty, "sagemaker", "CreateTrainingJob", request);
  request.set("TrainingJobName", "big")
      .set("ResourceConfig",
           in({{"InstanceCount", 1}, {"InstanceType", "ml.p4d.24xlarge"}, {"VolumeSizeInGB", 30}}));
  CHECK(sim.refused(thrifty, "sagemaker", "CreateTrainingJob", request).code ==
        "AccessDeniedException");
}

TEST_CASE("jobs: a role that does not trust SageMaker is not taken on", "[api][jobs]") {
  Sim sim;
  json::Value request = job_request(sim, JobKind::training, "j");
  request.set("RoleArn", "arn:aws:iam::111122223333:role/nobody");
  ApiError const error =
      sim.refused(sim.admin("staging"), "sagemaker", "CreateTrainingJob", request);
  CHECK(error.code == "ValidationException");
  CHECK_THAT(error.message,
             Catch::StartsWith("Could not assume role arn:aws:iam::111122223333:role/nobody."));
}

TEST_CASE("jobs: what a job's role may not read in a declared bucket fails the job",
          "[api][jobs]") {
  Sim sim;
  domain::stand_bucket(sim.domain().context(), sim.account("staging"), "acme-data", {}, "", {});
  PrincipalId const weak = sim.role("staging", "weak", allowing(R"("sagemaker:*")"));
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "CreateTrainingJob",
           job_request(sim, JobKind::training, "j", weak));
  });
  sim.run();
  json::Value const shown = describe_job(sim, JobKind::training, "j");
  CHECK(shown.string_or_empty("TrainingJobStatus") == "Failed");
  CHECK_THAT(std::string(shown.string_or_empty("FailureReason")),
             Catch::StartsWith("ClientError: Data upload failed: AccessDenied for "
                               "s3://acme-data/out"));
}

TEST_CASE("jobs: a job ends at its longest time", "[api][jobs]") {
  Sim sim;
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "CreateTrainingJob",
           job_request(sim, JobKind::training, "j")
               .set("StoppingCondition", in({{"MaxRuntimeInSeconds", 60}})));
  });
  sim.run();
  json::Value const shown = describe_job(sim, JobKind::training, "j");
  CHECK(shown.string_or_empty("TrainingJobStatus") == "Stopped");
  CHECK(shown.string_or_empty("SecondaryStatus") == "MaxRuntimeExceeded");
  CHECK(shown.find("TrainingTimeInSeconds")->as_integer() == 90);  // and half a minute to stop
}

TEST_CASE("jobs: a called job counts against its account's quotas until it has ended",
          "[api][jobs]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "ml.m5.large for training job usage", 1);
  json::Value const tuning = job_request(sim, JobKind::tuning, "tune");
  json::Value const second = job_request(sim, JobKind::training, "second");
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateTrainingJob", job_request(sim, JobKind::training, "first"));
    ApiError const error = sim.refused(admin, "sagemaker", "CreateTrainingJob", second);
    CHECK(error.code == "ResourceLimitExceeded");
    CHECK(error.message ==
          "The account-level service limit 'ml.m5.large for training job usage' is 1 Instances, "
          "with current utilization of 1 Instances and a request delta of 1 Instances. Please "
          "contact AWS support to request an increase for this limit.");
    // The training jobs of a tuning job are training jobs; what is refused leaves nothing.
    CHECK(sim.refused(admin, "sagemaker", "CreateHyperParameterTuningJob", tuning).code ==
          "ResourceLimitExceeded");
    CHECK(job_names(sim, JobKind::training, json::Object{}).size() == 1);
    sim.ok(admin, "sagemaker", "CreateProcessingJob", job_request(sim, JobKind::processing, "p"));
    sim.ok(admin, "sagemaker", "StopTrainingJob", in({{"TrainingJobName", "first"}}));
    CHECK(sim.refused(admin, "sagemaker", "CreateTrainingJob", second).code ==
          "ResourceLimitExceeded");  // it is only Stopping
  });
  sim.at(10min, [&] { sim.ok(admin, "sagemaker", "CreateTrainingJob", second); });
  sim.run();
  CHECK(sim.world.jobs().instances().taken(sim.world.organization().place(sim.account("staging")),
                                           "training job", "ml.m5.large") == 0);
  CHECK(domain::broken_invariants(sim.trace).empty());
}

TEST_CASE("jobs: called jobs and those of steps share a quota, either way", "[api][jobs]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "ml.m5.large for training job usage", 1);
  PipelineId const churn = sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "Train", "Type": "Training", "Arguments": {"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}})"));
  sim.plan(churn, "Train").duration = Quantiles::fixed(10min);
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(5min, [&] {
    CHECK(sim.refused(admin, "sagemaker", "CreateTrainingJob",
                      job_request(sim, JobKind::training, "mine"))
              .code == "ResourceLimitExceeded");
  });
  sim.at(20min, [&] {
    sim.ok(admin, "sagemaker", "CreateTrainingJob", job_request(sim, JobKind::training, "mine"));
    sim.start(admin, "churn");
  });
  sim.run();
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Failed");
  CHECK_THAT(sim.reason("Train", 1), Catch::Contains("with current utilization of 1 Instances"));
}

TEST_CASE("jobs: one of more instances than a job may have is refused", "[api][jobs]") {
  Sim sim;
  sim.setting("staging", "instances_per_training_job_max", 4);
  json::Value const request =
      job_request(sim, JobKind::training, "wide")
          .set("ResourceConfig",
               in({{"InstanceCount", 5}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 30}}));
  ApiError const error =
      sim.refused(sim.admin("staging"), "sagemaker", "CreateTrainingJob", request);
  CHECK(error.code == "ResourceLimitExceeded");
  CHECK_THAT(error.message, Catch::Contains("instances per training job' is 4 Instances"));
}

TEST_CASE("jobs: a managed spot job may wait for its MaxWaitTimeInSeconds, as a step's may",
          "[api][jobs]") {
  Sim sim;
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "CreateTrainingJob",
           job_request(sim, JobKind::training, "j")
               .set("EnableManagedSpotTraining", true)
               .set("StoppingCondition",
                    in({{"MaxRuntimeInSeconds", 60}, {"MaxWaitTimeInSeconds", 120}})));
  });
  sim.run();
  json::Value const shown = describe_job(sim, JobKind::training, "j");
  CHECK(shown.string_or_empty("SecondaryStatus") == "MaxRuntimeExceeded");
  CHECK(shown.find("TrainingTimeInSeconds")->as_integer() == 150);  // and half a minute to stop
}

TEST_CASE("jobs: a transform job needs its model", "[api][jobs]") {
  Sim sim;
  json::Value const request = job_request(sim, JobKind::transform, "j");
  CHECK_THAT(sim.refused(sim.admin("staging"), "sagemaker", "CreateTransformJob", request).message,
             Catch::Contains("Could not find model"));
  with_model(sim);
  sim.ok(sim.admin("staging"), "sagemaker", "CreateTransformJob", request);
}

TEST_CASE("jobs: lists are filtered, sorted and paged", "[api][jobs]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  auto create = [&](char const* name) {
    sim.ok(admin, "sagemaker", "CreateProcessingJob", job_request(sim, JobKind::processing, name));
  };
  sim.at(0s, [&] { create("b-prep"); });
  sim.at(1h, [&] { create("a-prep"); });
  sim.at(2h, [&] { create("c-check"); });
  using NameList = std::vector<std::string>;
  auto names = [&](json::Value const& input) { return job_names(sim, JobKind::processing, input); };
  sim.at(2h + 1s, [&] {
    CHECK(names(json::Object{}) == NameList{"b-prep", "a-prep", "c-check"});
    CHECK(names(in({{"SortBy", "Name"}, {"SortOrder", "Descending"}})) ==
          NameList{"c-check", "b-prep", "a-prep"});
    CHECK(names(in({{"NameContains", "prep"}})) == NameList{"b-prep", "a-prep"});
    CHECK(names(in({{"StatusEquals", "InProgress"}})) == NameList{"c-check"});
    CHECK(names(in({{"CreationTimeAfter", "2026-01-05T09:30:00Z"},
                    {"CreationTimeBefore", "2026-01-05T11:00:00Z"}})) == NameList{"a-prep"});
    CHECK(names(in({{"LastModifiedTimeBefore", "2026-01-05T10:00:00Z"}})) == NameList{"b-prep"});
    json::Value const first =
        sim.ok(admin, "sagemaker", "ListProcessingJobs", in({{"MaxResults", 2}}));
    std::string const token(first.string_or_empty("NextToken"));
    CHECK(token.size() == 32);  // opaque
    CHECK(names(in({{"MaxResults", 2}, {"NextToken", token}})) == NameList{"c-check"});
    // A token is of its list.
    CHECK(sim.refused(admin, "sagemaker", "ListTrainingJobs", in({{"NextToken", token}})) ==
          ApiError{"ValidationException", "Invalid pagination token"});
  });
  sim.run();
}

TEST_CASE("jobs: those of a pipeline's steps are listed and described as the step sent them",
          "[api][jobs]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  PipelineId const churn = sim.pipeline(
      "staging", "churn",
      definition(step("Train", "Training",
                      R"(, "Arguments": {"Environment": {"ROWS": {"Get": "Parameters.Rows"}}})") +
                     "," + after("Check", "Train", "Processing"),
                 R"({"Name": "Rows", "Type": "String", "DefaultValue": "100"})"));
  sim.plan(churn, "Train").duration = Quantiles::fixed(10min);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  std::string name;
  sim.at(5min, [&] {
    REQUIRE(job_names(sim, JobKind::training, json::Object{}).size() == 1);
    CHECK(job_names(sim, JobKind::processing, json::Object{}).empty());  // not there yet
    name = job_names(sim, JobKind::training, json::Object{}).front();
    CHECK(name == world::job_name(sim.world, {0}, 0));
    json::Value const shown = describe_job(sim, JobKind::training, name);
    CHECK(shown.string_or_empty("TrainingJobStatus") == "InProgress");
    CHECK(shown.find("Environment")->string_or_empty("ROWS") == "100");
    // Its name is taken.
    CHECK(sim.refused(admin, "sagemaker", "CreateTrainingJob",
                      job_request(sim, JobKind::training, name))
              .code == "ResourceInUse");
  });
  sim.run();
  json::Value const shown = describe_job(sim, JobKind::training, name);
  CHECK(shown.string_or_empty("TrainingJobStatus") == "Completed");
  CHECK(shown.find("TrainingTimeInSeconds")->as_integer() == 600);
  CHECK(job_names(sim, JobKind::processing, json::Object{}).size() == 1);
}

TEST_CASE("jobs: a step whose create call is refused leaves no job and no metadata",
          "[api][jobs]") {
  Sim sim;
  PrincipalId const weak = sim.role("staging", "weak", allowing(R"("s3:*")"));
  sim.pipeline("staging", "churn", definition(step("Train")), 0, weak);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(job_names(sim, JobKind::training, json::Object{}).empty());
  json::Value const steps = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
                                   in({{"PipelineExecutionArn", arn}}));
  CHECK(json::dump(*steps.find("PipelineExecutionSteps")->as_array().front().find("Metadata")) ==
        "{}");
}

TEST_CASE("models: listed, and deleted but for the endpoints that have loaded them",
          "[api][jobs]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  with_model(sim);
  json::Value const model = in({{"ModelName", "m"}});
  auto count = [&](json::Value const& input) {
    return sim.ok(admin, "sagemaker", "ListModels", input).find("Models")->as_array().size();
  };
  CHECK(count(json::Object{}) == 1);
  CHECK(count(in({{"NameContains", "x"}})) == 0);
  sim.ok(admin, "sagemaker", "DeleteModel", model);
  CHECK(count(json::Object{}) == 0);
  CHECK(sim.refused(admin, "sagemaker", "DescribeModel", model).code == "ValidationException");
  CHECK(sim.refused(admin, "sagemaker", "DeleteModel", model).code == "ValidationException");
  with_model(sim);  // the name is free again
}
