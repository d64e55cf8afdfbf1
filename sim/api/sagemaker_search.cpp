// Search over pipelines and their executions, one's own or those that other accounts share.
// Source: sagemaker-pipelines 4.1, 4.2.
#include <algorithm>

#include "sim/api/sagemaker_pipeline_views.hpp"
#include "sim/api/search_expressions.hpp"
#include "sim/calls/names.hpp"

namespace rehearse::api::searching {
namespace {

json::Value with_tags(World const& world, json::Value view, std::string const& arn) {
  json::Array tags;
  for (world::Tag const& tag : world.access().written_policies().tags_met(arn))
    tags.push_back(json::Value{}.set("Key", tag.key).set("Value", tag.value));
  if (!tags.empty()) view.set("Tags", std::move(tags));
  return view;
}

/// Own pipelines, or those of others whose share lets the caller search them.
std::vector<PipelineId> visible(Request const& r) {
  bool const shared = r.input.string_or_empty("CrossAccountFilterOption") == "CrossAccount";
  std::vector<PipelineId> out;
  auto const& all = r.world().pipelines().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].deleted || all[i].region != r.place().region ||
        (all[i].account == r.account()) == shared)
      continue;
    if (shared &&
        !r.domain.context()
             .judge
             .decide({r.caller, "sagemaker:Search", r.world().arn(all[i]), all[i].account, {}})
             .allowed())
      continue;
    out.push_back({i});
  }
  return out;
}

json::Array records(Request const& r, std::string_view resource) {
  World const& world = r.world();
  json::Array out;
  for (PipelineId id : visible(r)) {
    world::Pipeline const& p = world.pipelines()[id];
    if (resource == "Pipeline") {
      out.push_back(with_tags(world, pipeline_view(world, id, p), world.arn(p)));
      continue;
    }
    for (ExecutionId execution : world.executions().of(id)) {
      json::Value view = execution_view(world, r.domain.context().plan, execution);
      if (json::Array given = given_parameters(world, execution); !given.empty())
        view.set("PipelineParameters", std::move(given));
      out.push_back(std::move(view));
    }
  }
  return out;
}

}  // namespace

Needs needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sagemaker:Search");
}

Answer search(Request& r) {
  std::string const resource = text_of(r.input, "Resource");
  if (resource != "Pipeline" && resource != "PipelineExecution")
    return std::unexpected(validation_error("Search over " + resource + " is not simulated"));
  if (auto why = not_simulated(r.input, {"VisibilityConditions"}))
    return std::unexpected(validation_error(*why));
  calls::Shape const& shape = *calls::find_operation("sagemaker", "Search")
                                   ->output->find("Results")
                                   ->shape->element->find(resource)
                                   ->shape;
  std::string by = text_of(r.input, "SortBy");
  if (by.empty()) by = "LastModifiedTime";
  if (shape.find(by) == nullptr)
    return std::unexpected(validation_error("Unknown property name: " + by));
  json::Array items = records(r, resource);
  if (json::Value const* expression = r.input.find("SearchExpression")) {
    if (auto refused = check_search(*expression, shape)) return std::unexpected(*refused);
    std::erase_if(items,
                  [&](json::Value const& item) { return !matches_search(*expression, item); });
  }
  sort_by(items, by);
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  std::uint64_t const hits = items.size();
  json::Array results;
  for (json::Value& item : items) results.push_back(json::Value{}.set(resource, std::move(item)));
  Answer answer = page(r.input, std::move(results), {"Results"});
  if (answer) answer->set("TotalHits", json::Value{}.set("Value", hits).set("Relation", "EqualTo"));
  return answer;
}

}  // namespace rehearse::api::searching
