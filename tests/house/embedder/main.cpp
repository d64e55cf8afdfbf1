// The example of README.md: a program that rehearses without the command.
#include <cstdio>

#include "sim/rehearse.hpp"

int main() {
  rehearse::run::RunSpec spec;
  spec.file = "inline.lua";
  spec.root = ".";
  spec.source = R"(
    account { name = "staging" }
    actor("somebody", function()
      sleep "90m"
      expect.equal("time has passed", clock(), "2026-01-05T10:30:00Z")
    end))";
  rehearse::trace::Trace trace;
  rehearse::run::RunOptions options;
  options.keep = &trace;
  auto result = rehearse::run::run(spec, options);
  if (!result) return std::puts(rehearse::to_string(result.error()).c_str()), 2;
  rehearse::reports::WorldExplainer explainer;
  auto model = rehearse::reports::fold(trace, explainer);
  std::fputs(rehearse::reports::find_report("text")->render(model).c_str(), stdout);
  return result->failed == 0 ? 0 : 1;
}
