// A World that follows a trace, record by record: for what is asked of one instant or between two.
//
//   Folding fold(trace);
//   while (!fold.at_end() && fold.next_at() <= at) fold.step();
#pragma once

#include "sim/trace/trace.hpp"
#include "sim/world/world.hpp"

namespace rehearse::reports {

class Folding {
 public:
  explicit Folding(trace::Trace const& trace) : trace_(trace) {}

  bool at_end() const { return next_ >= trace_.size(); }
  /// The record that the next step applies, and its time. REQUIRES: not at the end.
  trace::Seq next() const { return next_; }
  Time next_at() const { return trace_.entry(next_).at; }
  void step() { world_.apply(trace_, next_++); }
  world::World& world() { return world_; }

 private:
  trace::Trace const& trace_;
  world::World world_;
  trace::Seq next_ = 0;
};

}  // namespace rehearse::reports
