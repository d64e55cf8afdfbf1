// Versions of pipelines, what Describe and List calls show, client tokens, definitions in buckets.
#include "sim/domain/artifacts.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

std::string token(char c) { return std::string(32, c); }

json::Value churn_named() { return in({{"PipelineName", "churn"}}); }

json::Value creation(Sim const& sim, PrincipalId role, char c, std::string const& text) {
  return in({{"PipelineName", "churn"},
             {"ClientRequestToken", token(c)},
             {"RoleArn", sim.arn(role)},
             {"PipelineDefinition", text}});
}

json::Value described_version(Sim& sim, std::uint32_t number) {
  return sim.ok(sim.admin("staging"), "sagemaker", "DescribePipeline",
                churn_named().set("PipelineVersionId", number));
}

/// What the versions say: `2 1`, newest first.
std::string version_numbers(Sim& sim) {
  json::Value const answer =
      sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineVersions", churn_named());
  std::string out;
  for (json::Value const& each : answer.find("PipelineVersionSummaries")->as_array())
    out += (out.empty() ? "" : " ") + each.find("PipelineVersionId")->as_number_text();
  return out;
}

std::vector<std::string> texts(json::Value const& answer, char const* list, char const* member) {
  std::vector<std::string> out;
  for (json::Value const& each : answer.find(list)->as_array())
    out.emplace_back(each.string_or_empty(member));
  return out;
}

DocumentId object_document(Sim& sim, std::string const& text) {
  return sim.domain().context().record.document(trace::DocumentKind::request, "s3",
                                                json::dump(json::Value{text}));
}

}  // namespace

TEST_CASE("versions: each keeps its definition, and the newest comes first", "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.pipeline("staging", "churn", definition(step("A")));
  json::Value const updated =
      sim.ok(admin, "sagemaker", "UpdatePipeline",
             churn_named().set("PipelineDefinition", definition(step("B"))));
  CHECK(updated.find("PipelineVersionId")->as_integer() == 2);
  CHECK(version_numbers(sim) == "2 1");
  CHECK_THAT(std::string(described_version(sim, 1).string_or_empty("PipelineDefinition")),
             Catch::Contains(R"("Name":"A")"));
  CHECK_THAT(std::string(described_version(sim, 2).string_or_empty("PipelineDefinition")),
             Catch::Contains(R"("Name":"B")"));
  CHECK(
      sim.refused(admin, "sagemaker", "DescribePipeline", churn_named().set("PipelineVersionId", 3))
          .code == "ResourceNotFound");
  CHECK(sim.world.pipelines().version({0}, 1)->definition !=
        sim.world.pipelines().version({0}, 2)->definition);
  CHECK(sim.world.pipelines().version({0}, 3) == nullptr);
}

TEST_CASE("versions: whether an update without a definition makes one is an assumption",
          "[api][versions]") {
  for (char const* rule : {"always", "definition_only"}) {
    Sim sim;
    sim.assume("pipeline_version_on_update", rule);
    sim.pipeline("staging", "churn", definition(step("A")));
    json::Value const updated =
        sim.ok(sim.admin("staging"), "sagemaker", "UpdatePipeline",
               churn_named()
                   .set("PipelineDescription", "weekly")
                   .set("ParallelismConfiguration", in({{"MaxParallelExecutionSteps", 3}})));
    bool const always = std::string_view(rule) == "always";
    CHECK(updated.find("PipelineVersionId")->as_integer() == (always ? 2 : 1));
    CHECK(version_numbers(sim) == (always ? "2 1" : "1"));
    json::Value const shown =
        sim.ok(sim.admin("staging"), "sagemaker", "DescribePipeline", churn_named());
    CHECK(shown.string_or_empty("PipelineDescription") == "weekly");
    CHECK(shown.find("ParallelismConfiguration")->find("MaxParallelExecutionSteps")->as_integer() ==
          3);
    CHECK(shown.find("LastModifiedBy")->find("IamIdentity")->string_or_empty("Arn") ==
          sim.arn(sim.admin("staging")));
  }
}

