// Checks of who may do what: expect.only at one instant, snapshot() and expect.changed_access
// between two.
#include <lua.hpp>

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/access_arguments.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {

/// `{ who, action, what }`: one access, or some of one role to one pipeline.
struct AccessEntry {
  PrincipalArgument who;
  std::vector<std::string> actions;
  std::optional<PipelineArgument> pipeline;
  std::string arn;  // of a pipeline that was not given by its handle
};

namespace {

using script::fail;
using script::Outcome;

constexpr std::size_t kToldMax = 3;  // what a failing check tells of one kind
constexpr char const* kEntryExample =
    "{ release, \"sagemaker:StartPipelineExecution\", churn }; its second may be a list of actions";

/// `Reader of production`.
std::string who_text(world::World const& world, PrincipalId who) {
  world::Principal const& p = world.principals()[who];
  return fmt::format("{} of {}", p.name, world.organization().account(p.account).name);
}

/// The statements by which an access is open, one a side; or why it is closed.
std::string reason_for(Host& host, world::Question const& question) {
  world::Judge& judge = host.domain().context().judge;
  iam::Explanation const why = judge.examine(question);
  if (!why.decision.allowed()) return judge.explain(question).summary;
  std::vector<std::string> sentences;
  for (iam::LayerFinding const& layer : why.layers) {
    if (layer.layer != Layer::identity && layer.layer != Layer::resource) continue;
    auto allows = [](iam::StatementFinding const& s) { return s.matched() && s.allow; };
    auto found = std::ranges::find_if(layer.statements, allows);
    if (found != layer.statements.end()) sentences.push_back(found->sentence);
  }
  return join(sentences, ", and ");
}

/// At most some of what is to be told, and how many more there are.
class Told {
 public:
  /// `say`: makes the words, which are costly.
  template <class F>
  void add(F&& say) {
    if (++count_ <= kToldMax) sentences_.push_back(say());
  }
  void add_to(std::vector<std::string>& out, std::string_view rest) const {
    out.insert(out.end(), sentences_.begin(), sentences_.end());
    if (count_ > kToldMax) out.push_back(fmt::format("{} more {}", count_ - kToldMax, rest));
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> sentences_;
};

// ---- expect.only ----

/// core.only(text, action, what, who): these principals may do it at this instant, and no others.
Outcome only(Host& host, lua_State* lua) {
  constexpr char const* kWord = "expect.only";
  auto text = script::argument<std::string>(lua, 1, kWord, "what is expected, as a text");
  if (!text) return std::unexpected(text.error());
  auto action = read_action(lua, 2, kWord);
  if (!action) return std::unexpected(action.error());
  auto resource = read_matrix_resource(host.world(), lua, 3, kWord, **action);
  if (!resource) return std::unexpected(resource.error());
  auto listed = script::argument<std::vector<PrincipalArgument>>(lua, 4, kWord, "who may do it");
  if (!listed) return std::unexpected(listed.error());

  std::set<PrincipalId> expected;
  for (PrincipalArgument const& each : *listed) expected.insert(each.id);
  Told too, not_yet;
  std::size_t others = 0;
  bool held = true;
  std::vector<trace::AccessExpected> meant;
  std::string const name = action_name(**action);
  auto const& all = host.world().principals().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    PrincipalId const who{i};
    bool const wanted = expected.contains(who);
    if (!wanted && !world::is_asked(all[i])) continue;
    world::Question question = access_question(host.world(), who, **action, *resource);
    bool const may = host.domain().context().judge.decide(question).allowed();
    if (wanted) meant.push_back({who, name, *resource});
    others += wanted ? 0 : 1;
    held = held && may == wanted;
    if (may == wanted) continue;
    (may ? too : not_yet).add([&] {
      return fmt::format("{} {}: {}", who_text(host.world(), who), may ? "may too" : "may not",
                         reason_for(host, question));
    });
  }
  std::vector<std::string> told;
  too.add_to(told, "may too");
  not_yet.add_to(told, "may not");
  std::string const detail =
      held ? fmt::format("none of the other {} roles and users may", others) : join(told, "; ");
  host.check(CheckKind::expect, *text, held, detail, trace::kNoSeq, line_of(lua), meant);
  lua_pushboolean(lua, held);
  return 1;
}

// ---- snapshot and expect.changed_access ----

Outcome snapshot(Host& host, lua_State* lua) {
  return pushed(lua, HandleKind::snapshot, host.keep_snapshot());
}

struct ChangedArgs {
  std::vector<AccessEntry> opened, closed;
};
script::Fields<ChangedArgs> const kChanged = {
    "expect.changed_access",
    "expect.changed_access(\"...\", before, { opened = { { release, "
    "\"sagemaker:StartPipelineExecution\", churn } }, closed = {} })",
    {script::optional("opened", &ChangedArgs::opened),
     script::optional("closed", &ChangedArgs::closed)}};

Result<std::string> pipeline_arn(world::World const& world, AccessEntry const& entry) {
  if (entry.pipeline) return world.arn(entry.pipeline->id);
  auto arn = ArnView::split(entry.arn);
  if (arn && arn->service == "sagemaker" && arn->resource.starts_with("pipeline/") &&
      !arn->resource.contains("/execution/"))
    return entry.arn;
  return fail("`" + shorten(entry.arn, 120) + "` is no pipeline's ARN",
              "what an entry is about is a pipeline: give its handle, or its ARN");
}

Result<void> add_flips(world::World const& world, std::vector<AccessEntry> const& entries,
                       bool opened, std::set<world::Flip>& out) {
  auto const known = world::matrix_actions();
  for (AccessEntry const& entry : entries) {
    auto pipeline = pipeline_arn(world, entry);
    if (!pipeline) return std::unexpected(pipeline.error());
    for (std::string const& given : entry.actions) {
      auto at = std::ranges::find_if(
          known, [&](std::string_view each) { return equals_ignoring_case(each, given); });
      if (at == known.end())
        return fail("`" + shorten(given, 80) + "` is none of the actions that are compared",
                    did_you_mean_or(given, known, "these are"));
      out.insert({entry.who.id, *pipeline, *at, opened});
    }
  }
  return {};
}

/// What a group of flips that was not expected did, or an expected one did not do; and what holds.
struct FlipWords {
  bool expected, opened;
  std::string_view lead, holds;
};
constexpr FlipWords kFlipWords[] = {
    {false, true, "also opened", "may"},
    {false, false, "also closed", "may no longer"},
    {true, true, "did not open", "may not"},
    {true, false, "did not close", "still may"},
};

/// `also opened: Reader of production may DescribePipeline on churn (statement ...)`.
void tell(Host& host, std::vector<world::Flip> const& flips, bool expected,
          std::vector<std::string>& out) {
  Told told;
  for (world::FlipGroup const& group : world::grouped(flips))
    told.add([&] {
      auto words = std::ranges::find_if(kFlipWords, [&](FlipWords const& row) {
        return row.expected == expected && row.opened == group.opened;
      });
      std::string const action(group.actions.front());
      std::string const why =
          reason_for(host, world::question_by(host.world().access(), group.principal, "access",
                                              action, world::resource_of(action, group.pipeline)));
      return fmt::format("{}: {} {} {} on {} ({})", words->lead,
                         who_text(host.world(), group.principal), words->holds,
                         world::actions_text(group), last_name(group.pipeline), why);
    });
  told.add_to(out, expected ? "did not change" : "changed");
}

std::vector<world::Flip> those_only_in(std::set<world::Flip> const& these,
                                       std::set<world::Flip> const& those) {
  std::vector<world::Flip> out;
  std::ranges::set_difference(these, those, std::back_inserter(out));
  return out;
}

/// core.changed_access(text, before, changes): since then these opened and closed, nothing else.
Outcome changed_access(Host& host, lua_State* lua) {
  constexpr char const* kWord = "expect.changed_access";
  auto text = script::argument<std::string>(lua, 1, kWord, "what is expected, as a text");
  if (!text) return std::unexpected(text.error());
  auto before = script::argument<SnapshotArgument>(lua, 2, kWord, "the snapshot before");
  if (!before) return std::unexpected(before.error());
  auto changes = script::read_fields(lua, 3, kChanged);
  if (!changes) return std::unexpected(changes.error());
  std::set<world::Flip> expected;
  for (bool opened : {true, false})
    if (auto added =
            add_flips(host.world(), opened ? changes->opened : changes->closed, opened, expected);
        !added)
      return std::unexpected(added.error());

  world::Matrix const& now = host.snapshot(host.keep_snapshot());
  std::vector<world::Flip> const list = world::differences(host.snapshot(before->index), now);
  std::set<world::Flip> const actual(list.begin(), list.end());
  std::vector<std::string> told;
  tell(host, those_only_in(actual, expected), false, told);
  tell(host, those_only_in(expected, actual), true, told);
  auto const opened = std::ranges::count(actual, true, &world::Flip::opened);
  std::string const detail =
      !told.empty() ? join(told, "; ")
                    : fmt::format("{} opened, {} closed, nothing else of {} accesses changed",
                                  opened, std::ssize(actual) - opened, now.cells.size());
  std::vector<trace::AccessExpected> meant;
  for (world::Flip const& flip : actual)
    if (flip.opened) meant.push_back({flip.principal, std::string(flip.action), flip.pipeline});
  host.check(CheckKind::expect, *text, told.empty(), detail, trace::kNoSeq, line_of(lua), meant);
  lua_pushboolean(lua, told.empty());
  return 1;
}

}  // namespace

Result<void> read_value(script::Slot const& slot, AccessEntry& out) {
  if (lua_type(slot.lua, slot.index) != LUA_TTABLE || lua_rawlen(slot.lua, slot.index) != 3)
    return script::wrong_type(slot, std::string("who, action and what, like ") + kEntryExample);
  int at = 0;
  return script::read_list(slot, [&](script::Slot const& item) -> Result<void> {
    switch (++at) {
      case 1:
        return read_value(item, out.who);
      case 2:
        if (lua_type(item.lua, item.index) == LUA_TSTRING)
          return read_value(item, out.actions.emplace_back());
        return read_value(item, out.actions);
      default:
        if (lua_type(item.lua, item.index) == LUA_TSTRING) return read_value(item, out.arn);
        return read_value(item, out.pipeline);
    }
  });
}

void add_rights_words(script::Sandbox& sandbox) {
  sandbox.add_word<snapshot>("snapshot");
  sandbox.add_core<only>("only");
  sandbox.add_core<changed_access>("changed_access");
}

}  // namespace rehearse::scenario
