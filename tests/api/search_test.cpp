// Search over pipelines and executions, one's own and shared ones; the matrix of shared actions.
#include "sim/world/names.hpp"
#include "tests/api/ram_harness.hpp"

using namespace rehearse;

namespace {

json::Value filter(char const* name, char const* op, char const* value) {
  json::Value out = in({{"Name", name}, {"Operator", op}});
  if (*value != '\0') out.set("Value", value);
  return out;
}

json::Value having(json::Array filters, char const* op = "And") {
  return in({{"Filters", std::move(filters)}, {"Operator", op}});
}

json::Value pipelines_where(json::Value expression) {
  return in({{"Resource", "Pipeline"}, {"SearchExpression", std::move(expression)}});
}

/// The names of the pipelines found, oldest first.
std::string found(Sim& sim, PrincipalId who, json::Value input) {
  input.set("SortBy", "PipelineName").set("SortOrder", "Ascending");
  json::Value const answer = sim.ok(who, "sagemaker", "Search", input);
  std::string out;
  for (json::Value const& each : answer.find("Results")->as_array())
    out += (out.empty() ? "" : " ") +
           std::string(each.find("Pipeline")->string_or_empty("PipelineName"));
  return out;
}

}  // namespace

TEST_CASE("search: filters compare texts, times and tags, and expressions combine them",
          "[api][search]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  sim.pipeline("staging", "churn", definition(step("A")));
  sim.pipeline("staging", "churn-eu", definition(step("A")));
  sim.pipeline("production", "churn-prod", definition(step("A")));
  sim.at(1h, [&] {
    PipelineId const fraud = sim.pipeline("staging", "fraud", definition(step("A")));
    sim.ok(admin, "sagemaker", "AddTags",
           in({{"ResourceArn", sim.arn(fraud)},
               {"Tags", json::Array{in({{"Key", "team"}, {"Value", "risk"}})}}}));
  });
  sim.run();
  struct Row {
    json::Value expression;
    char const* names;
  };
  Row const rows[] = {
      {having({filter("PipelineName", "Equals", "churn")}), "churn"},
      {having({in({{"Name", "PipelineName"}, {"Value", "churn"}})}), "churn"},
      {having({filter("PipelineName", "NotEquals", "churn")}), "churn-eu fraud"},
      {having({filter("PipelineName", "Contains", "churn")}), "churn churn-eu"},
      {having({filter("PipelineName", "In", "churn,fraud")}), "churn fraud"},
      {having({filter("Tags.team", "Equals", "risk")}), "fraud"},
      {having({filter("Tags.team", "NotExists", "")}), "churn churn-eu"},
      {having({filter("LastRunTime", "Exists", "")}), ""},
      {having({filter("CreationTime", "GreaterThan", "2026-01-05T09:30:00")}), "fraud"},
      {having({filter("CreationTime", "LessThanOrEqualTo", "2026-01-05T09:00:00")}),
       "churn churn-eu"},
      {having(
           {filter("PipelineName", "Equals", "churn"), filter("PipelineName", "Equals", "fraud")},
           "Or"),
       "churn fraud"},
      {having(
           {filter("PipelineName", "Equals", "churn"), filter("PipelineName", "Equals", "fraud")}),
       ""},
      {in({{"SubExpressions", json::Array{having({filter("PipelineName", "Equals", "churn-eu")}),
                                          having({filter("Tags.team", "Exists", "")})}},
           {"Operator", "Or"}}),
       "churn-eu fraud"},
  };
  for (Row const& row : rows) {
    INFO(json::dump(row.expression));
    CHECK(found(sim, admin, pipelines_where(row.expression)) == row.names);
  }
}

