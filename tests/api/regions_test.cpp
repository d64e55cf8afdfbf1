// One account in several Regions: what is Regional stays there. Source: sagemaker-pipelines 3.2,
// 5.1, sharing-and-access 1.12.
#include "sim/domain/invariants.hpp"
#include "sim/world/names.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kElsewhere[] = "us-west-2";

/// The admin of staging makes a pipeline by a call, in the client's Region.
std::string create(Sim& sim, std::string const& name) {
  PrincipalId admin = sim.admin("staging");
  json::Value answer = sim.ok(admin, "sagemaker", "CreatePipeline",
                              in({{"PipelineName", name},
                                  {"PipelineDefinition", definition(step("Train"))},
                                  {"ClientRequestToken", std::string(32, 'a') + name},
                                  {"RoleArn", sim.arn(admin)}}));
  return answer.find("PipelineArn")->as_string();
}

json::Value by_arn(std::string const& arn) { return in({{"PipelineName", arn}}); }

std::size_t shares_of(Sim& sim, std::string const& account, char const* owner) {
  return sim.ok(sim.admin(account), "ram", "GetResourceShares", in({{"resourceOwner", owner}}))
      .find("resourceShares")
      ->as_array()
      .size();
}

}  // namespace

TEST_CASE("regions: one name is a pipeline of its own in each Region", "[api][regions]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  std::string here, there;
  sim.at(0s, [&] {
    here = create(sim, "churn");
    sim.client_region = kElsewhere;
    there = create(sim, "churn");
    CHECK(here == "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn");
    CHECK(there == "arn:aws:sagemaker:us-west-2:111122223333:pipeline/churn");
    json::Value listed = sim.ok(admin, "sagemaker", "ListPipelines");
    REQUIRE(listed.find("PipelineSummaries")->as_array().size() == 1);
    CHECK(listed.find("PipelineSummaries")->as_array()[0].string_or_empty("PipelineArn") == there);
    json::Value found = sim.ok(admin, "sagemaker", "Search", in({{"Resource", "Pipeline"}}));
    CHECK(found.find("Results")->as_array().size() == 1);
    sim.ok(admin, "sagemaker", "DescribePipeline", by_arn(there));
    CHECK(sim.refused(admin, "sagemaker", "DescribePipeline", by_arn(here)).code ==
          "ResourceNotFound");
    std::string const run = sim.start(admin, "churn");
    CHECK(run.starts_with(there + "/execution/"));
    sim.client_region.clear();
    CHECK(sim.refused(admin, "sagemaker", "DescribePipelineExecution",
                      in({{"PipelineExecutionArn", run}}))
              .code == "ResourceNotFound");
  });
  sim.at(5s, [&] {
    CHECK(world::job_arn(sim.world, sim.execution(), 0)
              .starts_with("arn:aws:sagemaker:us-west-2:111122223333:training-job/"));
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("regions: quotas count in each Region, and may be set for one", "[api][regions]") {
  Sim sim;
  sim.setting("staging", "concurrent_executions_max", 1);
  sim.setting("staging", "pipelines_max", 1);
  sim.setting("staging", "pipelines_max", 2, kElsewhere);
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    for (char const* region : {"", kElsewhere}) {
      sim.client_region = region;
      create(sim, "churn");
      sim.start(admin, "churn");
      ApiError const full = sim.refused(
          admin, "sagemaker", "StartPipelineExecution",
          in({{"PipelineName", "churn"}, {"ClientRequestToken", std::string(32, 'b')}}));
      CHECK(full.code == "ResourceLimitExceeded");
      CHECK_THAT(full.message, Catch::Contains("is 1 Pipelines, with current utilization of 1"));
    }
    create(sim, "second");
    sim.client_region.clear();
    CHECK(sim.refused(admin, "sagemaker", "CreatePipeline",
                      in({{"PipelineName", "second"},
                          {"PipelineDefinition", definition(step("Train"))},
                          {"ClientRequestToken", std::string(32, 'c')},
                          {"RoleArn", sim.arn(admin)}}))
              .code == "ResourceLimitExceeded");
  });
  sim.run();
  CHECK(domain::broken_invariants(sim.trace).empty());
}

TEST_CASE("regions: the queue of running steps is the Region's", "[api][regions]") {
  Sim sim;
  sim.setting("staging", "running_steps_max", 1);
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    create(sim, "churn");
    sim.start(admin, "churn");
    sim.start(admin, "churn");
    sim.client_region = kElsewhere;
    create(sim, "churn");
    sim.start(admin, "churn");
  });
  sim.run();
  CHECK(sim.started("Train", 1) > sim.started("Train", 0));
  CHECK(sim.started("Train", 2) == sim.started("Train", 0));
}

