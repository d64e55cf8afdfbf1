#include "sim/world/nearest/moving_matrix.hpp"

#include <algorithm>

namespace rehearse::world {

std::vector<Flip> MovingMatrix::look(std::vector<std::string> const& pipelines) {
  std::vector<Flip> out;
  decided_ = 0;
  look_at_rows();
  for (std::string const& pipeline : pipelines) column_of(pipeline);
  for (Column& column : columns_)
    look_at_column(column, std::ranges::find(pipelines, column.pipeline) != pipelines.end(), out);
  return out;
}

MovingMatrix::Column& MovingMatrix::column_of(std::string const& pipeline) {
  auto at = std::ranges::find(columns_, pipeline, &Column::pipeline);
  if (at != columns_.end()) return *at;
  Column& column = columns_.emplace_back();
  column.pipeline = pipeline;
  for (std::string_view action : matrix_actions())
    column.resources.push_back(resource_of(action, pipeline));
  return column;
}

void MovingMatrix::look_at_rows() {
  auto const& all = access_.principals().all();
  rows_.resize(all.size());
  for (std::uint32_t who = 0; who < all.size(); ++who) {
    std::uint64_t key = is_asked(all[who]) ? judge_.caller_key({who}) : 0;
    rows_[who].moved = key != rows_[who].key;
    rows_[who].key = key;
  }
}

void MovingMatrix::look_at_column(Column& column, bool there, std::vector<Flip>& out) {
  std::uint64_t const key = judge_.resource_key(column.pipeline);
  bool const moved = key != column.key || there != column.there;
  column.key = key;
  column.there = there;
  column.open.resize(rows_.size());
  for (std::uint32_t who = 0; who < rows_.size(); ++who) {
    if (!moved && !rows_[who].moved) continue;
    bool const asked = there && is_asked(access_.principals()[{who}]);
    Bits const now = asked ? decide({who}, column) : Bits{0};
    for (std::size_t action = 0; action < matrix_actions().size(); ++action)
      if (((now ^ column.open[who]) >> action & 1) != 0)
        out.push_back({{who}, column.pipeline, matrix_actions()[action], (now >> action & 1) != 0});
    column.open[who] = now;
  }
}

MovingMatrix::Bits MovingMatrix::decide(PrincipalId who, Column const& column) {
  Question question = question_by(access_, who, "access", {}, column.pipeline);
  Bits open = 0;
  for (std::size_t action = 0; action < matrix_actions().size(); ++action) {
    question.action = matrix_actions()[action];
    question.resource = column.resources[action];
    ++decided_;
    if (judge_.decide(question).allowed()) open |= static_cast<Bits>(1U << action);
  }
  return open;
}

}  // namespace rehearse::world
