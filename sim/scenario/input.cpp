#include "sim/scenario/input.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/text.hpp"
#include "sim/scenario/handles.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using calls::Shape;
using calls::ShapeKind;

/// Where no member says otherwise: an account's id, everything else's ARN.
std::string general_text(world::World const& world, Handle handle) {
  bool by_id = handle.kind == HandleKind::account || handle.kind == HandleKind::control_policy;
  std::string_view key = by_id ? "id" : "arn";
  return handle_property(world, handle, key).value_or("");
}

std::string text_for(world::World const& world, world::Place const& caller, Handle handle,
                     std::string_view member) {
  bool wants_name = member.ends_with("Name") || member == "name";
  bool wants_id =
      member.ends_with("ParentId") || member == "ChildId" || member == "OrganizationalUnitId";
  if (wants_name && handle.kind == HandleKind::pipeline &&
      world.pipelines()[{handle.index}].place() == caller)
    return world.pipelines()[{handle.index}].name;
  if (member == "PolicyId" && handle.kind == HandleKind::control_policy)
    return handle_property(world, handle, "id").value_or("");
  if (member == "TargetId" && handle.kind == HandleKind::organization)
    return world.organization().ou(OuId{0}).id;
  if ((wants_id || member == "TargetId") && handle.kind == HandleKind::ou)
    return world.organization().ou({handle.index}).id;
  if (wants_name && (handle.kind == HandleKind::role || handle.kind == HandleKind::user ||
                     handle.kind == HandleKind::group))
    return world.principals()[{handle.index}].name;
  return general_text(world, handle);
}

/// Members that take one kind of handle; the others are judged by the service alone.
struct Wanted {
  std::string_view ending;
  HandleKind kind;
};
constexpr Wanted kWanted[] = {
    {"PipelineName", HandleKind::pipeline},  {"PipelineArn", HandleKind::pipeline},
    {"RoleArn", HandleKind::role},           {"RoleName", HandleKind::role},
    {"resourceShareArn", HandleKind::share}, {"resourceShareArns", HandleKind::share},
    {"AccountId", HandleKind::account},      {"ParentId", HandleKind::ou},
};

struct Fitter {
  world::World const& world;
  world::Place const& caller;
  std::optional<Error> fault;  // the first

  /// The text of a handle in a member, if one of its kind may stand there.
  std::string text_of(Handle handle, std::string_view member) {
    auto row = std::ranges::find_if(
        kWanted, [&](Wanted const& each) { return member.ends_with(each.ending); });
    if (row != std::end(kWanted) && row->kind != handle.kind && !fault)
      fault =
          script::fail("`" + std::string(member) + "` wants " + with_article(kind_text(row->kind)) +
                           ", got " + handle_text(world, handle),
                       "give the handle of " + with_article(kind_text(row->kind)) + ", or a text")
              .error();
    return text_for(world, caller, handle, member);
  }

  json::Value fit(json::Value value, Shape const* shape, std::string_view member) {
    if (auto handle = from_marker(value)) return text_of(*handle, member);
    if (shape == nullptr) return resolve_handles(world, std::move(value));
    if (shape->kind == ShapeKind::string && (value.is_object() || value.is_array()))
      return json::dump(
          resolve_handles(world, std::move(value)));  // a policy or definition given as a table
    if (shape->kind == ShapeKind::list && value.is_object() && value.as_object().empty())
      return json::Array{};
    if (value.is_array()) {
      for (json::Value& each : value.as_array())
        each = fit(std::move(each), shape->element, member);
    } else if (value.is_object()) {
      for (auto& [key, each] : value.as_object()) {
        calls::Member const* known = shape->find(key);
        Shape const* inner = shape->kind == ShapeKind::map ? shape->element
                             : known != nullptr            ? known->shape
                                                           : nullptr;
        each = fit(std::move(each), inner, key);
      }
    }
    return value;
  }
};

}  // namespace

Result<json::Value> fit_input(world::World const& world, world::Place const& caller,
                              json::Value input, Shape const& shape) {
  Fitter fitter{world, caller, {}};
  json::Value fitted = fitter.fit(std::move(input), &shape, {});
  if (fitter.fault) return std::unexpected(std::move(*fitter.fault));
  return fitted;
}

json::Value resolve_handles(world::World const& world, json::Value document) {
  if (auto handle = from_marker(document)) return general_text(world, *handle);
  if (document.is_array())
    for (json::Value& each : document.as_array()) each = resolve_handles(world, std::move(each));
  if (document.is_object())
    for (auto& [key, each] : document.as_object()) each = resolve_handles(world, std::move(each));
  return document;
}

}  // namespace rehearse::scenario
