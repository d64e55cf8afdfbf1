// What is refused, by name and place: one row a fault.
#include <catch2/catch.hpp>

#include "sim/iam/policy.hpp"

using namespace rehearse;
using iam::PolicyKind;

namespace {

struct CompileCase {
  PolicyKind kind;
  std::string text;
  std::string pointer;
  std::string message;    // what it begins with
  std::string hint = {};  // what it holds
};

Errors faults_of(PolicyKind kind, std::string const& text) {
  auto document = json::parse(text);
  INFO(text);
  REQUIRE(document);
  auto policy = iam::compile(*document, kind, "p.json", text);
  return policy ? Errors{} : policy.error();
}

std::string with(std::string const& elements) { return R"({"Statement": [{)" + elements + "}]}"; }

/// The same with the version that a resource control policy needs.
std::string with_version(std::string const& elements) {
  return R"({"Version": "2012-10-17", "Statement": [{)" + elements + "}]}";
}

std::string const kAllow = R"("Effect": "Allow", "Action": "s3:*", "Resource": "*")";
std::string const kPrincipal = R"("Principal": "*", )";

void check_compiles(std::vector<CompileCase> const& rows) {
  for (CompileCase const& row : rows) {
    Errors faults = faults_of(row.kind, row.text);
    INFO(row.text);
    REQUIRE(faults.size() == 1);
    INFO(to_string(faults[0]));
    CHECK(faults[0].pointer == row.pointer);
    CHECK(faults[0].message.starts_with(row.message));
    CHECK(faults[0].hint.find(row.hint) != std::string::npos);
    CHECK(faults[0].code == Error::Code::policy);
  }
}

}  // namespace

TEST_CASE("compile: the grammar of a document", "[iam]") {
  check_compiles({
      {PolicyKind::identity, "[]", "", "an identity policy is an object, not array"},
      {PolicyKind::identity, "{}", "", "the document has no `Statement`"},
      {PolicyKind::identity, R"({"Statement": []})", "/Statement", "`Statement` is an empty list"},
      {PolicyKind::identity, R"({"Statement": [1]})", "/Statement/0",
       "a statement is an object, not number"},
      {PolicyKind::identity, R"({"Statment": [], "Statement": {)" + kAllow + "}}", "/Statment",
       "`Statment` is no element", "`Statement`"},
      {PolicyKind::identity, R"({"Version": "2012-10-18", "Statement": {)" + kAllow + "}}",
       "/Version", "`2012-10-18` is no version", "2012-10-17"},
      {PolicyKind::identity, with(kAllow + R"(, "Sid": "a-b")"), "/Statement/0/Sid",
       "the Sid `a-b` has other characters"},
      {PolicyKind::identity, with(R"("Action": "s3:*", "Resource": "*")"), "/Statement/0",
       "the statement has no `Effect`"},
      {PolicyKind::identity, with(R"("Effect": "allow", "Action": "s3:*", "Resource": "*")"),
       "/Statement/0/Effect", "`allow` is no effect", "`Allow`"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Resource": "*")"), "/Statement/0",
       "the statement has no `Action`"},
      {PolicyKind::identity,
       with(R"("Effect": "Allow", "Actoin": "s3:*", "Action": "s3:*", "Resource": "*")"),
       "/Statement/0/Actoin", "`Actoin` is no element", "`Action`"},
      {PolicyKind::identity,
       with(R"("Effect": "Allow", "Action": "s3:*", "NotAction": "s3:*", "Resource": "*")"),
       "/Statement/0/NotAction", "the statement has both"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": [], "Resource": "*")"),
       "/Statement/0/Action", "`Action` is an empty list"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": ["s3:*", 5], "Resource": "*")"),
       "/Statement/0/Action/1", "`Action` holds number"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": "s3", "Resource": "*")"),
       "/Statement/0/Action", "`s3` is no action"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": "s*:Get", "Resource": "*")"),
       "/Statement/0/Action", "the service of `s*:Get` has a wildcard"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": "s3:*", "Resource": "bucket")"),
       "/Statement/0/Resource", "`bucket` is no resource"},
      {PolicyKind::identity, with(kAllow + R"(, "Sid": "é")"), "/Statement/0/Sid", "the Sid"},
      {PolicyKind::identity, with(kAllow + R"(, "Condition": {"StringEquals": {"aws:x": "日本"}})"),
       "/Statement/0/Condition/StringEquals/aws:x", "`日本` has characters"},
  });
}

