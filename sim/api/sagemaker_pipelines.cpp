// Pipelines: create, update, delete, describe, list. Source: sagemaker-pipelines 1.14, 3.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_definitions.hpp"
#include "sim/api/sagemaker_pipeline_views.hpp"
#include "sim/api/sagemaker_tags.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/tagging.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::api::pipelines {
namespace {

std::string own_pipeline(World const& world, Caller const& caller, json::Value const& input) {
  return own_arn(world, caller, "pipeline/" + text_of(input, "PipelineName"));
}

std::uint32_t parallel_of(json::Value const& input, std::uint32_t otherwise) {
  json::Value const* config = input.find("ParallelismConfiguration");
  return config == nullptr ? otherwise : number_of(*config, "MaxParallelExecutionSteps", otherwise);
}

std::expected<PrincipalId, ApiError> read_role(Request const& r, std::string const& arn) {
  PrincipalId role = r.world().principals().find_arn(arn);
  if (!role)
    return std::unexpected(validation_error(fmt::format("The role {} does not exist", arn)));
  return role;
}

constexpr std::string_view kTokenMismatch =
    "The ClientRequestToken was used before with other arguments.";

Answer arn_answer(std::string const& arn) { return json::Value{}.set("PipelineArn", arn); }

}  // namespace

Needs create_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::vector<calls::Need> needs = {{"sagemaker:CreatePipeline",
                                     own_pipeline(world, caller, input),
                                     account_of(world, caller),
                                     {}}};
  need_pass_role(world, input, "RoleArn", needs);
  need_definition(world, input, needs);
  tags::need_add_tags(input, needs);
  return needs;
}

Needs update_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::vector<calls::Need> needs = {{"sagemaker:UpdatePipeline",
                                     own_pipeline(world, caller, input),
                                     account_of(world, caller),
                                     {}}};
  need_pass_role(world, input, "RoleArn", needs);
  need_definition(world, input, needs);
  return needs;
}

Needs delete_needs(World const& world, Caller const& caller, json::Value const& input) {
  return need("sagemaker:DeletePipeline", own_pipeline(world, caller, input),
              account_of(world, caller));
}

Needs describe_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::string arn = as_arn(world, caller, "pipeline", text_of(input, "PipelineName"));
  Needs needs = need("sagemaker:DescribePipeline", arn, world::owner_of(world.access(), arn));
  add_call_keys(input, *needs);
  return needs;
}

Needs list_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sagemaker:ListPipelines");
}

Answer create(Request& r) {
  std::string name = text_of(r.input, "PipelineName");
  // The same token again makes nothing new (sagemaker-pipelines 2.2).
  std::string const token = text_of(r.input, "ClientRequestToken");
  if (auto const* known = r.domain.pipeline_creations.find(r.place(), token)) {
    if (!known->is_of(r.input)) return std::unexpected(conflict(std::string(kTokenMismatch)));
    return arn_answer(r.world().arn(known->made));
  }
  auto definition = given_definition(r);
  if (!definition) return std::unexpected(definition.error());
  if (!*definition)
    return std::unexpected(validation_error(
        "Either Pipeline Definition or Pipeline Definition S3 location should be provided"));
  auto role = read_role(r, text_of(r.input, "RoleArn"));
  if (!role) return std::unexpected(role.error());
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  if (r.world().pipelines().find(r.place(), name))
    return std::unexpected(
        validation_error(fmt::format("Pipeline names must be unique within an AWS account and "
                                     "region. Pipeline with name ({}) already exists.",
                                     name)));
  auto const owned = std::ranges::count_if(r.world().pipelines().all(), [&](auto const& each) {
    return each.place() == r.place() && !each.deleted;
  });
  if (auto refused = domain::over(r.world(), r.place(), Quota::pipelines, owned))
    return std::unexpected(*refused);
  r.call.accept();
  auto& record = r.domain.context().record;
  DocumentId document =
      record.document(trace::DocumentKind::definition, name, std::move(**definition));
  PipelineId id{static_cast<std::uint32_t>(r.world().pipelines().all().size())};
  record.record(trace::PipelineStored{id,
                                      r.account(),
                                      name,
                                      text_of(r.input, "PipelineDisplayName"),
                                      document,
                                      *role,
                                      1,
                                      parallel_of(r.input, 0),
                                      {},
                                      text_of(r.input, "PipelineDescription"),
                                      r.caller.principal,
                                      r.world().organization().foreign_region(r.place())});
  r.domain.pipeline_creations.remember(r.place(), token, r.input, id);
  std::string const arn = r.world().arn(id);
  tags::store(r, arn);
  return arn_answer(arn);
}

