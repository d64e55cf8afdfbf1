// How much of each quota an account uses over time. Source: sagemaker-pipelines 5.1,
// sharing-and-access 1.17.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model.hpp"
#include "sim/vocab/quotas.hpp"

namespace rehearse::reports {

/// An account's quotas in its own Region, or in another one.
struct QuotaOwner {
  AccountId account;  // none: nobody knows
  std::string region;
};

/// What is counted, and the setting that limits it.
struct CountedQuota {
  std::string words;
  std::string setting;
  std::optional<Quota> row{};  // none: instances of a type
};
/// `which`: of several that each have the quota (`resources of a resource share: churn`), or empty.
CountedQuota counted_quota(Quota quota, std::string_view which = {});
/// `ml.m5.large for training job usage`.
CountedQuota counted_type(std::string_view type, std::string_view kind);

/// What is not in its account's own Region says where it is.
std::string with_region(std::string const& name, std::string const& region);

/// Keeps the model's `utilization`.
class Usage {
 public:
  /// REQUIRES: the model outlives this.
  explicit Usage(RunModel& model) : model_(model) {}

  /// The owner uses `more` of a quota from here on.
  void add(Time at, QuotaOwner const& owner, CountedQuota const& what, std::int32_t more);

  /// At the end: leaves in the model what says something. That is how many executions and instances
  /// of jobs there were at once; of everything else what the scenario limits, and what came to half
  /// of its limit.
  void finish();

 private:
  struct Kept {
    QuotaOwner owner;
    CountedQuota what;
  };
  std::optional<std::int64_t> set(Kept const& kept) const;
  bool of_new_accounts() const;

  RunModel& model_;
  std::map<std::pair<AccountId, std::string>, std::size_t> rows_;
  std::vector<Kept> kept_;  // in step with the model's utilization
};

}  // namespace rehearse::reports
