#include "generator.hpp"

#include <string>
#include <vector>

#include "sim/base/rng.hpp"

namespace generated {
namespace {

using rehearse::Stream;
using rehearse::json::Value;
namespace json = rehearse::json;

std::vector<std::string> const kInstants{
    "2026-01-05", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00",
    "1767603600", "1767571200",           "never"};

class Generator {
 public:
  explicit Generator(std::uint64_t n) : draws_(20'260'105, n) {}

  Value make() {
    std::string kind = pick({"user", "role", "assumed-role", "root", "service", "anonymous",
                             "assumed-role", "user", "federated-user"});
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
    if ((kind == "role" || kind == "assumed-role" || kind == "federated-user") && one_in(4))
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
    if (kind == "federated-user") return "arn:aws:sts::" + account_ + ":federated-user/eva";
    if (kind == "root") return "arn:aws:iam::" + account_ + ":root";
    return kind == "service" ? "events.amazonaws.com" : "anonymous";
  }

  Value context() {
    Value out(json::Object{});
    if (!one_in(5)) out.set("aws:PrincipalArn", "arn:aws:iam::" + account_ + ":role/ml/R");
    if (!one_in(3)) out.set("aws:username", pick({"ab", "a*", "AB"}));
    if (!one_in(3)) out.set("aws:Count", pick({"5", "6", "5.0", "-5", "five"}));
    if (!one_in(3)) out.set("aws:CurrentTime", pick(kInstants));
    if (!one_in(3)) out.set("aws:SourceIp", pick({"10.1.2.3", "192.168.0.1", "2001:db8::1", "x"}));
    if (!one_in(3)) out.set("aws:Bytes", pick({"QUJD", "QQ==", "?"}));
    if (!one_in(3)) out.set("aws:MultiFactorAuthPresent", pick({"true", "false"}));
    Value tags(json::Array{});
    for (std::uint64_t i = draws_.below(3); i > 0; --i) tags.push(pick({"ab", "b", "AB"}));
    if (!one_in(3)) out.set("aws:TagKeys", tags);
    return out;
  }

  struct Kind {
    std::vector<std::string> operators, keys, values;
  };

  /// Every operator, on keys that have values of its kind and on lists.
  Value condition() {
    static std::vector<Kind> const kKinds{
        {{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
          "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
         {"aws:username", "aws:tagkeys", "aws:TAGKEYS"},
         {"ab", "a*", "a?", "b", "${aws:username}", "${aws:none}", "${aws:none, 'ab'}", "a${*}"}},
        {{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
          "NumericGreaterThan", "NumericGreaterThanEquals"},
         {"aws:Count"},
         {"5", "6", "5.00", "-5", "4.5"}},
        {{"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
          "DateGreaterThanEquals"},
         {"aws:CurrentTime"},
         {kInstants.begin(), kInstants.end() - 1}},
        {{"IpAddress", "NotIpAddress"},
         {"aws:SourceIp"},
         {"10.0.0.0/8", "10.1.2.3", "192.168.0.0/31", "2001:db8::/32", "::/0"}},
        {{"Bool"}, {"AWS:MultifactorAuthPresent"}, {"true", "False"}},
        {{"BinaryEquals"}, {"aws:Bytes"}, {"QUJD", "QQ=="}},
        {{"ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"},
         {"aws:PrincipalArn"},
         {"arn:aws:iam::*:role/*", "arn:aws:iam::1*:role/ml/?", "arn:aws:*:R",
          "arn:aws:iam::111111111111:role/ml/R"}},
        {{"Null"}, {"aws:username", "aws:TagKeys", "aws:None"}, {"true", "false"}}};
    Kind const& kind = kKinds[one_in(3) ? 0 : draws_.below(kKinds.size())];
    std::string base = pick(kind.operators);
    if (base != "Null")
      base = pick({"", "", "ForAllValues:", "ForAnyValue:"}) + base + pick({"", "", "IfExists"});
    Value keys, out;
    keys.set(one_in(8) ? "aws:TagKeys" : pick(kind.keys), some(kind.values));
    out.set(base, keys);
    return out;
  }

  Value statement(Form form) {
    Value out(json::Object{});
    bool rcp = form == Form::rcp, deny = rcp || one_in(5);
    out.set("Effect", deny ? "Deny" : "Allow");
    Value principal;
    std::string me = "arn:aws:iam::" + account_;
    principal.set(
        "AWS",
        some({me + ":root", account_, me + ":user/eva", me + ":user/x/eva", me + ":role/ml/R",
              me + ":role/R", "arn:aws:sts::" + account_ + ":assumed-role/R/s",
              "arn:aws:sts::" + account_ + ":federated-user/eva", "*", "333333333333"}));
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
                    "arn:aws:sagemaker:*:*:pipeline/${aws:none, 'ab'}*",
                    "arn:aws:sagemaker:eu-west-?:111111111111:pipeline/ab/execution/a:b${?}c",
                    "arn:aws:s3:::*"}));
    if (one_in(2)) out.set("Condition", condition());
    if (Value more = condition(); one_in(6) && out.find("Condition") != nullptr) {
      auto const& [op, keys] = more.as_object().front();
      Value both = *out.find("Condition");
      out.set("Condition", both.set(op, keys));
    }
    return out;
  }

  Value document(Form form) {
    Value out(json::Object{}), statements(json::Array{});
    if (form == Form::rcp || !one_in(5)) out.set("Version", "2012-10-17");
    if (form != Form::rcp && one_in(10)) out.set("Version", "2008-10-17");
    for (std::uint64_t i = 1 + draws_.below(3); i > 0; --i) statements.push(statement(form));
    bool alone = statements.as_array().size() == 1 && one_in(2);
    out.set("Statement", alone ? Value(statements.as_array().front()) : statements);
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

}  // namespace

Value make_case(std::uint64_t number) { return Generator(number).make(); }

}  // namespace generated
