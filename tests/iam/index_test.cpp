// The index over statements changes no decision, and finds few of many.
#include "sim/iam/index.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "generator.hpp"
#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

using Owned = std::vector<std::unique_ptr<iam::PolicySet>>;

iam::PolicyList indexed(iam::PolicyList list, Owned& owned) {
  owned.push_back(
      std::make_unique<iam::PolicySet>(std::vector<iam::Policy const*>(list.begin(), list.end())));
  return *owned.back();
}

iam::Policy policy_of(std::string const& statements) {
  auto policy = iam::compile(
      json::parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}").value(),
      iam::PolicyKind::identity, {}, {}, iam::Checks::meaning);
  REQUIRE(policy);
  return std::move(*policy);
}

std::size_t candidates(iam::PolicySet const& set, std::string_view action,
                       std::string_view resource) {
  iam::Request request;
  request.action = action;
  request.resource = resource;
  iam::Question question(request);
  std::size_t count = 0;
  set.index().each(question, [&](std::uint32_t, auto const&, StatementRef) { ++count; });
  return count;
}

}  // namespace

TEST_CASE("index: every decision is that of the plain scan, with its statement", "[iam]") {
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    json::Value value = generated::make_case(n);
    auto read = iam::DecisionCase::read(value);
    REQUIRE(read);
    Owned owned;
    iam::PolicyView view = read->view();
    view.identity = indexed(view.identity, owned);
    view.resource = indexed(view.resource, owned);
    view.session = indexed(view.session, owned);
    std::vector<iam::PolicyList> scps, rcps;
    for (iam::PolicyList level : view.scp_levels) scps.push_back(indexed(level, owned));
    for (iam::PolicyList level : view.rcp_levels) rcps.push_back(indexed(level, owned));
    view.scp_levels = scps;
    view.rcp_levels = rcps;
    if (iam::authorize(read->request(), view) == iam::authorize(read->request(), read->view()))
      continue;
    INFO(json::dump(value));
    FAIL_CHECK("the index decides otherwise");
  }
}

TEST_CASE("index: of a thousand statements those that may match are looked at", "[iam]") {
  std::string statements;
  for (int i = 0; i < 1'000; ++i)
    statements += fmt::format(
        R"({}{{"Effect":"Allow","Action":"sagemaker:Start*","Resource":"arn:aws:sagemaker:*:*:pipeline/{:04}-*"}})",
        i > 0 ? "," : "", i);
  statements +=
      R"(,{"Effect":"Deny","Action":"*","Resource":"arn:aws:sagemaker:eu-west-1:1:pipeline/0500-a"})"
      R"(,{"Effect":"Deny","NotAction":"iam:*","NotResource":"*"})";
  iam::Policy policy = policy_of(statements);
  iam::PolicySet set({&policy});
  // The region is a wildcard: all those share their literal start.
  CHECK(candidates(set, "sagemaker:StartPipelineExecution",
                   "arn:aws:sagemaker:eu-west-1:1:pipeline/0500-a") == 1'002);
  CHECK(candidates(set, "SageMaker:DescribePipeline",
                   "arn:aws:sagemaker:eu-west-1:1:pipeline/0500-a") == 2);
  CHECK(candidates(set, "s3:GetObject", "*") == 1);
}

TEST_CASE("index: starts of starts are all found", "[iam]") {
  iam::Policy policy = policy_of(
      R"({"Effect":"Allow","Action":"sagemaker:*","Resource":"arn:aws:sagemaker:eu-west-1:1:pipeline/a*"},)"
      R"({"Effect":"Allow","Action":"sagemaker:St*","Resource":"arn:aws:sagemaker:eu-west-1:1:pipeline/abc*"},)"
      R"({"Effect":"Allow","Action":"sagemaker:StopX","Resource":"arn:aws:sagemaker:eu-west-1:1:pipeline/abcd"},)"
      R"({"Effect":"Allow","Action":"sagemaker:Sto*","Resource":"arn:aws:sagemaker:eu-west-1:1:pipeline/abb*"})");
  iam::PolicySet set({&policy});
  CHECK(candidates(set, "sagemaker:StopX", "arn:aws:sagemaker:eu-west-1:1:pipeline/abcd") == 3);
  CHECK(candidates(set, "sagemaker:StartX", "arn:aws:sagemaker:eu-west-1:1:pipeline/abcd") == 2);
  CHECK(candidates(set, "sagemaker:Sx", "arn:aws:sagemaker:eu-west-1:1:pipeline/a") == 1);
  CHECK(candidates(set, "iam:StopX", "arn:aws:sagemaker:eu-west-1:1:pipeline/abcd") == 0);
}

TEST_CASE("index: many actions times many resources do not grow the index without bound", "[iam]") {
  std::string actions = R"("s3:A0")", resources = R"("arn:aws:s3:::b0")";
  for (int i = 1; i < 400; ++i) {
    actions += fmt::format(R"(,"s3:A{}")", i);
    resources += fmt::format(R"(,"arn:aws:s3:::b{}")", i);
  }
  iam::Policy policy = policy_of(
      fmt::format(R"({{"Effect":"Allow","Action":[{}],"Resource":[{}]}})", actions, resources));
  iam::PolicySet set({&policy});
  CHECK(candidates(set, "s3:a399", "arn:aws:s3:::b399") > 0);
  CHECK(candidates(set, "s3:b", "arn:aws:s3:::b399") == 0);
}
