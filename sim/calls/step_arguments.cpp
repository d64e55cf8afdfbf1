#include "sim/calls/step_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/calls/value_rules.hpp"

namespace rehearse::calls {
namespace {

using pipeline::Lint;
using pipeline::Place;

constexpr std::string_view kUnable = "Unable to parse pipeline definition. ";
constexpr std::size_t kValueShown = 200;
constexpr std::size_t kWordsShown = 20;  // of an enumeration: some have hundreds

// Shapes of texts that name something outside of the definition, by the end of their names. SDKs
// write whatever they were given there (`DummyRole`), the definition is stored, and the job's own
// call is refused. For everything else the service's check of a definition is the job API's.
constexpr std::array<std::string_view, 5> kOutside{"Arn", "Uri", "Url", "Id", "ModelName"};

// How such a text looks where it is right.
struct Example {
  std::string_view shape;
  std::string_view text;
};
constexpr std::array kExamples{Example{"RoleArn", "`arn:aws:iam::111111111111:role/NAME`"},
                               Example{"S3Uri", "`s3://BUCKET/KEY`"},
                               Example{"Url", "`s3://BUCKET/KEY`"}};

std::string example_of(Shape const& shape) {
  auto at = std::ranges::find(kExamples, shape.name, &Example::shape);
  return at == kExamples.end() ? std::string{} : std::string(at->text);
}

bool names_outside(Shape const& shape) {
  return std::ranges::any_of(kOutside,
                             [&](std::string_view end) { return shape.name.ends_with(end); });
}

/// A word is written plainly. With these signs it is an address, or what a template left to be
/// filled.
bool is_placeholder(std::string_view word) {
  return word.find_first_of(":/{}<>$ ") != std::string_view::npos;
}

/// Expressions, also misformed ones: those are faults already.
bool is_computed(json::Value const& value) {
  if (!value.is_object() || value.as_object().size() != 1) return false;
  std::string const& key = value.as_object().front().first;
  return key == "Get" || key.starts_with("Std:");
}

std::vector<std::string_view> names_of(Shape const& structure) {
  std::vector<std::string_view> names;
  for (Member const& member : structure.members) names.push_back(member.name);
  return names;
}

/// What `Value 'x' for 'Shape'` fails to do.
std::string refusal(Shape const& shape, Constraint constraint, json::Value const& value) {
  std::string const what =
      shape.sensitive ? std::string{} : fmt::format(" '{}'", shorten(shown(value), kValueShown));
  if (constraint != Constraint::one_of)
    return fmt::format("Value{} for '{}' failed to satisfy constraint: {}", what, shape.name,
                       sentence(shape, constraint));
  auto const words = shape.values.first(std::min(shape.values.size(), kWordsShown));
  return fmt::format("Value{} for '{}' failed to satisfy enum value set: [{}{}]", what, shape.name,
                     fmt::join(words, ", "), words.size() < shape.values.size() ? ", ..." : "");
}

/// What would be right, or empty.
std::string remedy(Shape const& shape, Constraint constraint, json::Value const& value) {
  return constraint == Constraint::one_of && value.is_string()
             ? pipeline::hint_of(value.as_string(), shape.values)
             : example_of(shape);
}

/// One walk down a value and its shape. What it finds goes to `Findings`, whose `fault(place,
/// words, hint)` and `warn(lint, place, words, hint)` are called.
template <class Findings>
class ArgumentWalk {
 public:
  explicit ArgumentWalk(Findings& findings) : findings_(findings) {}

  void value(Shape const& shape, Place const& place) {
    if (place.value.is_null()) return;
    if (is_computed(place.value)) {
      if constexpr (Findings::kTakesWarnings) findings_.computed(shape, place.value);
      return;
    }
    switch (shape.kind) {
      case ShapeKind::structure:
        if (place.value.is_object()) return members(shape, place);
        break;
      case ShapeKind::list:
        if (place.value.is_array()) return elements(shape, place);
        break;
      case ShapeKind::map:
        if (place.value.is_object()) return entries(shape, place);
        break;
      default:
        if (has_type(shape, place.value)) return constraints(shape, place);
    }
    wrong_kind(shape, place);
  }

 private:
  void members(Shape const& shape, Place const& place) {
    for (auto const& [name, value_of_member] : place.value.as_object()) {
      Place const below = place.member(name, value_of_member);
      if (Member const* member = shape.find(name))
        value(*member->shape, below);
      else
        unknown(shape, below);
    }
  }
  void elements(Shape const& shape, Place const& place) {
    constraints(shape, place);
    for (std::size_t i = 0; i < place.value.as_array().size(); ++i)
      value(*shape.element, place.element(i));
  }
  void entries(Shape const& shape, Place const& place) {
    constraints(shape, place);
    for (auto const& [key, value_of_entry] : place.value.as_object()) {
      Place const below = place.member(key, value_of_entry);
      constraints(*shape.key, below, json::Value(key));
      value(*shape.element, below);
    }
  }

  void constraints(Shape const& shape, Place const& place) {
    constraints(shape, place, place.value);
  }
  void constraints(Shape const& shape, Place const& place, json::Value const& value) {
    for (Constraint constraint : kConstraints)
      if (has(shape, constraint) && !holds(shape, constraint, value))
        return broken(shape, constraint, place, value);
  }

