#include "sim/base/json_read.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace rehearse::json {
namespace {

constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101, kHighs = 0x8080'8080'8080'8080;

/// The high bit of each byte of the word that is zero, at least of the lowest one.
constexpr std::uint64_t zero_bytes(std::uint64_t word) { return (word - kOnes) & ~word & kHighs; }
constexpr std::uint64_t bytes_equal(std::uint64_t word, char c) {
  return zero_bytes(word ^ kOnes * static_cast<unsigned char>(c));
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_value(char c) {
  return is_digit(c)            ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

void append_utf8(std::string& out, std::uint32_t code) {
  auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

/// Recursive, as deep as the limits allow. Every reader returns false to give up.
class QuickReader {
 public:
  QuickReader(std::string_view text, Limits const& limits)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), limits_(limits) {}

  bool read_document(Value& out) {
    skip_space();
    if (!read_value(out, 0)) return false;
    skip_space();
    return at_ == end_;
  }

 private:
  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool read_value(Value& out, std::size_t depth) {
    if (at_ == end_) return false;
    auto const start = static_cast<std::uint32_t>(at_ - begin_);
    bool read = read_content(out, depth);
    out.set_offset(start);
    return read;
  }

  bool read_content(Value& out, std::size_t depth) {
    switch (*at_) {
      case '"':
        return read_string(out.become_string());
      case '{':
        return depth < limits_.depth_max && read_object(out.become_object(), depth + 1);
      case '[':
        return depth < limits_.depth_max && read_array(out.become_array(), depth + 1);
      case 't':
        out = Value(true);
        return take_word("true");
      case 'f':
        out = Value(false);
        return take_word("false");
      case 'n':
        out = Value();
        return take_word("null");
      default:
        return read_number(out);
    }
  }

  /// The child with that number: the one of an earlier document, or a new one at the end.
  template <class Children>
  static Children::value_type& child(Children& all, std::size_t number) {
    return number < all.size() ? all[number] : all.emplace_back();
  }

  bool read_object(Object& out, std::size_t depth) {
    ++at_;
    skip_space();
    if (take('}')) return out.clear(), true;
    out.reserve(kFewChildren);
    std::size_t size = 0;
    do {
      skip_space();
      auto& [key, value] = child(out, size++);
      if (!read_string(key)) return false;
      skip_space();
      if (!take(':')) return false;
      skip_space();
      if (!read_value(value, depth)) return false;
      skip_space();
    } while (take(','));
    out.resize(size);
    return take('}') && !has_key_twice(out);
  }

  bool read_array(Array& out, std::size_t depth) {
    ++at_;
    skip_space();
    if (take(']')) return out.clear(), true;
    out.reserve(kFewChildren);
    std::size_t size = 0;
    do {
      skip_space();
      if (!read_value(child(out, size++), depth)) return false;
      skip_space();
    } while (take(','));
    out.resize(size);
    return take(']');
  }

  /// The first quote, backslash or control character from here on.
  char const* plain_end() const {
    char const* at = at_;
    for (; end_ - at >= 8; at += 8) {
      std::uint64_t word;
      std::memcpy(&word, at, sizeof word);
      std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
      std::uint64_t special = bytes_equal(word, '"') | bytes_equal(word, '\\') | control;
      if (special == 0) continue;
      if constexpr (std::endian::native == std::endian::little)
        return at + std::countr_zero(special) / 8;  // the lowest bit is never a false one
      break;
    }
    while (at != end_ && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
    return at;
  }

  bool read_string(std::string& out) {
    if (!take('"')) return false;
    char const* plain = plain_end();
    out.assign(at_, plain);
    at_ = plain;
    while (!take('"')) {
      if (!take('\\') || !read_escape(out)) return false;
      plain = plain_end();
      out.append(at_, plain);
      at_ = plain;
    }
    return true;
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    if (at_ == end_) return false;
    if (auto which = kNames.find(*at_); which != std::string_view::npos) {
      out.push_back(kMeant[which]);
      ++at_;
      return true;
    }
    std::uint32_t code = 0;
    if (!read_code_unit(code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {  // the first of a pair
      std::uint32_t second = 0;
      if (!take('\\') || !read_code_unit(second) || second < 0xDC00 || second > 0xDFFF)
        return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return false;
    }
    append_utf8(out, code);
    return true;
  }

  bool read_code_unit(std::uint32_t& out) {
    if (!take('u') || end_ - at_ < 4) return false;
    for (int i = 0; i < 4; ++i) {
      int digit = hex_value(*at_++);
      if (digit < 0) return false;
      out = out << 4 | static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  bool read_digits() {
    char const* start = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != start;
  }

  /// Numbers with an exponent, or of great length, are unusual.
  bool read_number(Value& out) {
    constexpr std::ptrdiff_t kUsualSize = 100;
    char const* start = at_;
    take('-');
    if (!take('0') && !read_digits()) return false;
    if (take('.') && !read_digits()) return false;
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) return false;
    if (at_ - start > kUsualSize) return false;
    out = Value(Number{std::string(start, at_)});
    return true;
  }

  static constexpr std::size_t kFewChildren = 4;

  char const* begin_;
  char const* at_;
  char const* end_;
  Limits const& limits_;
};

}  // namespace

bool has_key_twice(Object const& object) {
  constexpr std::size_t kFewKeys = 24;
  if (object.size() <= kFewKeys) {
    for (std::size_t i = 1; i < object.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (object[i].first == object[j].first) return true;
    return false;
  }
  std::vector<std::string_view> keys;
  for (auto const& [key, value] : object) keys.push_back(key);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

bool read_quickly(Value& out, std::string_view text, Limits const& limits) {
  return QuickReader(text, limits).read_document(out);
}

}  // namespace rehearse::json
