#include "reports/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/layout.hpp"
#include "reports/reasons.hpp"
#include "reports/troubles.hpp"
#include "reports/words.hpp"

namespace rehearse::reports {
namespace {

constexpr std::size_t kNameColumnsMax = 60;

enum class Tone : std::uint8_t { good, bad, quiet, strong };

class Text {
 public:
  Text(RunModel const& model, TextStyle const& style)
      : model_(model),
        style_(style),
        width_(static_cast<std::size_t>(std::max(style.width, 60))),
        shown_(shown_checks(model, style.checks_max)) {
    measure();
  }

  std::string render() {
    head();
    // A run that did not come to its end: that is its result, whatever was checked before.
    std::string ending = ending_phrase(model_);
    if (is_fault(model_)) paragraph(one_line(ending), 2, {}, Tone::bad);
    for (std::size_t i : shown_.indices) model_.checks[i].held ? held(model_.checks[i]) : failed(i);
    if (shown_.failed_left > 0) line(fmt::format("  {} more failed", shown_.failed_left));
    if (shown_.held_left > 0) line(fmt::format("  {} more held", shown_.held_left));
    if (model_.checks.empty() && !is_fault(model_))
      line("  no checks: the scenario expects nothing");
    went_wrong();
    notes();
    if (!ending.empty() && !is_fault(model_)) paragraph(one_line(ending), 2, "", Tone::bad);
    for (Setting const& setting : model_.settings)
      if (setting.beyond_aws) beyond_aws(setting);
    for (Fault const& fault : model_.faults)
      if (fault.hits.empty()) never_struck(fault);
    assumptions();
    return std::move(out_);
  }

 private:
  void measure() {
    mark_width_ = shown_.any_failed || !model_.notes.empty() ? 4 : 2;
    for (std::size_t i : shown_.indices) {
      Check const& check = model_.checks[i];
      time_width_ = std::max(time_width_, columns(check_time(model_, check)));
      place_width_ = std::max(place_width_, columns(one_line(place(check.where))));
    }
    std::size_t beside = mark_width_ + time_width_ + place_width_ + 8;
    std::size_t room = std::min(kNameColumnsMax, width_ - std::min(width_ - 20, beside));
    for (std::size_t i : shown_.indices) {
      std::size_t name = columns(one_line(model_.checks[i].text));
      if (name <= room) name_width_ = std::max(name_width_, name);
    }
    if (name_width_ == 0) name_width_ = std::min(room, std::size_t{20});  // every name is long
  }

  void head() {
    Header const& header = model_.header;
    std::string name = one_line(scenario_stem(header.scenario));
    std::string const pieces[] = {name, fmt::format("· seed {}", header.seed),
                                  "· " + one_line(accounts_phrase(model_)),
                                  "· " + span_phrase(model_)};
    auto lines = wrap(pieces, width_);
    lines.front().replace(0, name.size(), paint(name, Tone::strong));
    for (std::string const& each : lines) line(each);
  }

  /// Mark, name, time, place, and `last` where there is room. A long name has lines of its own.
  void row(Check const& check, std::string_view mark, Tone tone, std::string_view last) {
    std::size_t indent = 2 + mark_width_ + 2;
    std::string start = "  " + paint(pad(mark, mark_width_), tone) + "  ";
    std::string name = one_line(check.text);
    if (columns(name) > name_width_) {
      paragraph(name, indent, std::exchange(start, std::string(indent, ' ')));
      name.clear();
    }
    std::string row = fmt::format("{}{}  {}  {}", start, pad(name, name_width_),
                                  pad(check_time(model_, check), time_width_),
                                  pad(one_line(place(check.where)), place_width_));
    std::string rest = one_line(last);
    std::size_t taken = indent + name_width_ + time_width_ + place_width_ + 6;
    bool beside = taken + columns(rest) <= width_;
    if (!rest.empty() && beside) row += "  " + paint(rest, Tone::quiet);
    row.erase(row.find_last_not_of(' ') + 1);
    line(row);
    if (!rest.empty() && !beside) paragraph(rest, 8, {}, Tone::quiet);
  }

  void held(Check const& check) {
    row(check, "ok", Tone::good, check.detail);
    if (Call const* call = model_.call_of(check); call != nullptr && !check.detail.empty())
      link(fmt::format("call-{}", call->seq));
  }

  void failed(std::size_t index) {
    Check const& check = model_.checks[index];
    row(check, "FAIL", Tone::bad, {});
    paragraph(one_line(check.detail), 8);
    Call const* call = model_.call_of(check);
    if (call == nullptr) return link(fmt::format("check-{}", index + 1));
    explanation(*call, check.detail);
    nearest(*call);
    if (!style_.trace.empty() && !call->why.summary.empty())
      line("        " +
           paint("more: " + explain_command(one_line(style_.trace), *call), Tone::quiet));
    link(fmt::format("call-{}", call->seq));
  }

  void explanation(Call const& call, std::string const& told) {
    std::string const& summary = call.why.summary;
    if (summary.empty()) return;
    if (call.result == CallResult::refused && told.find(summary) == std::string::npos)
      paragraph(one_line(summary), 8);
    for (Reason const& reason : reasons_of(call, told)) {
      Tone tone = reason.verdict == Verdict::allows    ? Tone::good
                  : reason.verdict == Verdict::refuses ? Tone::bad
                                                       : Tone::quiet;
      paragraph(one_line(reason.heading), 10,
                "        " + paint(mark_of(reason.verdict), tone) + " ");
      for (std::string const& each : reason.statements) paragraph(one_line(each), 12);
    }
    for (std::string const& each : call.why.decided_by) paragraph(one_line(each), 8);
  }

