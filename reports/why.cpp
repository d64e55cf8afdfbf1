#include "reports/why.hpp"

#include <fmt/format.h>

#include "reports/decided.hpp"
#include "reports/explain.hpp"
#include "reports/folding.hpp"
#include "reports/layout.hpp"
#include "reports/reasons.hpp"
#include "reports/record_words.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::reports {
namespace {

struct Asked {
  Time at{};
  std::optional<world::Question> question;
  std::string made_by;  // as in Why
  std::string failure;  // as in Why
};

std::string maker(world::World const& world, trace::StepCalled const& call) {
  world::Execution const& run = world.executions()[call.execution];
  return fmt::format("step {} of {}, execution {}",
                     world::step_name(world, call.execution, call.step),
                     world.pipelines()[run.pipeline].name, to_text(run.name));
}

Asked question_at(trace::Trace const& trace, world::World const& world, Seq call) {
  Asked out;
  out.at = trace.entry(call).at;
  trace.visit(call, trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& record) {
                                        if (record.principal && record.outcome != Outcome::none)
                                          out.question = world::question_of(record);
                                        if (failed_otherwise(record))
                                          out.failure = record.code + ": " + record.message;
                                      },
                                      [&](trace::Entry const&, trace::StepCalled const& record) {
                                        out.question =
                                            step_call_question(world, trace, call, record);
                                        out.made_by = maker(world, record);
                                      }});
  return out;
}

void append_remedies(std::string& out, Why const& why) {
  bool const refused = !why.reasons.decision.allowed();
  if (why.remedies.empty()) {
    out += refused ? "\nno change was found that would allow it\n" : "";
    return;
  }
  out += refused ? "\nwhat would allow it, each tried in a copy of the world\n"
                 : "\nwhat would close it, each tried in a copy of the world\n";
  for (std::size_t i = 0; i < why.remedies.size(); ++i) {
    NearestChange const change = nearest_change(why.remedies[i], why.principals);
    for (std::size_t e = 0; e < change.edits.size(); ++e) {
      out += e == 0 ? fmt::format("  {}. ", i + 1) : std::string("     and ");
      out += change.edits[e].what + "\n";
      if (!change.edits[e].paste.empty()) out += "       " + change.edits[e].paste + "\n";
    }
    for (std::string const& line : side_effects(change)) out += "     " + line + "\n";
  }
}

}  // namespace

std::optional<Why> explain_call(trace::Trace const& trace, Seq call) {
  if (call >= trace.size()) return std::nullopt;
  Folding fold(trace);
  while (fold.next() < call) fold.step();
  Asked asked = question_at(trace, fold.world(), call);
  if (!asked.question) return std::nullopt;
  world::Access access = fold.world().access();
  access.set_now(asked.at);
  Why why;
  why.call = call;
  why.at = asked.at;
  why.question = *asked.question;
  why.made_by = std::move(asked.made_by);
  why.reasons = world::Judge(access).explain(why.question);
  why.decided_by = decided_by(trace, call, access, why.question, why.reasons.decision);
  why.failure = std::move(asked.failure);
  if (why.failure.empty())
    why.remedies = world::nearest_changes(access, why.question, world::pipelines_of(fold.world()));
  why.principals = principal_names(access);
  // From when on would the same call come out differently, in this very run?
  world::Judge judge(fold.world().access());
  std::uint64_t seen = fold.world().access().changes();
  while (!fold.at_end() && !why.turned_by) {
    Seq const seq = fold.next();
    Time const at = fold.next_at();
    fold.step();
    if (fold.world().access().changes() == seen) continue;
    seen = fold.world().access().changes();
    if (judge.decide(why.question).allowed() == why.reasons.decision.allowed()) continue;
    why.turned_by = seq;
    why.turned_at = at;
  }
  return why;
}

std::string why_text(trace::Trace const& trace, RunModel const& model, Why const& why) {
  Epoch const& epoch = model.header.epoch;
  bool const allowed = why.reasons.decision.allowed();
  std::string out =
      fmt::format("call {} at {}\n{}\n  asks for {}{}\n", why.call, format_clock(epoch, why.at),
                  why.question.caller, why.question.action,
                  why.question.resource == "*" ? std::string{} : "\n  on " + why.question.resource);
  if (!why.made_by.empty()) out += "  for " + one_line(why.made_by) + "\n";
  for (world::ContextKey const& key : why.question.context)
    out += fmt::format("  with {} = {}\n", key.key, join(key.values, ", "));
  out += allowed ? fmt::format("allowed by the {} policy\n", name_of(why.reasons.decision.layer))
                 : why.reasons.summary + "\n";
  for (std::string const& sentence : why.decided_by) out += "  " + sentence + "\n";
  out += "\n";
  for (Reason const& reason : why.reasons.layers) {
    out += fmt::format("  {} {}\n", mark_of(reason.verdict), reason.heading);
    for (std::string const& statement : reason.statements) out += "      " + statement + "\n";
  }
  if (why.turned_by)
    out += fmt::format("\nfrom {} on it is {}: {} (record {})\n",
                       format_clock(epoch, why.turned_at), allowed ? "refused" : "allowed",
                       record_phrase(trace, model, *why.turned_by), *why.turned_by);
  if (why.failure.empty())
    append_remedies(out, why);
  else
    out += fmt::format("\nthe call failed all the same, and not for want of access: {}\n",
                       why.failure);
  return out;
}

}  // namespace rehearse::reports