TEST_CASE("compile: conditions are refused by name", "[iam]") {
  auto condition = [](std::string const& block) {
    return with(kAllow + R"(, "Condition": )" + block);
  };
  check_compiles({
      {PolicyKind::identity, condition("[]"), "/Statement/0/Condition", "`Condition` is array"},
      {PolicyKind::identity, condition(R"({"StringEqual": {"aws:x": "a"}})"),
       "/Statement/0/Condition/StringEqual", "`StringEqual` is no condition operator",
       "`StringEquals`"},
      {PolicyKind::identity, condition(R"({"ForAnyValue:StrinLike": {"aws:x": "a"}})"),
       "/Statement/0/Condition/ForAnyValue:StrinLike", "`ForAnyValue:StrinLike`",
       "`ForAnyValue:StringLike`"},
      {PolicyKind::identity, condition(R"({"NullIfExists": {"aws:x": "true"}})"),
       "/Statement/0/Condition/NullIfExists", "`NullIfExists` is no condition operator", "`Null`"},
      {PolicyKind::identity, condition(R"({"StringLike": "a"})"),
       "/Statement/0/Condition/StringLike", "`StringLike` holds string"},
      {PolicyKind::identity, condition(R"({"StringLike": {"aws:x": []}})"),
       "/Statement/0/Condition/StringLike/aws:x", "the key `aws:x` has no value"},
      {PolicyKind::identity, condition(R"({"StringLike": {"aws:x": [null]}})"),
       "/Statement/0/Condition/StringLike/aws:x/0", "a condition's value is text"},
      {PolicyKind::identity, condition(R"({"NumericEquals": {"aws:x": "ten"}})"),
       "/Statement/0/Condition/NumericEquals/aws:x", "`ten` is not what", "a number"},
      {PolicyKind::identity, condition(R"({"DateLessThan": {"aws:x": "2026-02-30"}})"),
       "/Statement/0/Condition/DateLessThan/aws:x", "`2026-02-30` is not what", "a date"},
      {PolicyKind::identity, condition(R"({"IpAddress": {"aws:x": "10.0.0.0/33"}})"),
       "/Statement/0/Condition/IpAddress/aws:x", "`10.0.0.0/33` is not what", "a network"},
      {PolicyKind::identity, condition(R"({"Bool": {"aws:x": "yes"}})"),
       "/Statement/0/Condition/Bool/aws:x", "`yes` is not what", "`true` or `false`"},
      {PolicyKind::identity, condition(R"({"BinaryEquals": {"aws:x": "a"}})"),
       "/Statement/0/Condition/BinaryEquals/aws:x", "`a` is not what", "base64"},
  });
}

TEST_CASE("compile: each kind of policy has its own rules", "[iam]") {
  std::string const deny = R"("Effect": "Deny", "Action": "s3:*", "Resource": "*")";
  check_compiles({
      {PolicyKind::identity, with(kPrincipal + kAllow), "/Statement/0/Principal",
       "an identity policy may not have `Principal`"},
      {PolicyKind::identity, with(R"("Effect": "Allow", "Action": "s3:*")"), "/Statement/0",
       "the statement has no `Resource`"},
      {PolicyKind::identity, R"({"Id": "x", "Statement": {)" + kAllow + "}}", "/Id",
       "an identity policy may not have `Id`"},
      {PolicyKind::boundary, with(kPrincipal + kAllow), "/Statement/0/Principal",
       "a permissions boundary may not have"},
      {PolicyKind::session, with(kPrincipal + kAllow), "/Statement/0/Principal",
       "a session policy may not have"},
      {PolicyKind::resource, with(kAllow), "/Statement/0", "the statement has no `Principal`"},
      {PolicyKind::resource, with(R"("NotPrincipal": "*", )" + kAllow), "/Statement/0/NotPrincipal",
       "`NotPrincipal` with `Allow`"},
      {PolicyKind::trust,
       with(kPrincipal + R"("Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*")"),
       "/Statement/0/Resource", "a trust policy may not have `Resource`"},
      {PolicyKind::trust,
       with(R"("NotPrincipal": "*", "Effect": "Deny", "Action": "sts:AssumeRole")"),
       "/Statement/0/NotPrincipal", "a trust policy may not have `NotPrincipal`"},
      {PolicyKind::scp, with(kPrincipal + kAllow), "/Statement/0/Principal",
       "a service control policy may not have"},
      {PolicyKind::scp, with(R"("Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3")"),
       "/Statement/0/Resource", "`arn:aws:s3` has fewer than six fields"},
      {PolicyKind::rcp, with_version(kPrincipal + kAllow), "/Statement/0/Effect",
       "a resource control policy may only deny"},
      {PolicyKind::rcp, with_version(deny), "/Statement/0", "the statement has no `Principal`"},
      {PolicyKind::rcp, with(kPrincipal + deny), "", "a resource control policy needs a `Version`",
       "2012-10-17"},
      {PolicyKind::rcp, with_version(R"("Principal": {"AWS": "111111111111"}, )" + deny),
       "/Statement/0/Principal", "the principal of a resource control policy is `*`"},
      {PolicyKind::rcp,
       with_version(kPrincipal + R"("Effect": "Deny", "Action": "*", "Resource": "*")"),
       "/Statement/0/Action", "a resource control policy may not speak of every action"},
      {PolicyKind::rcp,
       with_version(kPrincipal + R"("Effect": "Deny", "NotAction": "s3:*", "Resource": "*")"),
       "/Statement/0/NotAction", "a resource control policy may not have `NotAction`"},
      {PolicyKind::rcp,
       with_version(kPrincipal +
                    R"("Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:*")"),
       "/Statement/0/Resource", "`arn:aws:s3:*` has fewer"},
      {PolicyKind::rcp, R"({"Version": "2008-10-17", "Statement": {)" + kPrincipal + deny + "}}",
       "/Version", "`2008-10-17` is no version"},
      {PolicyKind::ram_permission, R"({"Effect": "Deny", "Action": "sagemaker:Search"})", "/Effect",
       "a RAM permission may only allow"},
      {PolicyKind::ram_permission,
       R"({"Effect": "Allow", "Action": "sagemaker:Search", "Resource": "*"})", "/Resource",
       "a RAM permission may not have `Resource`"},
      {PolicyKind::ram_permission,
       R"({"Effect": "Allow", "Principal": "*", "Action": "sagemaker:Search"})", "/Principal",
       "a RAM permission may not have `Principal`"},
      {PolicyKind::ram_permission,
       R"({"Effect": "Allow", "Action": "sagemaker:Search", "Condition": {"StringNotEquals": {"aws:x": "a"}}})",
       "/Condition/StringNotEquals/aws:x", "a RAM permission may not use `StringNotEquals`"},
      {PolicyKind::ram_permission,
       R"({"Effect": "Allow", "Action": "sagemaker:Search", "Condition": {"StringEquals": {"aws:PrincipalOrgId": "o-a"}}})",
       "/Condition/StringEquals/aws:PrincipalOrgId", "a RAM permission may not use the key"},
  });
}

