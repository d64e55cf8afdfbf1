// The results of earlier runs of a step that may serve again. Source: sagemaker-pipelines 2.8.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "sim/base/time.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::world {

class ResultCache {
 public:
  /// A run of the step that succeeded; the most recent one is kept.
  void keep(PipelineId pipeline, std::string_view step, std::uint64_t key, ExecutionId execution,
            Time ended) {
    results_[{pipeline, std::string(step), key}] = {execution, ended};
  }
  /// The execution whose run may serve, or none. It may be as old as `age`, counted from the end of
  /// the run (which end counts is not documented).
  ExecutionId find(PipelineId pipeline, std::string_view step, std::uint64_t key, Time now,
                   Duration age) const {
    auto at = results_.find({pipeline, std::string(step), key});
    if (at == results_.end() || now - at->second.ended > age) return {};
    return at->second.execution;
  }

 private:
  struct Result {
    ExecutionId execution;
    Time ended{};
  };
  std::map<std::tuple<PipelineId, std::string, std::uint64_t>, Result> results_;
};

}  // namespace rehearse::world
