// Who may do what on which pipeline at one instant: the access matrix, and how two of them differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/access/judge.hpp"

namespace rehearse::world {

class World;

struct Cell {
  PrincipalId principal;
  std::uint32_t pipeline = 0;  // position in Matrix::pipelines
  std::uint32_t action = 0;    // position in the matrix's actions
  Decision decision;
};

/// INVARIANT: cells are in the order principal, pipeline, action, all of them.
struct Matrix {
  std::vector<std::string> pipelines;  // ARNs
  std::vector<Cell> cells;
};

/// The actions of a pipeline and its executions that sharing is about.
/// Source: sharing-and-access 1.3, 5.1.
std::span<std::string_view const> matrix_actions();
/// Roles and users that are there; a root user and a group have no row.
bool is_asked(Principal const& principal);
/// The ARNs of the pipelines that are there.
std::vector<std::string> pipelines_of(World const& world);
/// Everybody who is in it, on each of these pipelines, those actions.
Matrix matrix_of(Access const& access, std::vector<std::string> pipelines,
                 std::span<std::string_view const> actions = matrix_actions());
/// The same by a judge that has compiled the policies already.
Matrix matrix_of(Judge& judge, std::vector<std::string> pipelines,
                 std::span<std::string_view const> actions = matrix_actions());
/// The resource that a cell's action is asked about: the pipeline, or an execution that no run has,
/// so that what is true of it is true of the next one.
std::string resource_of(std::string_view action, std::string const& pipeline);

/// A cell of which one matrix says yes and the other no.
struct Flip {
  PrincipalId principal;
  std::string pipeline;
  std::string_view action;
  bool opened = false;
  auto operator<=>(Flip const&) const = default;
};
/// Of two states of one run: their principals have the same numbers.
std::vector<Flip> differences(Matrix const& before, Matrix const& after);

/// Flips of one principal, pipeline and direction.
struct FlipGroup {
  PrincipalId principal;
  std::string pipeline;
  bool opened = false;
  std::vector<std::string_view> actions;
};
/// In the order in which each group comes first.
std::vector<FlipGroup> grouped(std::vector<Flip> const& flips);
/// `StopPipelineExecution, RetryPipelineExecution`.
std::string actions_text(FlipGroup const& group);

}  // namespace rehearse::world
