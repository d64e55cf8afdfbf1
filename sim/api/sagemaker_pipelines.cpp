// Pipelines: create, update, delete, describe, list. Source: sagemaker-pipelines 1.14, 3.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_tags.hpp"
#include "sim/calls/step_arguments.hpp"
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

constexpr std::string_view kUnreadable = "Unable to parse pipeline definition.";

/// The definition as compact JSON, checked; the service's quota of 50 steps unless the account's
/// setting lifts it.
std::expected<std::string, ApiError> read_definition(Request const& r, std::string const& text) {
  auto parsed = pipeline::parse_definition(text, {}, calls::definition_options(r.own_account()));
  std::string fault;
  if (!parsed)
    fault = to_string(parsed.error().front());
  else if (auto compiled = pipeline::compile(std::move(*parsed)); !compiled)
    fault = to_string(compiled.error().front());
  if (!fault.empty())  // some faults' own text starts so
    return std::unexpected(validation_error(
        (fault.find(kUnreadable) == std::string::npos ? std::string(kUnreadable) + " " : "") +
        fault));
  return json::dump(*json::parse(text));
}

std::expected<PrincipalId, ApiError> read_role(Request const& r, std::string const& arn) {
  PrincipalId role = r.world().principals().find_arn(arn);
  if (!role)
    return std::unexpected(validation_error(fmt::format("The role {} does not exist", arn)));
  return role;
}

Answer arn_answer(std::string const& arn) { return json::Value{}.set("PipelineArn", arn); }

}  // namespace

Needs create_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::vector<calls::Need> needs = {{"sagemaker:CreatePipeline",
                                     own_pipeline(world, caller, input),
                                     account_of(world, caller),
                                     {}}};
  need_pass_role(world, input, "RoleArn", needs);
  tags::need_add_tags(input, needs);
  return needs;
}

Needs update_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::vector<calls::Need> needs = {{"sagemaker:UpdatePipeline",
                                     own_pipeline(world, caller, input),
                                     account_of(world, caller),
                                     {}}};
  need_pass_role(world, input, "RoleArn", needs);
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
  if (r.input.find("PipelineDefinitionS3Location") != nullptr)
    return std::unexpected(validation_error(
        "PipelineDefinitionS3Location is not simulated: give the definition inline"));
  std::string text = text_of(r.input, "PipelineDefinition");
  if (text.empty())
    return std::unexpected(validation_error(
        "Either Pipeline Definition or Pipeline Definition S3 location should be provided"));
  if (r.world().pipelines().find(r.account(), name))
    return std::unexpected(
        validation_error(fmt::format("Pipeline names must be unique within an AWS account and "
                                     "region. Pipeline with name ({}) already exists.",
                                     name)));
  auto definition = read_definition(r, text);
  if (!definition) return std::unexpected(definition.error());
  auto role = read_role(r, text_of(r.input, "RoleArn"));
  if (!role) return std::unexpected(role.error());
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  r.call.accept();
  auto& record = r.domain.context().record;
  DocumentId document =
      record.document(trace::DocumentKind::definition, name, std::move(*definition));
  PipelineId id{static_cast<std::uint32_t>(r.world().pipelines().all().size())};
  record.record(trace::PipelineStored{id,
                                      r.account(),
                                      name,
                                      text_of(r.input, "PipelineDisplayName"),
                                      document,
                                      *role,
                                      1,
                                      parallel_of(r.input, 0),
                                      {}});
  std::string const arn = r.world().pipelines()[id].arn;
  tags::store(r, arn);
  return arn_answer(arn);
}

