// The truth tables of sharing-and-access 4.3 and 4.4, read from cases/*.json. A case starts from
// the file's `base`, then the group named by `use`, then its own members; `null` takes a member
// away, `@name` stands for a document.
#include "sim/iam/authorize.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

json::Value read_file(std::string const& name) {
  std::ifstream in(std::string(REHEARSE_SOURCE_DIR) + "/tests/iam/cases/" + name);
  std::stringstream text;
  text << in.rdbuf();
  auto value = json::parse(text.str(), name);
  INFO((value ? "" : to_string(value.error())));
  REQUIRE(value);
  return *value;
}

json::Value resolved(json::Value const& value, json::Value const& documents) {
  if (value.is_string() && value.as_string().starts_with("@")) {
    auto const* document = documents.find(value.as_string().substr(1));
    INFO(value.as_string());
    REQUIRE(document != nullptr);
    return *document;
  }
  if (!value.is_array()) return value;
  json::Value out(json::Array{});
  for (json::Value const& each : value.as_array()) out.push(resolved(each, documents));
  return out;
}

void overlay(json::Value& out, json::Value const& members, json::Value const& documents) {
  for (auto const& [key, value] : members.as_object()) {
    if (value.is_null())
      std::erase_if(out.as_object(), [&](auto const& member) { return member.first == key; });
    else
      out.set(key, resolved(value, documents));
  }
}

void all_agree(std::string const& name) {
  json::Value file = read_file(name);
  json::Value const& documents = *file.find("documents");
  for (json::Value const& row : file.find("cases")->as_array()) {
    json::Value value(json::Object{});
    overlay(value, *file.find("base"), documents);
    if (auto use = row.string_or_empty("use"); !use.empty())
      overlay(value, *file.find(use), documents);
    overlay(value, row, documents);
    INFO(row.string_or_empty("name"));
    auto decision = iam::decide_case(value);
    if (!decision) FAIL(to_string(decision.error()));
    CHECK(iam::answer_word(decision->outcome) == row.string_or_empty("expect"));
    CHECK(name_of(decision->layer) == row.string_or_empty("layer"));
  }
}

iam::Policy identity(char const* text, std::uint32_t document) {
  auto policy = iam::compile(json::parse(text).value(), iam::PolicyKind::identity);
  REQUIRE(policy);
  policy->document = document;
  return *policy;
}

}  // namespace

TEST_CASE("authorize: every row of the table for one account", "[iam]") {
  all_agree("same_account.json");
}
TEST_CASE("authorize: every row of the table for two accounts", "[iam]") {
  all_agree("cross_account.json");
}
TEST_CASE("authorize: the traps that show in one decision", "[iam]") { all_agree("gotchas.json"); }

TEST_CASE("authorize: the decision names the statement by document and position", "[iam]") {
  iam::Policy const other =
      identity(R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})", 4);
  iam::Policy const mine = identity(R"({"Statement": [
      {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
      {"Effect": "Allow", "Action": "sagemaker:Describe*", "Resource": "*"}]})",
                                    7);
  std::array<iam::Policy const*, 2> policies{&other, &mine};
  iam::Request request{.kind = iam::PrincipalKind::user,
                       .principal = "arn:aws:iam::111111111111:user/eva",
                       .account = "111111111111",
                       .issuer_arn = {},
                       .action = "sagemaker:DescribePipeline",
                       .resource = "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/churn",
                       .resource_account = "111111111111",
                       .context = {}};
  iam::PolicyView view;
  view.identity = policies;
  CHECK(iam::authorize(request, view) == Decision{Outcome::allowed, Layer::identity, {7, 1}});
  request.action = "sagemaker:DeletePipeline";
  CHECK(iam::authorize(request, view) == Decision{Outcome::implicitly_denied, Layer::identity, {}});
}

TEST_CASE("authorize: a role trust without any policy lets nobody in", "[iam]") {
  iam::Policy const may =
      identity(R"({"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}})", 1);
  std::array<iam::Policy const*, 1> policies{&may};
  iam::Request request{.kind = iam::PrincipalKind::user,
                       .principal = "arn:aws:iam::111111111111:user/eva",
                       .account = "111111111111",
                       .issuer_arn = {},
                       .action = "sts:AssumeRole",
                       .resource = "arn:aws:iam::111111111111:role/Deploy",
                       .resource_account = "111111111111",
                       .context = {}};
  iam::PolicyView view;
  view.identity = policies;
  view.resource_kind = iam::ResourceKind::role_trust;
  CHECK(iam::authorize(request, view) == Decision{Outcome::implicitly_denied, Layer::trust, {}});
}

TEST_CASE("authorize: the services that RCPs bear on do not include SageMaker", "[iam]") {
  CHECK(iam::rcp_bears_on("STS"));
  CHECK(iam::rcp_bears_on("s3"));
  CHECK_FALSE(iam::rcp_bears_on("sagemaker"));
  CHECK_FALSE(iam::rcp_bears_on("iam"));
}
