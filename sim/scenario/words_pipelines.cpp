// pipeline {}: a definition that the SDK wrote, and what its steps do.
#include <lua.hpp>

#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/calls/step_arguments.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/scenario/plans.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct PipelineArgs {
  AccountArgument account;
  std::string name;
  std::optional<std::string> region;
  DocumentArgument definition;
  RoleArgument role;
  std::optional<std::int64_t> parallel;
  std::optional<StepTable> durations;
  std::optional<StepTable> outputs;
  std::optional<json::Value> failures;
  std::optional<json::Value> objects;
  std::optional<std::vector<std::string>> answered;
};
script::Fields<PipelineArgs> const kPipeline = {
    "pipeline",
    "pipeline { account = staging, name = \"churn\", definition = \"definitions/churn.json\", role "
    "= execution_role }",
    {script::required("account", &PipelineArgs::account),
     script::required("name", &PipelineArgs::name),
     script::required("definition", &PipelineArgs::definition),
     script::required("role", &PipelineArgs::role),
     script::optional("region", &PipelineArgs::region),
     script::optional("parallel", &PipelineArgs::parallel),
     script::optional("durations", &PipelineArgs::durations),
     script::optional("outputs", &PipelineArgs::outputs),
     script::optional("failures", &PipelineArgs::failures),
     script::optional("objects", &PipelineArgs::objects),
     script::optional("answered_by_scenario", &PipelineArgs::answered)}};

/// What lies in S3 when a run reads it: the end of an object's URI -> its document.
Result<void> read_objects(Host& host, PipelineId id, std::optional<json::Value> const& objects) {
  if (!objects) return {};
  if (!objects->is_object())
    return fail("`pipeline.objects` is a table: the end of an S3 URI -> its document",
                "write objects = { [\"evaluate/results.json\"] = { rmse = \"0.3\" } }");
  for (auto const& [end, document] : objects->as_object())
    host.plan().add_object(id, end, resolve_handles(host.world(), document));
  return {};
}

/// Lua has one empty table for lists and objects: where a definition has a list, it is one.
json::Value with_empty_lists(json::Value const& value) {
  constexpr std::string_view kLists[] = {
      "Steps",     "Parameters", "IfSteps",          "ElseSteps",     "Conditions",
      "DependsOn", "EnumValues", "OutputParameters", "PropertyFiles", "RetryPolicies"};
  if (value.is_array()) {
    json::Array out;
    for (json::Value const& each : value.as_array()) out.push_back(with_empty_lists(each));
    return out;
  }
  if (!value.is_object()) return value;
  json::Value out{json::Object{}};
  for (auto const& [key, member] : value.as_object()) {
    bool const list = member.is_object() && member.as_object().empty() &&
                      std::ranges::find(kLists, key) != std::end(kLists);
    out.set(key, list ? json::Value{json::Array{}} : with_empty_lists(member));
  }
  return out;
}

constexpr std::size_t kWarningsNoted = 10;

/// What `rehearse validate` warns of, each once: the first of those that say the same of other
/// places, and how many they are.
struct WarningNote {
  pipeline::Warning first;
  std::size_t count = 1;
};
std::vector<WarningNote> notes_of(std::vector<pipeline::Warning> const& warnings) {
  std::vector<WarningNote> out;
  for (pipeline::Warning const& each : warnings) {
    auto const same = std::ranges::find_if(out, [&](WarningNote const& note) {
      return note.first.row == each.row && note.first.what.message == each.what.message;
    });
    if (same == out.end())
      out.push_back({each});
    else
      ++same->count;
  }
  return out;
}

/// The warnings go into the run as notes: they may be why things go as they do.
void note_warnings(Host& host, pipeline::Compiled const& compiled, std::string const& owner) {
  auto const notes = notes_of(calls::warnings_of(compiled, owner));
  for (WarningNote const& note : notes | std::views::take(kWarningsNoted)) {
    std::string text =
        fmt::format("warning: {} [{}]", to_string(note.first.what), note.first.row->id);
    if (note.count > 1) text += fmt::format("; in {} places, this is the first", note.count);
    host.record().record(trace::NoteMade{{}, std::move(text), {}});
  }
  if (notes.size() > kWarningsNoted)
    host.record().record(
        trace::NoteMade{{},
                        fmt::format("{} more warnings: `rehearse validate` tells them all",
                                    notes.size() - kWarningsNoted),
                        {}});
}

Outcome pipeline_word(Host& host, lua_State* lua) {
  if (!host.declaring())
    return fail("`pipeline` stands at the top level", "an actor creates one with create_pipeline");
  auto args = script::read_fields(lua, 1, kPipeline);
  if (!args) return std::unexpected(args.error());
  world::World const& world = host.world();
  world::Account const& owner = world.organization().account(args->account.id);
  if (auto named =
          check_name(args->name, "name of a pipeline",
                     "1 to 256 letters, digits and hyphens, no hyphen at either end",
                     *calls::find_operation("sagemaker", "CreatePipeline"), "PipelineName");
      !named)
    return std::unexpected(named.error());
  auto place = read_place(host, args->account.id, args->region);
  if (!place) return std::unexpected(place.error());
  if (world.pipelines().find(*place, args->name))
    return fail("the account `" + owner.name + "` has two pipelines named `" + args->name + "`",
                "give each its own name, or its own Region");
  if (world.principals()[args->role.id].account != args->account.id)
    return fail(
        "the pipeline's role is one of another account",
        "a role of `" + owner.name + "` itself: passing a role across accounts is impossible");
  if (args->definition.path.empty())
    args->definition.value = with_empty_lists(args->definition.value);
  auto text = read_document(host, args->definition, "definition of " + args->name);
  if (!text) return std::unexpected(text.error());
  auto parsed =
      pipeline::parse_definition(text->text, text->name, calls::definition_options(owner));
  if (!parsed) return std::unexpected(telling_fault(parsed.error(), args->definition.path));
  auto compiled = pipeline::compile(std::move(*parsed));
  if (!compiled) return std::unexpected(telling_fault(compiled.error(), args->definition.path));
  if (args->parallel && (*args->parallel < 1 || *args->parallel > 1'000'000))
    return fail("`pipeline.parallel` is at least 1", "it is MaxParallelExecutionSteps");
  DocumentId document = host.record().document(trace::DocumentKind::definition, text->name,
                                               json::dump(*json::parse(text->text)));
  PipelineId id{static_cast<std::uint32_t>(world.pipelines().all().size())};
  host.record().record(trace::PipelineStored{id,
                                             args->account.id,
                                             args->name,
                                             {},
                                             document,
                                             args->role.id,
                                             1,
                                             static_cast<std::uint32_t>(args->parallel.value_or(0)),
                                             line_of(lua),
                                             {},
                                             {},
                                             world.organization().foreign_region(*place)});
  note_warnings(host, **compiled, owner.id);
  Behaviour const behaviour{args->durations, args->outputs, args->failures, args->answered};
  if (auto read = read_plans(host, id, behaviour, *(*compiled)->definition()); !read)
    return std::unexpected(read.error());
  if (auto read = read_objects(host, id, args->objects); !read)
    return std::unexpected(read.error());
  push_handle(lua, {HandleKind::pipeline, id.index});
  return 1;
}

}  // namespace

void add_pipeline_words(script::Sandbox& sandbox) { sandbox.add_word<pipeline_word>("pipeline"); }

}  // namespace rehearse::scenario
