// How much of each quota an account uses over time. Source: sagemaker-pipelines 5.1.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "reports/model.hpp"

namespace rehearse::reports {

/// An account's quotas in its own Region, or in another one.
struct QuotaOwner {
  AccountId account;  // none: nobody knows
  std::string region;
};

/// What an account runs at once.
inline constexpr char kExecutionsQuota[] = "concurrent pipeline executions";
inline constexpr std::int64_t kExecutionsStandard = 20;

/// The quota of a type in the jobs of a kind: `ml.m5.large for training job usage`.
std::string instances_quota(std::string const& type, std::string_view kind);

/// What is not in its account's own Region says where it is.
std::string with_region(std::string const& name, std::string const& region);

/// Keeps the model's `utilization`.
class Usage {
 public:
  /// REQUIRES: the model outlives this.
  explicit Usage(RunModel& model) : model_(model) {}

  /// The owner uses `more` of a quota from here on. `standard`: its limit where no setting names
  /// one.
  void add(Time at, QuotaOwner const& owner, std::string const& counted, std::int64_t standard,
           std::int32_t more);

 private:
  RunModel& model_;
  std::map<std::pair<AccountId, std::string>, std::size_t> rows_;
};

}  // namespace rehearse::reports