TEST_CASE("search: an expression that AWS does not take is refused", "[api][search]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  struct Row {
    json::Value input;
    char const* said;
  };
  Row const rows[] = {
      {pipelines_where(having({filter("Colour", "Equals", "red")})), "Unknown property name"},
      {pipelines_where(having({filter("PipelineName", "GreaterThan", "a")})), "text property"},
      {pipelines_where(having({filter("CreationTime", "Contains", "2026")})),
       "only supported for text"},
      {pipelines_where(
           having({filter("PipelineName", "Contains", "a"), filter("RoleArn", "Contains", "b")})),
       "'CONTAINS' operator usage limit of 1 exceeded."},
      {in({{"Resource", "Pipeline"}, {"SortBy", "Colour"}}), "Unknown property name"},
      {in({{"Resource", "Image"}}), "is not simulated"},
  };
  for (Row const& row : rows) {
    INFO(json::dump(row.input));
    ApiError const error = sim.refused(admin, "sagemaker", "Search", row.input);
    CHECK(error.code == "ValidationException");
    CHECK_THAT(error.message, Catch::Contains(row.said));
  }
}

TEST_CASE("search: executions are found by their status, newest first, in pages", "[api][search]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  PipelineId const churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.plan(churn, "A").duration = Quantiles::fixed(10min);
  std::vector<std::string> arns;
  for (int i = 0; i < 3; ++i)
    sim.at(1h * i, [&] {
      sim.plan(churn, "A").failure = arns.size() == 1 ? "no luck" : "";
      arns.push_back(sim.start(admin, "churn"));
    });
  sim.run();
  auto search = [&](char const* status, json::Value input) {
    input.set("Resource", "PipelineExecution")
        .set("SearchExpression", having({filter("PipelineExecutionStatus", "Equals", status)}));
    return sim.ok(admin, "sagemaker", "Search", input);
  };
  json::Value const failed = search("Failed", json::Object{});
  REQUIRE(failed.find("Results")->as_array().size() == 1);
  json::Value const& one = *failed.find("Results")->as_array().front().find("PipelineExecution");
  CHECK(one.string_or_empty("PipelineExecutionArn") == arns[1]);
  CHECK(one.string_or_empty("FailureReason") == "Step failure: One or multiple steps failed.");
  json::Value const first = search("Succeeded", in({{"MaxResults", 1}}));
  CHECK(first.find("TotalHits")->find("Value")->as_integer() == 2);
  auto arn_in = [](json::Value const& answer) {
    return std::string(answer.find("Results")
                           ->as_array()
                           .front()
                           .find("PipelineExecution")
                           ->string_or_empty("PipelineExecutionArn"));
  };
  CHECK(arn_in(first) == arns[2]);
  CHECK(arn_in(search("Succeeded", in({{"MaxResults", 1},
                                       {"NextToken", first.string_or_empty("NextToken")}}))) ==
        arns[0]);
}

TEST_CASE("search: a consumer finds shared pipelines, and only when it asks across accounts",
          "[api][search]") {
  Ram t;
  json::Value const across =
      in({{"Resource", "Pipeline"}, {"CrossAccountFilterOption", "CrossAccount"}});
  t.sim.at(0s, [&] {
    CHECK(found(t.sim, t.production, across).empty());
    t.share(t.sim.account_id("production"), kReadOnly);
  });
  t.sim.at(5min, [&] {
    CHECK(found(t.sim, t.production, across) == "churn");
    CHECK(found(t.sim, t.production, in({{"Resource", "Pipeline"}})).empty());
    CHECK(found(t.sim, t.partner, across).empty());
    CHECK(found(t.sim, t.owner, across).empty());  // its own are not another's
    CHECK(found(t.sim, t.owner, in({{"Resource", "Pipeline"}})) == "churn");
    PrincipalId const blind =
        t.sim.role("production", "blind", allowing(R"("sagemaker:Describe*")"));
    CHECK(t.sim.refused(blind, "sagemaker", "Search", across).code == "AccessDeniedException");
  });
  t.sim.run();
}

