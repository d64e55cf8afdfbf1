// The canonical bytes of a record and the running digest over them. FORMAT.md says the same in
// words.
//
//   head   at: i64 | type: 16 bits, cause: 48 bits (type in the low bits)
//   body   the fields in order, little endian, each in its natural width; a text is u32 length +
//   bytes;
//          padded with zeros to a multiple of 8
//   tail   the fields that the digest leaves out, encoded alike; kept in memory only
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "sim/trace/records.hpp"

namespace rehearse::trace {

static_assert(std::endian::native == std::endian::little, "the canonical bytes are little endian");

/// The running hash: each record's bytes are hashed with the digest so far as the seed.
inline std::uint64_t digest_step(std::uint64_t digest, void const* bytes, std::size_t size) {
  return XXH3_64bits_withSeed(bytes, size, digest);
}

struct Head {
  Time at{};
  Seq cause = kNoSeq;
  std::uint16_t type = 0;
};

inline constexpr std::size_t kHeadBytes = 16;

constexpr std::size_t padded(std::size_t size) { return (size + 7) / 8 * 8; }

/// What a field of fixed size is encoded as.
template <class T>
constexpr auto to_wire(T const& value) {
  if constexpr (IsId<T>::value)
    return value.index;
  else if constexpr (std::is_enum_v<T>)
    return static_cast<std::underlying_type_t<T>>(value);
  else if constexpr (std::is_same_v<T, bool>)
    return static_cast<std::uint8_t>(value);
  else if constexpr (std::is_same_v<T, Base36>)
    return value.bits;
  else if constexpr (std::is_same_v<T, Duration>)
    return value.count();
  else
    return value;
}

template <class T>
constexpr void from_wire(T& value, decltype(to_wire(std::declval<T>())) wire) {
  if constexpr (IsId<T>::value)
    value.index = wire;
  else if constexpr (std::is_same_v<T, bool>)
    value = wire != 0;
  else if constexpr (std::is_same_v<T, Base36>)
    value.bits = wire;
  else
    value = static_cast<T>(wire);
}

template <class T>
inline constexpr std::size_t kWireBytes = sizeof(decltype(to_wire(std::declval<T>())));

/// The size of a fixed record's head and body.
template <class R>
constexpr std::size_t fixed_bytes() {
  std::size_t size = kHeadBytes;
  for_each_field<R>([&](auto f) {
    size += kWireBytes<std::remove_cvref_t<decltype(std::declval<R>().*(f.member))>>;
  });
  return padded(size);
}

inline void write_head(std::byte* out, Time at, std::uint16_t type, Seq cause) {
  std::int64_t microseconds = at.time_since_epoch().count();
  std::uint64_t word = cause << 16 | type;
  std::memcpy(out, &microseconds, 8);
  std::memcpy(out + 8, &word, 8);
}

/// A fixed record on the stack: no allocation, and the sizes are known to the compiler.
template <class R>
  requires kFixedRecord<R>
std::array<std::byte, fixed_bytes<R>()> encode_fixed(Time at, Seq cause, R const& record) {
  std::array<std::byte, fixed_bytes<R>()> out{};
  write_head(out.data(), at, kTypeOf<R>, cause);
  std::size_t offset = kHeadBytes;
  for_each_field<R>([&](auto f) {
    auto wire = to_wire(record.*(f.member));
    std::memcpy(out.data() + offset, &wire, sizeof wire);
    offset += sizeof wire;
  });
  return out;
}

/// Appends to a growing buffer.
class Encoder {
 public:
  explicit Encoder(std::vector<std::byte>& out) : out_(out) {}

  void head(Time at, std::uint16_t type, Seq cause) {
    std::array<std::byte, kHeadBytes> bytes;
    write_head(bytes.data(), at, type, cause);
    raw(bytes.data(), bytes.size());
  }
  template <class T>
    requires kFixedSize<T>
  void put(T const& value) {
    auto wire = to_wire(value);
    raw(&wire, sizeof wire);
  }
  void put(std::string const& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    raw(&size, 4);
    raw(text.data(), text.size());
  }
  void put(JsonText const& json) { put(json.text == "null" ? std::string{} : json.text); }
  void put(SourceLine const& where) {
    put(where.file);
    put(where.line);
  }
  void pad() { out_.resize(padded(out_.size())); }

 private:
  void raw(void const* bytes, std::size_t size) {
    std::size_t at = out_.size();
    out_.resize(at + size);
    if (size > 0) std::memcpy(out_.data() + at, bytes, size);
  }

  std::vector<std::byte>& out_;
};

/// The same of a record whose type is known by its number alone: compiled once, for all of them.
std::size_t encode(std::uint16_t type, Time at, Seq cause, void const* record,
                   std::vector<std::byte>& out);
void decode(std::uint16_t type, std::span<std::byte const> bytes, void* record);

/// Encodes head, body and tail into `out` (cleared first). Returns how many bytes the digest
/// covers.
template <class R>
std::size_t encode(Time at, Seq cause, R const& record, std::vector<std::byte>& out) {
  return encode(kTypeOf<R>, at, cause, &record, out);
}

/// Reads what Encoder wrote. REQUIRES: well-formed bytes (they come from this process).
class Decoder {
 public:
  explicit Decoder(std::span<std::byte const> bytes) : bytes_(bytes) {}

  Head head() {
    std::int64_t microseconds = 0;
    std::uint64_t word = 0;
    raw(&microseconds, 8);
    raw(&word, 8);
    return {Time{Duration{microseconds}}, word >> 16, static_cast<std::uint16_t>(word & 0xFFFF)};
  }
  template <class T>
    requires kFixedSize<T>
  void get(T& value) {
    decltype(to_wire(value)) wire{};
    raw(&wire, sizeof wire);
    from_wire(value, wire);
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    raw(&size, 4);
    text.assign(reinterpret_cast<char const*>(bytes_.data() + at_), size);
    at_ += size;
  }
  void get(JsonText& json) { get(json.text); }
  void get(SourceLine& where) {
    get(where.file);
    get(where.line);
  }
  void pad() { at_ = padded(at_); }

 private:
  void raw(void* out, std::size_t size) {
    std::memcpy(out, bytes_.data() + at_, size);
    at_ += size;
  }

  std::span<std::byte const> bytes_;
  std::size_t at_ = 0;
};

template <class R>
R decode(std::span<std::byte const> bytes) {
  R record{};
  decode(kTypeOf<R>, bytes, &record);
  return record;
}

}  // namespace rehearse::trace