TEST_CASE("versions: UpdatePipelineVersion names one, and Describe shows it of that one alone",
          "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  PipelineId const churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.ok(admin, "sagemaker", "UpdatePipeline",
         churn_named().set("PipelineDefinition", definition(step("B"))));
  json::Value const name = in({{"PipelineArn", sim.arn(churn)},
                               {"PipelineVersionId", 1},
                               {"PipelineVersionDisplayName", "stable"},
                               {"PipelineVersionDescription", "before the rewrite"}});
  sim.ok(admin, "sagemaker", "UpdatePipelineVersion", name);
  CHECK(described_version(sim, 1).string_or_empty("PipelineVersionDisplayName") == "stable");
  CHECK(described_version(sim, 1).string_or_empty("PipelineVersionDescription") ==
        "before the rewrite");
  CHECK(described_version(sim, 2).find("PipelineVersionDisplayName") == nullptr);
  CHECK(sim.refused(admin, "sagemaker", "UpdatePipelineVersion",
                    json::Value(name).set("PipelineVersionId", 7))
            .code == "ResourceNotFound");
}

TEST_CASE("versions: a policy may hold somebody to one by sagemaker:PipelineVersionId",
          "[api][versions]") {
  Sim sim;
  PipelineId const churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.ok(sim.admin("staging"), "sagemaker", "UpdatePipeline",
         churn_named().set("PipelineDefinition", definition(step("B"))));
  PrincipalId const first = sim.role(
      "staging", "first",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:*","Resource":"*",
      "Condition":{"NumericEquals":{"sagemaker:PipelineVersionId":"1"}}}]})");
  for (std::uint32_t number : {1U, 2U}) {
    INFO(number);
    json::Value const version = in({{"PipelineArn", sim.arn(churn)},
                                    {"PipelineVersionId", number},
                                    {"PipelineVersionDescription", "x"}});
    json::Value const describe = churn_named().set("PipelineVersionId", number);
    if (number == 1) {
      sim.ok(first, "sagemaker", "UpdatePipelineVersion", version);
      sim.ok(first, "sagemaker", "DescribePipeline", describe);
    } else {
      CHECK(sim.refused(first, "sagemaker", "UpdatePipelineVersion", version).code ==
            "AccessDeniedException");
      CHECK(sim.refused(first, "sagemaker", "DescribePipeline", describe).code ==
            "AccessDeniedException");
    }
  }
}

TEST_CASE("versions: each knows its newest execution, and the execution its version",
          "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.pipeline("staging", "churn", definition(step("A")));
  std::string first, second;
  sim.at(0s, [&] { first = sim.start(admin, "churn"); });
  sim.at(1h, [&] {
    sim.ok(admin, "sagemaker", "UpdatePipeline",
           churn_named().set("PipelineDefinition", definition(step("B"))));
    second = sim.start(admin, "churn");
  });
  sim.run();
  json::Value const versions = sim.ok(admin, "sagemaker", "ListPipelineVersions", churn_named());
  CHECK(texts(versions, "PipelineVersionSummaries", "LastExecutionPipelineExecutionArn") ==
        std::vector<std::string>{second, first});
  json::Value const shown = sim.ok(admin, "sagemaker", "DescribePipelineExecution",
                                   in({{"PipelineExecutionArn", first}}));
  CHECK(shown.find("PipelineVersionId")->as_integer() == 1);
  json::Value const list = sim.ok(admin, "sagemaker", "ListPipelines");
  CHECK(list.find("PipelineSummaries")->as_array().front().find("LastExecutionTime") != nullptr);
}

