#include "reports/layout.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::reports {

std::size_t columns(std::string_view text) {
  auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(width - std::min(width, columns(text)), ' ');
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

std::vector<std::string> wrap(std::span<std::string const> pieces, std::size_t room) {
  std::vector<std::string> lines;
  std::size_t taken = 0;
  for (std::string const& piece : pieces) {
    if (piece.empty()) continue;
    std::size_t more = columns(piece);
    if (lines.empty() || taken + 1 + more > room) {
      lines.push_back(piece);
      taken = more;
    } else {
      lines.back().append(" ").append(piece);
      taken += 1 + more;
    }
  }
  return lines;
}

std::vector<std::string> wrap(std::string_view text, std::size_t room) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ' ')) words.emplace_back(word);
  return wrap(words, room);
}

}  // namespace rehearse::reports
