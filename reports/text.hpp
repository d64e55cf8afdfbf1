// The summary on the terminal: what failed comes first, then what held, the author's notes, and
// what it rests on.
#pragma once

#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

struct TextStyle {
  bool colour = false;
  int width = 100;       // columns; lines of prose are wrapped to it
  bool explain = false;  // each assumption on a line of its own, with its value
};

/// Ends with a newline. Neither the digest nor the report's path: whoever writes the files prints
/// those.
std::string render_text(RunModel const& model, TextStyle const& style);

}  // namespace rehearse::reports