TEST_CASE(
    "tokens: the same call again creates and deletes nothing new, and other arguments conflict",
    "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  json::Value const create = creation(sim, admin, 'a', definition(step("A")));
  std::string const arn(
      sim.ok(admin, "sagemaker", "CreatePipeline", create).string_or_empty("PipelineArn"));
  CHECK(sim.ok(admin, "sagemaker", "CreatePipeline", create).string_or_empty("PipelineArn") == arn);
  CHECK(sim.world.pipelines().all().size() == 1);
  CHECK(sim.refused(admin, "sagemaker", "CreatePipeline",
                    json::Value(create).set("PipelineName", "other"))
            .code == "ConflictException");
  CHECK_THAT(sim.refused(admin, "sagemaker", "CreatePipeline",
                         json::Value(create).set("ClientRequestToken", token('b')))
                 .message,
             Catch::Contains("already exists"));
  json::Value const remove = churn_named().set("ClientRequestToken", token('d'));
  sim.ok(admin, "sagemaker", "DeletePipeline", remove);
  CHECK(sim.ok(admin, "sagemaker", "DeletePipeline", remove).string_or_empty("PipelineArn") == arn);
  CHECK(sim.refused(admin, "sagemaker", "DeletePipeline",
                    churn_named().set("ClientRequestToken", token('e')))
            .code == "ResourceNotFound");
}

TEST_CASE("retention: with its pipeline an execution is gone, also for one made anew of that name",
          "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.pipeline("staging", "churn", definition(step("A")));
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  sim.run();
  json::Value const execution = in({{"PipelineExecutionArn", arn}});
  sim.ok(admin, "sagemaker", "DeletePipeline", churn_named().set("ClientRequestToken", token('d')));
  for (char const* operation :
       {"DescribePipelineExecution", "ListPipelineExecutionSteps", "UpdatePipelineExecution",
        "DescribePipelineDefinitionForExecution", "ListPipelineParametersForExecution"})
    CHECK(sim.refused(admin, "sagemaker", operation, execution).code == "ResourceNotFound");
  sim.ok(admin, "sagemaker", "CreatePipeline", creation(sim, admin, 'n', definition(step("A"))));
  CHECK(sim.refused(admin, "sagemaker", "DescribePipelineExecution", execution).code ==
        "ResourceNotFound");
  CHECK(sim.ok(admin, "sagemaker", "ListPipelineExecutions", churn_named())
            .find("PipelineExecutionSummaries")
            ->as_array()
            .empty());
}

TEST_CASE("definitions: one in a declared bucket is read with the caller's credentials",
          "[api][versions]") {
  Sim sim;
  domain::stand_bucket(sim.domain().context(), sim.account("staging"), "acme-data", {}, "", {});
  sim.domain().context().record.record(trace::ObjectDefined{
      "acme-data", "churn.json", object_document(sim, definition(step("FromS3")))});
  PrincipalId const admin = sim.admin("staging");
  auto from = [&](char const* key, char c) {
    json::Value input = in(
        {{"PipelineName", "churn"}, {"ClientRequestToken", token(c)}, {"RoleArn", sim.arn(admin)}});
    return input.set("PipelineDefinitionS3Location",
                     in({{"Bucket", "acme-data"}, {"ObjectKey", key}}));
  };
  PrincipalId const weak =
      sim.role("staging", "weak", allowing(R"(["sagemaker:*","iam:PassRole"])"));
  CHECK_THAT(sim.refused(weak, "sagemaker", "CreatePipeline", from("churn.json", 'a')).message,
             Catch::Contains("s3:GetObject on resource: arn:aws:s3:::acme-data/churn.json"));
  CHECK_THAT(sim.refused(admin, "sagemaker", "CreatePipeline", from("else.json", 'b')).message,
             Catch::Contains("s3://acme-data/else.json: the object does not exist"));
  CHECK_THAT(sim.refused(admin, "sagemaker", "CreatePipeline",
                         from("churn.json", 'c').set("PipelineDefinition", definition(step("A"))))
                 .message,
             Catch::Contains("Both Pipeline Definition and Pipeline Definition S3 Location"));
  sim.ok(admin, "sagemaker", "CreatePipeline", from("churn.json", 'd'));
  CHECK_THAT(std::string(sim.ok(admin, "sagemaker", "DescribePipeline", churn_named())
                             .string_or_empty("PipelineDefinition")),
             Catch::Contains("FromS3"));
}

