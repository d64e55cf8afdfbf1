// The queues that functions of the scenario read. Source: sagemaker-pipelines 2.9.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct Queue {
  AccountId account;
  std::string name;
  std::string arn;
  PrincipalId target_role;
};

class Queues {
 public:
  std::vector<Queue> const& all() const { return queues_; }
  Queue const& operator[](QueueId id) const { return queues_[id.index]; }
  /// None when nobody reads it.
  QueueId find(std::string_view arn) const {
    for (std::uint32_t i = 0; i < queues_.size(); ++i)
      if (queues_[i].arn == arn) return {i};
    return {};
  }

  /// `arn` is made by the world, which knows the account.
  void store(trace::QueueDefined const& record, std::string arn) {
    queues_.push_back({record.account, record.name, std::move(arn), record.target_role});
  }

 private:
  std::vector<Queue> queues_;
};

}  // namespace rehearse::world
