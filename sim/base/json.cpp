#include "sim/base/json.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include <nlohmann/json.hpp>

#include "sim/base/json_fault.hpp"
#include "sim/base/json_read.hpp"
#include "sim/base/text.hpp"

namespace rehearse::json {
namespace {

/// Counts the bytes nlohmann's lexer has taken, so that a value's place is known.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = char const*;
  using reference = char const&;

  CountingIterator(char const* at, std::size_t* taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(CountingIterator const& other) const { return at_ == other.at_; }
  bool operator!=(CountingIterator const& other) const { return at_ != other.at_; }

 private:
  char const* at_;
  std::size_t* taken_;
};

constexpr std::string_view kNotJson = "not valid JSON: ";

/// The thorough reader, for what the quick one gives up on: builds the tree from nlohmann's events.
/// Returning false stops the parser: `fault` then says why.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, std::size_t const* taken, Limits const& limits)
      : text_(text), taken_(taken), limits_(limits) {}

  bool null() override { return put(Value{}, "null"); }
  bool boolean(bool value) override { return put(Value{value}, "scalar"); }
  // Numbers are taken from the text itself: nlohmann's own value may have lost digits.
  bool number_integer(number_integer_t) override { return put_number(); }
  bool number_unsigned(number_unsigned_t) override { return put_number(); }
  bool number_float(number_float_t, string_t const&) override { return put_number(); }
  bool string(string_t& value) override { return put(Value{std::move(value)}, "scalar"); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Value{Object{}}); }
  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second)
      return refuse("the key `" + escape_controls(shorten(name, 80)) + "` is given twice",
                    "keep one of the two");
    stack_.back()->as_object().emplace_back(std::move(name), Value{});
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Value{Array{}}); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, std::string const&,
                   nlohmann::detail::exception const& fault) override {
    if (explain_syntax()) return false;
    fault_message_ = std::string(kNotJson) + escape_controls(shorten(fault.what(), 300));
    fault_offset_ = position > 0 ? position - 1 : 0;
    return false;
  }

  /// Is the text broken? If so, `fault` says where and how. nlohmann's own words do not: it takes a
  /// NUL for the end of the text.
  bool explain_syntax() {
    auto fault = find_syntax_fault(text_);
    if (!fault) return false;
    fault_message_ = std::string(kNotJson) + fault->message;
    fault_hint_ = std::move(fault->hint);
    fault_offset_ = fault->offset;
    return true;
  }

  Value take_root() { return std::move(root_); }
  std::string const& fault_message() const { return fault_message_; }
  std::string const& fault_hint() const { return fault_hint_; }
  std::size_t fault_offset() const { return fault_offset_; }

 private:
  std::size_t position() const { return std::min(*taken_, text_.size()); }

  /// Where the token that ends at the lexer's position begins.
  std::uint32_t start_of_token(bool string_token) const {
    std::size_t end = position();
    if (end == 0) return 0;
    std::size_t i = end - 1;
    if (string_token) {
      // Walk back to the opening quote: an even number of backslashes before it.
      while (i > 0) {
        --i;
        if (text_[i] != '"') continue;
        std::size_t slashes = 0;
        while (slashes < i && text_[i - 1 - slashes] == '\\') ++slashes;
        if (slashes % 2 == 0) break;
      }
    }
    return static_cast<std::uint32_t>(i);
  }

  bool put(Value value, std::string_view) {
    std::size_t length = value.is_bool() ? (value.as_bool() ? 4U : 5U) : value.is_null() ? 4U : 0U;
    std::uint32_t start =
        length > 0 ? static_cast<std::uint32_t>(position() - std::min(position(), length))
                   : start_of_token(true);
    value.set_offset(start);
    attach(std::move(value));
    return true;
  }

  bool put_number() {
    // The lexer has read one character past the number, unless the text ended.
    auto is_part = [](char c) {
      return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
    };
    std::size_t end = position();
    while (end > 0 && !is_part(text_[end - 1])) --end;
    std::size_t start = end;
    while (start > 0 && is_part(text_[start - 1])) --start;
    if (end - start > 400)
      return refuse("a number of " + std::to_string(end - start) + " characters",
                    "numbers have at most 400");
    Value value{Number{std::string(text_.substr(start, end - start))}};
    value.set_offset(static_cast<std::uint32_t>(start));
    attach(std::move(value));
    return true;
  }

  bool open(Value container) {
    if (stack_.size() >= limits_.depth_max)
      return refuse("nested more than " + std::to_string(limits_.depth_max) + " deep",
                    "flatten the document");
    container.set_offset(static_cast<std::uint32_t>(position() > 0 ? position() - 1 : 0));
    stack_.push_back(attach(std::move(container)));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    stack_.pop_back();
    keys_.pop_back();
    return true;
  }

  /// Puts a value where the parser stands. The pointer stays valid: a parent does not grow while
  /// its last child is open.
  Value* attach(Value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Value* parent = stack_.back();
    if (parent->is_array()) {
      parent->as_array().push_back(std::move(value));
      return &parent->as_array().back();
    }
    Value& member = parent->as_object().back().second;
    member = std::move(value);
    return &member;
  }

  bool refuse(std::string message, std::string hint) {
    fault_message_ = std::move(message);
    fault_hint_ = std::move(hint);
    fault_offset_ = start_of_token(true);
    return false;
  }

  std::string_view text_;
  std::size_t const* taken_;
  Limits const& limits_;
  Value root_;
  std::vector<Value*> stack_;
  std::vector<std::set<std::string>> keys_;  // of each that is open
  std::string fault_message_;
  std::string fault_hint_;
  std::size_t fault_offset_ = 0;
};

}  // namespace

