#include "sim/domain/check_steps.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::domain {
namespace {

using pipeline::StepType;
using world::StepIndex;

/// Where a type of check keeps its baseline in a version's DriftCheckBaselines, and in which files
/// below its output the job writes a new one.
struct BaselineRow {
  std::string_view check;
  std::string_view constraints;
  std::string_view statistics;  // empty: there are none
};
constexpr std::array kBaselines{
    BaselineRow{"DATA_QUALITY", "ModelDataQuality.Constraints", "ModelDataQuality.Statistics"},
    BaselineRow{"MODEL_QUALITY", "ModelQuality.Constraints", "ModelQuality.Statistics"},
    BaselineRow{"DATA_BIAS", "Bias.PreTrainingConstraints", ""},
    BaselineRow{"MODEL_BIAS", "Bias.PostTrainingConstraints", ""},
    BaselineRow{"MODEL_EXPLAINABILITY", "Explainability.Constraints", ""}};

class CheckStep {
 public:
  CheckStep(Context const& c, ExecutionId execution, StepIndex step)
      : c_(c), execution_(execution), step_(step), described_(described_step(c, execution, step)) {}

  bool is_one() const {
    return described_ != nullptr && (described_->type == StepType::quality_check ||
                                     described_->type == StepType::clarify_check);
  }
  std::string_view kind() const {
    return described_->type == StepType::quality_check ? "Quality" : "Clarify";
  }
  /// A key beside Arguments, resolved; empty without one.
  std::string text(std::string_view key) const {
    json::Value const value = sibling(key);
    return value.is_string() ? value.as_string() : std::string{};
  }
  /// A parameter that is a text may give a switch too.
  bool is_on(std::string_view key, bool standard) const {
    json::Value const value = sibling(key);
    if (value.is_bool()) return value.as_bool();
    return value.is_string() ? to_lower(value.as_string()) == "true" : standard;
  }
  /// `file` below the first output of the job; empty when it has none.
  std::string output(std::string_view file) const {
    json::Value const outputs = argument(c_, execution_, step_, "ProcessingOutputConfig.Outputs");
    if (!outputs.is_array() || outputs.as_array().empty()) return {};
    json::Value const* s3 = outputs.as_array().front().find("S3Output");
    std::string_view const uri = s3 != nullptr ? s3->string_or_empty("S3Uri") : std::string_view{};
    return uri.empty() ? std::string{} : fmt::format("{}/{}", uri, file);
  }
  /// What the group's latest approved version has at that place of its DriftCheckBaselines.
  std::string registered(std::string_view place) const;
  /// Exposes a property, unless the scenario has said what it is.
  void expose(std::string name, std::string const& value) const;

 private:
  json::Value sibling(std::string_view key) const {
    return beside_arguments(c_, execution_, step_, key);
  }
  world::Package const* latest_approved() const;

  Context const& c_;
  ExecutionId execution_;
  StepIndex step_;
  pipeline::Step const* described_;
};

world::Package const* CheckStep::latest_approved() const {
  world::Registry const& registry = c_.world.registry();
  GroupId const group =
      registry.find_group(c_.world.place_of(execution_), text("ModelPackageGroupName"));
  world::Package const* latest = nullptr;
  for (world::Package const& each : registry.packages())
    if (group && each.group == group && !each.deleted &&
        each.approval == ApprovalStatus::approved &&
        (latest == nullptr || each.version > latest->version))
      latest = &each;
  return latest;
}

std::string CheckStep::registered(std::string_view place) const {
  world::Package const* version = latest_approved();
  if (version == nullptr || !version->request) return {};
  auto const request = json::parse(c_.world.documents()[version->request].text);
  if (!request) return {};
  auto const uri = pipeline::lookup(*request, fmt::format("DriftCheckBaselines.{}.S3Uri", place));
  return uri && *uri != nullptr && (*uri)->is_string() ? (*uri)->as_string() : std::string{};
}

void CheckStep::expose(std::string name, std::string const& value) const {
  if (value.empty()) return;
  if (world::StepDetail const* detail = c_.world.executions().detail(execution_, step_))
    for (world::Product const& product : detail->products)
      if (product.kind == trace::ProductKind::property && product.name == name) return;
  c_.record.record(trace::StepProduced{execution_,
                                       step_,
                                       trace::ProductKind::property,
                                       std::move(name),
                                       {json::dump(json::Value{value})}});
}

/// One of the two files of a baseline. Returns the earlier one's URI, or empty.
std::string settle_file(CheckStep const& check, std::string_view file, std::string_view place,
                        std::string_view calculated) {
  std::string const fresh = check.output(calculated);
  std::string earlier = check.text(fmt::format("SuppliedBaseline{}", file));
  if (earlier.empty()) earlier = check.registered(place);
  check.expose(fmt::format("CalculatedBaseline{}", file), fresh);
  check.expose(fmt::format("BaselineUsedForDriftCheck{}", file),
               check.is_on("RegisterNewBaseline", false) ? fresh : earlier);
  return earlier;
}

/// The files of the check's baseline. Returns the earlier constraints' URI, or empty.
std::string settle_files(CheckStep const& check, BaselineRow const& row) {
  bool const clarify = row.statistics.empty();
  std::string earlier = settle_file(check, "Constraints", row.constraints,
                                    clarify ? "analysis.json" : "constraints.json");
  if (!clarify) settle_file(check, "Statistics", row.statistics, "statistics.json");
  return earlier;
}

BaselineRow const* baseline_row(std::string_view check_type) {
  auto const at = std::ranges::find(kBaselines, check_type, &BaselineRow::check);
  return at == kBaselines.end() ? nullptr : &*at;
}

}  // namespace

std::optional<StepFailure> settle_baselines(Context const& c, ExecutionId execution,
                                            StepIndex step) {
  CheckStep const check(c, execution, step);
  if (!check.is_one()) return std::nullopt;
  std::string const type = check.text("CheckType");
  BaselineRow const* row = baseline_row(type);
  if (row == nullptr) return std::nullopt;
  std::string const earlier = settle_files(check, *row);
  bool const needed =
      !check.is_on("SkipCheck", false) || !check.is_on("RegisterNewBaseline", false);
  if (!earlier.empty() || !needed) return std::nullopt;
  // That it must be available is documented, the words are not.
  return StepFailure::of(
      FailureKind::drift,
      fmt::format("ClientError: {} check failed. No previous baseline of {} is available: supply "
                  "one, register one with an approved version of the model package group, or set "
                  "SkipCheck and RegisterNewBaseline for the first run.",
                  check.kind(), type));
}

std::optional<StepFailure> drift_failure(Context const& c, ExecutionId execution, StepIndex step) {
  CheckStep const check(c, execution, step);
  if (!check.is_one() || check.is_on("SkipCheck", false)) return std::nullopt;
  std::string const report = check.output("constraint_violations.json");
  check.expose("ViolationReport", report);
  if (!check.is_on("FailOnViolation", true)) return std::nullopt;
  if (BaselineRow const* row = baseline_row(check.text("CheckType"))) settle_files(check, *row);
  return StepFailure::of(
      FailureKind::drift,
      fmt::format("ClientError: {} check failed. See violation report {}", check.kind(), report));
}

}  // namespace rehearse::domain
