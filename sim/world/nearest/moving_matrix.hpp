// The access matrix of a state that moves on: after a change, only the principals and pipelines
// that it reaches are decided again.
//
//   MovingMatrix matrix(world.access());
//   for (...) { ...; for (Flip const& flip : matrix.look(pipelines_of(world))) ... }
#pragma once

#include "sim/world/nearest/matrix.hpp"

namespace rehearse::world {

class MovingMatrix {
 public:
  explicit MovingMatrix(Access const& access) : access_(access), judge_(access) {}

  /// What has opened and closed since the last look; at the first one, everything that is open.
  /// `pipelines`: the ARNs of those that are there.
  std::vector<Flip> look(std::vector<std::string> const& pipelines);
  /// How many cells the last look has decided.
  std::size_t decided() const { return decided_; }

 private:
  using Bits = std::uint16_t;  // one an action
  struct Column {
    std::string pipeline;
    std::uint64_t key = 0;
    bool there = false;
    std::vector<std::string> resources;  // by action
    std::vector<Bits> open;              // by principal
  };
  struct Row {
    std::uint64_t key = 0;
    bool moved = true;
  };

  Column& column_of(std::string const& pipeline);
  void look_at_rows();
  void look_at_column(Column& column, bool there, std::vector<Flip>& out);
  Bits decide(PrincipalId who, Column const& column);

  Access const& access_;
  Judge judge_;
  std::vector<Row> rows_;  // by principal
  std::vector<Column> columns_;
  std::size_t decided_ = 0;
};

}  // namespace rehearse::world