std::string_view Value::kind_name() const {
  static constexpr std::array<std::string_view, 6> kNames = {"null",   "boolean", "number",
                                                             "string", "array",   "object"};
  return kNames[data_.index()];
}

std::optional<std::int64_t> Value::as_integer() const {
  return is_number() ? parse_unsigned<std::int64_t>(as_number_text()) : std::nullopt;
}

Value const* Value::find(std::string_view key) const {
  auto const* object = std::get_if<Object>(&data_);
  if (object == nullptr) return nullptr;
  auto at = std::ranges::find(*object, key, &Object::value_type::first);
  return at == object->end() ? nullptr : &at->second;
}

std::string_view Value::string_or_empty(std::string_view key) const {
  Value const* member = find(key);
  return member != nullptr && member->is_string() ? std::string_view(member->as_string())
                                                  : std::string_view{};
}

Value& Value::set(std::string_view key, Value value) {
  if (is_null()) data_ = Object{};
  Object& object = as_object();
  auto at = std::ranges::find(object, key, &Object::value_type::first);
  if (at == object.end()) {
    object.emplace_back(std::string(key), std::move(value));
  } else {
    at->second = std::move(value);
  }
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) data_ = Array{};
  as_array().push_back(std::move(value));
  return *this;
}

Result<Value> parse(std::string_view text, std::string_view file, Limits const& limits) {
  Result<Value> out;
  if (auto read = parse_over(*out, text, file, limits); !read)
    out = std::unexpected(std::move(read.error()));
  return out;
}

Result<void> parse_over(Value& out, std::string_view text, std::string_view file,
                        Limits const& limits) {
  auto refuse = [&](std::string message, std::size_t offset, std::string hint) {
    return std::unexpected(Error{Error::Code::definition,
                                 std::move(message),
                                 locate(text, static_cast<std::uint32_t>(offset), file),
                                 std::move(hint),
                                 {}});
  };
  if (text.size() > limits.bytes_max)
    return refuse("a document of " + std::to_string(text.size()) + " bytes", 0,
                  "at most " + std::to_string(limits.bytes_max) + " are read");
  if (std::size_t const whole = utf8_prefix(text); whole != text.size())
    return refuse("not valid UTF-8", whole, "save the file as UTF-8");
  if (read_quickly(out, text, limits)) return {};
  std::size_t taken = 0;
  TreeBuilder builder(text, &taken, limits);
  CountingIterator first(text.data(), &taken);
  CountingIterator last(text.data() + text.size(), &taken);
  if (!nlohmann::json::sax_parse(first, last, &builder) ||
      (text.contains('\0') && builder.explain_syntax()))
    return refuse(builder.fault_message(), builder.fault_offset(), builder.fault_hint());
  out = builder.take_root();
  return {};
}

Where locate(std::string_view text, std::uint32_t offset, std::string_view file) {
  std::string_view before = text.substr(0, std::min<std::size_t>(offset, text.size()));
  auto line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
  std::size_t line_start = before.rfind('\n');
  std::size_t column =
      line_start == std::string_view::npos ? before.size() : before.size() - line_start - 1;
  return Where{std::string(file), line, static_cast<int>(column) + 1};
}

std::string pointer_step(std::string_view pointer, std::string_view key) {
  std::string out(pointer);
  out += '/';
  for (char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string pointer_step(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + '/' + std::to_string(index);
}

}  // namespace rehearse::json
