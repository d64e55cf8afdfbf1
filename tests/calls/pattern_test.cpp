#include "sim/calls/pattern.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "sim/calls/names.hpp"

using namespace rehearse::calls;

namespace {

/// A model's pattern, by a member of an operation's input: the real trees, not ones made for the
/// test.
Pattern const& pattern_of(char const* service, char const* operation, std::string_view member) {
  Shape const* shape = find_operation(service, operation)->input->find(member)->shape;
  while (shape->element != nullptr) shape = shape->element;
  REQUIRE(shape->pattern != nullptr);
  return *shape->pattern;
}

}  // namespace

TEST_CASE("pattern: a pipeline's name has letters, digits and inner dashes", "[calls]") {
  Pattern const& name = pattern_of("sagemaker", "CreatePipeline", "PipelineName");
  REQUIRE(name.text == "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}");
  CHECK(matches(name, "a"));
  CHECK(matches(name, "train--and-deploy-2"));
  CHECK(matches(name, std::string(256, 'x')));
  CHECK_FALSE(matches(name, std::string(257, 'x')));
  CHECK_FALSE(matches(name, ""));
  CHECK_FALSE(matches(name, "-x"));
  CHECK_FALSE(matches(name, "x-"));
  CHECK_FALSE(matches(name, "x_y"));
  CHECK_FALSE(matches(name, "x\n"));
}

TEST_CASE("pattern: a name or an ARN", "[calls]") {
  Pattern const& either = pattern_of("sagemaker", "StartPipelineExecution", "PipelineName");
  CHECK(matches(either, "churn"));
  CHECK(matches(either, "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn"));
  CHECK(matches(either, "arn:aws-cn:sagemaker:cn-north-1:111122223333:pipeline/churn"));
  CHECK_FALSE(matches(either, "arn:aws:sagemaker:eu-west-1:11112222333:pipeline/churn"));
  CHECK_FALSE(matches(either, "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/"));
}

TEST_CASE("pattern: anchors, alternatives and classes of characters", "[calls]") {
  Pattern const& parent = pattern_of("organizations", "ListAccountsForParent", "ParentId");
  CHECK(matches(parent, "r-ab12"));
  CHECK(matches(parent, "ou-ab12-abcdefgh"));
  CHECK_FALSE(matches(parent, "ou-ab12"));
  CHECK_FALSE(matches(parent, "x r-ab12"));
  Pattern const& document = pattern_of("iam", "PutRolePolicy", "PolicyDocument");
  CHECK(matches(document, "{\n\t\"a\": \"\xC3\xA9\"}"));  // U+00E9 is within the range
  CHECK_FALSE(matches(document, "\xE2\x82\xAC"));         // U+20AC is beyond it
}

TEST_CASE("pattern: not before, not after and Unicode properties", "[calls]") {
  static constexpr CharRange kBlank[] = {{9, 13}, {32, 32}};
  static constexpr CharRange kAny[] = {{0, 0x10FFFF}};
  static constexpr CharRange kDash[] = {{'-', '-'}};
  using Kind = PatternNode::Kind;
  static constexpr PatternNode kParts[] = {{Kind::one_of, {}, kBlank}, {Kind::one_of, {}, kAny}};
  static constexpr PatternNode kRest[] = {{Kind::repeat, {kParts, 1}, {}, 0, kUnlimited},
                                          {Kind::end, {}, {}}};
  static constexpr PatternNode kBlankRest[] = {{Kind::sequence, kRest, {}}};
  static constexpr PatternNode kWhole[] = {{Kind::not_before, kBlankRest, {}},
                                           {Kind::repeat, {kParts + 1, 1}, {}, 1, kUnlimited},
                                           {Kind::not_after, {}, kDash}};
  static constexpr PatternNode kRoot{Kind::sequence, kWhole, {}};
  Pattern const pattern{"(?!\\s*$).+(?<!-)", &kRoot};
  CHECK(matches(pattern, " x"));
  CHECK_FALSE(matches(pattern, "  "));
  CHECK_FALSE(matches(pattern, "x-"));

  Pattern const& tag = *find_operation("sagemaker", "CreatePipeline")
                            ->input->find("Tags")
                            ->shape->element->find("Key")
                            ->shape->pattern;
  CHECK(matches(tag, "caf\xC3\xA9 / owner"));
  CHECK_FALSE(matches(tag, "a#b"));
}

TEST_CASE("pattern: a hostile text costs no more than its length", "[calls]") {
  Pattern const& name = pattern_of("sagemaker", "CreatePipeline", "PipelineName");
  CHECK_FALSE(matches(name, std::string(200, '-') + "x"));
  CHECK_FALSE(matches(name, "x" + std::string(100'000, '-')));
  std::string dashes_and_letters;
  for (int i = 0; i < 50'000; ++i) dashes_and_letters += "-x";
  CHECK_FALSE(matches(name, "x" + dashes_and_letters));
  Pattern const& arn = pattern_of("sagemaker", "StartPipelineExecution", "PipelineName");
  CHECK_FALSE(
      matches(arn, "arn:aws:sagemaker:r:111122223333:pipeline/" + std::string(100'000, '/')));
}

TEST_CASE("pattern: lengths count characters, and broken UTF-8 by the byte", "[calls]") {
  CHECK(character_count("") == 0);
  CHECK(character_count("abc") == 3);
  CHECK(character_count("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == 3);
  CHECK(character_count("\xC3") == 1);
  CHECK(character_count("\xE2\x82x") == 3);
}
