// Tags of SageMaker's resources: put on, taken off, given at creation, and what policies say about
// them. Source: sharing-and-access 5.1.
#include "tests/api/people.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kStaging[] = "arn:aws:sagemaker:eu-west-1:111122223333:";

json::Value create_churn(Sim const& sim, json::Value given = {}) {
  json::Value input = in({{"PipelineName", "churn"},
                          {"ClientRequestToken", "0123456789012345678901234567890123456789"},
                          {"RoleArn", sim.arn(sim.admin("staging"))},
                          {"PipelineDefinition", definition(step("A"))}});
  return given.is_null() ? input : input.set("Tags", std::move(given));
}

json::Value on(std::string const& resource, json::Value given) {
  return in({{"ResourceArn", kStaging + resource}, {"Tags", std::move(given)}});
}

/// `key=value` of each, in the answer's order.
std::vector<std::string> tags_of_resource(Sim& sim, std::string const& resource) {
  std::vector<std::string> out;
  json::Value answer = sim.ok(sim.admin("staging"), "sagemaker", "ListTags",
                              in({{"ResourceArn", kStaging + resource}}));
  for (json::Value const& tag : answer.find("Tags")->as_array())
    out.push_back(std::string(tag.string_or_empty("Key")) + "=" +
                  std::string(tag.string_or_empty("Value")));
  return out;
}

std::string condition(std::string const& inside) { return R"(,"Condition":{)" + inside + "}"; }

std::string allow(std::string const& actions, std::string const& more = "") {
  return R"({"Effect":"Allow","Action":)" + actions + R"(,"Resource":"*")" + more + "}";
}

std::string policy(std::string const& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

std::string attempt(Sim& sim, PrincipalId who, char const* operation, json::Value const& input) {
  auto result = sim.call(who, "sagemaker", operation, input);
  return result.answer ? "allowed" : result.answer.error().message;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("tags: added, changed, taken off and listed", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreatePipeline", create_churn(sim, tags({{"team", "a"}})));
    json::Value answer = sim.ok(admin, "sagemaker", "AddTags",
                                on("pipeline/churn", tags({{"stage", "prod"}, {"team", "b"}})));
    CHECK(answer.find("Tags")->as_array().size() == 2);
    CHECK(tags_of_resource(sim, "pipeline/churn") == List{"stage=prod", "team=b"});
    sim.ok(admin, "sagemaker", "DeleteTags",
           in({{"ResourceArn", std::string(kStaging) + "pipeline/churn"},
               {"TagKeys", strings({"team", "nothing"})}}));
    CHECK(tags_of_resource(sim, "pipeline/churn") == List{"stage=prod"});
  });
  sim.run();
}

TEST_CASE("tags: every kind of resource carries those that its creation gave", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  json::Value const given = tags({{"team", "a"}});
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup",
           in({{"ModelPackageGroupName", "g"}, {"Tags", given}}));
    sim.ok(admin, "sagemaker", "CreateModel",
           in({{"ModelName", "M"},
               {"ExecutionRoleArn", sim.arn(admin)},
               {"PrimaryContainer", in({{"Image", "i"}})},
               {"Tags", given}}));
    sim.ok(admin, "sagemaker", "CreateEndpointConfig",
           in({{"EndpointConfigName", "C"},
               {"ProductionVariants", json::Array{in({{"VariantName", "v"}, {"ModelName", "M"}})}},
               {"Tags", given}}));
    sim.ok(admin, "sagemaker", "CreateEndpoint",
           in({{"EndpointName", "E"}, {"EndpointConfigName", "C"}, {"Tags", given}}));
    for (char const* resource :
         {"model-package-group/g", "model/m", "endpoint-config/c", "endpoint/e"})
      CHECK(tags_of_resource(sim, resource) == List{"team=a"});
  });
  sim.run();
}

TEST_CASE("tags: a version cannot be tagged and has its group's", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  PrincipalId reader =
      sim.role("staging", "reader",
               policy(allow("\"sagemaker:DescribeModelPackage\"",
                            condition(R"("StringEquals":{"sagemaker:ResourceTag/team":"a"})"))));
  ApiError const none{"ValidationException",
                      "Tags are not supported in Model Package versions. Please add them to the "
                      "Model Package Group"};
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup",
           in({{"ModelPackageGroupName", "g"}, {"Tags", tags({{"team", "a"}, {"x", "1"}})}}));
    CHECK(sim.refused(admin, "sagemaker", "CreateModelPackage",
                      in({{"ModelPackageGroupName", "g"}, {"Tags", tags({{"team", "a"}})}})) ==
          none);
    sim.ok(admin, "sagemaker", "CreateModelPackage", in({{"ModelPackageGroupName", "g"}}));
    json::Value const one = in({{"ModelPackageName", std::string(kStaging) + "model-package/g/1"}});
    CHECK(sim.refused(admin, "sagemaker", "AddTags",
                      on("model-package/g/1", tags({{"team", "b"}}))) == none);
    CHECK(tags_of_resource(sim, "model-package/g/1") == List{"team=a", "x=1"});
    CHECK(attempt(sim, reader, "DescribeModelPackage", one) == "allowed");
    sim.ok(admin, "sagemaker", "AddTags", on("model-package-group/g", tags({{"team", "b"}})));
    CHECK(tags_of_resource(sim, "model-package/g/1") == List{"team=b", "x=1"});
    CHECK_THAT(attempt(sim, reader, "DescribeModelPackage", one), Contains("not authorized"));
  });
  sim.run();
}

