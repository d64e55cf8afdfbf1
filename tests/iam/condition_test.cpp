// Condition operators, one row a question: operator, the policy's values, the request's, does it
// hold.
#include "sim/iam/condition.hpp"

#include <catch2/catch.hpp>

#include "sim/iam/policy.hpp"

using namespace rehearse;

namespace {

struct ConditionCase {
  std::string op, policy, request;  // values as JSON; request empty: the key is missing
  bool holds;
};

void check_conditions(std::vector<ConditionCase> const& rows) {
  for (ConditionCase const& row : rows) {
    INFO(row.op << " " << row.policy << " asked " << row.request);
    auto document =
        json::parse(R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
        "Resource": "*", "Condition": {")" +
                    row.op + R"(": {"aws:K": )" + row.policy + "}}}}");
    REQUIRE(document);
    auto policy = iam::compile(*document, iam::PolicyKind::identity);
    REQUIRE(policy);
    json::Value given;
    if (!row.request.empty()) given = json::parse(row.request).value();
    iam::Context context;
    context.add("aws:Other", "o*");
    std::vector<std::string_view> list;
    if (given.is_array()) {
      for (json::Value const& each : given.as_array()) list.push_back(each.as_string());
      context.add_list("AWS:k", list);
    } else if (given.is_string()) {
      context.add("AWS:k", given.as_string());
    }
    CHECK(policy->statements[0].conditions[0].holds(context) == row.holds);
  }
}

}  // namespace

TEST_CASE("condition: text", "[iam]") {
  check_conditions({
      {"StringEquals", R"("a")", R"("a")", true},
      {"StringEquals", R"("a")", R"("A")", false},
      {"StringEquals", R"(["b", "a"])", R"("a")", true},
      {"StringEquals", R"("a*")", R"("ab")", false},
      {"StringNotEquals", R"(["b", "a"])", R"("a")", false},
      {"StringNotEquals", R"(["b", "c"])", R"("a")", true},
      {"StringEqualsIgnoreCase", R"("aB")", R"("Ab")", true},
      {"StringNotEqualsIgnoreCase", R"("aB")", R"("Ab")", false},
      {"StringLike", R"("a*?c")", R"("abbc")", true},
      {"StringLike", R"("A*")", R"("abbc")", false},
      {"StringNotLike", R"("a*")", R"("abbc")", false},
      {"stringlike", R"("a*")", R"("abbc")", true},
      {"StringEquals", "5", R"("5")", true},
      {"StringEquals", "true", R"("true")", true},
      {"StringEquals", R"("${aws:Other}")", R"("o*")", true},
      {"StringLike", R"("${aws:Other}")", R"("ox")", false},
      {"StringEquals", R"("${aws:None}")", R"("")", false},
      {"StringNotEquals", R"("${aws:None}")", R"("a")", true},
      {"StringNotEquals", R"(["${aws:None}", "a"])", R"("a")", false},
      {"StringEquals", R"("${aws:None, 'a'}")", R"("a")", true},
  });
}

TEST_CASE("condition: a missing key, IfExists and Null", "[iam]") {
  check_conditions({
      {"StringEquals", R"("a")", "", false},
      {"StringNotEquals", R"("a")", "", true},
      {"NotIpAddress", R"("10.0.0.0/8")", "", true},
      {"StringEqualsIfExists", R"("a")", "", true},
      {"StringEqualsIfExists", R"("a")", R"("b")", false},
      {"NumericLessThanIfExists", "5", "", true},
      {"Null", R"("true")", "", true},
      {"Null", "false", "", false},
      {"Null", "true", R"("x")", false},
      {"Null", R"("False")", R"("x")", true},
      {"Null", R"(["true", "false"])", R"("x")", true},
      {"Null", "false", R"(["x", "y"])", true},
  });
}

TEST_CASE("condition: set operators", "[iam]") {
  check_conditions({
      {"ForAllValues:StringEquals", R"(["a", "b"])", R"(["b", "a"])", true},
      {"ForAllValues:StringEquals", R"(["a", "b"])", R"(["a", "c"])", false},
      {"ForAllValues:StringEquals", R"("a")", R"([])", true},
      {"ForAllValues:StringEquals", R"("a")", "", true},
      {"ForAllValues:StringNotEquals", R"("a")", R"(["b", "c"])", true},
      {"ForAllValues:StringNotEquals", R"("a")", R"(["b", "a"])", false},
      {"ForAllValues:StringNotEquals", R"("a")", "", true},
      {"ForAnyValue:StringEquals", R"(["a", "b"])", R"(["c", "b"])", true},
      {"ForAnyValue:StringEquals", R"(["a", "b"])", R"(["c"])", false},
      {"ForAnyValue:StringEquals", R"("a")", R"([])", false},
      {"ForAnyValue:StringEquals", R"("a")", "", false},
      {"ForAnyValue:StringEqualsIfExists", R"("a")", "", true},
      {"ForAnyValue:StringNotEquals", R"("a")", R"(["a", "b"])", true},
      {"ForAnyValue:StringNotEquals", R"("a")", R"(["a"])", false},
      {"ForAnyValue:StringNotEquals", R"("a")", "", false},
      {"ForAnyValue:StringLike", R"("a*")", R"("ab")", true},
      {"StringEquals", R"("a")", R"(["a"])", false},
      {"StringNotEquals", R"("a")", R"(["b"])", false},
  });
}

