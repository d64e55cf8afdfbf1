// The training jobs of tuning jobs. Source: sagemaker-pipelines 1.5, and the API model.
#include "sim/pipeline/job_kinds.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

using Statuses = std::vector<std::string>;

/// Five training jobs, two at a time.
constexpr char kConfig[] =
    R"("HyperParameterTuningJobConfig": {"Strategy": "Random",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 5, "MaxParallelTrainingJobs": 2},
        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "rmse"},
        "ParameterRanges": {
          "IntegerParameterRanges": [{"Name": "depth", "MinValue": "1", "MaxValue": "10"}],
          "ContinuousParameterRanges": [{"Name": "eta", "MinValue": "0", "MaxValue": "1"}],
          "CategoricalParameterRanges": [{"Name": "mode", "Values": ["a", "b"]}]}})";

std::string tune_step() {
  return step("Tune", "Tuning",
              std::string(R"(, "Arguments": {)") + kConfig + R"(, "TrainingJobDefinition": {}})");
}

/// A pipeline whose tuning lasts an hour: waves of 20 minutes.
PipelineId tuned(Sim& sim, std::string const& more = "") {
  PipelineId const churn = sim.pipeline("staging", "churn", definition(tune_step() + more));
  sim.plan(churn, "Tune").duration = Quantiles::fixed(1h);
  return churn;
}

std::string tuning_job(Sim& sim) {
  return std::string(sim.ok(sim.admin("staging"), "sagemaker", "ListHyperParameterTuningJobs")
                         .find("HyperParameterTuningJobSummaries")
                         ->as_array()
                         .front()
                         .string_or_empty("HyperParameterTuningJobName"));
}

json::Array jobs_of(Sim& sim, json::Value input = json::Object{}) {
  input.set("HyperParameterTuningJobName", tuning_job(sim));
  return sim
      .ok(sim.admin("staging"), "sagemaker", "ListTrainingJobsForHyperParameterTuningJob", input)
      .find("TrainingJobSummaries")
      ->as_array();
}

json::Value described(Sim& sim) {
  return sim.ok(sim.admin("staging"), "sagemaker", "DescribeHyperParameterTuningJob",
                in({{"HyperParameterTuningJobName", tuning_job(sim)}}));
}

std::vector<std::string> told(json::Array const& jobs, char const* member) {
  std::vector<std::string> out;
  for (json::Value const& job : jobs) out.emplace_back(job.string_or_empty(member));
  return out;
}

std::string metric_of(json::Value const& job) {
  json::Value const* metric = job.find("FinalHyperParameterTuningJobObjectiveMetric");
  return metric == nullptr ? "" : metric->find("Value")->as_number_text();
}

}  // namespace

TEST_CASE("tuning: its training jobs run in waves over the time that it lasts", "[api][jobs]") {
  Sim sim;
  tuned(sim);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(10min, [&] {
    CHECK(told(jobs_of(sim), "TrainingJobStatus") == Statuses{"InProgress", "InProgress"});
    CHECK(told(jobs_of(sim), "ObjectiveStatus") == Statuses{"Pending", "Pending"});
  });
  sim.at(30min, [&] {
    CHECK(told(jobs_of(sim), "TrainingJobStatus") ==
          Statuses{"Completed", "Completed", "InProgress", "InProgress"});
    json::Value const job = described(sim);
    CHECK(json::dump(*job.find("TrainingJobStatusCounters")) ==
          R"({"Completed":2,"InProgress":2,"RetryableError":0,"NonRetryableError":0,"Stopped":0})");
    CHECK(json::dump(*job.find("ObjectiveStatusCounters")) ==
          R"({"Succeeded":2,"Pending":2,"Failed":0})");
  });
  sim.at(3h, [&] {
    json::Array const jobs = jobs_of(sim);
    REQUIRE(jobs.size() == 5);
    CHECK(told(jobs, "TrainingJobStatus") == Statuses(5, "Completed"));
    for (json::Value const& job : jobs) {
      json::Value const& drawn = *job.find("TunedHyperParameters");
      CHECK(drawn.as_object().size() == 3);
      CHECK(std::stoi(std::string(drawn.string_or_empty("depth"))) >= 1);
      CHECK(drawn.string_or_empty("eta").starts_with("0."));
      CHECK(std::string("ab").find(drawn.string_or_empty("mode")) != std::string::npos);
    }
  });
  sim.run();
}

