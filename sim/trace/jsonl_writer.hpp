// The trace as JSON lines into a file that gets its name only when it is whole.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/trace/trace.hpp"

namespace rehearse::trace {

/// Where lines go. Writes `PATH.partial` and renames it in finish(); a pipe or device is written directly.
class LineFile {
 public:
  static Result<LineFile> create(std::string path);
  LineFile(LineFile&& other) noexcept;
  LineFile& operator=(LineFile&&) = delete;
  ~LineFile();  // without finish(), what was written stays as `.partial`

  /// At least `size` free bytes at the end of the buffer.
  char* room(std::size_t size) {
    if (used_ + size > buffer_.size()) make_room(size);
    return buffer_.data() + used_;
  }
  void advance(char const* end) { used_ = static_cast<std::size_t>(end - buffer_.data()); }
  void text(std::string_view text);
  /// Writes out, syncs nothing, renames. The first fault of any write (a full disk) is reported here.
  Result<void> finish();
  /// The first fault so far, so that a long run can stop early.
  bool failed() const { return fault_ != 0; }

 private:
  explicit LineFile(std::string path) : path_(std::move(path)) {}
  void make_room(std::size_t size);
  void flush();

  std::string path_;
  std::string buffer_ = std::string(std::size_t{1} << 18, '\0');
  std::size_t used_ = 0;
  int fd_ = -1;
  int fault_ = 0;
  bool rename_ = true;
};

/// One record as one line, with its newline.
class JsonlWriter {
 public:
  explicit JsonlWriter(LineFile file) : file_(std::move(file)) {}

  template <class R>
  void write(Entry const& entry, R const& record) {
    start(entry, R::kName);
    for_each_field<R>([&](auto f) {
      key(f.name);
      value(record.*(f.member));
    });
    file_.text("}\n");
  }
  LineFile& file() { return file_; }

 private:
  void start(Entry const& entry, std::string_view name);
  void key(std::string_view name) {
    char* out = file_.room(name.size() + 4);
    *out++ = ',';
    *out++ = '"';
    out = std::copy(name.begin(), name.end(), out);
    *out++ = '"';
    *out++ = ':';
    file_.advance(out);
  }
  template <class T>
    requires kFixedSize<T>
  void value(T const& v) {
    if constexpr (NamedEnum<T>) {
      quoted_plain(name_of(v));
    } else if constexpr (std::is_same_v<T, bool>) {
      file_.text(v ? "true" : "false");
    } else if constexpr (std::is_same_v<T, Base36>) {
      quoted_plain(to_text(v));
    } else if constexpr (IsId<T>::value) {
      if (v) number(v.index);
      else file_.text("null");
    } else {
      number(to_wire(v));
    }
  }
  void value(std::string const& text);
  void value(JsonText const& json) { file_.text(json.text.empty() ? std::string_view("null") : std::string_view(json.text)); }
  void value(SourceLine const& where);
  void quoted_plain(std::string_view text) {
    char* out = file_.room(text.size() + 2);
    *out++ = '"';
    out = std::copy(text.begin(), text.end(), out);
    *out++ = '"';
    file_.advance(out);
  }
  template <class T>
  void number(T v) {
    char* out = file_.room(24);
    file_.advance(std::to_chars(out, out + 24, v).ptr);
  }

  LineFile file_;
  std::string scratch_;
};

/// Reads a trace file. A file of another version, a line that is no record, or a digest that does not fit is refused
/// with its line. A file that was cut off is read up to its last whole line and is then not complete().
Result<Trace> read_jsonl(std::string const& path);
Result<Trace> read_jsonl_text(std::string_view text, std::string_view file);

/// The JSON Schema (2020-12) of one line, made from the field lists.
json::Value schema();

}  // namespace rehearse::trace