TEST_CASE("condition: numbers, truth and bytes", "[iam]") {
  check_conditions({
      {"NumericEquals", "10", R"("10.0")", true},
      {"NumericEquals", R"("1e3")", R"("1000")", true},
      {"NumericNotEquals", "10", R"("11")", true},
      {"NumericLessThan", "9.75", R"("9")", true},
      {"NumericLessThan", "9", R"("9")", false},
      {"NumericLessThanEquals", "9", R"("9")", true},
      {"NumericGreaterThan", "-1", R"("-0.5")", true},
      {"NumericGreaterThanEquals", R"(["100", "5"])", R"("7")", true},
      {"NumericEquals", "10", R"("ten")", false},
      {"NumericGreaterThan", R"("9007199254740992")", R"("9007199254740993")", true},
      {"Bool", "true", R"("true")", true},
      {"Bool", R"("True")", R"("true")", true},
      {"Bool", R"("false")", R"("true")", false},
      {"Bool", "false", "", false},
      {"BinaryEquals", R"("AAECAw==")", R"("AAECAw==")", true},
      {"BinaryEquals", R"("AAECAw==")", R"("AAECAx==")", true},
      {"BinaryEquals", R"("AAECAw==")", R"("AAECBA==")", false},
  });
}

TEST_CASE("condition: dates are instants", "[iam]") {
  check_conditions({
      {"DateEquals", R"("2024-06-01T05:30:00+05:30")", R"("2024-06-01T00:00:00Z")", true},
      {"DateEquals", R"("2024-06-01")", R"("1717200000")", true},
      {"DateEquals", R"("2024-06")", R"("2024-06-01T00:00:00.000Z")", true},
      {"DateNotEquals", R"("2024-06-01")", R"("2024-06-01T00:00:01Z")", true},
      {"DateLessThan", R"("2024-06-01T00:00:00Z")", R"("2024-05-31T23:59:59Z")", true},
      {"DateLessThan", R"("2024-06-01T00:00:00Z")", R"("2024-06-01T00:00:00Z")", false},
      {"DateLessThanEquals", "1717200000", R"("2024-06-01T00:00:00Z")", true},
      {"DateGreaterThan", R"("2024-06-01T00:00:00Z")", R"("2024-06-01T00:00:00.001Z")", true},
      {"DateGreaterThanEquals", R"("2024-06-01")", R"("yesterday")", false},
  });
}

TEST_CASE("condition: networks", "[iam]") {
  check_conditions({
      {"IpAddress", R"("10.0.0.0/8")", R"("10.255.1.2")", true},
      {"IpAddress", R"("10.0.0.0/8")", R"("11.0.0.1")", false},
      {"IpAddress", R"("192.0.18.77/19")", R"("192.0.2.77")", true},
      {"IpAddress", R"("203.0.113.9")", R"("203.0.113.9")", true},
      {"IpAddress", R"("0.0.0.0/0")", R"("1.2.3.4")", true},
      {"IpAddress", R"("0.0.0.0/0")", R"("::1")", false},
      {"IpAddress", R"("2001:DB8::/32")", R"("2001:db8:ffff::5")", true},
      {"IpAddress", R"("2001:db8:1:0::/64")", R"("2001:db8:1::5")", true},
      {"IpAddress", R"("2001:db8::1/128")", R"("2001:db8:0:0:0:0:0:1")", true},
      {"NotIpAddress", R"(["10.0.0.0/8", "192.168.0.0/16"])", R"("192.168.1.1")", false},
      {"NotIpAddress", R"("10.0.0.0/8")", R"("2001:db8::1")", true},
      {"IpAddress", R"("10.0.0.0/8")", R"("10.1.2")", false},
  });
}

TEST_CASE("condition: ARNs field by field", "[iam]") {
  std::string const role = R"("arn:aws:iam::111111111111:role/ml/Trainer")";
  check_conditions({
      {"ArnLike", R"("arn:aws:iam::*:role/ml/*")", role, true},
      {"ArnEquals", R"("arn:aws:iam::*:role/*")", role, true},
      {"ArnLike", R"("arn:aws:iam::*:ROLE/*")", role, false},
      {"ArnLike", R"("arn:aws:*role/ml/Trainer")", role, false},
      {"ArnLike", R"("arn:aws:*:*:*:*")", role, true},
      {"ArnNotLike", R"("arn:aws:iam::222222222222:*")", role, true},
      {"ArnNotEquals", R"("arn:aws:iam::1*:*")", role, false},
      {"ArnLike", R"("arn:aws:iam::*:role/*")", R"("no arn")", false},
  });
}
