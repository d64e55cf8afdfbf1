// Stable 64-bit hashing: the same bytes give the same value on every machine (XXH3, little endian).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rehearse {

/// XXH3 of some bytes.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);
/// Two hashes as a UUID of version 4: for ids that follow from names, not from counters.
std::string to_uuid(std::uint64_t first, std::uint64_t second);
/// 16 lower-case hex digits.
std::string to_hex(std::uint64_t value);

}  // namespace rehearse
