// Consulting an assumption: its value, and a record the first time.
#pragma once

#include <array>
#include <string>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Assume {
 public:
  explicit Assume(Context const& context) : context_(context) {}

  Duration operator()(Assumption which) {
    auto index = static_cast<std::size_t>(which);
    Duration value = context_.plan.assumptions[which];
    if (!used_[index]) {
      used_[index] = true;
      context_.record.record(trace::AssumptionUsed{std::string(assumption_rows()[index].name),
                                                   format_duration(value)});
    }
    return value;
  }

 private:
  Context context_;
  std::array<bool, static_cast<std::size_t>(Assumption::count_)> used_{};
};

}  // namespace rehearse::domain
