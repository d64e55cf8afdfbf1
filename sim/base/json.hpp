// The one reader of untrusted JSON, and the tree that documents live in.
//
// Unlike a plain DOM it refuses a key given twice (it would silently turn a Deny into an Allow),
// keeps every value's place in the text, keeps numbers exactly as written, and bounds depth and
// size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/result.hpp"

namespace rehearse::json {

class Value;
using Array = std::vector<Value>;
/// In the order of the text. INVARIANT: no key twice.
using Object = std::vector<std::pair<std::string, Value>>;

/// A number as it was written: `0.90`, `1e3`. No binary floating point is involved until somebody
/// asks.
struct Number {
  std::string text;
  auto operator<=>(Number const&) const = default;
};

/// One JSON value. Copies are deep.
class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(int value) : Value(std::int64_t{value}) {}
  Value(std::int64_t value) : data_(Number{std::to_string(value)}) {}
  Value(std::uint64_t value) : data_(Number{std::to_string(value)}) {}
  Value(std::uint32_t value) : Value(std::uint64_t{value}) {}
  Value(Number value) : data_(std::move(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(char const* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_bool() const { return std::holds_alternative<bool>(data_); }
  bool is_number() const { return std::holds_alternative<Number>(data_); }
  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }
  /// `null`, `boolean`, `number`, `string`, `array` or `object`, for messages.
  std::string_view kind_name() const;

  // The content. REQUIRES: the value is of that kind.
  bool as_bool() const { return std::get<bool>(data_); }
  std::string const& as_number_text() const { return std::get<Number>(data_).text; }
  std::string const& as_string() const { return std::get<std::string>(data_); }
  Array const& as_array() const { return std::get<Array>(data_); }
  Array& as_array() { return std::get<Array>(data_); }
  Object const& as_object() const { return std::get<Object>(data_); }
  Object& as_object() { return std::get<Object>(data_); }
  // Makes the value one of that kind: what it holds if it is one already, else empty.
  std::string& become_string() { return become<std::string>(); }
  Array& become_array() { return become<Array>(); }
  Object& become_object() { return become<Object>(); }
  /// The number when it is a whole one within 64 bits.
  std::optional<std::int64_t> as_integer() const;

  /// The member of an object, or null when there is none or this is no object.
  Value const* find(std::string_view key) const;
  /// The member's text, or empty when it is absent or no string.
  std::string_view string_or_empty(std::string_view key) const;
  /// Sets or replaces a member. A null value becomes an object first. Returns *this for chaining.
  Value& set(std::string_view key, Value value);
  /// Appends to an array. A null value becomes an array first.
  Value& push(Value value);

  /// Where the value starts in the text it was read from, in bytes; 0 for a value made by code.
  std::uint32_t offset() const { return offset_; }
  void set_offset(std::uint32_t offset) { offset_ = offset; }

  /// Equal content; places do not count.
  bool operator==(Value const& other) const { return data_ == other.data_; }

 private:
  template <class T>
  T& become() {
    auto* same = std::get_if<T>(&data_);
    return same != nullptr ? *same : data_.emplace<T>();
  }

  std::variant<std::monostate, bool, Number, std::string, Array, Object> data_;
  std::uint32_t offset_ = 0;
};

struct Limits {
  std::size_t bytes_max = std::size_t{16} << 20;
  std::size_t depth_max = 200;
};

/// Reads one JSON document. Errors carry `file`, line and column: broken syntax, a key given twice,
/// bytes that are not UTF-8, too deep, too large, a number beyond what can be meant (more than 400
/// characters).
Result<Value> parse(std::string_view text, std::string_view file = {}, Limits const& limits = {});
/// The same into a value that held another document, whose memory serves again where the two are
/// alike. After an error its content is of no use.
Result<void> parse_over(Value& out, std::string_view text, std::string_view file = {},
                        Limits const& limits = {});

/// Line and column of an offset into a text.
Where locate(std::string_view text, std::uint32_t offset, std::string_view file = {});

/// Compact text, members in their order.
std::string dump(Value const& value);
/// Indented by two spaces a level.
std::string dump_pretty(Value const& value);
/// Appends a string literal with its quotes. The one place that knows how JSON escapes.
void append_quoted(std::string& out, std::string_view text);

/// One step down in a JSON pointer: `/a~1b` for the key `a/b`.
std::string pointer_step(std::string_view pointer, std::string_view key);
std::string pointer_step(std::string_view pointer, std::size_t index);

}  // namespace rehearse::json