TEST_CASE("regions: a share holds what is in its Region, and is seen from there",
          "[api][regions]") {
  Sim sim;
  sim.at(0s, [&] {
    std::string const here = create(sim, "churn");
    sim.client_region = kElsewhere;
    auto share_it = [&] {
      return in({{"name", "churn"},
                 {"resourceArns", strings({here})},
                 {"principals", strings({sim.account_id("production")})}});
    };
    CHECK(sim.refused(sim.admin("staging"), "ram", "CreateResourceShare", share_it()).code ==
          "UnknownResourceException");
    sim.client_region.clear();
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare", share_it());
  });
  sim.at(10min, [&] {
    CHECK(shares_of(sim, "staging", "SELF") == 1);
    CHECK(shares_of(sim, "production", "OTHER-ACCOUNTS") == 1);
    sim.client_region = kElsewhere;
    CHECK(shares_of(sim, "staging", "SELF") == 0);
    CHECK(shares_of(sim, "production", "OTHER-ACCOUNTS") == 0);
  });
  sim.run();
}

TEST_CASE("regions: models, groups and jobs are found where they were created", "[api][regions]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  json::Value const group = in({{"ModelPackageGroupName", "churn"}});
  json::Value const model = in({{"ModelName", "churn"}, {"ExecutionRoleArn", sim.arn(admin)}});
  sim.at(0s, [&] {
    sim.client_region = kElsewhere;
    json::Value made = sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group);
    CHECK(made.string_or_empty("ModelPackageGroupArn") ==
          "arn:aws:sagemaker:us-west-2:111122223333:model-package-group/churn");
    CHECK(sim.ok(admin, "sagemaker", "CreateModel", model).string_or_empty("ModelArn") ==
          "arn:aws:sagemaker:us-west-2:111122223333:model/churn");
    sim.client_region.clear();
    sim.refused(admin, "sagemaker", "DescribeModelPackageGroup", group);
    sim.refused(admin, "sagemaker", "DescribeModel", in({{"ModelName", "churn"}}));
    CHECK(sim.ok(admin, "sagemaker", "ListModels").find("Models")->as_array().empty());
    sim.ok(admin, "sagemaker", "CreateModel", model);
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", group);
  });
  sim.run();
}

TEST_CASE("regions: aws:RequestedRegion is the client's, of a step the pipeline's",
          "[api][regions]") {
  Sim sim;
  PrincipalId homebody = sim.role(
      "staging", "Homebody",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",
          "Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}]})");
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("Train")), 0, homebody);
  sim.at(10s, [&] {
    sim.ok(homebody, "sagemaker", "ListPipelines");
    sim.start(sim.admin("staging"), "churn");
    sim.client_region = kElsewhere;
    CHECK(sim.refused(homebody, "sagemaker", "ListPipelines").code == "AccessDeniedException");
    sim.ok(sim.admin("staging"), "sagemaker", "CreatePipeline",
           in({{"PipelineName", "churn"},
               {"PipelineDefinition", definition(step("Train"))},
               {"ClientRequestToken", std::string(32, 'a')},
               {"RoleArn", sim.arn(homebody)}}));
    sim.start(sim.admin("staging"), "churn");
  });
  sim.run();
  CHECK(sim.arn(churn).starts_with("arn:aws:sagemaker:eu-west-1:"));
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Failed");
}

TEST_CASE("regions: a Region that is out is out alone", "[api][regions]") {
  Sim sim;
  sim.fault(FaultKind::region_out, [](trace::FaultDefined& f) { f.region = kElsewhere; });
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "ListPipelines");
    sim.client_region = kElsewhere;
    CHECK(sim.refused(admin, "sagemaker", "ListPipelines").code == "ServiceUnavailable");
  });
  sim.run();
}

TEST_CASE("regions: a rule hears the events of its own Region", "[api][regions]") {
  Sim sim;
  sim.rule("staging", "all", R"({"source": ["aws.sagemaker"]})");
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.client_region = kElsewhere;
    create(sim, "churn");
    sim.start(admin, "churn");
  });
  sim.run();
  CHECK(sim.delivered.empty());
}