namespace {

/// A member of the input, or what holds so far.
std::string text_or(json::Value const& input, std::string_view member, std::string const& so_far) {
  return input.find(member) != nullptr ? text_of(input, member) : so_far;
}

}  // namespace

Answer update(Request& r) {
  std::string name = text_of(r.input, "PipelineName");
  PipelineId id = r.world().pipelines().find(r.place(), name);
  if (!id) return std::unexpected(pipeline_not_found(name));
  world::Pipeline const before = r.world().pipelines()[id];
  auto definition = given_definition(r);
  if (!definition) return std::unexpected(definition.error());
  PrincipalId role = before.role;
  if (std::string arn = text_of(r.input, "RoleArn"); !arn.empty()) {
    auto read = read_role(r, arn);
    if (!read) return std::unexpected(read.error());
    role = *read;
  }
  r.call.accept();
  auto& record = r.domain.context().record;
  std::uint32_t version = before.version + 1;
  if (!*definition &&
      r.domain.assume.is(domain::Assumption::pipeline_version_on_update, "definition_only"))
    version = before.version;
  DocumentId document =
      *definition ? record.document(trace::DocumentKind::definition, name, std::move(**definition))
                  : before.definition;
  auto const [display_name, description] = r.world().pipelines().description(id);
  record.record(trace::PipelineStored{id,
                                      r.account(),
                                      name,
                                      text_or(r.input, "PipelineDisplayName", display_name),
                                      document,
                                      role,
                                      version,
                                      parallel_of(r.input, before.parallel_max),
                                      {},
                                      text_or(r.input, "PipelineDescription", description),
                                      r.caller.principal,
                                      r.world().organization().foreign_region(before)});
  Answer answer = arn_answer(r.world().arn(id));
  answer->set("PipelineVersionId", version);
  return answer;
}

Answer remove(Request& r) {
  std::string name = text_of(r.input, "PipelineName");
  std::string const token = text_of(r.input, "ClientRequestToken");
  if (auto const* known = r.domain.pipeline_deletions.find(r.place(), token)) {
    if (!known->is_of(r.input)) return std::unexpected(conflict(std::string(kTokenMismatch)));
    return arn_answer(r.world().arn(known->made));
  }
  PipelineId id = r.world().pipelines().find(r.place(), name);
  if (!id) return std::unexpected(pipeline_not_found(name));
  for (ExecutionId execution : r.world().executions().of(id))
    if (!is_terminal(r.world().executions()[execution].status))
      return std::unexpected(
          conflict(fmt::format("Pipeline {} has executions that are still running", name)));
  r.call.accept();
  r.domain.context().record.record(trace::PipelineDeleted{id});
  r.domain.pipeline_deletions.remember(r.place(), token, r.input, id);
  std::string const arn = r.world().arn(id);
  r.domain.sharing.resource_gone(arn);
  domain::untag_all(r.domain.context(), arn);
  return arn_answer(arn);
}

Answer describe(Request& r) {
  World const& world = r.world();
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  std::uint32_t const number =
      number_of(r.input, "PipelineVersionId", world.pipelines()[*id].version);
  world::PipelineVersion const* version = world.pipelines().version(*id, number);
  if (version == nullptr) return std::unexpected(version_not_found(r, *id, number));
  json::Value answer = pipeline_view(world, *id, *version);
  answer.set("PipelineDefinition", world.documents()[version->definition].text);
  put_version_description(answer, world.pipelines().description(*id, number));
  return answer;
}

Answer list(Request& r) {
  World const& world = r.world();
  std::string prefix = text_of(r.input, "PipelineNamePrefix");
  json::Array items;
  auto const& all = world.pipelines().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    world::Pipeline const& p = all[i];
    if (p.place() != r.place() || p.deleted || !p.name.starts_with(prefix)) continue;
    json::Value item;
    put_names(item, world, {i});
    item.set("RoleArn", world.principals()[p.role].arn)
        .set("CreationTime", timestamp(world, p.created))
        .set("LastModifiedTime", timestamp(world, p.modified));
    if (ExecutionId latest = world.executions().latest_of({i}))
      item.set("LastExecutionTime", timestamp(world, world.executions()[latest].started));
    items.push_back(std::move(item));
  }
  if (r.input.string_or_empty("SortBy") == "Name") sort_by(items, "PipelineName");
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"PipelineSummaries"});
}

}  // namespace rehearse::api::pipelines
