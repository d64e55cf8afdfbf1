// Warnings about definitions that are legal and surely not meant. No warning changes what a
// pipeline does.
//
//   Warnings found(*compiled->definition());
//   lint(*compiled, {}, found);
//   for (Warning const& warning : found.take()) ...
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/pipeline/compiled.hpp"

namespace rehearse::pipeline {

/// In the order of lint_rows().
enum class Lint : std::uint8_t {
  cache_never_hits,
  transform_after_model,
  months_for_minutes,
  cache_without_effect,
  retry_undocumented,
  retry_without_effect,
  step_never_runs,
  secret,
  default_outside_enum,
  role_of_other_account,
  job_name_elsewhere,
  file_of_no_processing,
  unknown_property,
  too_long_inline,
  refused_by_job,
  unknown_argument,
};

/// One kind of warning.
struct LintRow {
  Lint kind{};
  std::string_view id;           // `cache-never-hits`
  std::string_view explanation;  // what happens, for somebody who meets it first
  std::string_view source;       // `sagemaker-pipelines 7.1, row 15`
};

/// The table, in the order of `Lint`.
std::span<LintRow const> lint_rows();

/// `what` has the place, the words, and in its hint what would be right.
struct Warning {
  LintRow const* row = nullptr;
  Error what;
};

/// Gathers the warnings about one definition, at most 100.
class Warnings {
 public:
  /// REQUIRES: the definition outlives this.
  explicit Warnings(Definition const& definition) : definition_(definition) {}

  bool full() const { return found_.size() >= kWarningsMax; }
  void add(Lint kind, std::uint32_t offset, std::string pointer, std::string message,
           std::string hint = {});
  /// By place.
  std::vector<Warning> take();

 private:
  static constexpr std::size_t kWarningsMax = 100;
  Definition const& definition_;
  std::vector<Warning> found_;
};

/// All warnings that the definition itself gives cause for. `owner_account`: the 12 digits of the
/// account that has the pipeline, or empty when nobody knows. REQUIRES: `pipeline` was compiled
/// from a definition.
void lint(Compiled const& pipeline, std::string_view owner_account, Warnings& out);

}  // namespace rehearse::pipeline
