#include "sim/world/nearest/nearest.hpp"

#include <algorithm>

#include "sim/world/nearest/candidates.hpp"

namespace rehearse::world {
namespace {

constexpr std::size_t kEditsMax = 3;
constexpr std::size_t kOpenMax = 8;    // states that are looked at further
constexpr std::size_t kFoundMax = 12;  // remedies whose side effects are looked at

/// Some edits on, and not there yet.
struct State {
  Access access;
  Question question;
  std::vector<Edit> edits;
};

/// Every state that one more edit leads to: those that turn the decision, and those that move the
/// refusal on to another layer.
void expand(State const& state, bool wanted, std::vector<State>& found, std::vector<State>& open) {
  Judge judge(state.access);
  iam::Explanation explanation = judge.examine(state.question);
  auto edits = wanted ? openers(state.access, state.question, explanation)
                      : closers(state.access, state.question, explanation);
  for (Edit& edit : edits) {
    State next{state.access, state.question, state.edits};
    apply(edit, next.access);
    if (edit.drops_session) next.question.session = {};
    next.edits.push_back(std::move(edit));
    Decision decision = Judge(next.access).decide(next.question);
    if (decision.allowed() == wanted)
      found.push_back(std::move(next));
    else if (!wanted || decision.layer != explanation.decision.layer)
      open.push_back(std::move(next));
  }
}

std::vector<State> search(Access const& access, Question const& question, bool wanted) {
  std::vector<State> open, found;
  open.push_back({access, question, {}});
  for (std::size_t depth = 0; depth < kEditsMax && found.empty(); ++depth) {
    std::vector<State> next;
    for (State const& state : open) expand(state, wanted, found, next);
    if (next.size() > kOpenMax) next.erase(next.begin() + kOpenMax, next.end());
    open = std::move(next);
  }
  if (found.size() > kFoundMax) found.erase(found.begin() + kFoundMax, found.end());
  return found;
}

bool is_asked(Flip const& flip, Question const& question) {
  return flip.principal == question.principal && flip.action == question.action &&
         question.resource.starts_with(flip.pipeline);
}

}  // namespace

std::vector<Remedy> nearest_changes(Access const& access, Question const& question,
                                    std::vector<std::string> const& pipelines, std::size_t most) {
  bool const wanted = !Judge(access).decide(question).allowed();
  Matrix const before = matrix_of(access, pipelines);
  std::vector<Remedy> found;
  std::vector<std::pair<std::size_t, std::size_t>> order;  // what else it changes, its position
  for (State& state : search(access, question, wanted)) {
    Remedy remedy{std::move(state.edits), differences(before, matrix_of(state.access, pipelines))};
    std::erase_if(remedy.others, [&](Flip const& flip) { return is_asked(flip, question); });
    order.emplace_back(remedy.others.size(), found.size());
    found.push_back(std::move(remedy));
  }
  std::ranges::sort(order);
  std::vector<Remedy> out;
  for (auto const& [others, position] : order)
    if (out.size() < most) out.push_back(std::move(found[position]));
  return out;
}

}  // namespace rehearse::world
