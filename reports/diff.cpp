#include "reports/diff.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/layout.hpp"
#include "reports/record_words.hpp"
#include "reports/text_difference.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/trace/diff.hpp"

namespace rehearse::reports {
namespace {

std::string when(RunModel const& model, Time at) {
  return fmt::format("{} ({})", format_instant(model.header.epoch, at),
                     format_duration(at.time_since_epoch()));
}

std::string side_line(Side const& side, std::string_view text) {
  return fmt::format("{}: {}", side.name, text);
}

/// One side's record there, with its own time; or that there is none.
std::string at_side(Side const& side, std::optional<trace::Entry> const& entry) {
  if (!entry) return side_line(side, "nothing more: its run had ended");
  return side_line(side, format_clock(side.model.header.epoch, entry->at) + "  " +
                             record_phrase(side.trace, side.model, entry->seq));
}

/// Things that happen again and again under one name: `(key, n)` pairs them up across two runs.
using Key = std::pair<std::string, std::size_t>;

/// What each side has under one key, in the order of A, then what only B has.
template <class T>
struct Pair {
  T const* a = nullptr;
  T const* b = nullptr;
};

template <class T, class KeyOf>
std::vector<std::pair<Key, Pair<T>>> paired(std::vector<T> const& a, std::vector<T> const& b,
                                            KeyOf key_a, KeyOf key_b) {
  std::vector<std::pair<Key, Pair<T>>> out;
  std::map<Key, std::size_t> places;
  auto take = [&](std::vector<T> const& items, KeyOf const& key_of, T const* Pair<T>::* side) {
    std::map<std::string, std::size_t> count;
    for (T const& each : items) {
      std::string name = key_of(each);
      if (name.empty()) continue;
      Key key{name, ++count[name]};
      auto [at, is_new] = places.emplace(key, out.size());
      if (is_new) out.emplace_back(key, Pair<T>{});
      out[at->second].second.*side = &each;
    }
  };
  take(a, key_a, &Pair<T>::a);
  take(b, key_b, &Pair<T>::b);
  return out;
}

std::string nth(Key const& key) {
  return key.second == 1 ? key.first : fmt::format("{} (no. {})", key.first, key.second);
}

struct CallKey {
  RunModel const* model;
  std::string operator()(Call const& call) const {
    if (call.execution) {
      Execution const* execution = item(model->executions, call.execution);
      Pipeline const* pipeline =
          execution == nullptr ? nullptr : item(model->pipelines, execution->pipeline);
      return fmt::format("a step of {}: {}", pipeline == nullptr ? "?" : pipeline->name,
                         call.action);
    }
    Actor const* actor = item(model->actors, call.actor);
    Role const* role = item(model->roles, call.role);
    return fmt::format("{}: {}",
                       actor != nullptr  ? actor->name
                       : role != nullptr ? role->name
                                         : "?",
                       call.operation);
  }
};

/// Null: a step's call that a trace's fold does not keep, because it was not refused.
std::string outcome_phrase(Call const* call) {
  if (call == nullptr) return "not refused";
  if (call->result == CallResult::succeeded) return "allowed";
  std::string why = refusal_phrase(*call);
  return why.empty() ? call->code
                     : fmt::format("{} ({})", call->code.empty() ? "refused" : call->code, why);
}

/// Was the call made in both runs? Of a step's call one cannot tell when only one was refused.
bool in_both(Pair<Call> const& call) {
  return (call.a != nullptr && call.b != nullptr) ||
         (call.a != nullptr ? call.a : call.b)->execution;
}

/// Lines that come again and again, as one line and how often.
class Counted {
 public:
  void add(std::string const& line) {
    auto [known, is_new] = places_.emplace(line, lines_.size());
    if (is_new) lines_.emplace_back(line, 0);
    ++lines_[known->second].second;
  }
  std::vector<std::string> take() const {
    std::vector<std::string> out;
    for (auto const& [line, times] : lines_)
      out.push_back(times == 1 ? line : fmt::format("{} ({} times)", line, times));
    return out;
  }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<std::pair<std::string, std::size_t>> lines_;
};

struct ExecutionKey {
  RunModel const* model;
  std::string operator()(Execution const& execution) const {
    Pipeline const* pipeline = item(model->pipelines, execution.pipeline);
    return "pipeline " + (pipeline == nullptr ? std::string("?") : pipeline->name);
  }
};

struct CheckKey {
  RunModel const* model;
  std::string operator()(Check const& check) const { return one_line(shorten(check.text, 100)); }
};

std::string held_phrase(Check const* check) {
  return check == nullptr ? "not reached" : check->held ? "held" : "failed";
}

/// The first place where two texts of one document are not equal.
std::string document_difference(std::string_view name, std::string_view a, std::string_view b) {
  TextDifference found = first_difference(a, b);
  return fmt::format("`{}`{}: {}, then {}", one_line(shorten(name, kPhraseBytesMax)),
                     found.place.empty() ? "" : " at " + found.place, found.a, found.b);
}

struct DocumentKey {
  std::string operator()(Document const& document) const { return document.name; }
};

}  // namespace

std::vector<std::string> divergence(Side const& a, Side const& b, Seq from) {
  auto found = trace::first_divergence(a.trace, b.trace, from);
  if (!found) return {};
  Time at = Time::max();
  if (found->a) at = std::min(at, found->a->at);
  if (found->b) at = std::min(at, found->b->at);
  std::vector<std::string> out{"they first part at " + when(a.model, at), at_side(a, found->a),
                               at_side(b, found->b)};
  for (std::string_view field : found->fields) {
    auto text_a = field_text(a.trace, found->a->seq, field);
    auto text_b = field_text(b.trace, found->b->seq, field);
    if (text_a && text_b && std::max(text_a->size(), text_b->size()) > kPhraseBytesMax) {
      TextDifference difference = first_difference(*text_a, *text_b);
      out.push_back(fmt::format("{}{}: {} {}, {} {}", field,
                                difference.place.empty() ? "" : " at " + difference.place, a.name,
                                difference.a, b.name, difference.b));
      continue;
    }
    out.push_back(fmt::format("{}: {} {}, {} {}", field, a.name,
                              field_phrase(a.trace, a.model, found->a->seq, field), b.name,
                              field_phrase(b.trace, b.model, found->b->seq, field)));
  }
  return out;
}

std::vector<std::string> changed_inputs(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  auto differ = [&](std::string_view name, auto const& in_a, auto const& in_b) {
    if (in_a != in_b) out.push_back(fmt::format("{}: {}, then {}", name, in_a, in_b));
  };
  differ("two different scenarios", a.header.scenario, b.header.scenario);
  differ("seed", a.header.seed, b.header.seed);
  differ("parameters", a.header.parameters, b.header.parameters);
  for (auto const& [key, document] : paired(a.documents, b.documents, DocumentKey{}, DocumentKey{}))
    if (document.a != nullptr && document.b != nullptr && document.a->declared &&
        document.b->declared && document.a->text != document.b->text)
      out.push_back(document_difference(key.first, document.a->text, document.b->text));
  return out;
}

std::vector<std::string> flipped_decisions(RunModel const& a, RunModel const& b) {
  Counted out;
  for (auto const& [key, call] : paired(a.calls, b.calls, CallKey{&a}, CallKey{&b})) {
    if (!in_both(call)) continue;
    std::string before = outcome_phrase(call.a), after = outcome_phrase(call.b);
    if (before != after) out.add(fmt::format("{}: {}, then {}", key.first, before, after));
  }
  return out.take();
}

std::vector<std::string> one_sided_calls(RunModel const& a, RunModel const& b) {
  Counted out;
  for (auto const& [key, call] : paired(a.calls, b.calls, CallKey{&a}, CallKey{&b})) {
    if (in_both(call)) continue;
    bool in_a = call.a != nullptr;
    out.add(fmt::format("{}: only in {}, {}", key.first, in_a ? "A" : "B",
                        outcome_phrase(in_a ? call.a : call.b)));
  }
  return out.take();
}

std::vector<std::string> changed_executions(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  auto phrase_in = [](Execution const* execution, auto const& written) {
    if (execution == nullptr) return std::string("not started");
    return fmt::format("{} after {}", name_of(execution->status),
                       written(execution->end - execution->start));
  };
  auto phrase = [&](Execution const* execution) { return phrase_in(execution, format_duration); };
  auto brief = [&](Execution const* execution) { return phrase_in(execution, lasting); };
  for (auto const& [key, execution] :
       paired(a.executions, b.executions, ExecutionKey{&a}, ExecutionKey{&b})) {
    std::string before = phrase(execution.a), after = phrase(execution.b);
    std::string brief_before = brief(execution.a), brief_after = brief(execution.b);
    if (brief_before != brief_after)
      out.push_back(fmt::format("{}: {}, then {}", nth(key), brief_before, brief_after));
    else if (before != after)
      out.push_back(fmt::format("{}: {}, then {}", nth(key), before, after));
    else if (execution.a->start != execution.b->start)
      out.push_back(fmt::format("{}: started at {}, then at {}; {} in both", nth(key),
                                format_clock(a.header.epoch, execution.a->start),
                                format_clock(b.header.epoch, execution.b->start), brief_before));
  }
  return out;
}

std::vector<std::string> turned_checks(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  for (auto const& [key, check] : paired(a.checks, b.checks, CheckKey{&a}, CheckKey{&b})) {
    std::string before = held_phrase(check.a), after = held_phrase(check.b);
    if (before == after) {  // in both
      std::string time_a = check_time(a, *check.a), time_b = check_time(b, *check.b);
      if (time_a == time_b) continue;
      before += " at " + time_a;
      after += " at " + time_b;
    }
    out.push_back(fmt::format("{}: {}, then {}", nth(key), before, after));
  }
  return out;
}

}  // namespace rehearse::reports