  void broken(Shape const& shape, Constraint constraint, Place const& place,
              json::Value const& value) {
    bool const word = constraint == Constraint::one_of;
    bool const later =
        value.is_string() && (word ? is_placeholder(value.as_string()) : names_outside(shape));
    std::string words = refusal(shape, constraint, value);
    std::string hint = remedy(shape, constraint, value);
    if (later)
      findings_.warn(Lint::refused_by_job, place, std::move(words), std::move(hint));
    else
      findings_.fault(place, std::string(kUnable) + "Model Validation failed: " + words,
                      std::move(hint));
  }

  /// The top level's misspellings are found where the step types are known.
  void unknown(Shape const& shape, Place const& place) {
    bool const top = place.parent->parent == nullptr || place.parent->key == "Arguments";
    if (top && !Findings::kTakesWarnings) return;
    std::vector<std::string_view> const known = names_of(shape);
    std::string const name = shorten(place.key, 100);
    if (std::string hint = did_you_mean(place.key, known); hint.empty())
      findings_.warn(Lint::unknown_argument, place,
                     fmt::format("`{}` of the job's API has no member `{}`", shape.name, name),
                     pipeline::hint_of(place.key, known));
    else if (!top)
      findings_.fault(place,
                      fmt::format("{}Cannot parse object, unknown property '{}'.", kUnable, name),
                      std::move(hint));
  }

  void wrong_kind(Shape const& shape, Place const& place) {
    std::string words(kUnable);
    if (shape.kind == ShapeKind::list)
      words += "Expecting start of Json Array.";
    else if (!is_scalar(shape))
      words += "Expecting start of Json Object.";
    else
      words += type_message(shape, place.value);
    findings_.fault(place, std::move(words), place.must_be(type_description(shape)));
  }

  Findings& findings_;
};

/// The shape that a step's arguments have, or null where no request is known.
Shape const* shape_of(pipeline::StepType type) {
  std::string_view const action = pipeline::row_of(type).create_action;
  std::size_t const colon = action.find(':');
  return colon == std::string_view::npos
             ? nullptr
             : find_request(action.substr(0, colon), action.substr(colon + 1));
}

struct Faults {
  static constexpr bool kTakesWarnings = false;
  pipeline::Reader& reader;
  void fault(Place const& place, std::string words, std::string hint) {
    reader.fault(place, std::move(words), std::move(hint));
  }
  void warn(Lint, Place const&, std::string const&, std::string const&) {}
};

/// The warnings of a whole definition, step by step.
struct Doubts {
  static constexpr bool kTakesWarnings = true;
  pipeline::Definition const& definition;
  pipeline::Warnings& out;
  pipeline::Step const* step = nullptr;
  std::vector<bool> told = std::vector<bool>(definition.parameters.size(), false);

  void fault(Place const&, std::string const&, std::string const&) {}
  void warn(Lint kind, Place const& place, std::string words, std::string hint) {
    out.add(kind, place.value.offset(), step->pointer + "/Arguments" + place.pointer(),
            std::move(words), std::move(hint));
  }

  /// A parameter alone: what it is by default has to be right too, once a parameter. SDKs write an
  /// empty text for "none yet".
  void computed(Shape const& shape, json::Value const& expression) {
    auto reference = pipeline::parse_reference(expression.string_or_empty("Get"));
    if (!reference || reference->kind != pipeline::ReferenceKind::parameter) return;
    pipeline::Parameter const& parameter = *definition.find_parameter(reference->name);
    auto const index = static_cast<std::size_t>(&parameter - definition.parameters.data());
    auto const& value = parameter.default_value;
    if (told[index] || !value || !is_scalar(shape) || !has_type(shape, *value)) return;
    if (value->is_string() && value->as_string().empty()) return;
    for (Constraint constraint : kConstraints) {
      if (!has(shape, constraint) || holds(shape, constraint, *value)) continue;
      told[index] = true;
      return out.add(Lint::refused_by_job, value->offset(),
                     fmt::format("/Parameters/{}/DefaultValue", index),
                     fmt::format("{}, as `{}` is given by default",
                                 refusal(shape, constraint, *value), step->name),
                     remedy(shape, constraint, *value));
    }
  }
};

}  // namespace

void check_step_arguments(pipeline::StepType type, Place const& arguments,
                          pipeline::Reader& reader) {
  Shape const* shape = shape_of(type);
  if (shape == nullptr) return;
  Faults faults{reader};
  ArgumentWalk(faults).value(*shape, arguments);
}

void warn_of_step_arguments(pipeline::Definition const& definition, pipeline::Warnings& out) {
  Doubts doubts{definition, out};
  for (pipeline::Step const& step : definition.steps) {
    Shape const* shape = shape_of(step.type);
    if (shape == nullptr || out.full()) continue;
    doubts.step = &step;
    ArgumentWalk(doubts).value(*shape, Place{step.arguments});
  }
}

pipeline::Options definition_options(world::Account const& owner) {
  pipeline::Options options = world::definition_options(owner);
  options.arguments_check = check_step_arguments;
  return options;
}

pipeline::Options definition_options() {
  pipeline::Options options;
  options.arguments_check = check_step_arguments;
  return options;
}

}  // namespace rehearse::calls