TEST_CASE("compile: principals are checked when they are saved", "[iam]") {
  auto principal = [](std::string const& written) {
    return with(R"("Principal": )" + written + ", " + kAllow);
  };
  check_compiles({
      {PolicyKind::resource, principal(R"("111111111111")"), "/Statement/0/Principal",
       "`Principal` is neither"},
      {PolicyKind::resource, principal("{}"), "/Statement/0/Principal", "`Principal` names nobody"},
      {PolicyKind::resource, principal(R"({"aws": "*"})"), "/Statement/0/Principal/aws",
       "`aws` is no kind of principal", "`AWS`"},
      {PolicyKind::resource, principal(R"({"AWS": "11111111111"})"), "/Statement/0/Principal/AWS",
       "`11111111111` is no principal"},
      {PolicyKind::resource, principal(R"({"AWS": ["*", "arn:aws:iam::111111111111:role/*"]})"),
       "/Statement/0/Principal/AWS/1",
       "the principal `arn:aws:iam::111111111111:role/*` has a wildcard", "aws:PrincipalArn"},
      {PolicyKind::resource, principal(R"({"AWS": "arn:aws:iam::111111111111:group/g"})"),
       "/Statement/0/Principal/AWS", "`arn:aws:iam::111111111111:group/g` is a group"},
      {PolicyKind::resource, principal(R"({"Service": "*.amazonaws.com"})"),
       "/Statement/0/Principal/Service", "the service `*.amazonaws.com` has a wildcard"},
  });
  CHECK(faults_of(
            PolicyKind::resource,
            principal(R"({"AWS": ["111111111111", "AROAEXAMPLEID0000001"], "Federated": "idp"})"))
            .empty());
}

TEST_CASE("compile: size limits count characters without white space", "[iam]") {
  auto policy = [](std::size_t size) {
    std::string text =
        R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::"}})";
    return text.insert(text.size() - 3, std::string(size - text.size(), 'x'));
  };
  CHECK(faults_of(PolicyKind::session, policy(2'048)).empty());
  CHECK(faults_of(PolicyKind::session, std::string(5'000, ' ') + policy(2'048)).empty());
  Errors faults = faults_of(PolicyKind::session, policy(2'049));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].message == "a session policy has at most 2048 characters, and this one has 2049");
}

TEST_CASE("compile: all faults are told, with line and column", "[iam]") {
  std::string text =
      "{\"Statement\": [\n  {\"Effect\": \"Alow\", \"Action\": \"s3:*\", \"Resource\": \"*\"},\n"
      "  {\"Effect\": \"Deny\", \"Action\": \"x\", \"Resource\": \"*\"}]}";
  Errors faults = faults_of(PolicyKind::identity, text);
  REQUIRE(faults.size() == 2);
  CHECK(to_string(faults[0]) ==
        "p.json:2:14: `Alow` is no effect (at /Statement/0/Effect); did you mean `Allow`?");
  CHECK(faults[1].where == Where{"p.json", 3, 32});
}

TEST_CASE("compile: a document of many faults is bounded", "[iam]") {
  std::string text = R"({"Statement": [1)";
  for (int i = 0; i < 10'000; ++i) text += ",1";
  CHECK(faults_of(PolicyKind::scp, text + "]}").size() == 100);
}
