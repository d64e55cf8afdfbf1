// First line a pattern, second a text. Property: the result is that of a plain table over pattern
// and text, whether the pattern is a text, an ARN of a condition or a resource.
#include <array>
#include <vector>

#include "input.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/match.hpp"

using namespace rehearse;

namespace {

bool is_start(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// Characters: a byte with the continuations behind it.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && !is_start(text[end])) ++end;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

/// One row of a table a sign of the pattern.
bool table_match(std::string_view pattern, std::string_view text) {
  auto p = characters(pattern), t = characters(text);
  std::vector<bool> row(t.size() + 1, false);
  row[0] = true;
  for (std::string_view sign : p) {
    std::vector<bool> next(t.size() + 1, false);
    for (std::size_t i = 0; i <= t.size(); ++i) {
      if (sign == "*")
        next[i] = row[i] || (i > 0 && next[i - 1]);
      else if (i > 0)
        next[i] = row[i - 1] && (sign == "?" || sign == t[i - 1]);
    }
    row = next;
  }
  return row[t.size()];
}

std::vector<std::string_view> fields_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (out.size() < 5 && text.find(':') != std::string_view::npos) {
    out.push_back(text.substr(0, text.find(':')));
    text.remove_prefix(text.find(':') + 1);
  }
  out.push_back(text);
  return out;
}

bool table_arn(std::string_view pattern, std::string_view text) {
  auto p = fields_of(pattern), t = fields_of(text);
  if (p.size() != 6 || t.size() != 6) return false;
  for (std::size_t i = 0; i < 6; ++i)
    if (!table_match(p[i], t[i])) return false;
  return true;
}

bool only_stars(std::string_view text) {
  return !text.empty() && text.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view rest = fuzz::view_of(data, size);
  std::string_view pattern = fuzz::take_line(rest), text = fuzz::take_line(rest);
  if (pattern.size() > 2'000 || text.size() > 2'000) return 0;
  iam::Context context;
  context.add("k", text);
  iam::Pattern compiled(pattern, {.wildcards = true, .variables = false});
  bool valid = pattern.empty() || (is_start(pattern[0]) && (text.empty() || is_start(text[0])));
  if (valid && is_utf8(pattern) && is_utf8(text)) {
    fuzz::require(compiled.matches(text, context) == table_match(pattern, text),
                  "a pattern matches what the table says");
    fuzz::require(compiled.matches_arn(text, context) == table_arn(pattern, text),
                  "a pattern of an ARN matches what the table says");
    if (only_stars(pattern) || pattern.starts_with("arn:")) {
      iam::Request request;
      request.resource = text;
      iam::Question question(request);
      auto resource = iam::compile_resource(pattern, false, iam::ShortArn::needs_a_star);
      bool whole = fields_of(pattern).size() == 6 && text.starts_with("arn:");
      if (only_stars(pattern) || whole)
        fuzz::require(
            resource.matches(question) == (only_stars(pattern) || table_arn(pattern, text)),
            "a resource matches what the table says");
    }
  }
  // A variable stands for its value alone.
  iam::Pattern variable("${k}", {.wildcards = true, .variables = true});
  fuzz::require(variable.matches(text, context), "a variable matches its value");
  iam::Pattern both(pattern, {.wildcards = true, .variables = true});
  (void)both.matches(text, context);
  (void)both.matches_ignoring_case(text, context);
  (void)both.matches_arn(text, context);
  return 0;
}
