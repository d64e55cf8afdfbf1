// Each kind of warning: where it is given, and where the same text is well meant.
#include "sim/iam/lint.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace rehearse;

namespace {

std::vector<iam::Warning> warnings(std::string const& statement,
                                   iam::PolicyKind kind = iam::PolicyKind::identity,
                                   std::string const& version = "2012-10-17") {
  std::string text = R"({"Version": ")" + version + R"(", "Statement": [)" + statement + "]}";
  auto document = json::parse(text).value();
  auto policy = iam::compile(document, kind, "p.json", text);
  if (!policy) FAIL(to_string(policy.error().front()));
  return iam::lint(document, *policy, "p.json", text);
}

/// `id at /pointer: message; hint` of the only warning, or how many there are.
std::string only(std::string const& statement, iam::PolicyKind kind = iam::PolicyKind::identity,
                 std::string const& version = "2012-10-17") {
  auto found = warnings(statement, kind, version);
  if (found.size() != 1) {
    std::string all = std::to_string(found.size());
    for (auto const& each : found) all += " " + std::string(each.row->id);
    return all;
  }
  Error const& what = found.front().what;
  return std::string(found.front().row->id) + " at " + what.pointer + ": " + what.message +
         (what.hint.empty() ? "" : "; " + what.hint);
}

std::string allow(std::string const& action, std::string const& resource,
                  std::string const& more = "") {
  return R"({"Effect": "Allow", "Action": )" + action + R"(, "Resource": )" + resource + more + "}";
}

constexpr char const* kOnePipeline = R"("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p")";
constexpr char const* kBoth =
    R"(["arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p", "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p/execution/*"])";

}  // namespace

TEST_CASE("lint: an action that does not exist, with the nearest", "[iam][lint]") {
  CHECK(only(allow(R"("sagemaker:StartPipelineExecutoin")", kOnePipeline)) ==
        "unknown-action at /Statement/0/Action: `sagemaker:StartPipelineExecutoin` is no action "
        "that exists; did you mean `sagemaker:StartPipelineExecution`?");
  CHECK(only(allow(R"(["sagemaker:DescribePipeline", "sagemaker:Zap*"])", kOnePipeline)) ==
        "unknown-action at /Statement/0/Action/1: `sagemaker:Zap*` is no action that exists");
  CHECK(only(allow(R"(["sagemaker:CreateNotebookInstance", "lambda:Anything", "iam:GetRole"])",
                   R"("*")")) == "0");
}

TEST_CASE("lint: an ARN of the wrong service, and one with too few segments", "[iam][lint]") {
  CHECK(only(allow(R"("sagemaker:DescribePipeline")",
                   R"("arn:aws:s3:eu-west-1:111111111111:pipeline/p")")) ==
        "arn-of-wrong-service at /Statement/0/Resource: no action of this statement has a resource "
        "of `s3`; name the resources of its actions, or split the statement");
  CHECK(only(allow(R"(["sagemaker:DescribePipeline", "s3:GetObject"])",
                   R"(["arn:aws:s3:::b/*", "arn:aws:sagemaker:*:*:pipeline/*"])")) == "0");
  CHECK(only(allow(R"("iam:PassRole")", R"("arn:aws:iam::111111111111:role/r")")) == "0");
  CHECK(only(allow(R"("s3:GetObject")", R"("arn:aws:s3")")) ==
        "short-arn at /Statement/0/Resource: `arn:aws:s3` has fewer than six fields; an ARN is "
        "`arn:partition:service:region:account:resource`");
  CHECK(only(allow(R"("sagemaker:DescribePipeline")", R"("arn:aws:sagemaker:*")")) == "0");
}

TEST_CASE("lint: what a Resource can never match", "[iam][lint]") {
  CHECK(only(allow(R"("sagemaker:ListPipelines")", kOnePipeline)) ==
        "action-without-resource at /Statement/0/Action: `sagemaker:ListPipelines` has no "
        "resource, so these ARNs never match it; give it a statement of its own with "
        "`\"Resource\": \"*\"`");
  CHECK(only(allow(R"(["sagemaker:StartPipelineExecution", "sagemaker:StopPipelineExecution"])",
                   kOnePipeline)) ==
        "pipeline-without-executions at /Statement/0/Action/1: `sagemaker:StopPipelineExecution` "
        "speaks of an execution, and only pipelines are named; add "
        "`arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p/execution/*`");
  CHECK(only(allow(R"("sagemaker:StopPipelineExecution")", kBoth)) == "0");
  CHECK(only(allow(R"("sagemaker:StopPipelineExecution")",
                   R"("arn:aws:sagemaker:*:*:pipeline/${aws:PrincipalTag/team}-*")")) == "0");
  CHECK(only(allow(R"("sagemaker:DescribePipeline")", R"("arn:aws:sagemaker:*:*:model/m")"))
            .starts_with("resource-never-matches at /Statement/0/Action: "));
  CHECK(only(allow(R"("sagemaker:*")", kOnePipeline)) == "0");
}

TEST_CASE("lint: variables belong to the new version", "[iam][lint]") {
  std::string statement = allow(R"("s3:GetObject")", R"("arn:aws:s3:::b/${aws:username}/*")");
  CHECK(only(statement, iam::PolicyKind::identity, "2008-10-17") ==
        "variable-in-old-document at /Statement/0/Resource: `arn:aws:s3:::b/${aws:username}/*` is "
        "plain text in a document without `\"Version\": \"2012-10-17\"`; add the version");
  CHECK(only(statement) == "0");
}

TEST_CASE("lint: set operators, negated operators and missing keys", "[iam][lint]") {
  auto with = [](std::string const& condition) {
    return allow(R"("sagemaker:CreatePipeline")", kOnePipeline, R"(, "Condition": )" + condition);
  };
  CHECK(only(with(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}})")) ==
        "all-values-allow at /Statement/0/Condition/ForAllValues:StringEquals/aws:TagKeys: a "
        "request without `aws:TagKeys` is allowed as well; add `\"Null\": {\"aws:TagKeys\": "
        "\"false\"}`");
  CHECK(only(with(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
                      "Null": {"aws:tagkeys": "false"}})")) == "0");
  CHECK(only(with(R"({"StringEquals": {"aws:TagKeys": "team"}})"))
            .starts_with("list-key-without-set at "));
  auto deny = [](std::string const& condition) {
    return R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": )" + condition + "}";
  };
  CHECK(
      only(deny(R"({"StringNotEquals": {"ram:Principal": "222222222222"}})"), iam::PolicyKind::scp)
          .starts_with("negated-deny at /Statement/0/Condition/StringNotEquals/ram:Principal: a "
                       "request without `ram:Principal` is denied as well; "));
  CHECK(only(deny(R"({"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}})"),
             iam::PolicyKind::scp) == "0");
  CHECK(only(deny(R"({"StringNotEqualsIfExists": {"ram:Principal": "222222222222"}})")) == "0");
}

TEST_CASE("lint: a condition key that the action does not have", "[iam][lint]") {
  auto with = [](std::string const& action, std::string const& key) {
    return allow(action, kBoth, R"(, "Condition": {"StringEquals": {")" + key + R"(": "x"}})");
  };
  CHECK(only(with(R"("sagemaker:StopPipelineExecution")", "sagemaker:PipelineVersionId"))
            .starts_with("unknown-key at /Statement/0/Condition/StringEquals/"
                         "sagemaker:PipelineVersionId: no action of this statement has the key "));
  CHECK(only(with(R"("sagemaker:StartPipelineExecution")", "sagemaker:PipelineVersionId")) == "0");
  CHECK(only(with(R"("sagemaker:StartPipelineExecution")", "sagemaker:ResourceTag/team")) == "0");
  CHECK(only(with(R"("sagemaker:StartPipelineExecution")", "aws:PrincipleArn")) ==
        "unknown-key at /Statement/0/Condition/StringEquals/aws:PrincipleArn: `aws:PrincipleArn` "
        "is no key that is known; did you mean `aws:PrincipalArn`?");
  CHECK(only(with(R"("sagemaker:*")", "sagemaker:Whatever")) == "0");
}

TEST_CASE("lint: control policies without effect", "[iam][lint]") {
  std::string rcp =
      R"({"Effect": "Deny", "Principal": "*", "Action": ["sagemaker:*", "sts:*"], "Resource": "*"})";
  CHECK(only(rcp, iam::PolicyKind::rcp) ==
        "rcp-without-effect at /Statement/0/Action/0: resource control policies do not bear on "
        "`sagemaker`; deny it by a service control policy of the callers");
  CHECK(only(allow(R"("sagemaker:*")", kOnePipeline), iam::PolicyKind::scp)
            .starts_with("scp-allow-resource at /Statement/0: "));
  CHECK(only(allow(R"("sagemaker:*")", R"("*")"), iam::PolicyKind::scp) == "0");
}

TEST_CASE("lint: places have lines, and every row is its own", "[iam][lint]") {
  auto found = warnings("\n\n" + allow(R"("sagemaker:ListPipelins")", R"("*")"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().what.where.file == "p.json");
  CHECK(found.front().what.where.line == 3);
  std::set<std::string_view> ids;
  for (iam::LintRow const& row : iam::lint_rows()) {
    CHECK(ids.insert(row.id).second);
    CHECK_FALSE(row.source.empty());
  }
}
