#include "sim/base/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <fmt/core.h>

namespace rehearse {

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string to_hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

}  // namespace rehearse
