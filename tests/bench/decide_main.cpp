// rehearse_decide_bench: what one access decision costs, as a table: median of repeated batches,
// one process, one thread.
//
//   rehearse_decide_bench                 one decision among few and many policies
//   rehearse_decide_bench CASES.jsonl     a line of a file: reading, compiling, deciding
//   rehearse_decide_bench --lines N       writes N such lines, no two alike
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "sim/iam/case.hpp"
#include "tests/bench/decide_lines.hpp"
#include "tests/bench/decide_policies.hpp"
#include "tests/bench/measure.hpp"

namespace rehearse::bench {
namespace {

void expect_allowed(Decision decision) {
  if (decision.outcome == Outcome::allowed) return;
  fmt::print(stderr, "the decision is wrong\n");
  std::exit(1);
}

void measure_decisions() {
  Surroundings around = make_surroundings();
  iam::Request request = make_request();
  iam::PolicyView view;
  view.boundary = around.boundary.list.front();
  view.scp_levels = around.levels;
  view.resource = around.resource.list;
  constexpr double kSmall = 500, kLarge = 1'000, kIndexAlone = 2'000;
  auto decide = [&] { expect_allowed(iam::authorize(request, view)); };
  for (auto [spread, name] : {std::pair{Spread::by_action, "by action"},
                              {Spread::by_resource, "by resource"},
                              {Spread::by_both, "by both"}}) {
    Policies few = make_identity(20, spread), many = make_identity(1'000, spread),
             most = make_identity(10'000, spread);
    iam::PolicySet few_set(few.list), set(many.list), large(most.list);
    view.identity = few_set;  // as the judge of a run has them
    measure(fmt::format("decision, 20 statements {}", name), kSmall, 20'000, decide);
    view.identity = set;
    measure(fmt::format("decision, 1,000 statements {}", name), kLarge, 10'000, decide);
    iam::Question question(request);
    std::size_t found = 0;
    measure(fmt::format("index alone, 10,000 statements {}", name), kIndexAlone, 10'000, [&] {
      large.index().each(question, [&](std::uint32_t, auto const&, StatementRef) { ++found; });
    });
    if (found == 0) expect_allowed({});
  }
}

void measure_cases(char const* path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.empty()) return;
  constexpr double kLineLimit = 40'000;  // 50,000 cases a second on two cores
  std::size_t next = 0;
  auto take = [&]() -> std::string const& { return lines[next++ % lines.size()]; };
  measure("line: JSON alone", kLineLimit, 1'000, [&] { (void)json::parse(take()); });
  iam::CaseJudge judge;
  measure("line: JSON, compile, decide", kLineLimit, 1'000, [&] { (void)judge.decide(take()); });
}

}  // namespace
}  // namespace rehearse::bench

int main(int count, char** values) {
  if (count > 2)
    for (std::size_t i = 0; i < std::strtoull(values[2], nullptr, 10); ++i)
      fmt::print("{}\n", rehearse::bench::case_line(i));
  else if (count > 1)
    rehearse::bench::measure_cases(values[1]);
  else
    rehearse::bench::measure_decisions();
}
