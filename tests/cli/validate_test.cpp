// validate, as somebody at a terminal meets it: what it warns of, where, and as what kind of
// policy.
#include <catch2/catch.hpp>

#include "sim/iam/lint.hpp"
#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

std::string one_statement(std::string_view statement, std::string_view version = "2012-10-17") {
  return "{\"Version\": \"" + std::string(version) + "\",\n \"Statement\": [\n  {" +
         std::string(statement) + "}]}\n";
}

/// A statement that `validate` warns of once.
struct Warned {
  char const *id, *kind, *place, *statement, *says;
  char const* version = "2012-10-17";
};

constexpr char const* kPipeline = "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p";

// The statement starts in column 4 of line 3.
constexpr Warned kRows[] = {
    {"unknown-action", "identity", "3:33",
     R"("Effect": "Allow", "Action": "sagemaker:StartPipelineExecutoin", "Resource": "*")",
     "`sagemaker:StartPipelineExecutoin` is no action that exists"},
    {"arn-of-wrong-service", "identity", "5:16",
     "\"Effect\": \"Allow\",\n   \"Action\": \"sagemaker:DescribePipeline\",\n   \"Resource\": "
     "\"arn:aws:s3:::b/p\"",
     "no action of this statement has a resource of `s3`"},
    {"short-arn", "identity", "4:16",
     "\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\",\n   \"Resource\": \"arn:aws:s3\"",
     "`arn:aws:s3` has fewer than six fields"},
    {"action-without-resource", "identity", "3:33",
     R"("Effect": "Allow", "Action": "sagemaker:ListPipelines", "Resource": "PIPELINE")",
     "`sagemaker:ListPipelines` has no resource"},
    {"pipeline-without-executions", "identity", "3:33",
     R"("Effect": "Allow", "Action": "sagemaker:StopPipelineExecution", "Resource": "PIPELINE")",
     "`sagemaker:StopPipelineExecution` speaks of an execution, and only pipelines are named"},
    {"resource-never-matches", "identity", "3:33",
     R"("Effect": "Allow", "Action": "sagemaker:DescribeEndpoint", "Resource": "PIPELINE")",
     "no resource of this statement can be one of `sagemaker:DescribeEndpoint`"},
    {"variable-in-old-document", "identity", "4:16",
     "\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\",\n   \"Resource\": "
     "\"arn:aws:s3:::b/${aws:username}\"",
     "`arn:aws:s3:::b/${aws:username}` is plain text", "2008-10-17"},
    {"all-values-allow", "identity", "4:63",
     "\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\",\n   "
     "\"Condition\": {\"ForAllValues:StringEquals\": {\"aws:TagKeys\": \"a\"}}",
     "a request without `aws:TagKeys` is allowed as well"},
    {"negated-deny", "identity", "4:63",
     "\"Effect\": \"Deny\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\",\n   "
     "\"Condition\": {\"StringNotEquals\": {\"aws:PrincipalTag/team\": \"a\"}}",
     "a request without `aws:PrincipalTag/team` is denied as well"},
    {"list-key-without-set", "identity", "4:50",
     "\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\",\n   "
     "\"Condition\": {\"StringEquals\": {\"aws:TagKeys\": \"a\"}}",
     "`aws:TagKeys` holds a list, which `StringEquals` never matches"},
    {"unknown-key", "identity", "5:58",
     "\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\",\n   \"Resource\": \"*\",\n   "
     "\"Condition\": {\"StringEquals\": {\"iam:PassedToServise\": \"a\"}}",
     "no action of this statement has the key `iam:PassedToServise`"},
    {"rcp-without-effect", "rcp", "3:50",
     R"("Effect": "Deny", "Principal": "*", "Action": "sagemaker:*", "Resource": "*")",
     "resource control policies do not bear on `sagemaker`"},
    {"scp-allow-resource", "scp", "3:3",
     R"("Effect": "Allow", "Action": "sagemaker:*", "Resource": "PIPELINE")",
     "this Allow of a service control policy names resources"},
};

std::string text_of(Warned const& row) {
  std::string out = one_statement(row.statement, row.version);
  auto at = out.find("PIPELINE");
  if (at != std::string::npos) out.replace(at, 8, kPipeline);
  return out;
}

}  // namespace

TEST_CASE("validate: every kind of warning has its place, and the policy is no worse for it",
          "[cli][validate]") {
  Folder folder;
  for (Warned const& row : kRows) {
    folder.write("p.json", text_of(row));
    Ended ended = folder.rehearse("validate --kind " + std::string(row.kind) + " p.json");
    INFO(row.id << "\n" << ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out.starts_with("ok  p.json  "));
    CHECK(ended.out.find(", 1 statement, 1 warning\n") != std::string::npos);
    CHECK(ended.out.find("\n  warning: p.json:" + std::string(row.place) + ": " + row.says) !=
          std::string::npos);
    CHECK(ended.out.ends_with(" [" + std::string(row.id) + "]\n"));
  }
}

TEST_CASE("validate: the rows of the test are the rows of the lint", "[cli][validate]") {
  auto rows = rehearse::iam::lint_rows();
  REQUIRE(rows.size() == std::size(kRows));
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(rows[i].id == kRows[i].id);
}

TEST_CASE("validate: a warning beside a fault of another file leaves the exit code to the fault",
          "[cli][validate]") {
  Folder folder;
  folder.write("warned.json", text_of(kRows[0]));
  folder.write("broken.json", one_statement(R"("Effect": "Alow", "Action": "*", "Resource": "*")"));
  Ended ended = folder.rehearse("validate warned.json broken.json warned.json");
  CHECK(ended.code == 2);
  CHECK(ended.err.starts_with("rehearse: broken.json:3:14: `Alow` is no effect"));
  CHECK(ended.out.find("1 warning") != ended.out.rfind("1 warning"));  // both
}

TEST_CASE("validate: --kind judges a document as that kind, whatever it looks like",
          "[cli][validate]") {
  struct Judged {
    char const *kind, *name, *statement;
  };
  constexpr char const* kPlain = R"("Effect": "Allow", "Action": "sagemaker:*", "Resource": "*")";
  constexpr char const* kDeny = R"("Effect": "Deny", "Action": "s3:*", "Resource": "*")";
  Judged const rows[] = {{"identity", "identity policy", kPlain},
                         {"boundary", "permissions boundary", kPlain},
                         {"session", "session policy", kPlain},
                         {"scp", "service control policy", kDeny}};
  Folder folder;
  for (Judged const& row : rows) {
    folder.write("p.json", one_statement(row.statement));
    Ended ended = folder.rehearse("validate p.json --kind " + std::string(row.kind));
    INFO(ended.err);
    CHECK(ended.code == 0);
    CHECK(ended.out == "ok  p.json  " + std::string(row.name) + ", 1 statement\n");
  }
  folder.write("p.json", one_statement(kPlain));
  struct Refused {
    char const *kind, *says;
  };
  for (Refused const& row :
       {Refused{"resource", "the statement has no `Principal`"},
        Refused{"trust", "the statement has no `Principal`"}, Refused{"rcp", "may only deny"}}) {
    Ended ended = folder.rehearse("validate p.json --kind " + std::string(row.kind));
    INFO(row.kind << "\n" << ended.err);
    CHECK(ended.code != 0);
    CHECK(ended.err.find(row.says) != std::string::npos);
  }
  folder.write("t.json", R"({"Effect": "Allow", "Action": ["sagemaker:DescribePipeline"]})");
  CHECK(folder.rehearse("validate t.json --kind permission").code == 0);
  CHECK(folder.rehearse("validate t.json").code != 0);  // alone it looks like nothing
}