Answer update(Request& r) {
  std::string name = text_of(r.input, "PipelineName");
  PipelineId id = r.world().pipelines().find(r.account(), name);
  if (!id) return std::unexpected(pipeline_not_found(name));
  world::Pipeline const before = r.world().pipelines()[id];
  std::string definition = r.world().documents()[before.definition].text;
  if (std::string text = text_of(r.input, "PipelineDefinition"); !text.empty()) {
    auto read = read_definition(r, text);
    if (!read) return std::unexpected(read.error());
    definition = std::move(*read);
  }
  PrincipalId role = before.role;
  if (std::string arn = text_of(r.input, "RoleArn"); !arn.empty()) {
    auto read = read_role(r, arn);
    if (!read) return std::unexpected(read.error());
    role = *read;
  }
  r.call.accept();
  auto& record = r.domain.context().record;
  DocumentId document =
      record.document(trace::DocumentKind::definition, name, std::move(definition));
  std::string display = r.input.find("PipelineDisplayName") != nullptr
                            ? text_of(r.input, "PipelineDisplayName")
                            : before.display_name;
  record.record(trace::PipelineStored{id,
                                      r.account(),
                                      name,
                                      display,
                                      document,
                                      role,
                                      before.version + 1,
                                      parallel_of(r.input, before.parallel_max),
                                      {}});
  Answer answer = arn_answer(before.arn);
  answer->set("PipelineVersionId", before.version + 1);
  return answer;
}

Answer remove(Request& r) {
  std::string name = text_of(r.input, "PipelineName");
  PipelineId id = r.world().pipelines().find(r.account(), name);
  if (!id) return std::unexpected(pipeline_not_found(name));
  for (ExecutionId execution : r.world().executions().of(id))
    if (!is_terminal(r.world().executions()[execution].status))
      return std::unexpected(
          conflict(fmt::format("Pipeline {} has executions that are still running", name)));
  r.call.accept();
  r.domain.context().record.record(trace::PipelineDeleted{id});
  std::string const arn = r.world().pipelines()[id].arn;
  r.domain.sharing.resource_gone(arn);
  domain::untag_all(r.domain.context(), arn);
  return arn_answer(arn);
}

Answer describe(Request& r) {
  World const& world = r.world();
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  world::Pipeline const& p = world.pipelines()[*id];
  if (number_of(r.input, "PipelineVersionId", p.version) != p.version)
    return std::unexpected(validation_error("PipelineVersionId is not simulated"));
  json::Value answer;
  answer.set("PipelineArn", p.arn).set("PipelineName", p.name);
  if (!p.display_name.empty()) answer.set("PipelineDisplayName", p.display_name);
  answer.set("PipelineDefinition", world.documents()[p.definition].text);
  answer.set("RoleArn", world.principals()[p.role].arn).set("PipelineStatus", "Active");
  answer.set("CreationTime", timestamp(world, p.created))
      .set("LastModifiedTime", timestamp(world, p.modified));
  if (ExecutionId latest = world.executions().latest_of(*id))
    answer.set("LastRunTime", timestamp(world, world.executions()[latest].started));
  if (p.parallel_max > 0)
    answer.set("ParallelismConfiguration",
               json::Value{}.set("MaxParallelExecutionSteps", p.parallel_max));
  return answer;
}

Answer list(Request& r) {
  World const& world = r.world();
  std::string prefix = text_of(r.input, "PipelineNamePrefix");
  json::Array items;
  for (world::Pipeline const& p : world.pipelines().all()) {
    if (p.account != r.account() || p.deleted || !p.name.starts_with(prefix)) continue;
    json::Value item;
    item.set("PipelineArn", p.arn)
        .set("PipelineName", p.name)
        .set("RoleArn", world.principals()[p.role].arn);
    item.set("CreationTime", timestamp(world, p.created))
        .set("LastModifiedTime", timestamp(world, p.modified));
    items.push_back(std::move(item));
  }
  if (r.input.string_or_empty("SortBy") == "Name")
    std::ranges::sort(
        items, {}, [](json::Value const& item) { return item.find("PipelineName")->as_string(); });
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"PipelineSummaries"});
}

}  // namespace rehearse::api::pipelines
