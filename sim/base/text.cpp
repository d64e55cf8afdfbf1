#include "sim/base/text.hpp"

#include <algorithm>
#include <cstring>

namespace rehearse {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <class Same>
bool glob(std::string_view pattern, std::string_view text, Same same) {
  // Greedy with one point to come back to: the last star. Earlier stars never need another try.
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || same(pattern[p], text[t]))) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string escape(std::string_view text, bool apostrophes) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += apostrophes ? "&apos;" : "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text) {
  return glob(pattern, text, [](char a, char b) { return a == b; });
}

bool glob_match_ignoring_case(std::string_view pattern, std::string_view text) {
  return glob(pattern, text, [](char a, char b) { return lower(a) == lower(b); });
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a == b || std::ranges::equal(a, b, {}, lower, lower));
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

namespace {

/// Two letters that changed places are one mistake.
bool is_swap(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  std::size_t at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.substr(at + 2) == b.substr(at + 2);
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<std::string_view const> words) {
  constexpr std::size_t kWordMax =
      200;  // longer input is no misspelling, and the distance is quadratic
  if (word.size() > kWordMax) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string lowered = to_lower(word);
  for (std::string_view candidate : words) {
    if (candidate.empty() || candidate.size() > kWordMax) continue;
    std::size_t const apart =
        std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
    if (apart >= best_distance) continue;  // each sign more is a step
    std::string other = to_lower(candidate);
    std::size_t distance = is_swap(lowered, other) ? 1 : edit_distance(lowered, other);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<std::string_view const> words) {
  std::string_view near = nearest(word, words);
  return near.empty() ? std::string{} : "did you mean `" + std::string(near) + "`?";
}

std::string did_you_mean_or(std::string_view word, std::span<std::string_view const> words,
                            std::string_view lead) {
  std::string near = did_you_mean(word, words);
  if (!near.empty()) return near;
  std::vector<std::string> all;
  for (std::string_view one : words)
    if (!one.empty() && std::ranges::find(all, one) == all.end()) all.emplace_back(one);
  return all.empty() ? std::string{} : std::string(lead) + " " + join(all, ", ");
}

std::string with_article(std::string_view noun) {
  bool const vowel = !noun.empty() && std::string_view("aeiou").contains(noun.front());
  return (vowel ? "an " : "a ") + std::string(noun);
}

bool is_plain_ascii(std::string_view text) {
  constexpr std::uint64_t kHighs = 0x8080'8080'8080'8080, kSpaces = 0x2020'2020'2020'2020;
  std::size_t i = 0;
  for (std::uint64_t word; i + sizeof word <= text.size(); i += sizeof word) {
    std::memcpy(&word, text.data() + i, sizeof word);
    std::uint64_t small = ~((word | kHighs) - kSpaces);  // high bit: the byte is below a space
    if (((word | small) & kHighs) != 0) return false;
  }
  return std::ranges::all_of(text.substr(i), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80;
  });
}

bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

std::size_t utf8_prefix(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    if (i + sizeof(std::uint64_t) <= text.size()) {  // most text is ASCII, eight bytes at a time
      std::uint64_t word;
      std::memcpy(&word, text.data() + i, sizeof word);
      if ((word & 0x8080'8080'8080'8080) == 0) {
        i += sizeof word;
        continue;
      }
    }
    unsigned char c = byte(i);
    std::size_t length = c < 0x80                ? 1
                         : c >= 0xC2 && c < 0xE0 ? 2
                         : c >= 0xE0 && c < 0xF0 ? 3
                         : c >= 0xF0 && c < 0xF5 ? 4
                                                 : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0) != 0x80) return i;
    if (length == 3 && c == 0xE0 && byte(i + 1) < 0xA0) return i;   // overlong
    if (length == 3 && c == 0xED && byte(i + 1) >= 0xA0) return i;  // surrogate
    if (length == 4 && c == 0xF0 && byte(i + 1) < 0x90) return i;
    if (length == 4 && c == 0xF4 && byte(i + 1) >= 0x90) return i;
    i += length;
  }
  return text.size();
}

std::string shorten(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max > 3 ? bytes_max - 3 : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string escape_controls(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (char c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (byte < 0x20 || byte == 0x7F)
      out += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
    else
      out += c;
  }
  return out;
}

std::string escape_html(std::string_view text) { return escape(text, false); }

std::string escape_xml(std::string_view text) {
  // XML 1.0 has no way to write most control characters, not even escaped.
  std::string out;
  for (char c : escape(text, true))
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(std::span<std::string const> parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

}  // namespace rehearse