TEST_CASE("lists: what was created after and before an instant, strictly", "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  for (int i = 0; i < 3; ++i)
    sim.at(1h * i, [&sim, admin, i] {
      sim.ok(admin, "sagemaker", "CreatePipeline",
             creation(sim, admin, static_cast<char>('a' + i), definition(step("A")))
                 .set("PipelineName", "p" + std::to_string(i)));
    });
  sim.run();
  auto names = [&](char const* member, std::string const& at) {
    return texts(sim.ok(admin, "sagemaker", "ListPipelines",
                        in({{member, at}, {"SortBy", "Name"}, {"SortOrder", "Ascending"}})),
                 "PipelineSummaries", "PipelineName");
  };
  using NameList = std::vector<std::string>;
  CHECK(names("CreatedAfter", "2026-01-05T10:00:00Z") == NameList{"p2"});
  CHECK(names("CreatedBefore", "2026-01-05T10:00:00Z") == NameList{"p0"});
  CHECK(names("CreatedAfter", "2026-01-05T09:59:59Z") == NameList{"p1", "p2"});
}

TEST_CASE("executions: an update renames one and lets a running one start more at once",
          "[api][versions]") {
  Sim sim;
  PipelineId const churn = sim.pipeline(
      "staging", "churn", definition(step("A") + "," + step("B") + "," + step("C")), 1);
  for (char const* name : {"A", "B", "C"}) sim.plan(churn, name).duration = Quantiles::fixed(1h);
  PrincipalId const admin = sim.admin("staging");
  PrincipalId const other = sim.role("staging", "other", kAllowAll);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  sim.at(10min, [&] {
    CHECK(sim.listed_steps(arn).size() == 1);
    sim.ok(other, "sagemaker", "UpdatePipelineExecution",
           in({{"PipelineExecutionArn", arn},
               {"PipelineExecutionDisplayName", "nightly"},
               {"ParallelismConfiguration", in({{"MaxParallelExecutionSteps", 3}})}}));
    CHECK(sim.listed_steps(arn).size() == 3);
  });
  sim.run();
  CHECK(sim.started("C") == 10min);
  json::Value const shown =
      sim.ok(admin, "sagemaker", "DescribePipelineExecution", in({{"PipelineExecutionArn", arn}}));
  CHECK(shown.string_or_empty("PipelineExecutionDisplayName") == "nightly");
  CHECK(shown.find("CreatedBy")->find("IamIdentity")->string_or_empty("Arn") == sim.arn(admin));
  CHECK(shown.find("LastModifiedBy")->find("IamIdentity")->string_or_empty("Arn") ==
        sim.arn(other));
  CHECK(shown.find("PipelineExperimentConfig")->string_or_empty("ExperimentName") == "churn");
  CHECK(texts(sim.ok(admin, "sagemaker", "ListPipelineExecutions", churn_named()),
              "PipelineExecutionSummaries",
              "PipelineExecutionDisplayName") == std::vector<std::string>{"nightly"});
}

TEST_CASE("executions: an update before the first step makes none start early", "[api][versions]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")), 1);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(1s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "UpdatePipelineExecution",
           in({{"PipelineExecutionArn", arn},
               {"ParallelismConfiguration", in({{"MaxParallelExecutionSteps", 2}})}}));
    CHECK(sim.listed_steps(arn).empty());
  });
  sim.run();
  CHECK(sim.started("A") == 1900ms);
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("definitions: what cannot be read is told in the service's words first, then its place",
          "[api][versions]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  for (char const* text :
       {R"({"Version": "2020-12-01", "Steps": {}})", R"({"Version": "2020-12-01"})"}) {
    std::string const message =
        sim.refused(admin, "sagemaker", "CreatePipeline", creation(sim, admin, 'n', text)).message;
    CHECK_THAT(message, Catch::StartsWith("Unable to parse pipeline definition. ") &&
                            Catch::Contains(" (line 1, column "));
  }
}
