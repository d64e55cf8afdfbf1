// Names made into indices, and the rules that need all steps at once
// (sagemaker-pipelines 1.7, 1.8, 1.14).
#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/pipeline/graph.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::size_t kSummariesMax = 50;  // what a Tuning step exposes of its training jobs (1.5)
constexpr std::array<std::string_view, 2> kExperimentFields{"ExperimentName", "TrialName"};

/// The names of a Processing step's outputs; nothing when one of them is only known at run time.
std::optional<std::vector<std::string_view>> outputs_of(json::Value const& arguments) {
  std::vector<std::string_view> names;
  json::Value const* config = arguments.find("ProcessingOutputConfig");
  json::Value const* outputs = config != nullptr ? config->find("Outputs") : nullptr;
  if (outputs == nullptr) return names;
  if (!outputs->is_array()) return std::nullopt;
  for (json::Value const& output : outputs->as_array()) {
    json::Value const* name = output.find("OutputName");
    if (name == nullptr || !name->is_string()) return std::nullopt;
    names.push_back(name->as_string());
  }
  return names;
}

class NameResolver {
 public:
  NameResolver(Definition& definition, Reader& reader) : definition_(definition), reader_(reader) {
    for (Step const& step : definition.steps) step_names_.push_back(step.name);
    for (Parameter const& parameter : definition.parameters)
      parameter_names_.push_back(parameter.name);
  }

  /// Fills `by_name`. False when two steps share a name.
  bool index_names() {
    auto& by_name = definition_.by_name;
    by_name.resize(definition_.steps.size());
    std::iota(by_name.begin(), by_name.end(), StepIndex{0});
    std::ranges::sort(by_name, {}, [&](StepIndex i) {
      return std::pair(std::string_view(definition_.steps[i].name), i);
    });
    bool unique = true;
    for (std::size_t i = 1; i < by_name.size(); ++i) {
      Step const& first = definition_.steps[by_name[i - 1]];
      Step const& second = definition_.steps[by_name[i]];
      if (first.name != second.name || first.name.empty()) continue;
      unique = false;
      Where where = definition_.where(first.offset);
      reader_.fault(second.offset, second.pointer,
                    "Pipeline steps cannot have duplicate names. In addition, steps added in the "
                    "ConditionStep cannot "
                    "be added in the Pipeline steps list.",
                    "`" + first.name + "` stands at line " + std::to_string(where.line) +
                        ", column " + std::to_string(where.column) + " already");
    }
    return unique;
  }

  void depend(RawSteps::Dependency const& dependency) {
    Spot spot{dependency.step, dependency.offset, dependency.pointer};
    auto target = find(dependency.name, spot);
    if (!target) return;
    Step& step = definition_.steps[dependency.step];
    if (definition_.steps[*target].type == StepType::condition &&
        !reader_.options().depends_on_condition)
      return fault(spot,
                   "`" + step.name + "` depends on the condition step `" + dependency.name + "`",
                   "put it into a branch, or refer to `Steps." + dependency.name + ".Outcome`");
    if (std::ranges::find(step.depends_on, *target) == step.depends_on.end())
      step.depends_on.push_back(*target);
  }

  void refer(FoundReference const& found) {
    Reference const& reference = found.reference;
    Spot spot{found.step, reference.offset, found.pointer};
    switch (reference.kind) {
      case ReferenceKind::parameter:
        return among(parameter_names_,
                     "Parameter '" + shorten(reference.name, 100) + "' is undefined.",
                     reference.name, spot, "declare it in `Parameters`");
      case ReferenceKind::execution:
        return among(execution_variables(),
                     "`" + shorten(reference.name, 100) + "` is no execution variable",
                     reference.name, spot, {});
      case ReferenceKind::experiment:
        return among(kExperimentFields,
                     "`" + shorten(reference.name, 100) + "` is no field of the experiment",
                     reference.name, spot, {});
      default:
        break;
    }
    if (found.step == FoundReference::kNoStep)
      return fault(spot, "only steps can refer to the step `" + shorten(reference.name, 100) + "`",
                   "parameters and execution variables have a value here");
    if (auto target = find(reference.name, spot))
      refer_to_step(reference, definition_.steps[*target], spot);
  }

 private:
  struct Spot {
    std::size_t step;
    std::uint32_t offset;
    std::string const& pointer;
  };

  void fault(Spot const& spot, std::string message, std::string hint = {}) {
    reader_.fault(spot.offset, spot.pointer, std::move(message), std::move(hint));
  }

  void among(Names known, std::string message, std::string_view name, Spot const& spot,
             std::string_view otherwise) {
    if (std::ranges::find(known, name) == known.end())
      unknown(known, std::move(message), name, spot, otherwise);
  }
  /// A name without a near one is no fault where one of the known could not be read: that may be
  /// it, and is a fault already.
  void unknown(Names known, std::string message, std::string_view name, Spot const& spot,
               std::string_view otherwise) {
    bool const unread = std::ranges::find(known, std::string_view{}) != known.end();
    if (!unread || !nearest(name, known).empty())
      fault(spot, std::move(message), hint_of(name, known, otherwise));
  }

