// References that have no value where they stand (sagemaker-pipelines 1.3, 1.8, 1.12).
#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/lint_checks.hpp"

namespace rehearse::pipeline {
namespace {

/// The variables that belong to one type of step.
struct JobName {
  std::string_view variable;
  StepType type;
};
constexpr std::array kJobNames{JobName{"TrainingJobName", StepType::training},
                               JobName{"ProcessingJobName", StepType::processing}};

void lint_execution_variable(Step const& step, Reference const& reference, Warnings& out) {
  auto row = std::ranges::find(kJobNames, reference.name, &JobName::variable);
  if (row == kJobNames.end() || row->type == step.type) return;
  out.add(Lint::job_name_elsewhere, reference.offset, step.pointer,
          "`Execution." + reference.name + "` has no value in a " +
              std::string(row_of(step.type).name) + " step",
          "`Steps.<step>." + reference.name + "`");
}

void lint_property_file(Step const& step, Reference const& reference, Step const& target,
                        Warnings& out) {
  if (target.type == StepType::processing) return;
  out.add(Lint::file_of_no_processing, reference.offset, step.pointer,
          "`" + target.name + "` is a " + std::string(row_of(target.type).name) +
              " step and has no property files",
          "write the file in a Processing step, or read it with `S3Uri`");
}

/// `...Outputs['train']...`: is there such an output among those that the target writes out?
void lint_list_keys(Step const& step, Reference const& reference, Step const& target,
                    Warnings& out) {
  std::string_view const path = reference.path;
  for (std::size_t at = path.find('['); at != std::string_view::npos; at = path.find('[', at + 1)) {
    std::size_t const end = path.find(']', at);
    if (end == std::string_view::npos || end < at + 4) return;
    if (path[at + 1] != '\'' && path[at + 1] != '"') continue;
    auto list = lookup(target.arguments, path.substr(0, at));
    auto keys = list ? natural_keys(**list) : std::nullopt;
    std::string_view const key = path.substr(at + 2, end - at - 3);
    if (!keys || std::ranges::find(*keys, key) != keys->end()) continue;
    return out.add(Lint::unknown_property, reference.offset, step.pointer,
                   "`" + target.name + "` has no `" + shorten(key, 100) + "` among its `" +
                       std::string(path.substr(0, at)) + "`",
                   hint_of(key, *keys));
  }
}

}  // namespace

void lint_references(Definition const& definition, Warnings& out) {
  for (Step const& step : definition.steps)
    for (Reference const& reference : step.references) {
      if (reference.kind == ReferenceKind::execution) lint_execution_variable(step, reference, out);
      if (!reference.names_step()) continue;
      Step const& target = definition.steps[*definition.find_step(reference.name)];
      if (reference.kind == ReferenceKind::property_file)
        lint_property_file(step, reference, target, out);
      else
        lint_list_keys(step, reference, target, out);
    }
}

}  // namespace rehearse::pipeline
