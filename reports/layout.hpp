// Text for a terminal, as columns: how wide a text is, and where its lines break.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::reports {

/// Columns a text takes: its characters, not its bytes.
std::size_t columns(std::string_view text);
/// The text with spaces behind it, `width` columns or more.
std::string pad(std::string_view text, std::size_t width);
/// A user's text on one line: a terminal must never obey what a scenario or a trace wrote.
std::string one_line(std::string_view text);

/// Pieces put into lines of at most `room` columns, a space between two; a piece that is wider than
/// a line has one of its own. No pieces: no lines.
std::vector<std::string> wrap(std::span<std::string const> pieces, std::size_t room);
/// Prose, broken at its spaces.
std::vector<std::string> wrap(std::string_view text, std::size_t room);

}  // namespace rehearse::reports
