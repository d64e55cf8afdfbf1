#include "sim/engine/chooser.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::engine {

std::uint32_t ReplayChooser::choose(ChoicePoint const& point) {
  if (next_ >= choices_.size()) return 0;
  return std::min(choices_[next_++], point.options - 1);
}

std::uint32_t RecordingChooser::choose(ChoicePoint const& point) {
  choices_.push_back(inner_.choose(point));
  return choices_.back();
}

std::string RecordingChooser::schedule() const {
  std::size_t used = choices_.size();
  while (used > 0 && choices_[used - 1] == 0) --used;
  if (used == 0) return "0";
  std::string text;
  for (std::size_t i = 0; i < used; ++i) text += (i > 0 ? "." : "") + std::to_string(choices_[i]);
  return text;
}

Result<std::vector<std::uint32_t>> parse_schedule(std::string_view text) {
  std::vector<std::uint32_t> choices;
  for (std::string_view part : split(text, '.')) {
    auto choice = parse_unsigned<std::uint32_t>(part);
    if (!choice)
      return std::unexpected(Error{Error::Code::usage,
                                   "`" + shorten(text, 60) + "` is not a schedule",
                                   {},
                                   "write choices like `2.0.1`, or `random:7`",
                                   {}});
    choices.push_back(*choice);
  }
  return choices;
}

}  // namespace rehearse::engine
