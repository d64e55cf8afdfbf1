// Random cases, decided by the judge and by the naive one: they must agree. And properties that
// need no oracle.
#include <algorithm>
#include <catch2/catch.hpp>

#include "naive.hpp"
#include "sim/base/rng.hpp"
#include "sim/iam/case.hpp"

using namespace rehearse;

namespace {

using json::Value;

/// Makes cases whose parts are few and alike, so that near misses are frequent.
class Generator {
 public:
  explicit Generator(std::uint64_t n) : draws_(20'260'105, n) {}

  Value make() {
    std::string kind = pick(
        {"user", "role", "assumed-role", "root", "service", "anonymous", "assumed-role", "user"});
    bool outsider = kind == "service" || kind == "anonymous";
    account_ = pick({"111111111111", "222222222222"});
    Value out(json::Object{});
    out.set("principal", principal(kind));
    out.set("principalKind", kind);
    out.set("principalAccount", outsider ? "" : account_);
    std::string action =
        pick({"sagemaker:DescribePipeline", "SageMaker:startpipelineexecution", "sts:AssumeRole",
              "kms:Decrypt", "s3:GetObject", "sagemaker:ListPipelines"});
    out.set("action", action);
    out.set("resource",
            action.ends_with("ListPipelines")
                ? "*"
                : pick({"arn:aws:sagemaker:eu-west-1:111111111111:pipeline/ab",
                        "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/ab/execution/a:b?c"}));
    out.set("resourceAccount", "111111111111");
    out.set("context", context());
    out.set("identityPolicies",
            outsider || kind == "root" ? Value(json::Array{}) : documents(2, Form::identity));
    if (!outsider && one_in(4)) out.set("permissionBoundary", document(Form::identity));
    if ((kind == "role" || kind == "assumed-role") && one_in(4))
      out.set("sessionPolicy", document(Form::identity));
    Value scps(json::Array{}), rcps(json::Array{});
    for (std::uint64_t i = draws_.below(3); !outsider && i > 0; --i)
      scps.push(documents(2, Form::scp));
    for (std::uint64_t i = draws_.below(2); i > 0; --i) rcps.push(documents(1, Form::rcp));
    out.set("scpLevels", scps).set("rcpLevels", rcps);
    if (!one_in(3))
      out.set("resourcePolicy", document(action.starts_with("sts") ? Form::trust : Form::resource));
    return out;
  }

  bool one_in(std::uint64_t n) { return draws_.below(n) == 0; }

 private:
  enum class Form { identity, scp, rcp, resource, trust };

  std::string pick(std::vector<std::string> const& from) { return from[draws_.below(from.size())]; }

  /// One value or a list of up to three.
  Value some(std::vector<std::string> const& from) {
    if (one_in(2)) return pick(from);
    Value out(json::Array{});
    for (std::uint64_t i = 1 + draws_.below(3); i > 0; --i) out.push(pick(from));
    return out;
  }

  std::string principal(std::string const& kind) {
    if (kind == "user") return "arn:aws:iam::" + account_ + ":user/eva";
    if (kind == "role") return "arn:aws:iam::" + account_ + ":role/ml/R";
    if (kind == "assumed-role") return "arn:aws:sts::" + account_ + ":assumed-role/R/s";
    if (kind == "root") return "arn:aws:iam::" + account_ + ":root";
    return kind == "service" ? "events.amazonaws.com" : "anonymous";
  }

  Value context() {
    Value out(json::Object{});
    out.set("aws:PrincipalArn", "arn:aws:iam::" + account_ + ":role/ml/R");
    if (!one_in(3)) out.set("aws:username", pick({"ab", "a*", "AB"}));
    if (!one_in(3)) out.set("aws:Count", pick({"5", "6"}));
    if (!one_in(3)) out.set("aws:MultiFactorAuthPresent", pick({"true", "false"}));
    Value tags(json::Array{});
    for (std::uint64_t i = draws_.below(3); i > 0; --i) tags.push(pick({"ab", "b", "AB"}));
    if (!one_in(3)) out.set("aws:TagKeys", tags);
    return out;
  }