TEST_CASE("tags: a creation with tags needs AddTags besides, for that creation alone", "[api]") {
  Sim sim;
  std::string const creates = allow(R"(["sagemaker:CreatePipeline","iam:PassRole"])");
  PrincipalId bare = sim.role("staging", "bare", policy(creates));
  PrincipalId tagger = sim.role(
      "staging", "tagger",
      policy(creates + "," +
             allow("\"sagemaker:AddTags\"",
                   condition(R"("StringEquals":{"sagemaker:TaggingAction":"CreatePipeline"})"))));
  sim.at(0s, [&] {
    json::Value const input = create_churn(sim, tags({{"team", "a"}}));
    CHECK_THAT(attempt(sim, bare, "CreatePipeline", input),
               Contains("not authorized to perform: sagemaker:AddTags on resource: " +
                        std::string(kStaging) + "pipeline/churn"));
    CHECK(attempt(sim, tagger, "CreatePipeline", input) == "allowed");
    CHECK_THAT(attempt(sim, tagger, "AddTags", on("pipeline/churn", tags({{"team", "b"}}))),
               Contains("not authorized"));
    sim.ok(sim.admin("staging"), "sagemaker", "DeletePipeline", in({{"PipelineName", "churn"}}));
    json::Value anew = create_churn(sim);
    anew.set("ClientRequestToken", std::string(32, 'n'));
    CHECK(attempt(sim, bare, "CreatePipeline", anew) == "allowed");
    CHECK(tags_of_resource(sim, "pipeline/churn").empty());  // made anew: the old tags are gone
  });
  sim.run();
}

TEST_CASE("tags: a policy may ask which tags a call gives, and which it takes off", "[api]") {
  Sim sim;
  PrincipalId creator =
      sim.role("staging", "creator",
               policy(allow(R"(["sagemaker:AddTags","iam:PassRole"])") + "," +
                      allow("\"sagemaker:CreatePipeline\"",
                            condition(R"("StringEquals":{"aws:RequestTag/team":"a"},)"
                                      R"("ForAllValues:StringEquals":{"aws:TagKeys":["team"]})"))));
  PrincipalId cleaner = sim.role(
      "staging", "cleaner",
      policy(allow("\"sagemaker:DeleteTags\"",
                   condition(R"("ForAllValues:StringNotEquals":{"aws:TagKeys":"team"})"))));
  sim.at(0s, [&] {
    auto create = [&](json::Value given) {
      return attempt(sim, creator, "CreatePipeline", create_churn(sim, std::move(given)));
    };
    CHECK_THAT(create({}), Contains("not authorized"));
    CHECK_THAT(create(tags({{"team", "b"}})), Contains("not authorized"));
    CHECK_THAT(create(tags({{"team", "a"}, {"more", "x"}})), Contains("not authorized"));
    CHECK(create(tags({{"team", "a"}})) == "allowed");
    auto remove = [&](char const* key) {
      return attempt(sim, cleaner, "DeleteTags",
                     in({{"ResourceArn", std::string(kStaging) + "pipeline/churn"},
                         {"TagKeys", strings({key})}}));
    };
    CHECK(remove("more") == "allowed");
    CHECK_THAT(remove("team"), Contains("not authorized"));
  });
  sim.run();
}

TEST_CASE("tags: what a pipeline is tagged with opens it, and closes it at once", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId admin = sim.admin("staging");
  PrincipalId starter =
      sim.role("staging", "starter",
               policy(allow("\"sagemaker:StartPipelineExecution\"",
                            condition(R"("StringEquals":{"aws:ResourceTag/open":"yes"})"))));
  json::Value const start = in({{"PipelineName", "churn"}});
  sim.at(0s, [&] {
    CHECK_THAT(attempt(sim, starter, "StartPipelineExecution", start), Contains("not authorized"));
    sim.ok(admin, "sagemaker", "AddTags", on("pipeline/churn", tags({{"open", "yes"}})));
    CHECK(attempt(sim, starter, "StartPipelineExecution", start) == "allowed");
    sim.ok(admin, "sagemaker", "AddTags", on("pipeline/churn", tags({{"open", "no"}})));
    CHECK_THAT(attempt(sim, starter, "StartPipelineExecution", start), Contains("not authorized"));
  });
  sim.run();
}

TEST_CASE("tags: fifty at most, none of AWS's own, no key twice, on what is there", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId admin = sim.admin("staging");
  auto message = [&](std::string const& resource, json::Value given) {
    ApiError error = sim.refused(admin, "sagemaker", "AddTags", on(resource, std::move(given)));
    CHECK(error.code == "ValidationException");
    return error.message;
  };
  sim.at(0s, [&] {
    json::Array many;
    for (int i = 0; i < 50; ++i)
      many.push_back(in({{"Key", "k" + std::to_string(i)}, {"Value", "v"}}));
    sim.ok(admin, "sagemaker", "AddTags", on("pipeline/churn", many));
    sim.ok(admin, "sagemaker", "AddTags", on("pipeline/churn", tags({{"k1", "changed"}})));
    CHECK_THAT(message("pipeline/churn", tags({{"k50", "v"}})), Contains("at most 50 tags"));
    CHECK_THAT(message("pipeline/churn", tags({{"aws:x", "v"}})), Contains("reserved"));
    CHECK_THAT(message("pipeline/churn", tags({{"k1", "v"}, {"K1", "v"}})), Contains("twice"));
    CHECK_THAT(message("pipeline/none", tags({{"k", "v"}})), Contains("Could not find resource"));
    CHECK(
        sim.refused(admin, "sagemaker", "CreatePipeline", create_churn(sim, tags({{"aws:x", "v"}})))
            .code == "ValidationException");
  });
  sim.run();
}
