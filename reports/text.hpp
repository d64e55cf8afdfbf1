// The summary on the terminal: what failed comes first, then what held, the author's notes, and
// what it rests on.
#pragma once

#include <cstddef>
#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

struct TextStyle {
  bool colour = false;
  int width = 100;         // columns; lines of prose are wrapped to it
  bool explain = false;    // each assumption on a line of its own, and how to set it
  std::string trace = {};  // where the trace is, for the command that explains a call; empty: none
  std::string page = {};   // where report.html is, for links to its calls and checks; empty: none
  std::size_t checks_max = SIZE_MAX;  // of those that failed, and of those that held
};

/// Ends with a newline. Neither the digest nor the list of files: whoever writes the files prints
/// those.
std::string render_text(RunModel const& model, TextStyle const& style);

}  // namespace rehearse::reports