  Value condition() {
    static std::vector<std::string> const kBases{
        "StringEquals",  "StringNotEquals",        "StringLike",
        "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"};
    std::string base =
        pick({"", "", "ForAllValues:", "ForAnyValue:"}) + pick(kBases) + pick({"", "", "IfExists"});
    Value keys, out;
    switch (draws_.below(5)) {
      case 0:
        keys.set("aws:Count", some({"5", "6"}));
        base = pick(
            {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"});
        break;
      case 1:
        keys.set("AWS:MultifactorAuthPresent", pick({"true", "False"}));
        base = pick({"Bool", "BoolIfExists", "Null"});
        break;
      case 2:
        keys.set("aws:PrincipalArn",
                 some({"arn:aws:iam::*:role/*", "arn:aws:iam::1*:role/ml/?", "arn:aws:*:R"}));
        base = pick({"ArnLike", "ArnNotEquals"});
        break;
      default:
        keys.set(pick({"aws:username", "aws:tagkeys"}),
                 some({"ab", "a*", "a?", "b", "${aws:username}", "${aws:none}", "${aws:none, 'ab'}",
                       "a${*}"}));
    }
    out.set(base, keys);
    return out;
  }

  Value statement(Form form) {
    Value out(json::Object{});
    bool rcp = form == Form::rcp, deny = rcp || one_in(5);
    out.set("Effect", deny ? "Deny" : "Allow");
    Value principal;
    std::string me = "arn:aws:iam::" + account_;
    principal.set("AWS",
                  some({me + ":root", account_, me + ":user/eva", me + ":role/ml/R", me + ":role/R",
                        "arn:aws:sts::" + account_ + ":assumed-role/R/s", "*", "333333333333"}));
    if (one_in(4)) principal.set("Service", pick({"events.amazonaws.com", "lambda.amazonaws.com"}));
    if (rcp) out.set("Principal", "*");
    if (form == Form::trust) out.set("Principal", principal);
    if (form == Form::resource)
      out.set(deny && one_in(3) ? "NotPrincipal" : "Principal",
              one_in(6) && !deny ? Value("*") : principal);
    std::vector<std::string> actions{"sagemaker:*",  "SAGEMAKER:describe*",
                                     "s3:GetObject", "sts:Assume?ole",
                                     "kms:*",        "sagemaker:ListPipelines"};
    if (!rcp) actions.push_back("*");
    out.set(!rcp && one_in(6) ? "NotAction" : "Action", some(actions));
    if (form != Form::trust)
      out.set(one_in(6) ? "NotResource" : "Resource",
              some({"*", "*", "arn:aws:sagemaker:*:111111111111:pipeline/*",
                    "arn:aws:sagemaker:eu-west-1:*:pipeline/${aws:username}",
                    "arn:aws:sagemaker:eu-west-?:111111111111:pipeline/ab/execution/a:b${?}c",
                    "arn:aws:s3:::*"}));
    if (one_in(2)) out.set("Condition", condition());
    return out;
  }

  Value document(Form form) {
    Value out(json::Object{}), statements(json::Array{});
    if (form == Form::rcp || !one_in(5)) out.set("Version", "2012-10-17");
    for (std::uint64_t i = 1 + draws_.below(3); i > 0; --i) statements.push(statement(form));
    out.set("Statement", statements);
    return out;
  }

  Value documents(std::uint64_t most, Form form) {
    Value out(json::Array{});
    for (std::uint64_t i = draws_.below(most + 1); i > 0; --i) out.push(document(form));
    return out;
  }

  Stream draws_;
  std::string account_;
};

std::string answer(Value const& value) {
  auto decision = iam::decide_case(value);
  return decision ? std::string(iam::answer_word(decision->outcome)) : to_string(decision.error());
}

}  // namespace

TEST_CASE("oracle: the naive judge agrees on 20,000 random cases", "[iam]") {
  std::size_t allowed = 0, denied = 0;
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    Value value = Generator(n).make();
    std::string expected = naive::decide(value), given = answer(value);
    allowed += expected == "Allowed";
    denied += expected == "ExplicitlyDenied";
    if (expected == given) continue;
    INFO(json::dump(value));
    CHECK(given == expected);
  }
  CHECK(allowed > 1'000);  // the cases are not all of one kind
  CHECK(denied > 2'000);
}

TEST_CASE("oracle: one deny more never opens, and the order of policies changes nothing", "[iam]") {
  Value const deny =
      json::parse(
          R"({"Statement": {"Effect": "Deny", "Action": "sagemaker:Describe*", "Resource": "*"}})")
          .value();
  for (std::uint64_t n = 0; n < 2'000; ++n) {
    Value value = Generator(n).make();
    std::string before = answer(value);
    Value turned = value, policies = *value.find("identityPolicies");
    std::ranges::reverse(policies.as_array());
    CHECK(answer(turned.set("identityPolicies", policies)) == before);
    Value stricter = value;
    stricter.set("identityPolicies", policies.push(deny));
    if (before != "Allowed") CHECK(answer(stricter) != "Allowed");
  }
}
