// The trace as JSON lines into a file that gets its name only when it is whole.
#pragma once

#include <charconv>
#include <memory>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/trace/trace.hpp"

namespace rehearse::trace {

/// Where lines go. Writes `PATH.partial` and renames it in finish(); a pipe or device is written
/// directly.
class LineFile {
 public:
  static Result<LineFile> create(std::string path);
  LineFile(LineFile&& other) noexcept;
  LineFile& operator=(LineFile&&) = delete;
  ~LineFile();  // without finish(), what was written stays as `.partial`

  /// At least `size` free bytes at the end of the buffer.
  char* room(std::size_t size) {
    if (used_ + size > size_) make_room(size);
    return buffer_.get() + used_;
  }
  void advance(char const* end) { used_ = static_cast<std::size_t>(end - buffer_.get()); }
  void text(std::string_view text);
  /// Writes out, syncs nothing, renames. The first fault of any write (a full disk) is reported
  /// here.
  Result<void> finish();
  /// The first fault so far, so that a long run can stop early.
  bool failed() const { return fault_ != 0; }

 private:
  explicit LineFile(std::string path) : path_(std::move(path)) {}
  void make_room(std::size_t size);
  void flush();

  std::string path_;
  std::size_t size_ = std::size_t{1} << 16;
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(size_);
  std::size_t used_ = 0;
  int fd_ = -1;
  int fault_ = 0;
  bool rename_ = true;
};

/// One record as one line, with its newline.
class JsonlWriter {
 public:
  explicit JsonlWriter(LineFile file) : file_(std::move(file)) {}

  /// A record of fixed size takes the room of its whole line at once.
  template <class R>
    requires kFixedRecord<R>
  void write(Entry const& entry, R const& record) {
    char* out = start(file_.room(kHeadMax + fixed_max<R>()), entry, R::kName);
    for_each_field<R>([&](auto f) { out = put(key(out, f.name), record.*(f.member)); });
    file_.advance(put_text(out, "}\n"));
  }
  template <class R>
  void write(Entry const& entry, R const& record) {
    write(kTypeOf<R>, entry, &record);
  }
  /// A record whose type is known by its number.
  void write(std::uint16_t type, Entry const& entry, void const* record);
  LineFile& file() { return file_; }

 private:
  static constexpr std::size_t kHeadMax =
      160;                                   // seq, at, cause, the type and the words around them
  static constexpr std::size_t kKeyMax = 4;  // what stands around a key
  static constexpr std::size_t kValueMax = 64;  // a number, a truth value, a name of an enumeration

  /// The most that the fields of a fixed record take, and the end of the line.
  template <class R>
  static constexpr std::size_t fixed_max() {
    std::size_t size = 2;
    for_each_field<R>([&](auto f) { size += f.name.size() + kKeyMax + kValueMax; });
    return size;
  }
  template <class R>
  void write_any(Entry const& entry, R const& record);
  template <class... R>
  void write_of(TypeList<R...>, std::uint16_t type, Entry const& entry, void const* record);

  static char* put_text(char* out, std::string_view text) {
    return std::copy(text.begin(), text.end(), out);
  }
  static char* put_quoted(char* out, std::string_view text) {
    *out++ = '"';
    out = put_text(out, text);
    *out++ = '"';
    return out;
  }
  template <class T>
  static char* put_number(char* out, T v) {
    return std::to_chars(out, out + 24, v).ptr;
  }
  static char* key(char* out, std::string_view name) {
    *out++ = ',';
    out = put_quoted(out, name);
    *out++ = ':';
    return out;
  }
  static char* start(char* out, Entry const& entry, std::string_view name) {
    out = put_number(put_text(out, "{\"seq\":"), entry.seq);
    out = put_number(put_text(out, ",\"at\":"), entry.at.time_since_epoch().count());
    out = put_text(out, ",\"cause\":");
    out = entry.cause == kNoSeq ? put_text(out, "null") : put_number(out, entry.cause);
    return put_quoted(put_text(out, ",\"type\":"), name);
  }
  template <class T>
    requires kFixedSize<T>
  static char* put(char* out, T const& v) {
    if constexpr (NamedEnum<T>)
      return put_quoted(out, name_of(v));
    else if constexpr (std::is_same_v<T, bool>)
      return put_text(out, v ? "true" : "false");
    else if constexpr (std::is_same_v<T, Base36>)
      return put_quoted(out, to_text(v));
    else if constexpr (IsId<T>::value)
      return v ? put_number(out, v.index) : put_text(out, "null");
    else
      return put_number(out, to_wire(v));
  }
  template <class T>
    requires kFixedSize<T>
  void value(T const& v) {
    file_.advance(put(file_.room(kValueMax), v));
  }
  void value(std::string const& text);
  void value(JsonText const& json) {
    file_.text(json.text.empty() ? std::string_view("null") : std::string_view(json.text));
  }
  void value(SourceLine const& where);

  LineFile file_;
  std::string scratch_;
};

/// Reads a trace file. A file of another version, a line that is no record, or a digest that does
/// not fit is refused with its line. A file that was cut off is read up to its last whole line and
/// is then not complete().
Result<Trace> read_jsonl(std::string const& path);
Result<Trace> read_jsonl_text(std::string_view text, std::string_view file);

/// The JSON Schema (2020-12) of one line, made from the field lists.
json::Value schema();

}  // namespace rehearse::trace
