#include "sim/iam/explain.hpp"

#include <catch2/catch.hpp>

#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

constexpr char const* kCase = R"({
  "principal": "arn:aws:sts::222222222222:assumed-role/Deployer/ci-42", "principalKind": "assumed-role",
  "principalAccount": "222222222222", "action": "sagemaker:StartPipelineExecution",
  "resource": "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/churn", "resourceAccount": "111111111111",
  "context": {"aws:PrincipalOrgID": "o-other00001"},
  "identityPolicies": [{"Statement": {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}}], "scpLevels": [],
  "resourcePolicy": {"Version": "2012-10-17", "Statement": [
    {"Sid": "read", "Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sagemaker:DescribePipeline", "Resource": "*"},
    {"Sid": "org", "Effect": "Allow", "Principal": "*", "Action": "sagemaker:*", "Resource": "*",
     "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorg1"}}},
    {"Sid": "far", "Effect": "Allow", "Principal": {"AWS": "333333333333"}, "Action": "s3:*", "Resource": "*"}]}})";

}  // namespace

TEST_CASE("explain: nearly matching statements say which element failed", "[iam]") {
  auto value = json::parse(kCase);
  REQUIRE(value);
  auto read = iam::DecisionCase::read(*value);
  REQUIRE(read);
  iam::Explanation words = iam::explain(read->request(), read->view());
  CHECK(words.decision == iam::authorize(read->request(), read->view()));
  REQUIRE(words.layers.size() == 6);
  CHECK(words.layers[0].sentence == "no service control policy applies");
  iam::LayerFinding const& resource = words.layers[2];
  CHECK(resource.layer == Layer::resource);
  CHECK(resource.result == Outcome::implicitly_denied);
  REQUIRE(resource.statements.size() == 2);
  CHECK(resource.statements[0].failed == iam::Element::action);
  CHECK(resource.statements[0].sentence ==
        "statement `read` of `/resourcePolicy` would allow it, but its action is "
        "`sagemaker:DescribePipeline` and the "
        "request's is `sagemaker:StartPipelineExecution`");
  CHECK(resource.statements[1].failed == iam::Element::condition);
  CHECK(resource.statements[1].key == "aws:PrincipalOrgID");
  CHECK(resource.statements[1].sentence ==
        "statement `org` of `/resourcePolicy` would allow it, but `aws:PrincipalOrgID` must be "
        "`StringEquals` "
        "`o-exampleorg1` and the request's is `o-other00001`");
  CHECK(words.layers[3].sentence == "the identity policy allows it");
  CHECK(words.layers[3].statements[0].sentence == "statement 1 of `/identityPolicies/0` allows it");
}

TEST_CASE("explain: all that a report needs is data", "[iam]") {
  auto value = json::parse(kCase).value();
  auto read = iam::DecisionCase::read(value);
  REQUIRE(read);
  iam::Explanation words = iam::explain(read->request(), read->view());
  iam::StatementFinding const& org = words.layers[2].statements[1];
  CHECK(org.pointer == "/Statement/1");
  CHECK(org.op == "StringEquals");
  CHECK(org.wanted == std::vector<std::string>{"o-exampleorg1"});
  CHECK(org.given == std::vector<std::string>{"o-other00001"});
  CHECK_FALSE(org.missing);
  CHECK(org.grant == iam::GrantLevel::direct);
  CHECK(words.layers[3].statements[0].pointer == "/Statement");
}

TEST_CASE("explain: words for a policy are no name", "[iam]") {
  auto document =
      json::parse(R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})");
  auto policy = iam::compile(*document, iam::PolicyKind::identity);
  REQUIRE(policy);
  policy->name = "policy 1 of `Deployer`";
  policy->described = true;
  iam::Policy const* list = &*policy;
  iam::Request request;
  request.action = "s3:GetObject";
  iam::PolicyView view;
  view.identity = iam::PolicyList(&list, 1);
  iam::Explanation words = iam::explain(request, view);
  CHECK(words.layers[3].statements[0].sentence ==
        "statement 1 of policy 1 of `Deployer` allows it");
}

TEST_CASE("explain: a value that cannot be read is told", "[iam]") {
  json::Value value = json::parse(kCase).value();
  value.set("identityPolicies",
            json::parse(R"([{"Statement": {"Effect": "Allow", "Action": "sagemaker:*",
              "Resource": "*", "Condition": {"NumericLessThan": {"aws:PrincipalOrgID": "5"}}}}])")
                .value());
  auto read = iam::DecisionCase::read(value);
  REQUIRE(read);
  iam::Explanation words = iam::explain(read->request(), read->view());
  REQUIRE(words.unreadable.size() == 1);
  CHECK(words.unreadable[0].key == "aws:PrincipalOrgID");
  CHECK(words.unreadable[0].sentence ==
        "the request's `aws:PrincipalOrgID` is `o-other00001`, which is not a number: "
        "`NumericLessThan` matches nothing");
}

