// What a record is made of: every record type lists its fields once, and the encoding, the JSON
// lines, the reader and the schema are all made from that list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"
#include "sim/vocab/enum_names.hpp"

namespace rehearse::trace {

/// The version of the trace format. A reader refuses every other.
inline constexpr std::uint32_t kFormat = 4;

/// The position of a record in its trace.
using Seq = std::uint64_t;
/// No record: what a cause is when nothing led here.
inline constexpr Seq kNoSeq = (Seq{1} << 48) - 1;

/// JSON as compact text: written into a line as it is, not as a string. Empty means null, and null
/// is encoded as empty.
struct JsonText {
  std::string text;
  bool operator==(JsonText const&) const = default;
};

/// A place in the scenario. Never part of the digest: a comment moves lines and changes no
/// behaviour.
struct SourceLine {
  std::string file;
  std::uint32_t line = 0;
  bool operator==(SourceLine const&) const = default;
};

/// Twelve characters of a-z0-9 as a number: the id of an execution. 36^12 < 2^63.
struct Base36 {
  std::uint64_t bits = 0;
  bool operator==(Base36 const&) const = default;
};
std::string to_text(Base36 value);
bool from_text(std::string_view text, Base36& value);

template <class R, class T>
struct Field {
  std::string_view name;
  T R::* member;
  /// INVARIANT: fields that the digest leaves out stand last in a record.
  bool digested;
};

template <class R, class T>
constexpr Field<R, T> field(std::string_view name, T R::* member) {
  return {name, member, true};
}
/// A field that is shown but does not count as behaviour.
template <class R, class T>
constexpr Field<R, T> undigested(std::string_view name, T R::* member) {
  return {name, member, false};
}

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

/// A field whose encoding has one size: everything but texts.
template <class T>
inline constexpr bool kFixedSize = std::is_integral_v<T> || std::is_enum_v<T> || IsId<T>::value ||
                                   std::is_same_v<T, Base36> || std::is_same_v<T, Duration>;

template <class R>
inline constexpr bool kFixedRecord = std::apply(
    [](auto... f) {
      return (kFixedSize<std::remove_cvref_t<decltype(std::declval<R>().*(f.member))>> && ...);
    },
    R::fields());

/// Calls `f(field)` for each field of a record type, in order.
template <class R, class F>
constexpr void for_each_field(F&& f) {
  std::apply([&](auto... each) { (f(each), ...); }, R::fields());
}

}  // namespace rehearse::trace
