// What the scenario lets go wrong, and how often each has struck.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct Fault {
  trace::FaultDefined is;
  std::uint32_t hits = 0;
};

class Faults {
 public:
  std::vector<Fault> const& all() const { return faults_; }
  Fault const& operator[](FaultId id) const { return faults_[id.index]; }

  void apply(trace::Entry const&, trace::FaultDefined const& record) {
    faults_.push_back({record, 0});
  }
  void apply(trace::Entry const&, trace::FaultHit const& record) {
    ++faults_[record.fault.index].hits;
  }

 private:
  std::vector<Fault> faults_;
};

}  // namespace rehearse::world