TEST_CASE("explain: an explicit deny ends with the policy's ARN where AWS names it", "[iam]") {
  auto document =
      json::parse(R"({"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}})");
  auto policy = iam::compile(*document, iam::PolicyKind::identity);
  REQUIRE(policy);
  policy->document = 7;
  policy->arn = "arn:aws:iam::111111111111:policy/Wall";
  iam::Policy const* list = &*policy;
  iam::Request request;
  request.principal = "arn:aws:iam::111111111111:user/eva";
  request.action = "s3:ListAllMyBuckets";
  iam::PolicyView view;
  view.identity = iam::PolicyList(&list, 1);
  std::string const plain =
      "User: arn:aws:iam::111111111111:user/eva is not authorized to perform: "
      "s3:ListAllMyBuckets with an explicit deny in an identity-based policy";
  CHECK(iam::explain(request, view).message == plain);
  CHECK(iam::explain(request, view, {.policy_arn = true}).message ==
        plain + ": arn:aws:iam::111111111111:policy/Wall");
  CHECK(iam::denial_message(request, {Outcome::explicitly_denied, Layer::resource, {}}, "arn:x") ==
        "User: arn:aws:iam::111111111111:user/eva is not authorized to perform: "
        "s3:ListAllMyBuckets with an explicit deny in a resource-based policy");
}

TEST_CASE("explain: refusals are in AWS's words", "[iam]") {
  iam::Request request;
  request.principal = "arn:aws:sts::222222222222:assumed-role/Deployer/ci-42";
  request.action = "sagemaker:StartPipelineExecution";
  request.resource = "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/churn";
  CHECK(iam::denial_message(request, {Outcome::implicitly_denied, Layer::resource, {}}) ==
        "User: arn:aws:sts::222222222222:assumed-role/Deployer/ci-42 is not authorized to perform: "
        "sagemaker:StartPipelineExecution on resource: "
        "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/churn because no "
        "resource-based policy allows the sagemaker:StartPipelineExecution action");
  request.action = "sagemaker:ListPipelines";
  request.resource = "*";
  std::string const start =
      "User: arn:aws:sts::222222222222:assumed-role/Deployer/ci-42 is not authorized to perform: "
      "sagemaker:ListPipelines ";
  struct Row {
    Layer layer;
    char const *no_allow, *with_deny;
  };
  for (Row row : {Row{Layer::scp, "no service control policy", "a service control policy"},
                  Row{Layer::identity, "no identity-based policy", "an identity-based policy"},
                  Row{Layer::boundary, "no permissions boundary", "a permissions boundary"},
                  Row{Layer::session, "no session policy", "a session policy"},
                  Row{Layer::trust, "no role trust policy", "the role trust policy"}}) {
    CHECK(iam::denial_message(request, {Outcome::implicitly_denied, row.layer, {}}) ==
          start + "because " + row.no_allow + " allows the sagemaker:ListPipelines action");
    CHECK(iam::denial_message(request, {Outcome::explicitly_denied, row.layer, {}}) ==
          start + "with an explicit deny in " + row.with_deny);
  }
  CHECK(iam::denial_message(request, {Outcome::allowed, Layer::identity, {}}).empty());
}

TEST_CASE("case: what cannot be read is named", "[iam]") {
  auto fault = [](std::string_view key, json::Value value) {
    json::Value changed = json::parse(kCase).value();
    changed.set(key, std::move(value));
    auto read = iam::decide_case(changed);
    REQUIRE_FALSE(read);
    return to_string(read.error());
  };
  CHECK(fault("principalKind", "asumed-role") ==
        "`asumed-role` is no kind of principal (at /principalKind); did you mean `assumed-role`?");
  CHECK(fault("action", 5) == "`action` is number, not text (at /action)");
  CHECK(fault("scpLevels", "x") == "a list of levels, not string (at /scpLevels)");
  CHECK(fault("identityPolicies", json::parse(R"([{"Statement": []}])").value()) ==
        "`Statement` is an empty list (at /identityPolicies/0/Statement)");
  CHECK_FALSE(iam::decide_case(json::Value(json::Array{})));
}
