// Jobs that somebody creates by a call. What a step creates is part of its execution.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

/// A job begins its life, InProgress. Until it has ended it takes up `instances` of a type; 0: its
/// request does not say how many. Of no type: an AutoML job, which counts as one.
struct JobStored {
  JobId job;
  JobKind kind{};
  AccountId account;
  std::string name;
  DocumentId request;
  PrincipalId by;
  std::uint32_t instances = 0;
  std::string instance_type;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "JobStored";
  static constexpr auto fields() {
    using R = JobStored;
    return std::tuple{field("job", &R::job),
                      field("kind", &R::kind),
                      field("account", &R::account),
                      field("name", &R::name),
                      field("request", &R::request),
                      field("by", &R::by),
                      field("instances", &R::instances),
                      field("instance_type", &R::instance_type),
                      field("region", &R::region)};
  }
};

/// `reason`: why it is Failed, else empty.
struct JobMoved {
  JobId job;
  JobStatus from{};
  JobStatus to{};
  std::string reason;
  static constexpr std::string_view kName = "JobMoved";
  static constexpr auto fields() {
    using R = JobMoved;
    return std::tuple{field("job", &R::job), field("from", &R::from), field("to", &R::to),
                      field("reason", &R::reason)};
  }
};

/// Somebody stopped a training job of a tuning job. Such jobs follow from their tuning job; this
/// is all that is kept of one.
struct TunedJobStopped {
  AccountId account;
  std::string name;      // the training job's
  Duration stopping{};   // how long it is Stopping
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "TunedJobStopped";
  static constexpr auto fields() {
    using R = TunedJobStopped;
    return std::tuple{field("account", &R::account), field("name", &R::name),
                      field("stopping", &R::stopping), field("region", &R::region)};
  }
};

}  // namespace rehearse::trace
