// Properties that need no oracle: what a change of the policies may do to a decision, and what it
// may not.
#include <algorithm>
#include <catch2/catch.hpp>

#include "generator.hpp"
#include "sim/iam/case.hpp"

using namespace rehearse;
using json::Value;

namespace {

constexpr std::uint64_t kCases = 3'000;

std::string answer(Value const& value) {
  auto decision = iam::decide_case(value);
  return decision ? std::string(iam::answer_word(decision->outcome)) : to_string(decision.error());
}

/// Calls `change(document)` for every policy document of the case.
template <class Change>
void each_document(Value& value, Change change) {
  for (auto& [key, member] : value.as_object()) {
    if (key == "permissionBoundary" || key == "sessionPolicy" || key == "resourcePolicy")
      change(key, member);
    if (key == "identityPolicies")
      for (Value& document : member.as_array()) change(key, document);
    if (key == "scpLevels" || key == "rcpLevels")
      for (Value& level : member.as_array())
        for (Value& document : level.as_array()) change(key, document);
  }
}

json::Array statements_of(Value const& document) {
  Value const* found = document.find("Statement");
  return found->is_array() ? found->as_array() : json::Array{*found};
}

bool allows(Value const& statement) { return statement.string_or_empty("Effect") == "Allow"; }

/// Reverses the order of members and of lists, all the way down.
Value reversed(Value value) {
  if (value.is_array()) {
    std::ranges::reverse(value.as_array());
    for (Value& each : value.as_array()) each = reversed(std::move(each));
  }
  if (value.is_object()) {
    std::ranges::reverse(value.as_object());
    for (auto& [key, each] : value.as_object()) each = reversed(std::move(each));
  }
  return value;
}

/// `change` makes another case of each; the decisions must stand in the relation.
template <class Change, class Relation>
void holds_for_all(Change change, Relation relation) {
  std::size_t changed = 0;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    Value const before = generated::make_case(n);
    Value const after = change(before);
    changed += !(after == before);
    std::string was = answer(before), is = answer(after);
    if (relation(was, is)) continue;
    INFO(json::dump(before));
    INFO(json::dump(after));
    FAIL_CHECK(was << " became " << is);
  }
  CHECK(changed > kCases / 4);
}

bool never_opens(std::string const& was, std::string const& is) {
  return is != "Allowed" || was == "Allowed";
}
bool never_closes(std::string const& was, std::string const& is) {
  return was != "Allowed" || is == "Allowed";
}
bool same(std::string const& was, std::string const& is) { return was == is; }

}  // namespace

TEST_CASE("property: one Deny more never opens", "[iam]") {
  Value const deny =
      json::parse(
          R"({"Effect": "Deny", "Action": ["sagemaker:D*", "s3:*"], "NotResource": "arn:aws:s3:::b"})")
          .value();
  auto add = [&](Value value) {
    each_document(value, [&](std::string const& key, Value& document) {
      if (key == "resourcePolicy" || key == "rcpLevels") return;
      Value list(statements_of(document));
      document.set("Statement", list.push(deny));
    });
    return value;
  };
  holds_for_all(add, never_opens);
}

TEST_CASE("property: one Allow less never opens", "[iam]") {
  auto remove = [](Value value) {
    each_document(value, [](std::string const&, Value& document) {
      json::Array list = statements_of(document);
      auto at = std::ranges::find_if(list, allows);
      if (at == list.end() || list.size() == 1) return;
      list.erase(at);
      document.set("Statement", Value(std::move(list)));
    });
    return value;
  };
  holds_for_all(remove, never_opens);
}

TEST_CASE("property: a wider Allow never closes", "[iam]") {
  auto widen = [](Value value) {
    each_document(value, [](std::string const&, Value& document) {
      json::Array list = statements_of(document);
      for (Value& statement : list) {
        if (!allows(statement)) continue;
        if (statement.find("Action") != nullptr) statement.set("Action", "*");
        if (statement.find("Resource") != nullptr) statement.set("Resource", "*");
      }
      document.set("Statement", Value(std::move(list)));
    });
    return value;
  };
  holds_for_all(widen, never_closes);
}

TEST_CASE("property: accounts renamed everywhere change nothing", "[iam]") {
  auto rename = [](Value const& value) {
    std::string text = json::dump(value);
    for (auto [from, to] : {std::pair{"111111111111", "444444444444"},
                            {"222222222222", "111111111111"},
                            {"iam::1*:", "iam::4*:"}})
      for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
        text.replace(at, std::string(from).size(), to);
    return json::parse(text).value();
  };
  holds_for_all(rename, same);
}

TEST_CASE("property: the order of statements, policies, keys and values changes nothing", "[iam]") {
  auto turn = [](Value value) { return reversed(std::move(value)); };
  holds_for_all(turn, same);
}

TEST_CASE("property: every statement twice changes nothing", "[iam]") {
  auto repeat = [](Value value) {
    each_document(value, [](std::string const&, Value& document) {
      json::Array list = statements_of(document), twice = list;
      twice.insert(twice.end(), list.begin(), list.end());
      document.set("Statement", Value(std::move(twice)));
    });
    return value;
  };
  holds_for_all(repeat, same);
}

TEST_CASE("property: identity policies joined into one document change nothing", "[iam]") {
  auto join = [](Value value) {
    json::Array const documents = value.find("identityPolicies")->as_array();
    if (documents.size() != 2) return value;
    // Variables make the version matter.
    if (documents[0].string_or_empty("Version") != documents[1].string_or_empty("Version"))
      return value;
    json::Array list = statements_of(documents[0]), more = statements_of(documents[1]);
    list.insert(list.end(), more.begin(), more.end());
    Value joined = documents[0];
    joined.set("Statement", Value(std::move(list)));
    value.set("identityPolicies", Value(json::Array{joined}));
    return value;
  };
  std::size_t joined = 0;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    Value const before = generated::make_case(n), after = join(before);
    joined += !(before == after);
    if (answer(before) == answer(after)) continue;
    INFO(json::dump(before));
    FAIL_CHECK("joining changes the decision");
  }
  CHECK(joined > kCases / 20);
}

TEST_CASE("properties: a judge that goes from case to case answers as one made anew", "[iam]") {
  iam::CaseJudge judge;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    Value const value = generated::make_case(n);
    std::string text = json::dump(value);
    auto given = judge.decide(text);
    if (given && *given == iam::decide_case(value).value()) continue;
    INFO(text);
    FAIL_CHECK("what came before bears on the decision");
  }
  // A text that no policy may have is refused, written out or escaped.
  Value value = generated::make_case(0);
  Value policy =
      json::parse(R"({"Statement":{"Sid":"x","Effect":"Deny","Action":"*","Resource":"*"}})")
          .value();
  std::string plain = json::dump(value.set("identityPolicies", Value(json::Array{policy})));
  CHECK(judge.decide(plain).has_value());
  for (std::string sid : {"\\u0141", "\xc5\x81", "\\u0001"}) {
    std::string text = plain;
    text.replace(text.find("\"x\"") + 1, 1, sid);
    CHECK_FALSE(judge.decide(text).has_value());
  }
}
