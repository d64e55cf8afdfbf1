// What running jobs take up: instances of a type, or, of a kind that takes up none, each job
// itself under an empty type. Quotas count it.
// Source: sagemaker-pipelines 5.1.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "sim/base/assert.hpp"
#include "sim/world/access/place.hpp"

namespace rehearse::world {

class Instances {
 public:
  /// How many instances of a type the jobs of a kind (`training job`) take up at this instant.
  std::uint32_t taken(Place const& place, std::string_view kind, std::string_view type) const {
    auto at = taken_.find({place, std::string(kind), std::string(type)});
    return at == taken_.end() ? 0 : at->second;
  }
  /// Of all types.
  std::uint32_t taken(Place const& place, std::string_view kind) const {
    std::uint32_t all = 0;
    for (auto at = taken_.lower_bound({place, std::string(kind), std::string{}});
         at != taken_.end() && std::get<0>(at->first) == place && std::get<1>(at->first) == kind;
         ++at)
      all += at->second;
    return all;
  }
  void take(Place const& place, std::string_view kind, std::string_view type, std::uint32_t count) {
    taken_[{place, std::string(kind), std::string(type)}] += count;
  }
  void release(Place const& place, std::string_view kind, std::string_view type,
               std::uint32_t count) {
    std::uint32_t& taken = taken_[{place, std::string(kind), std::string(type)}];
    REHEARSE_ASSERT(taken >= count, "only what was taken is released");
    taken -= count;
  }

 private:
  std::map<std::tuple<Place, std::string, std::string>, std::uint32_t> taken_;
};

}  // namespace rehearse::world
