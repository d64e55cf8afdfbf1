// fault {}: what a scenario lets go wrong, where, when and how likely.
#include <lua.hpp>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/domain/faults.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct FaultArgs {
  std::string kind;
  std::optional<AccountArgument> account;
  std::optional<PipelineArgument> pipeline;
  std::optional<std::string> region;
  std::optional<std::string> step;
  std::optional<std::string> type;
  std::optional<std::string> operation;
  std::optional<std::string> chance;
  std::optional<Duration> from;
  std::optional<Duration> to;
  std::optional<std::string> message;
};
script::Fields<FaultArgs> const kFault = {
    "fault",
    "fault { kind = \"capacity\", account = staging, step = \"Train\", chance = \"1/20\" }",
    {script::required("kind", &FaultArgs::kind), script::optional("account", &FaultArgs::account),
     script::optional("pipeline", &FaultArgs::pipeline),
     script::optional("region", &FaultArgs::region), script::optional("step", &FaultArgs::step),
     script::optional("type", &FaultArgs::type),
     script::optional("operation", &FaultArgs::operation),
     script::optional("chance", &FaultArgs::chance), script::optional("from", &FaultArgs::from),
     script::optional("to", &FaultArgs::to), script::optional("message", &FaultArgs::message)}};

std::vector<std::string_view> kind_names() {
  auto const& names = EnumNames<FaultKind>::names;
  return {names.begin(), names.end()};
}

/// The step exists in the pipeline, or, where none is named, in some pipeline of the scenario.
Result<void> check_step(Host& host, FaultArgs const& args) {
  std::vector<std::string_view> names;
  world::World const& world = host.world();
  auto const& pipelines = world.pipelines().all();
  for (std::uint32_t i = 0; i < pipelines.size(); ++i) {
    if (args.pipeline && args.pipeline->id != PipelineId{i}) continue;
    for (pipeline::Step const& step :
         world.documents().definition(pipelines[i].definition).definition()->steps)
      if (std::ranges::find(names, step.name) == names.end()) names.push_back(step.name);
  }
  if (std::ranges::find(names, *args.step) != names.end()) return {};
  return fail("no pipeline declared so far has a step `" + shorten(*args.step, 60) + "`",
              did_you_mean_or(*args.step, names, "there are"));
}

Result<void> check_step_type(FaultKind kind, std::string const& type) {
  pipeline::StepTypeRow const* row = pipeline::find_step_type(type);
  if (row == nullptr) {
    std::vector<std::string_view> names;
    for (pipeline::StepTypeRow const& each : pipeline::step_types()) names.push_back(each.name);
    return fail("there is no step type `" + shorten(type, 60) + "`", did_you_mean(type, names));
  }
  if (!domain::can_strike(kind, *row))
    return fail("a fault `" + std::string(name_of(kind)) + "` cannot strike a step of type " + type,
                std::string(domain::row_of(kind).what));
  return {};
}

Result<void> check_operation(FaultKind kind, FaultArgs const& args) {
  if ((domain::row_of(kind).moments & domain::kAtCall) == 0)
    return fail("a fault `" + args.kind + "` strikes no calls", "leave `operation` out");
  if (args.step || args.type || args.pipeline)
    return fail("a fault strikes people's calls or steps",
                "give `operation`, or `pipeline`, `step` and `type`");
  for (calls::Operation const& operation : calls::all_operations())
    if (operation.name == *args.operation) return {};
  std::vector<std::string_view> names;
  for (calls::Operation const& operation : calls::all_operations()) names.push_back(operation.name);
  return fail("there is no operation `" + shorten(*args.operation, 60) + "`",
              did_you_mean(*args.operation, names));
}

Result<void> check(Host& host, FaultKind kind, FaultArgs const& args) {
  if (args.step)
    if (auto known = check_step(host, args); !known) return known;
  if (args.type)
    if (auto known = check_step_type(kind, *args.type); !known) return known;
  if (args.operation)
    if (auto known = check_operation(kind, args); !known) return known;
  if (args.region)
    if (auto known = read_region(*args.region); !known) return std::unexpected(known.error());
  if (args.to && *args.to <= args.from.value_or(Duration{0}))
    return fail("`fault.to` must be later than `fault.from`",
                "both count from the epoch: from = \"2h\", to = \"5h\"");
  if (kind == FaultKind::region_out && !args.region)
    return fail("a fault `region_out` needs its `region`", "write region = \"us-east-1\"");
  return {};
}

Outcome fault(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "fault"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kFault);
  if (!args) return std::unexpected(args.error());
  auto const kind = enum_from<FaultKind>(args->kind);
  if (!kind) {
    std::vector<std::string> all;
    for (std::string_view name : kind_names()) all.emplace_back(name);
    std::string const hint = did_you_mean(args->kind, kind_names());
    return fail("there is no fault `" + shorten(args->kind, 60) + "`",
                hint.empty() ? "there are " + join(all, ", ") : hint);
  }
  if (auto checked = check(host, *kind, *args); !checked) return std::unexpected(checked.error());
  auto const chance = parse_ratio(args->chance.value_or("1"));
  if (!chance) return std::unexpected(chance.error());
  trace::FaultDefined record;
  record.fault = FaultId{static_cast<std::uint32_t>(host.world().faults().all().size())};
  record.kind = *kind;
  if (args->account) record.account = args->account->id;
  if (args->pipeline) record.pipeline = args->pipeline->id;
  record.region = args->region.value_or("");
  record.step = args->step.value_or("");
  record.step_type = args->type.value_or("");
  record.operation = args->operation.value_or("");
  record.from = args->from.value_or(Duration{0});
  record.until = args->to.value_or(Duration{0});
  record.numerator = chance->numerator;
  record.denominator = chance->denominator;
  record.message = args->message.value_or("");
  record.where = line_of(lua);
  host.record().record(record);
  return 0;
}

}  // namespace

void add_fault_words(script::Sandbox& sandbox) { sandbox.add_word<fault>("fault"); }

}  // namespace rehearse::scenario
