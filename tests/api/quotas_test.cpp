// Quotas of what an account has and runs: the registry, jobs, endpoints. Source:
// sagemaker-pipelines 5.1.
#include <fmt/format.h>

#include "sim/domain/invariants.hpp"
#include "sim/vocab/quotas.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kOtherRegion[] = "us-west-2";

std::string limit_message(std::string const& name, int limit, std::string const& unit, int used,
                          int more) {
  return fmt::format(
      "The account-level service limit '{0}' is {1} {2}, with current utilization of {3} {2} and a "
      "request delta of {4} {2}.",
      name, limit, unit, used, more);
}

json::Value group_named(char const* name) { return in({{"ModelPackageGroupName", name}}); }

std::string register_step(std::string const& name, std::string const& group) {
  return R"({"Name": ")" + name +
         R"(", "Type": "RegisterModel", "Arguments": {"ModelPackageGroupName": ")" + group +
         R"("}})";
}

std::string automl_step(std::string const& name) {
  return R"({"Name": ")" + name +
         R"(", "Type": "AutoML", "Arguments": {"AutoMLJobConfig": {"Mode": "ENSEMBLING"}, "InputDataConfig": [], "OutputDataConfig": {}, "RoleArn": "arn:aws:iam::111122223333:role/admin"}})";
}

std::string job_step(std::string const& name, std::string const& type, std::string const& member,
                     int instances) {
  return R"({"Name": ")" + name + R"(", "Type": ")" + type + R"(", "Arguments": {)" + member +
         fmt::format(R"(: {{"InstanceType": "ml.m5.large", "InstanceCount": {}}})", instances) +
         "}}";
}

/// A configuration of one variant a pair: type and count.
void store_config(Sim& sim, char const* name,
                  std::initializer_list<std::pair<char const*, int>> variants) {
  json::Array list;
  for (auto const& [type, count] : variants)
    list.push_back(in({{"VariantName", "v" + std::to_string(list.size())},
                       {"ModelName", "m"},
                       {"InitialInstanceCount", count},
                       {"InstanceType", type}}));
  sim.ok(sim.admin("staging"), "sagemaker", "CreateEndpointConfig",
         in({{"EndpointConfigName", name}, {"ProductionVariants", list}}));
}

json::Value served(char const* endpoint, char const* config) {
  return in({{"EndpointName", endpoint}, {"EndpointConfigName", config}});
}

void store_model(Sim& sim) {
  PrincipalId const admin = sim.admin("staging");
  sim.ok(admin, "sagemaker", "CreateModel",
         in({{"ModelName", "m"},
             {"ExecutionRoleArn", sim.arn(admin)},
             {"PrimaryContainer", in({{"Image", "image"}})}}));
}

json::Value automl_job(Sim const& sim, char const* name) {
  json::Value const source =
      in({{"S3DataSource", in({{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://acme-data/in"}})}});
  return in({{"AutoMLJobName", name},
             {"RoleArn", sim.arn(sim.admin("staging"))},
             {"InputDataConfig",
              json::Array{in({{"DataSource", source}, {"TargetAttributeName", "churned"}})}},
             {"OutputDataConfig", in({{"S3OutputPath", "s3://acme-data/out"}})}});
}

json::Value processing_job(Sim const& sim, char const* name, int instances, int seconds) {
  json::Value const cluster =
      in({{"InstanceCount", instances}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 30}});
  return in({{"ProcessingJobName", name},
             {"RoleArn", sim.arn(sim.admin("staging"))},
             {"AppSpecification", in({{"ImageUri", "image"}})},
             {"ProcessingResources", in({{"ClusterConfig", cluster}})},
             {"StoppingCondition", in({{"MaxRuntimeInSeconds", seconds}})}});
}

}  // namespace

TEST_CASE("quota: a group more than the account may have in a Region is refused", "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "model_package_groups_max", 1);
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group_named("a"));
    ApiError const full =
        sim.refused(admin, "sagemaker", "CreateModelPackageGroup", group_named("b"));
    CHECK(full == ApiError{"ResourceLimitExceeded",
                           limit_message("Maximum number of SageMaker Model Package Groups allowed "
                                         "per account",
                                         1, "ModelPackageGroups", 1, 1)});
    sim.client_region = kOtherRegion;
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group_named("b"));
    sim.client_region.clear();
    sim.ok(sim.admin("production"), "sagemaker", "CreateModelPackageGroup", group_named("b"));
    sim.ok(admin, "sagemaker", "DeleteModelPackageGroup", group_named("a"));
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group_named("b"));
  });
  sim.run();
}

