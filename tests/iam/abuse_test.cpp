// Hostile documents are refused, or judged, in bounded time.
#include <catch2/catch.hpp>
#include <string>

#include "sim/iam/case.hpp"
#include "sim/iam/lint.hpp"

using namespace rehearse;

namespace {

std::string repeated(std::string const& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// What is said of a document that is no policy.
std::string refusal(std::string const& text, iam::PolicyKind kind = iam::PolicyKind::identity) {
  auto value = json::parse(text);
  if (!value) return value.error().message;
  auto policy = iam::compile(*value, kind, {}, text);
  REQUIRE_FALSE(policy);
  return policy.error().front().message;
}

std::string with_condition(std::string const& condition) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":)" +
         condition + "}}";
}

}  // namespace

TEST_CASE("abuse: 10,000 levels of nesting are refused", "[iam][abuse]") {
  CHECK(refusal(repeated("[", 10'000) + repeated("]", 10'000)) == "nested more than 200 deep");
  CHECK(refusal(repeated(R"({"a":)", 10'000) + "1" + repeated("}", 10'000)) ==
        "nested more than 200 deep");
  CHECK(refusal(R"({"Version":"2012-10-17","Statement":)" + repeated("[", 150) +
                repeated("]", 150) + "}") == "a statement is an object, not array");
}

TEST_CASE("abuse: 10 MB are refused for their size", "[iam][abuse]") {
  std::string statement = R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})";
  std::string many = statement + repeated("," + statement, 200'000);
  CHECK(many.size() > 10'000'000);
  CHECK(refusal(R"({"Version":"2012-10-17","Statement":[)" + many + "]}")
            .starts_with("an identity policy has at most 10240 characters"));
  CHECK(refusal(repeated(" ", 17U << 20)).starts_with("a document of "));
}

TEST_CASE("abuse: a million keys in one object, one of them twice", "[iam][abuse]") {
  std::string keys;
  for (int i = 0; i < 300'000; ++i) keys += "\"k" + std::to_string(i) + "\":1,";
  CHECK(refusal("{" + keys + R"("k7":2})") == "the key `k7` is given twice");
  CHECK(refusal("{" + keys + R"("last":2})").starts_with("an identity policy has at most"));
}

TEST_CASE("abuse: a key given twice is refused, however deep", "[iam][abuse]") {
  CHECK(refusal(with_condition(R"({"Bool":{"a":"true"},"Bool":{"a":"false"}})")) ==
        "the key `Bool` is given twice");
  CHECK(
      refusal(R"({"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}})") ==
      "the key `Effect` is given twice");
  // The same key in another spelling is one more way to say it twice.
  CHECK(refusal(R"({"Statement":{"Effect":"Deny","\u0045ffect":"Allow"}})") ==
        "the key `Effect` is given twice");
}

TEST_CASE("abuse: text that is no UTF-8 is refused", "[iam][abuse]") {
  for (std::string bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"})
    CHECK(refusal(R"({"Statement":{"Effect":"Allow","Action":")" + bytes + R"("}})") ==
          "not valid UTF-8");
  CHECK(refusal(R"({"Statement":"\ud800"})").starts_with("not valid JSON"));
}

TEST_CASE("abuse: numbers beyond 64 bits are compared exactly", "[iam][abuse]") {
  auto holds = [](std::string const& op, std::string const& wanted, std::string_view given) {
    auto policy =
        iam::compile(json::parse(with_condition("{\"" + op + "\":{\"k\":" + wanted + "}}")).value(),
                     iam::PolicyKind::identity);
    REQUIRE(policy);
    iam::Context context;
    context.add("k", given);
    return policy->statements[0].conditions[0].holds(context);
  };
  CHECK(holds("NumericEquals", "18446744073709551617", "18446744073709551617"));
  CHECK_FALSE(holds("NumericEquals", "18446744073709551617", "18446744073709551616"));
  CHECK(holds("NumericLessThan", "18446744073709551617", "1"));
  CHECK(holds("NumericEquals", "\"1e3\"", "1000.000"));
  CHECK(refusal(with_condition(R"({"NumericEquals":{"k":"1e999999999"}})"))
            .starts_with("`1e999999999` is not what `NumericEquals` compares"));
  CHECK(refusal(with_condition("{\"NumericEquals\":{\"k\":" + repeated("9", 500) + "}}"))
            .starts_with("not valid JSON: "));
}

TEST_CASE("abuse: dates that do not exist are refused", "[iam][abuse]") {
  for (std::string date : {"2026-02-30", "2026-13-01", "2025-02-29", "2026-01-05T25:00:00Z",
                           "99999999999999999999", "2026-01-05T09:61:00Z", "today"})
    CHECK(refusal(with_condition(R"({"DateLessThan":{"aws:CurrentTime":")" + date + R"("}})")) ==
          "`" + date + "` is not what `DateLessThan` compares");
}

TEST_CASE("abuse: many stars are matched in linear time", "[iam][abuse]") {
  std::string pattern = "arn:aws:s3:::" + repeated("*a", 2'000) + "b";
  std::string text = "arn:aws:s3:::" + repeated("a", 20'000);
  iam::Context const context;
  iam::Request request;
  request.resource = text;
  iam::Question question(request);
  auto resource = iam::compile_resource(pattern, true, iam::ShortArn::missing_is_star);
  CHECK_FALSE(resource.matches(question));
  auto condition = iam::Pattern(pattern, {.wildcards = true, .variables = true});
  CHECK_FALSE(condition.matches(text, context));
  CHECK_FALSE(condition.matches_arn(text, context));
  CHECK(iam::Pattern(pattern + "*", {.wildcards = true, .variables = true})
            .matches(text + "b", context));
}

TEST_CASE("abuse: a document of faults is told about within limits", "[iam][abuse]") {
  std::string bad = R"({"Effct":"Allow"})";
  std::string text = R"({"Statement":[)" + bad + repeated("," + bad, 50'000) + "]}";
  auto policy = iam::compile(json::parse(text).value(), iam::PolicyKind::identity, {}, text);
  REQUIRE_FALSE(policy);
  CHECK(policy.error().size() == 100);
}

TEST_CASE("abuse: long patterns are linted in bounded time", "[iam][abuse]") {
  std::string text = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[)";
  for (int i = 0; i < 100; ++i) text += "\"sagemaker:*" + repeated("e*", 20) + "\",";
  text += R"("sagemaker:StartPipelineExecution"],"Resource":"arn:aws:sagemaker:)" +
          repeated("*:", 2'000) + "\"}}";
  auto document = json::parse(text).value();
  auto policy = iam::compile(document, iam::PolicyKind::identity, {}, {}, iam::Checks::meaning);
  REQUIRE(policy);
  CHECK(iam::lint(document, *policy).size() <= 100);
}
