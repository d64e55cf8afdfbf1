// The gate alone: what is checked first, what is recorded, and what no client would have sent.
#include "sim/calls/gate.hpp"

#include <catch2/catch.hpp>

#include "sim/calls/names.hpp"

using namespace rehearse;
using namespace rehearse::calls;

namespace {

constexpr char kPolicy[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:Start*","Resource":"*"}]})";

/// One account with one role that may start pipelines and do nothing else.
struct Desk {
  world::World world;
  trace::Trace trace;
  world::Recorder record{world, {.keep = &trace}};
  world::Judge judge{world.access()};
  Gate gate{judge, record};
  Caller caller{{PrincipalId{0}, {}, {}, "arn:aws:sts::111122223333:assumed-role/starter/s"},
                {},
                {},
                {"a.lua", 7}};
  int handled = 0;

  Desk() {
    record.record(
        trace::AccountDefined{AccountId{0}, "111122223333", "staging", "eu-west-1", {}, {}});
    record.record(trace::PrincipalDefined{
        PrincipalId{0}, IdentityKind::role, AccountId{0}, "/", "starter", "AROASTARTER", {}});
    record.record(trace::IamInForce{PrincipalId{0}, IamSlot::existence, {}, {}, {}, true});
    DocumentId policy = record.document(trace::DocumentKind::policy, "main", kPolicy);
    record.record(
        trace::IamInForce{PrincipalId{0}, IamSlot::inline_policy, "main", policy, {}, true});
  }

  CallResult start(char const* input, std::vector<Need> needs,
                   Answer answer = json::Value{json::Object{}}, bool accepts = true) {
    return gate.pass(
        *find_operation("sagemaker", "StartPipelineExecution"), caller, json::parse(input).value(),
        [&](json::Value const&) -> Needs { return needs; },
        [&](Call& call, json::Value const&) {
          ++handled;
          if (accepts && answer) call.accept();
          return answer;
        });
  }
  /// The last call in the trace.
  trace::ApiCalled last() const {
    trace::ApiCalled out;
    trace.for_each(
        trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& r) { out = r; }});
    return out;
  }
};

constexpr char kInput[] = R"({"PipelineName": "churn"})";
Need const kStart{"sagemaker:StartPipelineExecution",
                  "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn",
                  AccountId{0},
                  {}};
Need const kPass{"iam:PassRole", "arn:aws:iam::111122223333:role/x", AccountId{0}, {}};

}  // namespace

TEST_CASE("gate: an allowed call is handled and stands in the trace, its effects behind it",
          "[calls]") {
  Desk desk;
  CallResult result = desk.start(kInput, {kStart});
  CHECK(result.answer.has_value());
  CHECK(result.decision.allowed());
  CHECK(desk.record.cause() == result.seq);
  trace::ApiCalled call = desk.last();
  CHECK(call.code.empty());
  CHECK(call.action == "sagemaker:StartPipelineExecution");
  CHECK(call.outcome == Outcome::allowed);
  CHECK(call.input.text == R"({"PipelineName":"churn"})");
  CHECK(call.where == trace::SourceLine{"a.lua", 7});
}

TEST_CASE("gate: the first need that is refused is the one that is recorded", "[calls]") {
  Desk desk;
  CallResult result = desk.start(kInput, {kStart, kPass});
  REQUIRE_FALSE(result.answer.has_value());
  CHECK(result.answer.error().code == "AccessDeniedException");
  CHECK(desk.handled == 0);
  CHECK(desk.last().action == "iam:PassRole");
  CHECK(desk.last().layer == Layer::identity);
  CHECK(desk.last().message == result.answer.error().message);
}

TEST_CASE("gate: a wrong input is refused before anybody is asked", "[calls]") {
  Desk desk;
  CallResult result = desk.start("{}", {kPass});
  REQUIRE_FALSE(result.answer.has_value());
  CHECK(result.answer.error().code == "ValidationException");
  CHECK_FALSE(result.users_mistake);
  CHECK(desk.last().code == "ValidationException");
  CHECK(desk.last().outcome == Outcome::none);
}

TEST_CASE("gate: a member that no client would send is the author's mistake and leaves no record",
          "[calls]") {
  Desk desk;
  std::uint64_t const before = desk.record.digest();
  CallResult result = desk.start(R"({"PipelineNam": "churn"})", {kStart});
  CHECK(result.users_mistake);
  CHECK(result.seq == trace::kNoSeq);
  CHECK(desk.record.digest() == before);
  CHECK(desk.handled == 0);
}

TEST_CASE("gate: what the handler refuses is recorded once, with its error", "[calls]") {
  Desk desk;
  trace::Seq const before = desk.record.next_seq();
  CallResult result = desk.start(
      kInput, {kStart}, std::unexpected(resource_not_found("Pipeline 'churn' does not exist.")));
  CHECK(result.answer.error().code == "ResourceNotFound");
  CHECK(desk.record.next_seq() == before + 1);
  CHECK(desk.last().code == "ResourceNotFound");
  CHECK(desk.last().outcome == Outcome::allowed);
}

TEST_CASE("gate: a call that only reads is recorded though it accepts nothing", "[calls]") {
  Desk desk;
  CallResult result = desk.start(kInput, {kStart}, json::Value{json::Object{}}, false);
  CHECK(result.answer.has_value());
  CHECK(result.seq == desk.record.next_seq() - 1);
  CHECK(desk.last().code.empty());
}
