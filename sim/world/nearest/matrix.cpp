#include "sim/world/nearest/matrix.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/world/world.hpp"

namespace rehearse::world {
namespace {

constexpr auto kActions = std::to_array<std::string_view>({
    "sagemaker:DescribePipeline",
    "sagemaker:DescribePipelineDefinitionForExecution",
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutions",
    "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:ListPipelineParametersForExecution",
    "sagemaker:StartPipelineExecution",
    "sagemaker:StopPipelineExecution",
    "sagemaker:RetryPipelineExecution",
    "sagemaker:UpdatePipelineExecution",
    "sagemaker:UpdatePipeline",
    "sagemaker:DeletePipeline",
});

}  // namespace

std::span<std::string_view const> matrix_actions() { return kActions; }

bool is_asked(Principal const& p) {
  return p.in_force.exists && p.kind != IdentityKind::group && p.kind != IdentityKind::root;
}

std::string resource_of(std::string_view action, std::string const& pipeline) {
  iam::ActionRow const* row = iam::find_action(action);
  bool of_execution = row != nullptr && row->resource_type == "pipeline-execution";
  return of_execution ? pipeline + "/execution/000000000000" : pipeline;
}

std::vector<std::string> pipelines_of(World const& world) {
  std::vector<std::string> out;
  for (Pipeline const& pipeline : world.pipelines().all())
    if (!pipeline.deleted) out.push_back(world.arn(pipeline));
  return out;
}

Matrix matrix_of(Access const& access, std::vector<std::string> pipelines,
                 std::span<std::string_view const> actions) {
  Judge judge(access);
  return matrix_of(judge, std::move(pipelines), actions);
}

Matrix matrix_of(Judge& judge, std::vector<std::string> pipelines,
                 std::span<std::string_view const> actions) {
  Access const& access = judge.access();
  Matrix out;
  out.pipelines = std::move(pipelines);
  std::vector<std::string> resources;  // by pipeline and action
  for (std::string const& pipeline : out.pipelines)
    for (std::string_view action : actions) resources.push_back(resource_of(action, pipeline));
  auto const& all = access.principals().all();
  for (std::uint32_t who = 0; who < all.size(); ++who) {
    if (!is_asked(all[who])) continue;
    std::size_t next = 0;
    for (std::uint32_t p = 0; p < out.pipelines.size(); ++p) {
      Question question = question_by(access, {who}, "access", {}, out.pipelines[p]);
      for (std::uint32_t a = 0; a < actions.size(); ++a) {
        question.action = actions[a];
        question.resource = resources[next++];
        out.cells.push_back({{who}, p, a, judge.decide(question)});
      }
    }
  }
  return out;
}

std::vector<Flip> differences(Matrix const& before, Matrix const& after) {
  auto key = [](Matrix const& m, Cell const& c) {
    return std::tuple(c.principal.index, std::string_view(m.pipelines[c.pipeline]), c.action);
  };
  std::vector<Flip> out;
  auto add = [&](Matrix const& m, Cell const& c, bool opened) {
    out.push_back({c.principal, m.pipelines[c.pipeline], kActions[c.action], opened});
  };
  // What is in one of them alone (a new role, a new pipeline) was closed before, or is closed now.
  std::map<std::tuple<std::uint32_t, std::string_view, std::uint32_t>, bool> was;
  for (Cell const& c : before.cells) was[key(before, c)] = c.decision.allowed();
  for (Cell const& c : after.cells) {
    auto at = was.find(key(after, c));
    bool earlier = at != was.end() && at->second;
    if (at != was.end()) was.erase(at);
    if (earlier != c.decision.allowed()) add(after, c, !earlier);
  }
  for (Cell const& c : before.cells)
    if (was.contains(key(before, c)) && c.decision.allowed()) add(before, c, false);
  return out;
}

std::vector<FlipGroup> grouped(std::vector<Flip> const& flips) {
  std::vector<FlipGroup> out;
  for (Flip const& flip : flips) {
    auto at = std::ranges::find_if(out, [&](FlipGroup const& g) {
      return g.principal == flip.principal && g.pipeline == flip.pipeline &&
             g.opened == flip.opened;
    });
    if (at == out.end()) at = out.insert(at, {flip.principal, flip.pipeline, flip.opened, {}});
    at->actions.push_back(flip.action);
  }
  return out;
}

std::string actions_text(FlipGroup const& group) {
  std::vector<std::string> names;
  for (std::string_view action : group.actions) names.emplace_back(iam::bare_action(action));
  return join(names, ", ");
}

}  // namespace rehearse::world
