// `Steps`, flattened: each step's own keys, its branches, the names it mentions
// (sagemaker-pipelines 1.4, 1.5).
#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 9> kCommonKeys{
    "Name",        "Type",        "Arguments",     "DependsOn",    "DisplayName",
    "Description", "CacheConfig", "RetryPolicies", "PropertyFiles"};

// Of a step, in characters: StepDisplayName and StepDescription of the API model.
constexpr std::size_t kDisplayNameMax = 256;
constexpr std::size_t kDescriptionMax = 3072;

struct BranchKey {
  std::string_view key;
  bool outcome;
};
constexpr std::array<BranchKey, 2> kBranches{{{"IfSteps", true}, {"ElseSteps", false}}};

/// Condition steps, and those of a type that does not exist: they may be meant as such.
bool may_branch(json::Value const& step) {
  StepTypeRow const* row = find_step_type(step.string_or_empty("Type"));
  return row == nullptr || row->type == StepType::condition;
}

/// All steps of a list, those of branches included.
std::size_t count_steps(json::Value const& steps) {
  if (!steps.is_array()) return 0;
  std::size_t count = steps.as_array().size();
  for (json::Value const& step : steps.as_array()) {
    json::Value const* arguments = step.find("Arguments");
    if (arguments == nullptr || !may_branch(step)) continue;
    for (BranchKey const& branch : kBranches)
      if (json::Value const* list = arguments->find(branch.key)) count += count_steps(*list);
  }
  return count;
}

class StepReader {
 public:
  explicit StepReader(Reader& reader) : reader_(reader) {}

  void list(Place const& steps, std::optional<Branch> branch) {
    if (!reader_.is_array(steps)) {
      stand_in(steps, branch);
      return;
    }
    for (std::size_t i = 0; i < steps.value.as_array().size(); ++i) {
      Place place = steps.element(i);
      if (reader_.is_object(place))
        step(place, branch);
      else
        stand_in(place, branch);
    }
  }

  RawSteps take() { return std::move(out_); }

 private:
  /// For what is no step: references to it are not faults too.
  Step& stand_in(Place const& place, std::optional<Branch> branch) {
    Step& step = out_.steps.emplace_back();
    step.type = StepType::job;
    step.offset = place.value.offset();
    step.pointer = place.pointer();
    step.branch = branch;
    step.siblings = json::Value(json::Object{});
    step.arguments = json::Value(json::Object{});
    return step;
  }

  void step(Place const& place, std::optional<Branch> branch) {
    std::size_t index = out_.steps.size();
    Step& step = stand_in(place, branch);
    step.name = read_name(place);
    step.display_name = short_text(place, "DisplayName", kDisplayNameMax);
    step.description = short_text(place, "Description", kDescriptionMax);
    depends_on(place, index);
    StepTypeRow const* row = read_type(place);
    json::Value const* arguments = place.value.find("Arguments");
    if (row == nullptr) {
      if (arguments != nullptr && may_branch(place.value))
        branches(place.member("Arguments", *arguments), index);
      return;
    }
    step.type = row->type;
    siblings(place, index, *row);
    bool optional = row->type == StepType::lambda || row->type == StepType::callback;
    if (arguments == nullptr && !optional) {
      constexpr std::string_view kArguments = "Arguments";
      reader_.check_required(place, std::span(&kArguments, 1));
    }
    if (arguments != nullptr) read_arguments(place, place.member("Arguments", *arguments), index);
    read_sections(place, out_.steps[index], reader_);
    if (row->type == StepType::condition && arguments != nullptr && arguments->is_object())
      branches(place.member("Arguments", *arguments), index);
  }

  std::string read_name(Place const& place) {
    auto name = reader_.text_of(place, "Name");
    if (!name) return {};
    if (!is_name(*name))
      reader_.fault(place.member("Name", *place.value.find("Name")),
                    "`" + shorten(*name, 100) + "` is no step name",
                    "1 to 64 letters, digits, `-` and `_`");
    return std::move(*name);
  }

  std::string short_text(Place const& place, std::string_view key, std::size_t characters_max) {
    auto text = reader_.text_of(place, key, false);
    if (!text) return {};
    reader_.check_length(place.member(key, *place.value.find(key)), key, characters_max);
    return std::move(*text);
  }

