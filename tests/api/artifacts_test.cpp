// Artifacts in buckets of one's own and of another account: what jobs read and write, what
// endpoints load. Source: sharing-and-access 4.2 to 4.4, 2.3.
#include "sim/domain/artifacts.hpp"
#include "tests/api/people.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kData[] = "arn:aws:s3:::acme-data";
constexpr char kRunsSteps[] = R"("Effect":"Allow","Action":"sagemaker:*","Resource":"*"},{)";

DocumentId resource_document(Sim& sim, std::string const& policy) {
  if (policy.empty()) return {};
  return sim.domain().context().record.document(trace::DocumentKind::resource_policy, "of a test",
                                                json::dump(*json::parse(policy)));
}

void acme_data(Sim& sim, std::string const& policy = "", std::string const& key = "") {
  domain::stand_bucket(sim.domain().context(), sim.account("staging"), "acme-data",
                       resource_document(sim, policy), key, {});
}

std::string staging_key(Sim& sim, std::string const& policy = "") {
  return domain::stand_key(sim.domain().context(), sim.place("staging"), "models",
                           resource_document(sim, policy), {});
}

/// What lets an account, or a role, do this with what is in the bucket, or with the key.
std::string lets(std::string const& arn, std::string const& actions,
                 std::string const& resource = R"("arn:aws:s3:::acme-data/*")") {
  return statement(R"("Effect":"Allow","Principal":)" + aws(arn) + R"(,"Action":)" + actions +
                   R"(,"Resource":)" + resource);
}

constexpr char kProductionAccount[] = "arn:aws:iam::444455556666:root";

/// The policy of a role that runs steps and may do this besides.
std::string running(std::string const& actions) {
  return statement(std::string(kRunsSteps) + R"("Effect":"Allow","Action":)" + actions +
                   R"(,"Resource":"*")");
}

/// A training step that reads from and writes to the bucket.
std::string training(std::string const& more = "") {
  return definition(step("A", "Training",
                         R"(, "Arguments": {"InputDataConfig": [{"DataSource": {"S3DataSource":
      {"S3Uri": "s3://acme-data/churn/train.csv"}}}], "OutputDataConfig":
      {"S3OutputPath": "s3://acme-data/out"})" +
                             more + "}"));
}

/// Runs the step in the account as this role: `Succeeded`, or why it failed.
std::string outcome(Sim& sim, std::string const& account, PrincipalId role,
                    std::string const& text = training()) {
  sim.pipeline(account, "churn", text, 0, role);
  sim.at(0s, [&sim, account] { sim.start(sim.admin(account), "churn"); });
  sim.run();
  return sim.status() == "Succeeded" ? sim.status() : sim.reason("A");
}

std::vector<std::string> artifact_calls(Sim const& sim) {
  std::vector<std::string> out;
  sim.trace.for_each(trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& call) {
                                         if (call.service != "sagemaker")
                                           out.push_back(call.operation + " " + call.resource +
                                                         (call.code.empty() ? "" : " refused"));
                                       },
                                       [](trace::Entry const&, auto const&) {}});
  return out;
}

/// Deploys a model of one container: the endpoint's status, and why it failed.
std::string deployed(Sim& sim, std::string const& account, PrincipalId role,
                     json::Value const& container) {
  PrincipalId const admin = sim.admin(account);
  json::Value const variant = in({{"VariantName", "v"},
                                  {"ModelName", "m"},
                                  {"InitialInstanceCount", 1},
                                  {"InstanceType", "ml.m5.large"}});
  sim.at(1min, [&sim, admin, role, container, variant] {
    sim.ok(admin, "sagemaker", "CreateModel",
           in({{"ModelName", "m"},
               {"ExecutionRoleArn", sim.arn(role)},
               {"PrimaryContainer", container}}));
    sim.ok(admin, "sagemaker", "CreateEndpointConfig",
           in({{"EndpointConfigName", "c"}, {"ProductionVariants", json::Array{variant}}}));
    sim.ok(admin, "sagemaker", "CreateEndpoint",
           in({{"EndpointName", "e"}, {"EndpointConfigName", "c"}}));
  });
  sim.run();
  json::Value shown = sim.ok(admin, "sagemaker", "DescribeEndpoint", in({{"EndpointName", "e"}}));
  std::string const reason(shown.string_or_empty("FailureReason"));
  return std::string(shown.string_or_empty("EndpointStatus")) +
         (reason.empty() ? "" : ": " + reason);
}

json::Value loading() {
  return in({{"Image", "image"}, {"ModelDataUrl", "s3://acme-data/out/model.tar.gz"}});
}

}  // namespace

TEST_CASE("artifacts: within an account the job's role needs no bucket policy",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId jobs = sim.role("staging", "jobs", running(R"(["s3:GetObject","s3:PutObject"])"));
  CHECK(outcome(sim, "staging", jobs) == "Succeeded");
  CHECK(artifact_calls(sim) ==
        std::vector<std::string>{std::string("GetObject ") + kData + "/churn/train.csv",
                                 std::string("PutObject ") + kData + "/out/*"});
}

TEST_CASE("artifacts: a job that may read and not write fails for what it writes",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId jobs = sim.role("staging", "jobs", running(R"("s3:GetObject")"));
  std::string const why = outcome(sim, "staging", jobs);
  CHECK_THAT(why, Catch::StartsWith(
                      "ClientError: Data upload failed: AccessDenied for s3://acme-data/out: User: "
                      "arn:aws:sts::111122223333:assumed-role/jobs/SageMaker is not authorized to "
                      "perform: s3:PutObject on resource: arn:aws:s3:::acme-data/out/*"));
  CHECK_THAT(why, Contains("no identity-based policy allows the s3:PutObject action"));
}

TEST_CASE("artifacts: the job of a step that may not read stands there as Failed",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId jobs = sim.role("staging", "jobs", running(R"("s3:PutObject")"));
  CHECK_THAT(outcome(sim, "staging", jobs), Catch::StartsWith("ClientError: Data download failed"));
  json::Value const listed = sim.ok(sim.admin("staging"), "sagemaker", "ListTrainingJobs");
  REQUIRE(listed.find("TrainingJobSummaries")->as_array().size() == 1);
  json::Value const& job = listed.find("TrainingJobSummaries")->as_array().front();
  CHECK(job.string_or_empty("TrainingJobStatus") == "Failed");
}

TEST_CASE("artifacts: a job writes with the rights that its role has at its end",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId jobs = sim.role("staging", "jobs", running(R"(["s3:GetObject","s3:PutObject"])"));
  PipelineId const churn = sim.pipeline("staging", "churn", training(), 0, jobs);
  sim.plan(churn, "A").duration = Quantiles::fixed(1h);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(30min, [&] {
    sim.ok(
        sim.admin("staging"), "iam", "PutRolePolicy",
        in({{"RoleName", "jobs"},
            {"PolicyName", "late"},
            {"PolicyDocument",
             R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]})"}}));
  });
  sim.run();
  CHECK_THAT(sim.reason("A"), Catch::StartsWith("ClientError: Data upload failed") &&
                                  Contains("with an explicit deny"));
  CHECK(sim.world.now() >= Time{1h});
}

TEST_CASE("artifacts: the role that the arguments hand over reads, not the pipeline's",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId weak = sim.role("staging", "weak", running(R"("sagemaker:*")"));
  CHECK_THAT(outcome(sim, "staging", sim.admin("staging"),
                     training(R"(, "RoleArn": ")" + sim.arn(weak) + "\"")),
             Contains("assumed-role/weak/SageMaker is not authorized to perform: s3:GetObject"));
}

TEST_CASE("artifacts: across accounts the bucket's policy and the role's must both allow",
          "[api][artifacts]") {
  struct Row {
    bool bucket, identity;
    char const* said;  // empty: it succeeds
  };
  Row const rows[] = {{true, true, ""},
                      {false, true, "no resource-based policy allows the s3:GetObject action"},
                      {true, false, "no identity-based policy allows the s3:GetObject action"}};
  for (Row const& row : rows) {
    INFO(row.bucket << row.identity);
    Sim sim;
    PrincipalId jobs =
        sim.role("production", "jobs", running(row.identity ? R"("s3:*")" : R"("sagemaker:*")"));
    acme_data(sim, row.bucket ? lets(sim.arn(jobs), R"(["s3:GetObject","s3:PutObject"])") : "");
    std::string const what = outcome(sim, "production", jobs);
    if (*row.said == '\0')
      CHECK(what == "Succeeded");
    else
      CHECK_THAT(what, Contains(row.said));
  }
}

TEST_CASE("artifacts: a bucket's policy is of no use when the key's does not name the account",
          "[api][artifacts]") {
  Sim sim;
  std::string const key = staging_key(sim);  // AWS's default: the owner's root alone
  acme_data(sim, lets(kProductionAccount, R"("s3:*")"), key);
  PrincipalId jobs = sim.role("production", "jobs", running(R"(["s3:*","kms:*"])"));
  std::string const why = outcome(sim, "production", jobs);
  CHECK_THAT(why, Contains("is not authorized to perform: kms:Decrypt on resource: " + key));
  CHECK_THAT(why, Contains("no resource-based policy allows the kms:Decrypt action"));
  CHECK(artifact_calls(sim) ==
        std::vector<std::string>{std::string("GetObject ") + kData + "/churn/train.csv",
                                 "Decrypt " + key + " refused"});
}

TEST_CASE("artifacts: a key's policy that names the other account lets its roles decrypt and write",
          "[api][artifacts]") {
  Sim sim;
  std::string const key = staging_key(
      sim, lets(kProductionAccount, R"(["kms:Decrypt","kms:GenerateDataKey"])", "\"*\""));
  acme_data(sim, lets(kProductionAccount, R"("s3:*")"), key);
  PrincipalId jobs = sim.role("production", "jobs", running(R"(["s3:*","kms:*"])"));
  CHECK(outcome(sim, "production", jobs) == "Succeeded");
  CHECK(artifact_calls(sim).back() == "GenerateDataKey " + key);
}

TEST_CASE("artifacts: a key's default policy delegates within its account, another one does not",
          "[api][artifacts]") {
  for (bool own_policy : {false, true}) {
    Sim sim;
    std::string const key = staging_key(
        sim, own_policy ? lets(sim.arn(sim.admin("staging")), R"("kms:*")", "\"*\"") : "");
    acme_data(sim, "", key);
    PrincipalId jobs = sim.role("staging", "jobs", running(R"(["s3:*","kms:*"])"));
    std::string const what = outcome(sim, "staging", jobs);
    if (own_policy)
      CHECK_THAT(what, Contains("kms:Decrypt"));  // strict: identity policies need a delegation
    else
      CHECK(what == "Succeeded");
  }
  Sim sim;
  acme_data(sim, "", staging_key(sim));
  PrincipalId jobs = sim.role("staging", "jobs", running(R"("s3:*")"));
  CHECK_THAT(outcome(sim, "staging", jobs), Contains("kms:Decrypt"));  // delegated to nobody
}

TEST_CASE("artifacts: a bucket that nobody declares is not judged", "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId weak = sim.role("staging", "weak", running(R"("sagemaker:*")"));
  CHECK(outcome(sim, "staging", weak,
                definition(step("A", "Training",
                                R"(, "Arguments": {"InputDataConfig": [{"DataSource":
      {"S3DataSource": {"S3Uri": "s3://elsewhere/train.csv"}}}]})"))) == "Succeeded");
  CHECK(artifact_calls(sim).empty());
}

TEST_CASE("artifacts: an endpoint is Failed whose model's role may not read across accounts",
          "[api][artifacts]") {
  for (bool both : {false, true}) {
    Sim sim;
    acme_data(sim, both ? lets(kProductionAccount, R"("s3:GetObject")") : "");
    PrincipalId serving = sim.role("production", "serving", running(R"("s3:GetObject")"));
    std::string const what = deployed(sim, "production", serving, loading());
    if (both) {
      CHECK(what == "InService");
      continue;
    }
    CHECK_THAT(what, Catch::StartsWith("Failed: Could not access model data at "
                                       "s3://acme-data/out/model.tar.gz. Please ensure that the "
                                       "role \"arn:aws:iam::444455556666:role/serving\""));
    CHECK_THAT(what, Contains("no resource-based policy allows the s3:GetObject action"));
  }
}

TEST_CASE("artifacts: an endpoint whose model names a package loads what the package has",
          "[api][artifacts]") {
  Sim sim;
  acme_data(sim);
  PrincipalId const admin = sim.admin("staging");
  PrincipalId const weak = sim.role("staging", "weak", running(R"("sagemaker:*")"));
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", in({{"ModelPackageGroupName", "g"}}));
    sim.ok(admin, "sagemaker", "CreateModelPackage",
           in({{"ModelPackageGroupName", "g"},
               {"ModelApprovalStatus", "Approved"},
               {"InferenceSpecification",
                in({{"Containers", json::Array{loading()}},
                    {"SupportedContentTypes", strings({"text/csv"})},
                    {"SupportedResponseMIMETypes", strings({"text/csv"})}})}}));
  });
  std::string const package = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1";
  CHECK_THAT(deployed(sim, "staging", weak, in({{"ModelPackageName", package}})),
             Catch::StartsWith("Failed: Could not access model data at s3://acme-data/out/"));
}

TEST_CASE("gotcha 23: an RCP on s3 against outsiders breaks the promotion of a partner",
          "[api][artifacts][gotcha]") {
  for (char const* who : {"production", "partner"}) {
    INFO(who);
    Sim sim;
    acme_data(sim, lets("arn:aws:iam::" + sim.account_id(who) + ":root", R"("s3:*")"));
    PrincipalId jobs = sim.role(who, "jobs", running(R"("s3:*")"));
    json::Value const policy = in(
        {{"Name", "perimeter"},
         {"Description", "no outsiders"},
         {"Type", "RESOURCE_CONTROL_POLICY"},
         {"Content",
          statement(
              R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",)"
              R"("Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-acme123456"}})")}});
    PrincipalId const management = sim.admin("management");
    sim.at(0s, [&] {
      sim.ok(management, "organizations", "EnablePolicyType",
             in({{"RootId", "r-ab12"}, {"PolicyType", "RESOURCE_CONTROL_POLICY"}}));
    });
    sim.at(30s, [&] {
      json::Value const made = sim.ok(management, "organizations", "CreatePolicy", policy);
      sim.ok(management, "organizations", "AttachPolicy",
             in({{"PolicyId", made.find("Policy")->find("PolicySummary")->string_or_empty("Id")},
                 {"TargetId", "ou-ab12-staging1"}}));
    });
    sim.pipeline(who, "churn", training(), 0, jobs);
    sim.at(1min, [&] { sim.start(sim.admin(who), "churn"); });
    sim.run();
    if (std::string_view(who) == "production") {
      CHECK(sim.status() == "Succeeded");
      continue;
    }
    CHECK(sim.status() == "Failed");
    CHECK_THAT(sim.reason("A"), Contains("with an explicit deny in a resource control policy"));
  }
}