TEST_CASE("quota: a version more than the account may have is refused, of a call and of a step",
          "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "model_packages_max", 2);
  std::string const name = "Maximum number of SageMaker Model Package allowed per account";
  sim.pipeline("staging", "churn",
               definition(register_step("First", "g") + "," + register_step("Second", "g")));
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group_named("g"));
    sim.ok(admin, "sagemaker", "CreateModelPackage", group_named("g"));
    sim.start(admin, "churn");
  });
  sim.at(1h, [&] {
    CHECK(sim.refused(admin, "sagemaker", "CreateModelPackage", group_named("g")) ==
          ApiError{"ResourceLimitExceeded", limit_message(name, 2, "ModelPackages", 2, 1)});
    sim.ok(
        admin, "sagemaker", "DeleteModelPackage",
        in({{"ModelPackageName", "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1"}}));
  });
  sim.at(2h, [&] { sim.ok(admin, "sagemaker", "CreateModelPackage", group_named("g")); });
  sim.run();
  // Both were let in while there was room for one: the later one finds none when it is done.
  CHECK(sim.status(0) == "Failed");
  std::string const late =
      "ClientError: Failed to invoke sagemaker:CreateModelPackage. Error "
      "Details: " +
      limit_message(name, 2, "ModelPackages", 2, 1);
  CHECK((sim.reason("First", 0) == late) != (sim.reason("Second", 0) == late));
  CHECK(sim.world.registry().packages_in(sim.place("staging")) == 2);
}

TEST_CASE("quota: a step that would make a group too many fails at its create call",
          "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "model_package_groups_max", 1);
  sim.pipeline("staging", "churn", definition(register_step("Register", "other")));
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group_named("g"));
    sim.start(admin, "churn");
  });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK_THAT(sim.reason("Register"), Contains("'Maximum number of SageMaker Model Package Groups"));
  CHECK_THAT(sim.reason("Register"), Contains("for the exception type SAGEMAKER_RESOURCE_LIMIT."));
  CHECK(sim.world.registry().groups_in(sim.place("staging")) == 1);
}

TEST_CASE("quota: one AutoML job at once, of a call or of a step, until it has ended",
          "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  PipelineId const churn =
      sim.pipeline("staging", "churn", definition(automl_step("A") + "," + automl_step("B")));
  sim.plan(churn, "A").duration = Quantiles::fixed(1h);
  sim.plan(churn, "B").duration = Quantiles::fixed(1h);
  std::string const full =
      limit_message("Maximum number of concurrent AutoML Jobs", 1, "AutoMLJobs", 1, 1);
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(30min, [&] {
    CHECK(sim.refused(admin, "sagemaker", "CreateAutoMLJob", automl_job(sim, "mine")) ==
          ApiError{"ResourceLimitExceeded", full});
    sim.client_region = kOtherRegion;
    sim.ok(admin, "sagemaker", "CreateAutoMLJob", automl_job(sim, "there"));
    sim.client_region.clear();
  });
  sim.at(2h, [&] {
    sim.ok(admin, "sagemaker", "CreateAutoMLJob", automl_job(sim, "mine"));
    sim.start(admin, "churn");
  });
  sim.at(10h, [&] { sim.ok(admin, "sagemaker", "CreateAutoMLJob", automl_job(sim, "later")); });
  sim.run();
  CHECK(sim.step_status("A", 0) == "Succeeded");
  CHECK(sim.step_status("B", 0) == "Failed");
  CHECK_THAT(sim.reason("B", 0), Contains(full));
  CHECK_THAT(sim.reason("A", 1), Contains(full));
}

