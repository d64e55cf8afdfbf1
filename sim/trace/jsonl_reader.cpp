// JSON lines back into records. Every field is there, in any order; nothing else is.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/trace/jsonl_writer.hpp"
#include "sim/trace/known_ids.hpp"

namespace rehearse::trace {
namespace {

/// Reads one member into a field. False when its type or value does not fit.
template <class T>
bool read_value(json::Value const& from, T& to) {
  if constexpr (NamedEnum<T>) {
    auto value = from.is_string() ? enum_from<T>(from.as_string()) : std::nullopt;
    if (value) to = *value;
    return value.has_value();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (from.is_bool()) to = from.as_bool();
    return from.is_bool();
  } else if constexpr (std::is_same_v<T, Base36>) {
    return from.is_string() && from_text(from.as_string(), to);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (from.is_string()) to = from.as_string();
    return from.is_string();
  } else if constexpr (std::is_same_v<T, JsonText>) {
    to.text = from.is_null() ? std::string{} : json::dump(from);
    return true;
  } else if constexpr (std::is_same_v<T, SourceLine>) {
    if (from.is_null()) return true;
    if (!from.is_string()) return false;
    auto colon = from.as_string().rfind(':');
    if (colon == std::string::npos) return false;
    auto line = parse_unsigned<std::uint32_t>(std::string_view(from.as_string()).substr(colon + 1));
    to = {from.as_string().substr(0, colon), line.value_or(0)};
    return line.has_value();
  } else {
    if (IsId<T>::value && from.is_null()) return true;
    if (!from.is_number()) return false;
    auto wire = parse_unsigned<decltype(to_wire(to))>(from.as_number_text());
    if (wire) from_wire(to, *wire);
    return wire.has_value();
  }
}

/// The members of one line on their way into a record; keeps the first fault.
class Line {
 public:
  explicit Line(json::Value const& line) : line_(line) {}

  /// The member of this name, or null, which is a fault.
  json::Value const* member(std::string_view name) {
    ++count_;
    json::Value const* found = line_.find(name);
    if (found == nullptr) fault(name, "is missing");
    return found;
  }
  void fault(std::string_view name, std::string_view what) {
    if (fault_.empty()) fault_ = "`" + std::string(name) + "` " + std::string(what);
  }
  /// To be asked when all fields were read.
  std::string fault_of(std::string_view type) const {
    if (fault_.empty() && line_.as_object().size() != count_)
      return "a member that a " + std::string(type) + " does not have";
    return fault_;
  }

 private:
  json::Value const& line_;
  std::string fault_;
  std::size_t count_ = 4;  // seq, at, cause, type
};

class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  Result<Trace> read() {
    while (!text_.empty()) {
      std::size_t end = text_.find('\n');
      if (end == std::string_view::npos) break;  // a line that was cut off
      ++line_;
      if (auto fault = read_line(text_.substr(0, end)); !fault.empty())
        return std::unexpected(refuse(fault));
      text_.remove_prefix(end + 1);
    }
    if (line_ == 0) return std::unexpected(refuse("no whole line: this is not a trace"));
    trace_.set_complete(ended_ && !interrupted_ && text_.empty());
    return std::move(trace_);
  }

 private:
  Error refuse(std::string message) const {
    return Error{Error::Code::trace,
                 std::move(message),
                 Where{std::string(file_), static_cast<int>(line_), 0},
                 "a trace is written by `rehearse run`; format version " + std::to_string(kFormat) +
                     " is read",
                 {}};
  }

  std::string read_line(std::string_view line) {
    if (ended_) return "a line after RunEnded";
    auto value = json::parse(line);
    if (!value) return value.error().message;
    auto seq = integer(*value, "seq");
    auto at = integer(*value, "at");
    json::Value const* cause = value->find("cause");
    if (!seq || !at || cause == nullptr || *seq != static_cast<std::int64_t>(trace_.size()))
      return "every line has `seq` (counting from 0), `at`, `cause` and `type`";
    Head head;
    head.at = Time{Duration{*at}};
    if (auto number = cause->as_integer()) head.cause = static_cast<Seq>(*number);
    return read_record(*value, head, value->string_or_empty("type"), Records{});
  }

  static std::optional<std::int64_t> integer(json::Value const& line, std::string_view key) {
    json::Value const* member = line.find(key);
    return member == nullptr ? std::nullopt : member->as_integer();
  }

  template <class... R>
  std::string read_record(json::Value const& line, Head const& head, std::string_view type,
                          TypeList<R...>) {
    std::string fault = "`" + shorten(type, 60) + "` is no record type";
    if (line_ == 1) {
      if (type != RunStarted::kName) return "a trace starts with RunStarted";
      // Looked at before all else: another version may have other members.
      if (auto format = integer(line, "format"); format && *format != kFormat)
        return "a trace of format version " + std::to_string(*format);
    }
    (void)((type == R::kName ? (fault = read_fields<R>(line, head), true) : false) || ...);
    return fault;
  }

  template <class R>
  std::string read_fields(json::Value const& line, Head const& head) {
    R record{};
    Line members(line);
    for_each_field<R>([&](auto f) {
      json::Value const* member = members.member(f.name);
      if (member != nullptr && !read_value(*member, record.*(f.member)))
        members.fault(f.name, "has a value that does not fit");
    });
    if (auto fault = members.fault_of(R::kName); !fault.empty()) return fault;
    return take(head, record);
  }

  template <class R>
  std::string take(Head const& head, R const& record) {
    if constexpr (std::is_same_v<R, RunEnded>) {
      ended_ = true;
      interrupted_ = record.reason == EndReason::interrupted;
      if (record.digest != to_hex(trace_.digest()))
        return "the digest does not fit the lines above it (" + to_hex(trace_.digest()) +
               "): the file was edited";
    }
    if (std::string_view unknown = known_.take(record); !unknown.empty())
      return "`" + std::string(unknown) + "` names what no line above has defined";
    trace_.append(head.at, head.cause, record);
    return {};
  }

  std::string_view text_;
  std::string_view file_;
  Trace trace_;
  KnownIds known_;
  std::size_t line_ = 0;
  bool ended_ = false;
  bool interrupted_ = false;
};

}  // namespace

Result<Trace> read_jsonl_text(std::string_view text, std::string_view file) {
  return Reader(text, file).read();
}

Result<Trace> read_jsonl(std::string const& path) {
  std::error_code unreadable;
  bool const folder = std::filesystem::is_directory(path, unreadable);
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (folder || !in)
    return std::unexpected(
        Error{Error::Code::io,
              "cannot read `" + path + "`: " + std::strerror(folder ? EISDIR : errno),
              {},
              "name a trace.jsonl that `rehearse run` wrote",
              {}});
  std::string text{std::istreambuf_iterator<char>(in), {}};
  return read_jsonl_text(text, path);
}

}  // namespace rehearse::trace