  /// The step of that name that others may wait for.
  std::optional<StepIndex> find(std::string_view name, Spot const& spot) {
    auto target = definition_.find_step(name);
    if (!target) {
      unknown(step_names_, "Step " + shorten(name, 100) + " is undefined.", name, spot,
              "the `Name` of a step of this definition");
    } else if (definition_.steps[*target].type == StepType::fail) {
      fault(spot, definition_.steps[spot.step].name + " can not depends on " + std::string(name),
            "nothing runs after a Fail step");
      return std::nullopt;
    }
    return target;
  }

  void refer_to_step(Reference const& reference, Step const& target, Spot const& spot) {
    StepTypeRow const& row = row_of(target.type);
    if (reference.kind == ReferenceKind::outcome) {
      if (!row.properties.empty())
        among(row.properties, unknown_property(target, "Outcome"), "Outcome", spot,
              "only condition steps have an outcome");
    } else if (reference.kind == ReferenceKind::property_file) {
      property_file(reference.path, target, spot);
    } else {
      property(reference.path, target, row, spot);
    }
  }

  /// A file of another kind of step passes: such a step cannot declare one, and the service fails
  /// it when it runs. The file's output is looked for only here: SDKs emit files of no output as
  /// long as nothing reads them.
  void property_file(std::string_view file, Step const& target, Spot const& spot) {
    if (target.type != StepType::processing) return;
    std::vector<std::string_view> files;
    for (PropertyFile const& declared : target.property_files) files.push_back(declared.name);
    auto declared = std::ranges::find(target.property_files, file, &PropertyFile::name);
    if (declared == target.property_files.end())
      return unknown(
          files, "the step `" + target.name + "` has no property file `" + shorten(file, 100) + "`",
          file, spot, "declare it in the step's `PropertyFiles`");
    auto outputs = outputs_of(target.arguments);
    if (!outputs || declared->output_name.empty()) return;
    std::string const pointer =
        target.pointer + "/PropertyFiles/" + std::to_string(declared->index) + "/OutputName";
    among(*outputs,
          "the property file `" + shorten(file, 100) + "` reads the output `" +
              shorten(declared->output_name, 100) + "`, which the step `" + target.name +
              "` does not have",
          declared->output_name, Spot{spot.step, declared->output_offset, pointer},
          "an `OutputName` of `ProcessingOutputConfig.Outputs`");
  }

  void property(std::string_view path, Step const& target, StepTypeRow const& row,
                Spot const& spot) {
    auto parts = parse_path(path);
    if (!parts || row.properties.empty()) return;
    std::string const& root = parts->front().text;
    if (std::ranges::find(row.properties, root) == row.properties.end())
      return fault(spot, unknown_property(target, root),
                   root == "Properties" || root == "properties"
                       ? "leave that part out: `Steps.<step>.<property>`"
                       : hint_of(root, row.properties, "what its job's description has"));
    if (root == "TrainingJobSummaries" && parts->size() > 1 &&
        (*parts)[1].kind == PathPart::Kind::index && (*parts)[1].index >= kSummariesMax)
      return fault(spot, "`" + shorten(path, 100) + "` is none of the best 50 training jobs",
                   "`TrainingJobSummaries[0]` to `TrainingJobSummaries[49]`");
    if (root != "OutputParameters") return;
    if (parts->size() != 2 || parts->back().kind == PathPart::Kind::index)
      return fault(spot, "`" + shorten(path, 100) + "` names no output",
                   "`OutputParameters['<name>']`");
    std::vector<std::string_view> outputs;
    for (OutputParameter const& declared : target.output_parameters)
      outputs.push_back(declared.name);
    std::string const& output = parts->back().text;
    among(outputs,
          "the step `" + target.name + "` declares no output `" + shorten(output, 100) + "`",
          output, spot, "declare it in the step's `OutputParameters`");
  }

  static std::string unknown_property(Step const& target, std::string_view root) {
    return "the step `" + target.name + "` of type " + std::string(row_of(target.type).name) +
           " has no property `" + shorten(root, 100) + "`";
  }

  Definition& definition_;
  Reader& reader_;
  std::vector<std::string_view> step_names_;
  std::vector<std::string_view> parameter_names_;
};

void check_cycles(Definition const& definition, Reader& reader) {
  auto cycle = find_cycle(graph_of(definition));
  if (cycle.empty()) return;
  Step const& first = definition.steps[cycle.front()];
  reader.fault(first.offset, first.pointer,
               "Cycle detected in pipeline step graph: " + cycle_text(definition, cycle),
               "one of these dependencies must go");
}

}  // namespace

void resolve_names(Definition& definition, RawSteps& raw, Reader& reader) {
  definition.steps = std::move(raw.steps);
  NameResolver resolver(definition, reader);
  bool unique = resolver.index_names();
  for (RawSteps::Dependency const& dependency : raw.dependencies) resolver.depend(dependency);
  for (FoundReference& found : raw.references) {
    resolver.refer(found);
    if (found.step != FoundReference::kNoStep)
      definition.steps[found.step].references.push_back(std::move(found.reference));
  }
  for (Step& step : definition.steps) std::ranges::sort(step.references, {}, &Reference::offset);
  if (unique) check_cycles(definition, reader);
}

}  // namespace rehearse::pipeline
