// Small pure functions on text: patterns with stars, nearest words, UTF-8.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse {

/// Does `text` match `pattern`, where `*` is any run and `?` any one character? Linear in pattern x
/// text, never exponential.
bool glob_match(std::string_view pattern, std::string_view text);
/// The same, ASCII letters compared without case.
bool glob_match_ignoring_case(std::string_view pattern, std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

/// The Levenshtein distance, in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The nearest of `words` when it is near enough to be a misspelling, else empty. Ties: the earlier
/// word.
std::string_view nearest(std::string_view word, std::span<std::string_view const> words);
/// `did you mean `x`?` or an empty string.
std::string did_you_mean(std::string_view word, std::span<std::string_view const> words);

/// The same, or where nothing is near enough `lead` and all the words: `there are a, b`, each
/// once. Empty without words.
std::string did_you_mean_or(std::string_view word, std::span<std::string_view const> words,
                            std::string_view lead);
/// `a role`, `an account`.
std::string with_article(std::string_view noun);

bool is_utf8(std::string_view text);
/// How many bytes of the text are UTF-8, from its start: all of them, or up to the first that is
/// wrong.
std::size_t utf8_prefix(std::string_view text);
/// Only U+0020 to U+007F. Quick: for what is nearly always true.
bool is_plain_ascii(std::string_view text);
/// Text cut to at most `bytes_max` bytes at a character's boundary, with `...` when something was
/// cut.
std::string shorten(std::string_view text, std::size_t bytes_max);
/// Control characters as JSON writes them (`\n`, `\u001b`), so that a message stays on its line and
/// leaves a terminal alone.
std::string escape_controls(std::string_view text);
std::string escape_html(std::string_view text);
std::string escape_xml(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<std::string const> parts, std::string_view separator);

/// All of `text` as a decimal number, or nothing.
template <class T>
std::optional<T> parse_unsigned(std::string_view text) {
  T value{};
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace rehearse
