// Versions of pipelines. Source: sagemaker-pipelines 3.3, 4.2.
#include <algorithm>

#include "sim/api/sagemaker_pipeline_views.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api::pipelines {

Needs list_versions_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::string const arn = as_arn(world, caller, "pipeline", text_of(input, "PipelineName"));
  return need("sagemaker:ListPipelineVersions", arn, world::owner_of(world.access(), arn));
}

Needs update_version_needs(World const& world, Caller const&, json::Value const& input) {
  std::string const arn = text_of(input, "PipelineArn");
  Needs needs = need("sagemaker:UpdatePipelineVersion", arn, world::owner_of(world.access(), arn));
  add_call_keys(input, *needs);
  return needs;
}

Answer list_versions(Request& r) {
  World const& world = r.world();
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  json::Array items;
  for (world::PipelineVersion const* version : world.pipelines().versions(*id)) {
    json::Value item;
    item.set("PipelineArn", world.arn(*id))
        .set("PipelineVersionId", version->version)
        .set("CreationTime", timestamp(world, version->stored));
    put_version_description(item, world.pipelines().description(*id, version->version));
    if (ExecutionId latest = latest_of_version(world, *id, version->version))
      item.set("LastExecutionPipelineExecutionArn", world::execution_arn(world, latest));
    items.push_back(std::move(item));
  }
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"PipelineVersionSummaries"});
}

Answer update_version(Request& r) {
  std::string const arn = text_of(r.input, "PipelineArn");
  PipelineId const id = r.world().find_pipeline(arn);
  if (!id || !is_here(r, arn)) return std::unexpected(pipeline_not_found(arn));
  std::uint32_t const number = number_of(r.input, "PipelineVersionId", 0);
  if (r.world().pipelines().version(id, number) == nullptr)
    return std::unexpected(version_not_found(r, id, number));
  auto [name, description] = r.world().pipelines().description(id, number);
  if (r.input.find("PipelineVersionDisplayName") != nullptr)
    name = text_of(r.input, "PipelineVersionDisplayName");
  if (r.input.find("PipelineVersionDescription") != nullptr)
    description = text_of(r.input, "PipelineVersionDescription");
  r.call.accept();
  r.domain.context().record.record(trace::PipelineVersionDescribed{id, number, name, description});
  return json::Value{}.set("PipelineArn", arn).set("PipelineVersionId", number);
}

}  // namespace rehearse::api::pipelines
