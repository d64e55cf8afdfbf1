#include "reports/diff.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/record_words.hpp"
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

/// `other`: the same call on the other side. Of a step's calls a trace's fold keeps only the
/// refused ones.
std::string outcome_phrase(Call const* call, Call const* other) {
  if (call == nullptr) return other->execution ? "not refused" : "not made";
  if (call->result == CallResult::succeeded) return "allowed";
  std::string why = refusal_phrase(*call);
  return why.empty() ? call->code
                     : fmt::format("{} ({})", call->code.empty() ? "refused" : call->code, why);
}

struct ExecutionKey {
  RunModel const* model;
  std::string operator()(Execution const& execution) const {
    Pipeline const* pipeline = item(model->pipelines, execution.pipeline);
    return "pipeline " + (pipeline == nullptr ? std::string("?") : pipeline->name);
  }
};

struct CheckKey {
  RunModel const* model;
  std::string operator()(Check const& check) const { return shorten(check.text, 100); }
};

std::string_view held_phrase(Check const* check) {
  return check == nullptr ? "not reached" : check->held ? "held" : "failed";
}

}  // namespace

std::vector<std::string> divergence(Side const& a, Side const& b, Seq from) {
  auto found = trace::first_divergence(a.trace, b.trace, from);
  if (!found) return {};
  Time at = Time::max();
  if (found->a) at = std::min(at, found->a->at);
  if (found->b) at = std::min(at, found->b->at);
  std::vector<std::string> out{"they first part at " + when(a.model, at), at_side(a, found->a),
                               at_side(b, found->b)};
  for (std::string_view field : found->fields)
    out.push_back(fmt::format("{}: {} {}, {} {}", field, a.name,
                              field_phrase(a.trace, a.model, found->a->seq, field), b.name,
                              field_phrase(b.trace, b.model, found->b->seq, field)));
  return out;
}

std::vector<std::string> changed_inputs(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  auto differ = [&](std::string_view name, auto const& in_a, auto const& in_b) {
    if (in_a != in_b) out.push_back(fmt::format("{}: {}, then {}", name, in_a, in_b));
  };
  differ("scenario", a.header.scenario, b.header.scenario);
  differ("seed", a.header.seed, b.header.seed);
  differ("parameters", a.header.parameters, b.header.parameters);
  return out;
}

std::vector<std::string> flipped_decisions(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  for (auto const& [key, call] : paired(a.calls, b.calls, CallKey{&a}, CallKey{&b})) {
    std::string before = outcome_phrase(call.a, call.b), after = outcome_phrase(call.b, call.a);
    if (before != after) out.push_back(fmt::format("{}: {}, then {}", nth(key), before, after));
  }
  return out;
}

std::vector<std::string> changed_executions(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  auto phrase = [](Execution const* execution) {
    if (execution == nullptr) return std::string("not started");
    return fmt::format("{} after {}", name_of(execution->status),
                       format_duration(execution->end - execution->start));
  };
  for (auto const& [key, execution] :
       paired(a.executions, b.executions, ExecutionKey{&a}, ExecutionKey{&b})) {
    std::string before = phrase(execution.a), after = phrase(execution.b);
    if (before != after) out.push_back(fmt::format("{}: {}, then {}", nth(key), before, after));
  }
  return out;
}

std::vector<std::string> turned_checks(RunModel const& a, RunModel const& b) {
  std::vector<std::string> out;
  for (auto const& [key, check] : paired(a.checks, b.checks, CheckKey{&a}, CheckKey{&b})) {
    std::string_view before = held_phrase(check.a), after = held_phrase(check.b);
    if (before != after) out.push_back(fmt::format("{}: {}, then {}", nth(key), before, after));
  }
  return out;
}

}  // namespace rehearse::reports
