// What a reference reads of a step against what the job's description has.
#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/calls/step_arguments.hpp"

namespace rehearse::calls {
namespace {

using pipeline::PathPart;

/// The description that a step of the type exposes, or null where none is known.
Shape const* description_of(pipeline::StepType type) {
  constexpr std::string_view kCreate = "sagemaker:Create";
  std::string_view const action = pipeline::row_of(type).create_action;
  if (!action.starts_with(kCreate)) return nullptr;
  return find_answer("sagemaker", "Describe" + std::string(action.substr(kCreate.size())));
}

/// Where a part leads from a shape. Null: nowhere.
Shape const* step_down(Shape const& shape, PathPart const& part) {
  switch (shape.kind) {
    case ShapeKind::structure: {
      Member const* member = part.kind == PathPart::Kind::index ? nullptr : shape.find(part.text);
      return member != nullptr ? member->shape : nullptr;
    }
    case ShapeKind::list:
      return part.kind == PathPart::Kind::name ? nullptr : shape.element;
    case ShapeKind::map:
      return part.kind == PathPart::Kind::index ? nullptr : shape.element;
    default:
      return nullptr;
  }
}

std::string hint_for(Shape const& shape, PathPart const& part) {
  if (shape.kind == ShapeKind::list) return "it is a list: `['<name>']` or `[0]`";
  std::vector<std::string_view> names;
  for (Member const& member : shape.members) names.push_back(member.name);
  return pipeline::hint_of(part.text, names);
}

void warn_of_property(pipeline::Step const& step, pipeline::Reference const& reference,
                      pipeline::Step const& target, pipeline::Warnings& out) {
  Shape const* shape = description_of(target.type);
  auto parts = pipeline::parse_path(reference.path);
  // A root that the step type adds to the description (`BestTrainingJob` of a list) has no shape.
  if (shape == nullptr || !parts || shape->find(parts->front().text) == nullptr) return;
  for (PathPart const& part : *parts) {
    Shape const* below = step_down(*shape, part);
    if (below == nullptr) {
      std::string const written =
          part.kind == PathPart::Kind::index ? fmt::format("[{}]", part.index) : part.text;
      return out.add(pipeline::Lint::unknown_property, reference.offset, step.pointer,
                     fmt::format("`Steps.{}.{}`: there is no `{}` in `{}`", target.name,
                                 shorten(reference.path, 150), shorten(written, 60), shape->name),
                     hint_for(*shape, part));
    }
    shape = below;
  }
}

}  // namespace

void warn_of_step_properties(pipeline::Definition const& definition, pipeline::Warnings& out) {
  for (pipeline::Step const& step : definition.steps)
    for (pipeline::Reference const& reference : step.references)
      if (reference.kind == pipeline::ReferenceKind::step_property)
        warn_of_property(step, reference, definition.steps[*definition.find_step(reference.name)],
                         out);
}

std::vector<pipeline::Warning> warnings_of(pipeline::Compiled const& pipeline,
                                           std::string_view owner_account) {
  pipeline::Warnings found(*pipeline.definition());
  pipeline::lint(pipeline, owner_account, found);
  warn_of_step_arguments(*pipeline.definition(), found);
  warn_of_step_properties(*pipeline.definition(), found);
  return found.take();
}

}  // namespace rehearse::calls