TEST_CASE("quota: AutoML jobs at once are as many as the scenario says", "[api][quotas]") {
  Sim sim;
  sim.setting("staging", "concurrent_automl_jobs_max", 2);
  sim.pipeline("staging", "churn", definition(automl_step("A") + "," + automl_step("B")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("quota: instances across the jobs of a kind count where the scenario says so",
          "[api][quotas]") {
  struct Row {
    char const *type, *member, *setting, *name;
  };
  for (Row const& row :
       {Row{"Training", R"("ResourceConfig")", "instances_across_training_jobs_max",
            "Number of instances across all training jobs"},
        Row{"Transform", R"("TransformResources")", "instances_across_transform_jobs_max",
            "Number of instances across all transform jobs"}}) {
    INFO(row.type);
    for (bool limited : {false, true}) {
      Sim sim;
      if (limited) sim.setting("staging", row.setting, 4);
      sim.pipeline("staging", "churn",
                   definition(job_step("A", row.type, row.member, 3) + "," +
                              job_step("B", row.type, row.member, 2)));
      sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
      sim.run();
      CHECK(sim.status() == (limited ? "Failed" : "Succeeded"));
      if (limited)
        CHECK_THAT(sim.reason("B"),
                   Contains(limit_message(row.name, 4, "Instances", 3, 2) +
                            " Please contact AWS support to request an increase for this limit."));
    }
  }
}

TEST_CASE("quota: a new account has four instances across the jobs of a kind", "[api][quotas]") {
  Sim sim;
  sim.assume("instance_quotas", "new_account");
  sim.setting("staging", "ml.m5.large for processing job usage", 20);
  PrincipalId const admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateProcessingJob", processing_job(sim, "a", 4, 600));
    CHECK_THAT(
        sim.refused(admin, "sagemaker", "CreateProcessingJob", processing_job(sim, "b", 1, 600))
            .message,
        Contains("'Number of instances across all processing jobs' is 4 Instances"));
  });
  sim.run();
}

TEST_CASE("quota: a job that asks for more than the longest run time is refused", "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "processing_job_seconds_max", 500'000, kOtherRegion);
  sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "Train", "Type": "Training", "Arguments": {"StoppingCondition": {"MaxRuntimeInSeconds": 432001}}})"));
  sim.at(0s, [&] {
    json::Value const long_job = processing_job(sim, "long", 1, 432'001);
    CHECK(sim.refused(admin, "sagemaker", "CreateProcessingJob", long_job) ==
          ApiError{"ResourceLimitExceeded", limit_message("Longest run time for a processing job",
                                                          432'000, "Seconds", 0, 432'001)});
    sim.ok(admin, "sagemaker", "CreateProcessingJob", processing_job(sim, "most", 1, 432'000));
    sim.client_region = kOtherRegion;
    sim.ok(admin, "sagemaker", "CreateProcessingJob", long_job);
    sim.client_region.clear();
    sim.start(admin, "churn");
  });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK_THAT(sim.reason("Train"), Contains("'Longest run time for a training job' is 432000"));
}

TEST_CASE("quota: an endpoint has at most four instances, of all its variants", "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.at(0s, [&] {
    store_model(sim);
    store_config(sim, "five", {{"ml.m5.large", 3}, {"ml.c5.xlarge", 2}});
    store_config(sim, "four", {{"ml.m5.large", 2}, {"ml.c5.xlarge", 2}});
    ApiError const full{
        "ResourceLimitExceeded",
        limit_message("Maximum number of instances per endpoint", 4, "Instances", 0, 5)};
    CHECK(sim.refused(admin, "sagemaker", "CreateEndpoint", served("e", "five")) == full);
    sim.ok(admin, "sagemaker", "CreateEndpoint", served("e", "four"));
  });
  sim.at(1h, [&] {
    CHECK_THAT(sim.refused(admin, "sagemaker", "UpdateEndpoint", served("e", "five")).message,
               Contains("request delta of 5 Instances"));
    sim.setting("staging", "instances_per_endpoint_max", 5);
    sim.ok(admin, "sagemaker", "UpdateEndpoint", served("e", "five"));
  });
  sim.run();
}

