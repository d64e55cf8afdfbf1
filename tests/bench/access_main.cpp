// rehearse_access_bench: what the judge costs with a whole world behind it: the access matrix, one
// call, and a decision that stands.
#include <cstdlib>

#include "sim/world/nearest/moving_matrix.hpp"
#include "tests/bench/company.hpp"
#include "tests/bench/measure.hpp"

namespace rehearse::bench {
namespace {

int main_of() {
  world::World world(nullptr);
  world::Recorder record(world, {});
  CompanySize const size;
  declare_company(record, size);
  std::vector<std::string> const pipelines = world::pipelines_of(world);
  auto count = [](world::Matrix const& matrix) {
    return std::ranges::count_if(matrix.cells,
                                 [](world::Cell const& c) { return c.decision.allowed(); });
  };
  world::Matrix matrix = world::matrix_of(world.access(), pipelines);
  fmt::print("{} cells, {} of them allowed\n", matrix.cells.size(), count(matrix));
  measure_once("access matrix, 50 accounts x 20 roles x 12 x 20 pipelines", 1'000,
               [&] { matrix = world::matrix_of(world.access(), pipelines); });
  world::MovingMatrix moving(world.access());
  std::size_t open = moving.look(pipelines).size(), version = 0;
  fmt::print("the same by looking: {} allowed\n", open);
  measure_once("the same after a change of one policy", 50, [&] {
    change_one_policy(record, static_cast<std::uint32_t>(++version));
    moving.look(pipelines);
  });
  fmt::print("{} of {} cells decided again\n", moving.decided(), matrix.cells.size());

  world::Judge judge(world.access());
  world::Question question = world::question_by(world.access(), {3}, "ci",
                                                "sagemaker:StartPipelineExecution", pipelines[0]);
  measure("one call, with all that is gathered for it", 5'000, 10'000,
          [&] { (void)judge.decide(question); });
  measure("a memoized decision: a step's own call", 30, 100'000,
          [&] { (void)judge.standing({0}, pipeline::StepType::training, {{0}, {}}); });
  return 0;
}

}  // namespace
}  // namespace rehearse::bench

int main() { return rehearse::bench::main_of(); }