TEST_CASE("tuning: the best of its training jobs is the first by its metric", "[api][jobs]") {
  Sim sim;
  tuned(sim, "," + step("Next", "Training",
                        R"(, "Arguments": {"Environment": {
                     "BEST": {"Get": "Steps.Tune.BestTrainingJob.TrainingJobName"},
                     "THIRD": {"Get": "Steps.Tune.TrainingJobSummaries[2].TrainingJobName"}}})"));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(6h, [&] {
    json::Array const ranked = jobs_of(sim, in({{"SortBy", "FinalObjectiveMetricValue"}}));
    REQUIRE(ranked.size() == 5);
    for (std::size_t i = 1; i < ranked.size(); ++i)
      CHECK(metric_of(ranked[i - 1]) <= metric_of(ranked[i]));
    std::string const best(ranked.front().string_or_empty("TrainingJobName"));
    CHECK(described(sim).find("BestTrainingJob")->string_or_empty("TrainingJobName") == best);
    std::string const next(sim.ok(sim.admin("staging"), "sagemaker", "ListTrainingJobs",
                                  in({{"NameContains", "Next"}}))
                               .find("TrainingJobSummaries")
                               ->as_array()
                               .front()
                               .string_or_empty("TrainingJobName"));
    json::Value const job = sim.ok(sim.admin("staging"), "sagemaker", "DescribeTrainingJob",
                                   in({{"TrainingJobName", next}}));
    CHECK(job.find("Environment")->string_or_empty("BEST") == best);
    CHECK(job.find("Environment")->string_or_empty("THIRD") ==
          ranked[2].string_or_empty("TrainingJobName"));
  });
  sim.run();
}

TEST_CASE("tuning: what runs when it is stopped is stopped with it", "[api][jobs]") {
  Sim sim;
  tuned(sim);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(30min, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "StopHyperParameterTuningJob",
           in({{"HyperParameterTuningJobName", tuning_job(sim)}}));
  });
  sim.at(2h, [&] {
    CHECK(jobs_of(sim, in({{"StatusEquals", "Stopped"}})).size() == 2);
    CHECK(jobs_of(sim, in({{"StatusEquals", "Completed"}})).size() == 2);
    CHECK(jobs_of(sim, in({{"StatusEquals", "InProgress"}})).empty());
  });
  sim.run();
}

TEST_CASE("tuning: the names of steps' jobs keep to what the API allows", "[api][jobs]") {
  Sim sim;
  sim.pipeline(
      "staging", "churn",
      definition(
          step("HyperParameterTuning", "Tuning",
               std::string(R"(, "Arguments": {)") + kConfig + "}") +
          "," +
          step(
              "AutomaticLearning", "AutoML",
              R"(, "Arguments": {"AutoMLJobConfig": {"Mode": "ENSEMBLING"}, "InputDataConfig": [], "OutputDataConfig": {},
                                  "RoleArn": ")" +
                  sim.arn(sim.admin("staging")) + R"("})")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(1min, [&] {
    for (JobKind kind : {JobKind::tuning, JobKind::automl}) {
      pipeline::JobKindRow const& row = pipeline::row_of(kind);
      std::string const list = std::string("List") + std::string(name_of(kind)) + "s";
      std::string const describe = std::string("Describe") + std::string(name_of(kind));
      std::string const name(sim.ok(sim.admin("staging"), "sagemaker", list.c_str())
                                 .find(row.summaries)
                                 ->as_array()
                                 .front()
                                 .string_or_empty(row.name));
      CHECK(name.size() == 32);
      CHECK(sim.ok(sim.admin("staging"), "sagemaker", describe.c_str(),
                   json::Value{}.set(row.name, name))
                .string_or_empty(row.status) == "InProgress");
    }
  });
  sim.run();
}

