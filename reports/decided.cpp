#include "reports/decided.hpp"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "reports/words.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/share_words.hpp"
#include "sim/world/nearest/edit.hpp"

namespace rehearse::reports {
namespace {

/// The policy that holds a document: what it is called, and since when it is in force.
struct Holder {
  std::string name;
  world::Origin since;
  SourceLine where{};      // of its declaration
  std::string attached{};  // ``attached to unit `Retail` ``, where it is
};

std::optional<Holder> held_by(world::Principal const& p, DocumentId document) {
  for (world::NamedPolicy const& policy : p.in_force.inline_policies)
    if (policy.document == document) return Holder{policy.name, policy.since, p.where};
  if (p.in_force.trust == document)
    return Holder{"trust policy of " + p.name, p.in_force.trust_since, p.where};
  return std::nullopt;
}

/// A managed policy that an identity has: since it was attached, or since its version is in force.
std::optional<Holder> attached_to(world::Access const& access, world::Principal const& p,
                                  DocumentId document) {
  for (world::NamedPolicy const& attached : p.in_force.attached)
    for (world::ManagedPolicy const& policy : access.managed_policies().all())
      if (policy.arn == attached.name && policy.in_force == document)
        return Holder{policy.name,
                      attached.since.at < policy.since.at ? policy.since : attached.since, p.where,
                      fmt::format("attached to {} `{}`", name_of(p.kind), p.name)};
  return std::nullopt;
}

/// The ids of an account and of what stands above it, each in words.
std::map<std::string, std::string, std::less<>> targets_of(world::Organization const& organization,
                                                           AccountId account) {
  std::map<std::string, std::string, std::less<>> out;
  if (!account) return out;
  world::Account const& a = organization.account(account);
  out.emplace(a.id, "account `" + a.name + "`");
  for (OuId ou = a.path_ou; ou; ou = organization.ou(ou).parent)
    out.emplace(organization.ou(ou).id, organization.ou(ou).parent
                                            ? "unit `" + organization.ou(ou).name + "`"
                                            : std::string("the root"));
  return out;
}

/// A control policy, since it is attached to the account or above it, or since its content is in
/// force.
Holder attached_above(trace::Trace const& trace, Seq call, world::Access const& access,
                      AccountId account, world::ControlPolicy const& policy) {
  auto const targets = targets_of(access.organization(), account);
  Holder out{policy.name, policy.since, policy.where, {}};
  trace.for_each([&](trace::Entry const& entry, trace::AttachmentInForce const& r) {
    auto target = targets.find(r.target);
    if (entry.seq >= call || r.policy != policy.id || target == targets.end() || !r.attached)
      return;
    out.attached = "attached to " + target->second;
    if (entry.at >= policy.since.at) out.since = world::Origin(entry);
  });
  return out;
}

std::optional<Holder> holder_of(trace::Trace const& trace, Seq call, world::Access const& access,
                                world::Question const& question, Decision const& decision) {
  DocumentId const document{decision.deciding.document};
  if (question.principal) {
    world::Principal const& caller = access.principals()[question.principal];
    if (auto mine = held_by(caller, document)) return mine;
    if (auto mine = attached_to(access, caller, document)) return mine;
    for (std::string const& name : caller.in_force.groups)
      if (PrincipalId group =
              access.principals().find_in_force(caller.account, IdentityKind::group, name))
        for (auto const& found : {held_by(access.principals()[group], document),
                                  attached_to(access, access.principals()[group], document)})
          if (found) return found;
  }
  if (PrincipalId role = access.principals().newest(question.resource))
    if (auto assumed = held_by(access.principals()[role], document)) return assumed;
  for (world::ManagedPolicy const& policy : access.managed_policies().all())
    if (policy.in_force == document) return Holder{policy.name, policy.since, policy.where};
  AccountId const bound = decision.layer == Layer::rcp ? question.owner
                          : question.principal ? access.principals()[question.principal].account
                                               : AccountId{};
  for (world::ControlPolicy const& policy : access.control_policies().all())
    if (policy.in_force == document) return attached_above(trace, call, access, bound, policy);
  for (world::WrittenPolicy const& policy : access.written_policies().all())
    if (policy.in_force == document)
      return Holder{std::string(access.documents()[document].name()), policy.since, {}};
  return std::nullopt;
}

/// Who stored what the record at `stored` stored: a call, or the scenario's declaration.
std::string put_by(trace::Trace const& trace, Holder const& holder) {
  std::string out = "declared by the scenario";
  if (!holder.where.file.empty()) out = "declared at " + place(holder.where);
  Seq const stored = holder.since.stored;
  Seq const cause = stored < trace.size() ? trace.entry(stored).cause : kNoSeq;
  if (cause < trace.size())
    trace.visit(cause, [&](trace::Entry const& entry, trace::ApiCalled const& record) {
      out = fmt::format("put there by {}'s {}, call {} at {}",
                        record.caller.substr(record.caller.find('/') + 1), record.operation,
                        entry.seq, place(record.where));
    });
  return out;
}

/// ``statement 2 (`RunIt`) of `policies/release.json`, line 14``.
std::string statement_text(world::Access const& access, StatementRef const& deciding,
                           std::string const& name) {
  DocumentId const document{deciding.document};
  std::string out = fmt::format("statement {}", deciding.statement + 1);
  json::Value const content = world::content_of(access, document);
  json::Value const* statements = content.find("Statement");
  json::Value const* statement = statements;
  if (statements != nullptr && statements->is_array())
    statement = deciding.statement < statements->as_array().size()
                    ? &statements->as_array()[deciding.statement]
                    : nullptr;
  if (statement != nullptr)
    if (auto sid = statement->string_or_empty("Sid"); !sid.empty())
      out += fmt::format(" (`{}`)", sid);
  out += name.contains(' ') ? " of " + name : fmt::format(" of `{}`", name);
  std::string const where = place_of(access.documents()[document], deciding.statement);
  return where.empty() ? out : fmt::format("{}, {}", out, where);
}

}  // namespace

std::vector<std::string> decided_by(trace::Trace const& trace, Seq call,
                                    world::Access const& access, world::Question const& question,
                                    Decision const& decision) {
  std::vector<std::string> out;
  if (decision.deciding.document < access.documents().size()) {
    DocumentId const document{decision.deciding.document};
    auto holder = holder_of(trace, call, access, question, decision);
    std::string text =
        "decided by " +
        statement_text(access, decision.deciding,
                       holder ? holder->name : std::string(access.documents()[document].name()));
    if (holder)
      text += fmt::format("{}{}, in force since {}, {}", holder->attached.empty() ? "" : ", ",
                          holder->attached, format_clock(access.epoch(), holder->since.at),
                          put_by(trace, *holder));
    out.push_back(std::move(text));
  }
  if (question.principal)
    for (std::string& sentence :
         world::describe_reach(access, policy_holder(question.resource),
                               access.principals()[question.principal].account))
      out.push_back(std::move(sentence));
  return out;
}

}  // namespace rehearse::reports
