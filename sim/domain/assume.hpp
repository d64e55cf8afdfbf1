// Consulting an assumption: its value, and a record the first time.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "sim/base/assert.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Assume {
 public:
  explicit Assume(Context const& context) : context_(context) {}

  /// A duration that is the same for everything.
  Duration operator()(Assumption which) {
    note(which);
    return context_.plan.assumptions[which];
  }
  /// A duration of one entity. `stream`: names that a scenario wrote, not ids; it is drawn from
  /// when the assumption is a range.
  Duration operator()(Assumption which, std::string_view stream) {
    note(which);
    Quantiles const& range = context_.plan.assumptions.range(which);
    if (range.is_fixed()) return range.points.front().value;
    return Stream(context_.world.seed(), std::string(stream) + "/" + std::string(name(which)))
        .sample(range);
  }
  /// Is the rule this one of its alternatives?
  bool is(Assumption which, std::string_view alternative) {
    note(which);
    auto all = assumption_rows()[static_cast<std::size_t>(which)].alternatives;
    REHEARSE_ASSERT(std::ranges::find(all, alternative) != all.end(),
                    "one of the assumption's alternatives");
    return context_.plan.assumptions.chosen(which) == alternative;
  }
  /// The alternative that holds.
  std::string_view chosen(Assumption which) {
    note(which);
    return context_.plan.assumptions.chosen(which);
  }
  /// It went into the trace: from now on it is too late to change it.
  bool consulted(Assumption which) const { return used_[static_cast<std::size_t>(which)]; }

 private:
  static std::string_view name(Assumption which) {
    return assumption_rows()[static_cast<std::size_t>(which)].name;
  }
  void note(Assumption which) {
    bool& used = used_[static_cast<std::size_t>(which)];
    if (used) return;
    used = true;
    context_.record.record(
        trace::AssumptionUsed{std::string(name(which)), context_.plan.assumptions.text(which)});
  }

  Context context_;
  std::array<bool, static_cast<std::size_t>(Assumption::count_)> used_{};
};

}  // namespace rehearse::domain