  StepTypeRow const* read_type(Place const& place) {
    auto type = reader_.text_of(place, "Type");
    if (!type) return nullptr;
    StepTypeRow const* row = find_step_type(*type);
    if (row != nullptr && (!row->simulator_only || reader_.options().allow_simulator_steps))
      return row;
    Place at = place.member("Type", *place.value.find("Type"));
    if (row != nullptr) {
      reader_.fault(at,
                    "the step type `" + *type + "` is the simulator's own, AWS does not have it",
                    "a step type of AWS's: `Training`, `Processing`, ...");
      return nullptr;
    }
    std::vector<std::string_view> names;
    for (StepTypeRow const& known : step_types())
      if (!known.simulator_only) names.push_back(known.name);
    reader_.fault(at, "`" + shorten(*type, 100) + "` is no step type",
                  hint_of(*type, names, "a type as AWS spells it: `Training`, `Processing`, ..."));
    return nullptr;
  }

  void siblings(Place const& place, std::size_t index, StepTypeRow const& row) {
    std::vector<std::string_view> known(kCommonKeys.begin(), kCommonKeys.end());
    known.insert(known.end(), row.siblings.begin(), row.siblings.end());
    reader_.check_keys(place, known);
    reader_.check_required(place, row.siblings_required);
    for (std::string_view key : row.siblings)
      if (json::Value const* value = place.value.find(key)) {
        check_sibling(place.member(key, *value), reader_);
        check_expressions(place.member(key, *value), index, out_.references, reader_);
        out_.steps[index].siblings.set(key, *value);
      }
  }

  void read_arguments(Place const& step_place, Place const& place, std::size_t index) {
    if (!reader_.is_object(place)) return;
    Step& step = out_.steps[index];
    check_arguments(step_place, place, step.type, reader_);
    if (ArgumentsCheck check = reader_.options().arguments_check) check(step.type, place, reader_);
    if (step.type != StepType::condition) {
      check_expressions(place, index, out_.references, reader_);
      step.arguments = place.value;
    } else if (json::Value const* conditions = place.value.find("Conditions")) {
      Place list = place.member("Conditions", *conditions);
      check_conditions(list, reader_);
      check_expressions(list, index, out_.references, reader_);
      step.arguments.set("Conditions", *conditions);
    }
  }

  void branches(Place const& arguments, std::size_t index) {
    if (out_.steps[index].type == StepType::condition && out_.steps[index].branch &&
        !reader_.options().allow_nested_conditions)
      reader_.fault(
          out_.steps[index].offset, out_.steps[index].pointer,
          "the condition step `" + out_.steps[index].name + "` stands inside a branch of another",
          "nested condition steps are not supported");
    for (BranchKey const& branch : kBranches)
      if (json::Value const* steps = arguments.value.find(branch.key))
        list(arguments.member(branch.key, *steps),
             Branch{static_cast<StepIndex>(index), branch.outcome});
  }

  void depends_on(Place const& place, std::size_t index) {
    json::Value const* names = place.value.find("DependsOn");
    if (names == nullptr || names->is_null()) return;
    Place list = place.member("DependsOn", *names);
    if (!reader_.is_array(list)) return;
    for (std::size_t i = 0; i < names->as_array().size(); ++i) {
      Place one = list.element(i);
      if (one.value.is_string())
        out_.dependencies.push_back(
            {index, one.value.as_string(), one.value.offset(), one.pointer()});
      else
        reader_.wrong_type(one, "a step's name");
    }
  }

  Reader& reader_;
  RawSteps out_;
};

}  // namespace

RawSteps read_steps(Place const& steps, Reader& reader) {
  std::size_t count = count_steps(steps.value);
  std::size_t most = std::min(reader.options().steps_max, kStepsLimit);
  if (count > most) {
    reader.fault(steps,
                 std::to_string(count) + " steps, but the quota `" +
                     std::string(row_of(Quota::pipeline_steps).name) + "` is " +
                     std::to_string(most),
                 "steps of branches count too");
    return {};
  }
  StepReader step_reader(reader);
  step_reader.list(steps, std::nullopt);
  return step_reader.take();
}

}  // namespace rehearse::pipeline
