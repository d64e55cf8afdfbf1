// A policy document, read and compiled as every kind. Property: written out and read again it is
// the same document, and each kind says the same of it; the lint looks at what compiles.
#include "input.hpp"
#include "sim/iam/lint.hpp"
#include "sim/iam/policy.hpp"

using namespace rehearse;

namespace {

constexpr auto kKinds = static_cast<int>(iam::PolicyKind::ram_permission);

void check(json::Value const& value, json::Value const& again, iam::PolicyKind kind,
           std::string_view text) {
  auto first = iam::compile(value, kind, "f", text);
  auto second = iam::compile(again, kind);
  // White space counts for some kinds, so only what else is wrong is compared.
  auto first_meaning = iam::compile(value, kind, "f", text, iam::Checks::meaning);
  auto second_meaning = iam::compile(again, kind, {}, {}, iam::Checks::meaning);
  fuzz::require(first_meaning.has_value() == second_meaning.has_value(),
                "a document means the same when it is written out again");
  if (first) fuzz::require(second.has_value(), "what compiles still does without its white space");
  if (first) fuzz::require(first_meaning.has_value(), "all checks include those of the meaning");
  if (first) (void)iam::lint(value, *first, "f", text);
  if (first_meaning) (void)iam::lint(value, *first_meaning);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view text = fuzz::view_of(data, size);
  auto value = json::parse(text, "f");
  if (!value) return 0;
  auto again = json::parse(json::dump(*value));
  fuzz::require(again.has_value() && *again == *value, "parse(dump(x)) is x");
  for (int kind = 0; kind <= kKinds; ++kind)
    check(*value, *again, static_cast<iam::PolicyKind>(kind), text);
  return 0;
}
