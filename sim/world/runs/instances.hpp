// The instances that running jobs take up: what quotas of instances count.
// Source: sagemaker-pipelines 5.1.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "sim/base/assert.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::world {

class Instances {
 public:
  /// How many instances of a type the jobs of a kind (`training job`) take up at this instant.
  std::uint32_t taken(AccountId account, std::string_view kind, std::string_view type) const {
    auto at = taken_.find({account, std::string(kind), std::string(type)});
    return at == taken_.end() ? 0 : at->second;
  }
  void take(AccountId account, std::string_view kind, std::string_view type, std::uint32_t count) {
    taken_[{account, std::string(kind), std::string(type)}] += count;
  }
  void release(AccountId account, std::string_view kind, std::string_view type,
               std::uint32_t count) {
    std::uint32_t& taken = taken_[{account, std::string(kind), std::string(type)}];
    REHEARSE_ASSERT(taken >= count, "only what was taken is released");
    taken -= count;
  }

 private:
  std::map<std::tuple<AccountId, std::string, std::string>, std::uint32_t> taken_;
};

}  // namespace rehearse::world
