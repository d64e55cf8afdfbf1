// Following the access matrix through a run gives, after every change, what deciding all of it
// gives.
#include "sim/world/nearest/moving_matrix.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

#include <catch2/catch.hpp>

#include "sim/run/run.hpp"
#include "sim/world/world.hpp"

using namespace rehearse;

namespace {

using OpenCell = std::tuple<std::uint32_t, std::string, std::string_view>;

trace::Trace followed_run(std::string const& file, std::string source) {
  run::RunSpec spec;
  spec.file = file;
  spec.root = std::string(REHEARSE_SOURCE_DIR) + "/scenarios";
  spec.source = std::move(source);
  trace::Trace out;
  run::RunOptions options;
  options.keep = &out;
  auto result = run::run(spec, options);
  INFO((result ? std::string("ran") : to_string(result.error())));
  REQUIRE(result.has_value());
  return out;
}

std::set<OpenCell> open_cells(world::Access const& access, std::vector<std::string> pipelines) {
  std::set<OpenCell> out;
  world::Matrix const matrix = world::matrix_of(access, std::move(pipelines));
  for (world::Cell const& cell : matrix.cells)
    if (cell.decision.allowed())
      out.emplace(cell.principal.index, matrix.pipelines[cell.pipeline],
                  world::matrix_actions()[cell.action]);
  return out;
}

struct Followed {
  std::size_t changes = 0, flips = 0, decided = 0, cells = 0;
};

/// Follows a trace, and compares at every change.
Followed follow(trace::Trace const& trace) {
  Followed out;
  world::World world;
  world::MovingMatrix matrix(world.access());
  std::set<OpenCell> open;
  std::uint64_t seen = 0;
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) {
    world.apply(trace, seq);
    if (world.epoch_of_changes() == seen) continue;
    seen = world.epoch_of_changes();
    std::vector<std::string> const pipelines = world::pipelines_of(world);
    for (world::Flip const& flip : matrix.look(pipelines)) {
      OpenCell cell{flip.principal.index, flip.pipeline, flip.action};
      if (flip.opened)
        CHECK(open.insert(cell).second);
      else
        CHECK(open.erase(cell) == 1);
      ++out.flips;
    }
    std::set<OpenCell> const all = open_cells(world.access(), pipelines);
    if (open != all) FAIL("after record " << seq << " the matrix that was followed is another");
    ++out.changes;
    out.decided += matrix.decided();
    out.cells +=
        pipelines.size() * world.principals().all().size() * world::matrix_actions().size();
  }
  return out;
}

/// A grant that ends by the clock, and a change of something else a day later.
constexpr char kClock[] = R"lua(
organization { name = "acme", ous = { "Work" } }
local hub = account { name = "hub", ou = "Work" }
local run_role = role { account = hub, name = "Execution", trusts = "sagemaker.amazonaws.com",
  policies = { "policies/pipeline-role.json" } }
local p = pipeline { account = hub, name = "p", definition = "definitions/hello.json", role = run_role }
local guest = role { account = hub, name = "Guest", policies = { {
  Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "sagemaker:DescribePipeline", Resource = "*",
    Condition = { DateLessThan = { ["aws:CurrentTime"] = "2026-01-05T12:00:00Z" } } } } } } }
local admin = role { account = hub, name = "Admin", policies = { {
  Version = "2012-10-17", Statement = { { Effect = "Allow", Action = { "iam:*", "sagemaker:*" }, Resource = "*" } } } } }
actor("admin", function()
  sleep "1d"
  admin:client("iam"):tag_role { RoleName = "Admin", Tags = { { Key = "team", Value = "ml" } } }
  sleep "1h"
end)
)lua";

}  // namespace

TEST_CASE("moving matrix: after every change of every scenario it is the whole matrix",
          "[matrix]") {
  for (std::string const name : {"hello", "promotion", "invitation", "business_units"}) {
    INFO(name);
    std::string const path = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/" + name + ".lua";
    std::ifstream in(path, std::ios::binary);
    Followed const seen =
        follow(followed_run(name + ".lua", {std::istreambuf_iterator<char>(in), {}}));
    CHECK(seen.changes > 10);
    CHECK(seen.flips > 0);
    CHECK(seen.decided < seen.cells / 2);
  }
}

TEST_CASE("moving matrix: a policy that reads the clock is decided again at each look",
          "[matrix]") {
  Followed const seen = follow(followed_run("clock.lua", kClock));
  CHECK(seen.flips > 1);
}
