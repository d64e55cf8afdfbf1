// Records with every field filled, and a whole trace of them.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "sim/base/hash.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::trace {

/// A value that is not the default and differs with `n`.
template <class T>
void fill(T& value, std::uint32_t n) {
  if constexpr (NamedEnum<T>)
    value = static_cast<T>(n % EnumNames<T>::names.size());
  else if constexpr (std::is_same_v<T, bool>)
    value = n % 2 == 0;
  else if constexpr (IsId<T>::value)
    value.index = n;
  else if constexpr (std::is_same_v<T, Base36>)
    value.bits = 1'000'000'007ULL * n;
  else if constexpr (std::is_same_v<T, Duration>)
    value = Duration{60'000'000 + n};
  else if constexpr (std::is_same_v<T, std::string>)
    value = "text " + std::to_string(n) + " \"ü\"\n\t\\ <b>";
  else if constexpr (std::is_same_v<T, JsonText>)
    value.text = R"({"n":)" + std::to_string(n) + R"(,"list":[null,true,0.90,"ü"]})";
  else if constexpr (std::is_same_v<T, SourceLine>)
    value = {"folder/a:b.lua", n};
  else
    value = static_cast<T>(n);
}

template <class R>
R filled(std::uint32_t n) {
  R record{};
  for_each_field<R>([&](auto f) { fill(record.*(f.member), ++n); });
  if constexpr (std::is_same_v<R, RunStarted>) record.format = kFormat;
  return record;
}

/// The same, with every id naming the first of its kind: what a whole trace can hold.
template <class R>
R grounded(std::uint32_t n) {
  R record = filled<R>(n);
  for_each_field<R>([&](auto f) {
    using T = std::remove_cvref_t<decltype(record.*(f.member))>;
    if constexpr (IsId<T>::value) (record.*(f.member)).index = 0;
    if constexpr (std::is_same_v<T, std::uint32_t>)
      if (f.name == "document") record.*(f.member) = 0;
  });
  return record;
}

template <class R>
bool same(R const& a, R const& b) {
  bool equal = true;
  for_each_field<R>([&](auto f) { equal = equal && a.*(f.member) == b.*(f.member); });
  return equal;
}

/// Calls `f(R{})` for every record type.
template <class F, class... R>
void for_each_type(F&& f, TypeList<R...>) {
  (f(R{}), ...);
}
template <class F>
void for_each_type(F&& f) {
  for_each_type(f, Records{});
}

/// A folder of one test, empty at the start and gone at the end.
class Folder {
 public:
  explicit Folder(std::string const& name);
  ~Folder();
  std::string file(std::string const& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string text_of_file(std::string const& path);
void write_file(std::string const& path, std::string const& text);

/// A trace with one record of every type: RunStarted first, RunEnded last.
Trace sample_trace();
/// Its lines.
void write_lines(Trace const& trace, std::string const& path);

}  // namespace rehearse::trace
