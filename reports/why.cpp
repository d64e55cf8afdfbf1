#include "reports/why.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/explain.hpp"
#include "reports/folding.hpp"
#include "reports/reasons.hpp"
#include "reports/record_words.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::reports {
namespace {

struct Asked {
  Time at{};
  std::optional<world::Question> question;
};

Asked question_at(trace::Trace const& trace, world::World const& world, Seq call) {
  Asked out;
  out.at = trace.entry(call).at;
  trace.visit(call, trace::overloaded{[&](trace::Entry const&, trace::ApiCalled const& record) {
                                        if (record.principal && record.outcome != Outcome::none)
                                          out.question = world::question_of(record);
                                      },
                                      [&](trace::Entry const&, trace::StepCalled const& record) {
                                        out.question =
                                            step_call_question(world, trace, call, record);
                                      }});
  return out;
}

/// Who stored what the record at `stored` stored: the call, or the scenario's declaration.
std::string put_by(trace::Trace const& trace, Seq stored) {
  if (stored >= trace.size()) return "declared by the scenario";
  Seq const cause = trace.entry(stored).cause;
  std::string out = "declared by the scenario";
  if (cause < trace.size())
    trace.visit(cause, [&](trace::Entry const& entry, trace::ApiCalled const& record) {
      out = fmt::format("put there by {}'s {}, call {}",
                        record.caller.substr(record.caller.find('/') + 1), record.operation,
                        entry.seq);
    });
  return out;
}

/// The deciding statement's policy: since when it is in force, and who put it there.
std::string decided_by(trace::Trace const& trace, world::Access const& access,
                       world::Question const& question, Decision const& decision) {
  if (decision.deciding.document >= access.documents().size() || !question.principal) return {};
  DocumentId const document{decision.deciding.document};
  auto line = [&](std::string_view name, world::Origin const& since) {
    return fmt::format("statement {} of `{}`, in force since {}, {}", decision.deciding.statement,
                       name, format_clock(access.epoch(), since.at), put_by(trace, since.stored));
  };
  world::Attributes const& mine = access.principals()[question.principal].in_force;
  for (world::NamedPolicy const& policy : mine.inline_policies)
    if (policy.document == document) return line(policy.name, policy.since);
  for (world::ManagedPolicy const& policy : access.managed_policies().all())
    if (policy.in_force == document) return line(policy.name, policy.since);
  for (world::ControlPolicy const& policy : access.control_policies().all())
    if (policy.in_force == document) return line(policy.name, policy.since);
  return fmt::format("statement {} of `{}`", decision.deciding.statement,
                     access.documents()[document].name);
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
    world::Remedy const& remedy = why.remedies[i];
    for (std::size_t e = 0; e < remedy.edits.size(); ++e) {
      out += e == 0 ? fmt::format("  {}. ", i + 1) : std::string("     and ");
      out += remedy.edits[e].what + "\n";
      if (!remedy.edits[e].paste.empty()) out += "       " + remedy.edits[e].paste + "\n";
    }
    std::vector<std::string> lines = flip_lines(remedy.others, why.principals);
    if (lines.empty()) out += "     changes nothing else\n";
    for (std::string const& line : lines) out += "     also: " + line + "\n";
  }
}

}  // namespace

std::vector<std::string> flip_lines(std::vector<world::Flip> const& flips,
                                    std::vector<std::string> const& principals) {
  struct Group {
    std::uint32_t principal;
    std::string pipeline;
    bool opened;
    std::vector<std::string> actions;
  };
  std::vector<Group> groups;
  for (world::Flip const& flip : flips) {
    auto same = [&](Group const& g) {
      return g.principal == flip.principal.index && g.pipeline == flip.pipeline &&
             g.opened == flip.opened;
    };
    auto at = std::ranges::find_if(groups, same);
    if (at == groups.end())
      at = groups.insert(at, {flip.principal.index, flip.pipeline, flip.opened, {}});
    at->actions.emplace_back(iam::bare_action(flip.action));
  }
  std::vector<std::string> out;
  for (Group const& g : groups)
    out.push_back(fmt::format(
        "{} {} {} on {}", g.principal < principals.size() ? principals[g.principal] : "?",
        g.opened ? "may" : "may no longer", join(g.actions, ", "), last_name(g.pipeline)));
  return out;
}

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
  why.reasons = world::Judge(access).explain(why.question);
  why.decided_by = decided_by(trace, access, why.question, why.reasons.decision);
  why.remedies = world::nearest_changes(access, why.question, world::pipelines_of(fold.world()));
  for (world::Principal const& p : access.principals().all()) why.principals.push_back(p.name);
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
  for (world::ContextKey const& key : why.question.context)
    out += fmt::format("  with {} = {}\n", key.key, join(key.values, ", "));
  out += allowed ? fmt::format("allowed by the {} policy\n", name_of(why.reasons.decision.layer))
                 : why.reasons.summary + "\n";
  if (!why.decided_by.empty()) out += "  " + why.decided_by + "\n";
  out += "\n";
  for (Reason const& reason : reasons_of(why.reasons.lines)) {
    out += fmt::format("  {} {}\n", mark_of(reason.verdict), reason.heading);
    for (std::string const& statement : reason.statements) out += "      " + statement + "\n";
  }
  if (why.turned_by)
    out += fmt::format("\nfrom {} on it is {}: {} (record {})\n",
                       format_clock(epoch, why.turned_at), allowed ? "refused" : "allowed",
                       record_phrase(trace, model, *why.turned_by), *why.turned_by);
  append_remedies(out, why);
  return out;
}

}  // namespace rehearse::reports