TEST_CASE("tuning: its training jobs are training jobs of their account", "[api][jobs]") {
  Sim sim;
  std::string const role = sim.arn(sim.admin("staging"));
  sim.plan(sim.pipeline("staging", "churn",
                        definition(step("Tune", "Tuning",
                                        std::string(R"(, "Arguments": {)") + kConfig +
                                            R"(, "TrainingJobDefinition": {"RoleArn": ")" + role +
                                            R"(", "StaticHyperParameters": {"rounds": "9"},
                              "OutputDataConfig": {"S3OutputPath": "s3://b/out"}}})"))),
           "Tune")
      .duration = Quantiles::fixed(1h);
  PrincipalId const admin = sim.admin("staging");
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(30min, [&] {
    auto listed = [&](json::Value const& input) {
      return told(sim.ok(admin, "sagemaker", "ListTrainingJobs", input)
                      .find("TrainingJobSummaries")
                      ->as_array(),
                  "TrainingJobName");
    };
    auto const names = told(jobs_of(sim), "TrainingJobName");
    REQUIRE(names.size() == 4);
    CHECK(listed(in({{"SortBy", "Name"}})) == names);
    CHECK(listed(in({{"SortBy", "Name"}, {"MaxResults", 3}})).size() == 3);
    CHECK(listed(in({{"NameContains", names[2]}})) == Statuses{names[2]});
    CHECK(listed(in({{"SortBy", "Name"}, {"StatusEquals", "Completed"}})) ==
          Statuses{names[0], names[1]});
    json::Value const job =
        sim.ok(admin, "sagemaker", "DescribeTrainingJob", in({{"TrainingJobName", names[0]}}));
    CHECK(job.string_or_empty("TrainingJobStatus") == "Completed");
    CHECK(job.string_or_empty("TuningJobArn") ==
          described(sim).string_or_empty("HyperParameterTuningJobArn"));
    CHECK(job.string_or_empty("RoleArn") == role);
    CHECK(job.find("HyperParameters")->string_or_empty("rounds") == "9");
    CHECK(job.find("HyperParameters")->as_object().size() == 4);
    CHECK(job.find("ModelArtifacts")->string_or_empty("S3ModelArtifacts") ==
          "s3://b/out/" + names[0] + "/output/model.tar.gz");
    CHECK(job.find("FinalMetricDataList")->as_array()[0].find("Value")->as_number_text() ==
          metric_of(jobs_of(sim)[0]));
    sim.ok(admin, "sagemaker", "AddTags",
           in({{"ResourceArn", job.string_or_empty("TrainingJobArn")},
               {"Tags", json::Array{in({{"Key", "team"}, {"Value", "a"}})}}}));
    CHECK(sim.refused(sim.admin("production"), "sagemaker", "DescribeTrainingJob",
                      in({{"TrainingJobName", names[0]}}))
              .message.find("Could not find requested job") != std::string::npos);
    CHECK(sim.refused(sim.role("staging", "reader", allowing(R"("sagemaker:List*")")), "sagemaker",
                      "DescribeTrainingJob", in({{"TrainingJobName", names[0]}}))
              .code == "AccessDeniedException");
  });
  sim.run();
}

TEST_CASE("tuning: one of its training jobs can be stopped, and the tuning job goes on",
          "[api][jobs]") {
  Sim sim;
  tuned(sim);
  PrincipalId const admin = sim.admin("staging");
  std::string stopped;
  auto status = [&] {
    return std::string(
        sim.ok(admin, "sagemaker", "DescribeTrainingJob", in({{"TrainingJobName", stopped}}))
            .string_or_empty("TrainingJobStatus"));
  };
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(30min, [&] {
    auto const names = told(jobs_of(sim), "TrainingJobName");
    stopped = names[3];
    sim.ok(admin, "sagemaker", "StopTrainingJob", in({{"TrainingJobName", stopped}}));
    CHECK(status() == "Stopping");
    CHECK(described(sim).find("TrainingJobStatusCounters")->find("InProgress")->as_integer() == 2);
    CHECK(sim.refused(admin, "sagemaker", "StopTrainingJob", in({{"TrainingJobName", stopped}}))
              .code == "ValidationException");
    CHECK(sim.refused(admin, "sagemaker", "StopTrainingJob", in({{"TrainingJobName", names[0]}}))
              .message.find("is in status Completed") != std::string::npos);
  });
  sim.at(35min, [&] { CHECK(status() == "Stopped"); });
  sim.at(3h, [&] {
    CHECK(told(jobs_of(sim), "TrainingJobStatus") ==
          Statuses{"Completed", "Completed", "Completed", "Stopped", "Completed"});
    json::Value const job = described(sim);
    CHECK(job.string_or_empty("HyperParameterTuningJobStatus") == "Completed");
    CHECK(json::dump(*job.find("ObjectiveStatusCounters")) ==
          R"({"Succeeded":4,"Pending":0,"Failed":1})");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}
