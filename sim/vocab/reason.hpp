// Why a decision came out as it did, in words: what each layer said, and what its statements say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rehearse {

/// What a layer said. `other`: a sentence that is no verdict, for example about a share.
enum class Verdict : std::uint8_t { allows, refuses, other };

struct Reason {
  Verdict verdict{};
  std::string heading;
  std::vector<std::string> statements;
};

}  // namespace rehearse