TEST_CASE(
    "quota: instances under endpoints count by type and across, an update's twice until it "
    "is done",
    "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.setting("staging", "ml.m5.large for endpoint usage", 3);
  sim.setting("staging", "instances_across_endpoints_max", 4);
  sim.at(0s, [&] {
    store_model(sim);
    store_config(sim, "two", {{"ml.m5.large", 2}});
    store_config(sim, "other", {{"ml.c5.xlarge", 2}});
    store_config(sim, "three", {{"ml.c5.xlarge", 3}});
    sim.ok(admin, "sagemaker", "CreateEndpoint", served("a", "two"));
    CHECK_THAT(sim.refused(admin, "sagemaker", "CreateEndpoint", served("b", "two")).message,
               Contains(limit_message("ml.m5.large for endpoint usage", 3, "Instances", 2, 2)));
    CHECK_THAT(sim.refused(admin, "sagemaker", "CreateEndpoint", served("b", "three")).message,
               Contains(limit_message("Number of instances across active endpoints", 4, "Instances",
                                      2, 3)));
  });
  sim.at(1h, [&] {
    sim.ok(admin, "sagemaker", "UpdateEndpoint", served("a", "other"));
    CHECK(sim.world.endpoints().hosted(sim.place("staging"), {}) == 4);
    CHECK(sim.refused(admin, "sagemaker", "CreateEndpoint", served("b", "other")).code ==
          "ResourceLimitExceeded");
  });
  sim.at(2h, [&] {
    CHECK(sim.world.endpoints().hosted(sim.place("staging"), "ml.m5.large") == 0);
    sim.ok(admin, "sagemaker", "CreateEndpoint", served("b", "two"));
    CHECK(sim.refused(admin, "sagemaker", "UpdateEndpoint", served("a", "two")).code ==
          "ResourceLimitExceeded");
  });
  sim.at(3h, [&] { sim.ok(admin, "sagemaker", "DeleteEndpoint", in({{"EndpointName", "b"}})); });
  sim.at(4h, [&] { sim.ok(admin, "sagemaker", "UpdateEndpoint", served("a", "other")); });
  sim.run();
}

TEST_CASE("quota: an Endpoint step meets the quotas of its owner's endpoints", "[api][quotas]") {
  Sim sim;
  sim.pipeline(
      "staging", "deploy",
      definition(
          R"({"Name": "Deploy", "Type": "Endpoint", "Arguments": {"EndpointConfigName": "five"}})"));
  sim.at(0s, [&] {
    store_model(sim);
    store_config(sim, "five", {{"ml.m5.large", 5}});
    sim.start(sim.admin("staging"), "deploy");
  });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK_THAT(
      sim.reason("Deploy"),
      Contains("Failed to invoke sagemaker:CreateEndpoint. Error Details: " +
               limit_message("Maximum number of instances per endpoint", 4, "Instances", 0, 5)));
  CHECK(sim.world.endpoints().endpoints().empty());
}

TEST_CASE("invariants: AutoML jobs and instances across jobs beyond their quotas are caught",
          "[api][quotas]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateAutoMLJob", automl_job(sim, "a"));
    sim.ok(admin, "sagemaker", "CreateProcessingJob", processing_job(sim, "p", 3, 600));
  });
  sim.run();
  REQUIRE(domain::broken_invariants(sim.trace).empty());
  auto with = [&](auto const& extra, bool first) {
    trace::Trace out;
    for (trace::Seq seq = 0; seq < sim.trace.size(); ++seq)
      sim.trace.visit(seq, [&]<class T>(trace::Entry const& entry, T const& record) {
        out.append(entry.at, entry.cause, record);
        if constexpr (std::is_same_v<T, trace::AccountDefined>)
          if (first && record.account == sim.account("staging"))
            out.append(entry.at, entry.cause, extra);
        if constexpr (std::is_same_v<T, trace::JobStored>)
          if (!first && record.job == JobId{1}) out.append(entry.at, entry.cause, extra);
      });
    auto const broken = domain::broken_invariants(out);
    return broken.empty() ? std::string{} : broken.front().substr(broken.front().find(": ") + 2);
  };
  CHECK(
      with(
          trace::JobStored{
              JobId{2}, JobKind::automl, sim.account("staging"), "b", DocumentId{0}, admin, 1, {}},
          false) == "more instances are taken up than the quota");
  CHECK(with(trace::SettingChanged{sim.account("staging"), "instances_across_processing_jobs_max",
                                   2, false},
             true) == "more instances are taken up than the quota");
}
