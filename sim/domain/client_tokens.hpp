// Client tokens: the same token again makes nothing new, and with another request it is a mistake.
// Kept for the whole run. Source: sharing-and-access 1.15, sagemaker-pipelines 2.2.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "sim/base/json.hpp"
#include "sim/world/access/place.hpp"

namespace rehearse::domain {

template <class T>
class ClientTokens {
 public:
  struct Known {
    std::string request;
    T made;
    bool is_of(json::Value const& input) const { return request == json::dump(input); }
  };

  /// Null for an unknown or empty token.
  Known const* find(world::Place const& place, std::string const& token) const {
    auto at = known_.find({place, token});
    return at == known_.end() ? nullptr : &at->second;
  }
  /// `input`: the call's; an empty token is not kept.
  void remember(world::Place const& place, std::string const& token, json::Value const& input,
                T made) {
    if (!token.empty()) known_[{place, token}] = {json::dump(input), made};
  }

 private:
  std::map<std::pair<world::Place, std::string>, Known> known_;
};

}  // namespace rehearse::domain
