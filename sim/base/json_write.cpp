// JSON out. Written by hand, since nlohmann's writer would turn exact numbers into binary floating
// point.
#include "sim/base/json.hpp"

#include <fmt/format.h>

namespace rehearse::json {
namespace {

class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void write(Value const& value) {
    if (value.is_null())
      out_ += "null";
    else if (value.is_bool())
      out_ += value.as_bool() ? "true" : "false";
    else if (value.is_number())
      out_ += value.as_number_text();
    else if (value.is_string())
      append_quoted(out_, value.as_string());
    else if (value.is_array())
      write_array(value.as_array());
    else
      write_object(value.as_object());
  }

  std::string take() { return std::move(out_); }

 private:
  void write_array(Array const& array) {
    out_ += '[';
    ++depth_;
    for (std::size_t i = 0; i < array.size(); ++i) {
      separate(i);
      write(array[i]);
    }
    --depth_;
    if (!array.empty()) new_line();
    out_ += ']';
  }

  void write_object(Object const& object) {
    out_ += '{';
    ++depth_;
    for (std::size_t i = 0; i < object.size(); ++i) {
      separate(i);
      append_quoted(out_, object[i].first);
      out_ += pretty_ ? ": " : ":";
      write(object[i].second);
    }
    --depth_;
    if (!object.empty()) new_line();
    out_ += '}';
  }

  void separate(std::size_t index) {
    if (index > 0) out_ += ',';
    new_line();
  }

  void new_line() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool pretty_;
};

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

std::string dump(Value const& value) {
  Writer writer(false);
  writer.write(value);
  return writer.take();
}

std::string dump_pretty(Value const& value) {
  Writer writer(true);
  writer.write(value);
  return writer.take();
}

}  // namespace rehearse::json