  /// The best of the changes that would turn it. What is there to paste is not broken into lines.
  void nearest(Call const& call) {
    if (call.why.nearest.empty()) return;
    NearestChange const& best = call.why.nearest.front();
    std::string lead = fmt::format("{}: ", nearest_heading(call));
    for (NearestChange::Edit const& edit : best.edits) {
      paragraph(std::exchange(lead, "and ") + one_line(edit.what), 8);
      if (!edit.paste.empty()) line("            " + one_line(edit.paste));
    }
    for (std::string const& each : side_effects(best)) paragraph(one_line(each), 12);
  }

  void link(std::string const& anchor) {
    if (!style_.page.empty())
      line("        " + paint(one_line(style_.page) + "#" + anchor, Tone::quiet));
  }

  /// The first steps that failed: where, why, and what would have helped; equal failures once.
  void went_wrong() {
    constexpr std::size_t kMost = 5;
    std::vector<AlikeTroubles> const all = alike(troubles(model_));
    std::size_t left = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      i < kMost ? trouble(all[i]) : void(left += all[i].count());
    if (left > 0) line(fmt::format("  {} more step{} failed", left, left == 1 ? "" : "s"));
  }

  void trouble(AlikeTroubles const& alike) {
    Trouble const& each = alike.first;
    Pipeline const* pipeline = item(model_.pipelines, each.pipeline);
    std::string what = fmt::format("step {} of {} ({}) failed", each.step,
                                   pipeline == nullptr ? "a pipeline" : pipeline->name, each.run);
    if (each.tries > 1) what += fmt::format(" after {} attempts", each.tries);
    paragraph(
        one_line(fmt::format("{}: {}", what, first_line(*each.fault))), 14,
        fmt::format("  {}  ", paint(format_clock(model_.header.epoch, each.fault->at), Tone::bad)));
    if (alike.count() > 1)
      paragraph(fmt::format("{} times in all, the last at {}", alike.count(),
                            format_clock(model_.header.epoch, alike.last())),
                14);
    if (Fault const* fault = item(model_.faults, each.fault->struck))
      paragraph(one_line(fmt::format("the scenario's fault at {}: {}", place(fault->where),
                                     fault_phrase(model_, *fault))),
                14, {}, Tone::quiet);
    if (!each.remedy.empty()) paragraph(fmt::format("would have helped: {}", each.remedy), 14);
  }

  void notes() {
    for (Note const& note : model_.notes) {
      std::string time = format_clock(model_.header.epoch, note.at);
      std::size_t indent = 2 + mark_width_ + 2 + columns(time) + 2;
      paragraph(one_line(note.text), indent,
                fmt::format("  {}  {}  ", paint(pad("note", mark_width_), Tone::quiet), time));
    }
  }

  /// A bad day that was none: whoever rehearses it must know.
  void never_struck(Fault const& fault) {
    paragraph(one_line(fmt::format("the fault at {} never struck: {}", place(fault.where),
                                   fault_phrase(model_, fault))),
              2, "");
  }

  void beyond_aws(Setting const& setting) {
    Account const* account = item(model_.accounts, setting.account);
    paragraph(fmt::format("not as in AWS: {} is {}{}", one_line(setting.name), setting.value,
                          account == nullptr ? "" : " in " + one_line(account->name)),
              2, "");
  }

  /// A run's result is as true as these: each with its value, so that nobody has to ask for it.
  void assumptions() {
    auto const& all = model_.assumptions;
    auto const consulted = std::ranges::count(all, true, &Assumption::consulted);
    std::string const lead =
        fmt::format("this run rests on {} assumption{}", consulted, consulted == 1 ? "" : "s");
    list_assumptions(true, lead);
    list_assumptions(false, "set by the scenario, but nothing in this run asked for it");
    if (style_.explain && !all.empty())
      line(fmt::format("a scenario sets one with `assume {{ {} = \"...\" }}`",
                       one_line(all.front().name)));
  }

  void list_assumptions(bool consulted, std::string const& lead) {
    std::vector<std::string> pieces;
    for (Assumption const& a : model_.assumptions)
      if (a.consulted == consulted)
        pieces.push_back(one_line(fmt::format("{}{}{}{}", a.name, style_.explain ? " = " : " ",
                                              a.value, a.changed ? " (not the default)" : "")));
    if (pieces.empty()) return;
    if (style_.explain) {
      paragraph(lead + ":", 2, "");
      for (std::string const& each : pieces) paragraph(each, 4, "  ");
      return;
    }
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) pieces[i] += ',';
    pieces.insert(pieces.begin(), lead + ":");
    for (std::size_t i = 0; std::string const& each : wrap(pieces, width_ - 2))
      line((i++ == 0 ? "" : "  ") + each);
  }

  /// Prose below its first line's head, the other lines indented by `indent` columns.
  void paragraph(std::string_view text, std::size_t indent,
                 std::optional<std::string> head = std::nullopt,
                 std::optional<Tone> tone = std::nullopt) {
    std::string before = head ? *head : std::string(indent, ' ');
    for (std::string const& each : wrap(text, width_ - indent))
      line(std::exchange(before, std::string(indent, ' ')) + (tone ? paint(each, *tone) : each));
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
  std::size_t width_;
  ShownChecks shown_;
  std::string out_;
  /// The mark's: room for `FAIL` and `note` where there are any, else for `ok`.
  std::size_t mark_width_ = 2;
  std::size_t name_width_ = 0, time_width_ = 0, place_width_ = 0;
};

}  // namespace

std::string render_text(RunModel const& model, TextStyle const& style) {
  return Text(model, style).render();
}

}  // namespace rehearse::reports
