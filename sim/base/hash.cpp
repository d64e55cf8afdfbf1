#include "sim/base/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <fmt/core.h>

namespace rehearse {

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string to_hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

std::string to_uuid(std::uint64_t first, std::uint64_t second) {
  std::string const hex = to_hex(first) + to_hex(second);
  return fmt::format("{}-{}-4{}-8{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3),
                     hex.substr(17, 3), hex.substr(20, 12));
}

}  // namespace rehearse