TEST_CASE("shared pipelines: each action is allowed by the permissions that AWS says, and no other",
          "[api][search]") {
  // sagemaker-pipelines 4.2
  struct Row {
    char const* operation;
    bool reads, executes;  // allowed by the read-only permission, by the extended one
    char const* takes;     // the member that names the resource
    json::Value more;
  };
  std::string const token(32, 't');
  json::Value const tokened = in({{"ClientRequestToken", token}});
  Row const rows[] = {
      {"DescribePipeline", true, true, "PipelineName", json::Object{}},
      {"DescribePipelineDefinitionForExecution", true, true, "PipelineExecutionArn",
       json::Object{}},
      {"DescribePipelineExecution", true, true, "PipelineExecutionArn", json::Object{}},
      {"ListPipelineExecutions", true, true, "PipelineName", json::Object{}},
      {"ListPipelineExecutionSteps", true, true, "PipelineExecutionArn", json::Object{}},
      {"ListPipelineParametersForExecution", true, true, "PipelineExecutionArn", json::Object{}},
      {"StartPipelineExecution", false, true, "PipelineName", tokened},
      {"StopPipelineExecution", false, true, "PipelineExecutionArn", tokened},
      {"RetryPipelineExecution", false, true, "PipelineExecutionArn", tokened},
      {"ListPipelineVersions", false, false, "PipelineName", json::Object{}},
      {"UpdatePipelineVersion", false, false, "PipelineArn", in({{"PipelineVersionId", 1}})},
      {"UpdatePipelineExecution", false, false, "PipelineExecutionArn", json::Object{}},
      {"SendPipelineExecutionStepSuccess", false, false, "CallbackToken", json::Object{}},
      {"SendPipelineExecutionStepFailure", false, false, "CallbackToken", json::Object{}},
  };
  for (char const* permission : {kReadOnly, kAllowExecution}) {
    Ram t;
    PipelineId const gate = t.sim.pipeline(
        "staging", "gate", definition(R"({"Name": "Ask", "Type": "Callback", "SqsQueueUrl":
            "https://sqs.eu-west-1.amazonaws.com/111122223333/gate", "Arguments": {"a": "b"}})"));
    t.sim.plan(gate, "Ask").answered_by_scenario = true;
    std::string execution;
    t.sim.at(0s, [&] {
      t.ok(t.owner, "CreateResourceShare",
           in({{"name", "gate"},
               {"resourceArns", strings({t.sim.arn(gate)})},
               {"principals", strings({t.sim.account_id("production")})},
               {"permissionArns", strings({permission})}}));
      execution = t.sim.start(t.owner, "gate");
    });
    t.sim.at(5min, [&] {
      for (Row const& row : rows) {
        INFO(row.operation << " under " << permission);
        json::Value input = row.more;
        std::string const member = row.takes;
        input.set(member, member == "CallbackToken" ? world::callback_token(t.sim.world, {0}, 0)
                          : member == "PipelineExecutionArn" ? execution
                                                             : t.sim.arn(gate));
        auto const result = t.sim.call(t.production, "sagemaker", row.operation, input);
        bool const refused =
            !result.answer && result.answer.error().code == "AccessDeniedException";
        CHECK(refused == !(permission == kReadOnly ? row.reads : row.executes));
      }
    });
    t.sim.at(6min, [&] {
      // The bare name is one of the caller's own account.
      for (char const* operation : {"DescribePipeline", "ListPipelineVersions"})
        CHECK(t.sim.refused(t.production, "sagemaker", operation, in({{"PipelineName", "gate"}}))
                  .code == "ResourceNotFound");
      // By name alone: one acts on one's own account.
      CHECK(
          t.sim.refused(t.production, "sagemaker", "UpdatePipeline", in({{"PipelineName", "gate"}}))
              .code == "ResourceNotFound");
      CHECK(t.sim
                .refused(t.production, "sagemaker", "DeletePipeline",
                         in({{"PipelineName", "gate"}, {"ClientRequestToken", token}}))
                .code == "ResourceNotFound");
    });
    t.sim.run();
  }
}
