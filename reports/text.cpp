#include "reports/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// Columns a text takes: its characters, not its bytes.
std::size_t columns(std::string_view text) {
  auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(width - std::min(width, columns(text)), ' ');
  return out;
}

/// A user's text on one line: a terminal must never obey what a scenario or a trace wrote.
std::string one_line(std::string_view text) {
  std::string out;
  for (char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

enum class Tone : std::uint8_t { good, bad, quiet, strong };

class Text {
 public:
  Text(RunModel const& model, TextStyle const& style) : model_(model), style_(style) { measure(); }

  std::string render() {
    head();
    for (Check const& check : model_.checks)
      if (!check.held) failed(check);
    for (Check const& check : model_.checks)
      if (check.held) held(check);
    if (model_.checks.empty()) line("  no checks: the scenario expects nothing");
    notes();
    if (std::string ending = ending_phrase(model_); !ending.empty())
      line(paint(one_line(ending), Tone::bad));
    for (Setting const& setting : model_.settings)
      if (setting.beyond_aws) beyond_aws(setting);
    assumptions();
    return std::move(out_);
  }

 private:
  void measure() {
    std::size_t room = static_cast<std::size_t>(std::clamp(style_.width, 60, 200)) / 2;
    for (Check const& check : model_.checks) {
      text_width_ = std::max(text_width_, std::min(room, columns(one_line(check.text))));
      time_width_ = std::max(time_width_, columns(check_time(model_, check)));
      place_width_ = std::max(place_width_, columns(one_line(place(check.where))));
    }
  }

  void head() {
    Header const& header = model_.header;
    line(fmt::format("{} · seed {} · {} · {}",
                     paint(one_line(scenario_stem(header.scenario)), Tone::strong), header.seed,
                     one_line(accounts_phrase(model_)), span_phrase(model_)));
  }

  void row(Check const& check, std::string mark, std::string_view last) {
    std::string row = fmt::format("  {}  {}  {}  {}", mark, pad(one_line(check.text), text_width_),
                                  pad(check_time(model_, check), time_width_),
                                  pad(one_line(place(check.where)), place_width_));
    std::string rest = one_line(last);
    // What does not fit beside the check stands below it. Paint takes no columns: a row is measured
    // as if it were plain.
    std::size_t taken = 2 + mark_width() + text_width_ + time_width_ + place_width_ + 8;
    bool beside = taken + columns(rest) <= static_cast<std::size_t>(std::max(style_.width, 60));
    if (!rest.empty() && beside) row += "  " + paint(rest, Tone::quiet);
    row.erase(row.find_last_not_of(' ') + 1);
    line(row);
    if (!rest.empty() && !beside) paragraph(rest, 8, {}, Tone::quiet);
  }

  void held(Check const& check) {
    row(check, paint(pad("ok", mark_width()), Tone::good), check.detail);
  }

  void failed(Check const& check) {
    row(check, paint("FAIL", Tone::bad), {});
    paragraph(one_line(check.detail));
    Call const* call = call_of(check);
    if (call == nullptr) return;
    for (std::string const& sentence : call->explanation)
      if (sentence != check.detail) paragraph(one_line(sentence));
    line(fmt::format("        report.html#call-{}", call->seq));
  }

  Call const* call_of(Check const& check) const {
    if (check.call == kNoSeq) return nullptr;
    auto found = std::ranges::lower_bound(model_.calls, check.call, {}, &Call::seq);
    return found != model_.calls.end() && found->seq == check.call ? &*found : nullptr;
  }

  void notes() {
    for (Note const& note : model_.notes) {
      std::string time = format_clock(model_.header.epoch, note.at);
      std::string head = fmt::format("  {}  {}  ", pad("note", mark_width()), time);
      std::string first =
          fmt::format("  {}  {}  ", paint(pad("note", mark_width()), Tone::quiet), time);
      paragraph(one_line(note.text), columns(head), first);
    }
  }

  void beyond_aws(Setting const& setting) {
    Account const* account = item(model_.accounts, setting.account);
    line(fmt::format("not as in AWS: {} is {}{}", one_line(setting.name), setting.value,
                     account == nullptr ? "" : " in " + one_line(account->name)));
  }

  void assumptions() {
    std::vector<std::string> names;
    for (Assumption const& a : model_.assumptions) names.push_back(one_line(a.name));
    if (names.empty()) return;
    std::string count =
        fmt::format("rests on {} assumption{}:", names.size(), names.size() == 1 ? "" : "s");
    if (!style_.explain)
      return line(fmt::format("{} {} (`rehearse report --format text` explains)", count,
                              join(names, ", ")));
    line(count);
    for (Assumption const& a : model_.assumptions)
      line(fmt::format("  {} = {}", one_line(a.name), one_line(a.value)));
  }

  /// Prose wrapped at spaces below its first line's head, which takes `indent` columns.
  void paragraph(std::string_view text, std::size_t indent = 8, std::string head = {},
                 std::optional<Tone> tone = std::nullopt) {
    if (head.empty()) head.assign(indent, ' ');
    std::size_t room = static_cast<std::size_t>(std::max(style_.width, 60)) - indent;
    std::string current;
    auto flush = [&] {
      if (current.empty()) return;
      line(std::exchange(head, std::string(indent, ' ')) +
           (tone ? paint(current, *tone) : current));
      current.clear();
    };
    for (std::string_view word : split(text, ' ')) {
      if (!current.empty() && columns(current) + 1 + columns(word) > room) flush();
      if (!current.empty()) current += ' ';
      current += word;
    }
    flush();
  }

  /// Room for `FAIL` and `note` where there are any, else for `ok`.
  std::size_t mark_width() const {
    return model_.failed_checks() > 0 || !model_.notes.empty() ? 4 : 2;
  }

  std::string paint(std::string_view text, Tone tone) const {
    static constexpr std::string_view kCodes[] = {"32", "1;31", "2", "1"};  // one row a Tone
    if (!style_.colour) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(tone)], text);
  }

  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }

  RunModel const& model_;
  TextStyle const& style_;
  std::string out_;
  std::size_t text_width_ = 0, time_width_ = 0, place_width_ = 0;
};

}  // namespace

std::string render_text(RunModel const& model, TextStyle const& style) {
  return Text(model, style).render();
}

}  // namespace rehearse::reports
