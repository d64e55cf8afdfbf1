// Tables by step in `pipeline {}`: for each step a document or a function that says it.
#pragma once

#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/scenario/handles.hpp"
#include "sim/script/args.hpp"
#include "sim/script/lua_ref.hpp"
#include "sim/trace/records.hpp"

namespace rehearse::scenario {

/// A function of the scenario that says what a step does, and where it stands.
struct StepFunction {
  script::LuaRef function;  // or nothing
  trace::SourceLine where;
  explicit operator bool() const { return static_cast<bool>(function); }
};

struct StepEntry {
  std::string step;
  json::Value value;  // with handles as markers; null where there is a function
  StepFunction function;
};

/// `{ Train = "25m", Evaluate = function(step) ... end }`, or the path of a file.
struct StepTable {
  std::string path;
  std::vector<StepEntry> entries;  // in the order of the names
};
Result<void> read_value(script::Slot const& slot, StepTable& out);

}  // namespace rehearse::scenario
