#include "sim/world/access/judge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/vocab/arn.hpp"
#include "sim/world/access/evidence_keys.hpp"
#include "sim/world/access/run_questions.hpp"
#include "sim/world/access/share_words.hpp"
#include "sim/world/access/standing.hpp"

namespace rehearse::world {
namespace {

bool is_pipeline(std::string_view arn) {
  auto parts = ArnView::split(arn);
  return parts && parts->resource.starts_with("pipeline/");
}

/// What was refused and by what, in one sentence.
std::string summary_of(Question const& question, iam::Explanation const& explanation) {
  Decision const& decision = explanation.decision;
  if (decision.allowed()) return "allowed";
  std::string asked = fmt::format("`{}`", question.action);
  if (question.resource != "*") asked += fmt::format(" on `{}`", question.resource);
  if (decision.outcome == Outcome::explicitly_denied)
    for (iam::LayerFinding const& layer : explanation.layers)
      for (iam::StatementFinding const& statement : layer.statements)
        if (statement.where == decision.deciding)
          return fmt::format("{}: {}", asked, statement.sentence);
  // What a resource policy lacks, its share says better than its ARN.
  if (decision.layer == Layer::resource) return "refused by the resource policy";
  return fmt::format("no {} policy allows {}", name_of(decision.layer), asked);
}

/// Documents are stored once, whoever uses them: an explanation names each as this caller does.
class NamedAsTheCallerDoes {
 public:
  NamedAsTheCallerDoes(CallerPolicies const& caller, iam::PolicyView& view) {
    std::vector<iam::Policy const*> const& policies = caller.identity.policies();
    policies_.reserve(policies.size());
    for (std::size_t i = 0; i < policies.size(); ++i) {
      policies_.push_back(*policies[i]);
      std::string const& name = caller.named[i]->name;
      policies_.back().name = name.starts_with("arn:") ? std::string(last_name(name)) : name;
      policies_.back().described = is_description(name);
      pointers_.push_back(&policies_.back());
    }
    view.identity = pointers_;
  }

 private:
  std::vector<iam::Policy> policies_;
  std::vector<iam::Policy const*> pointers_;
};

/// The sentence, with the statement's place where its policy was read from a file: ``statement
/// `Run` of `policies/release.json` (line 14) allows it``.
std::string placed(Access const& access, iam::StatementFinding const& finding) {
  std::string out = finding.sentence;
  StatementRef const& where = finding.where;
  if (where.document >= access.documents().size()) return out;
  std::string const place =
      place_of(access.documents()[DocumentId{where.document}], where.statement);
  std::string_view verb = finding.matched() ? (finding.allow ? " allows it" : " denies it")
                          : finding.allow   ? " would allow it"
                                            : " would deny it";
  if (std::size_t const at = out.find(verb); !place.empty() && at != std::string::npos)
    out.insert(at, fmt::format(" ({})", place));
  return out;
}

bool is_being_changed(Principal const& p) {
  auto same = [](NamedPolicy const& a, NamedPolicy const& b) {
    return a.name == b.name && a.document == b.document;
  };
  Attributes const &stored = p.stored, &in_force = p.in_force;
  return !std::ranges::equal(stored.inline_policies, in_force.inline_policies, same) ||
         !std::ranges::equal(stored.attached, in_force.attached, same) ||
         stored.boundary != in_force.boundary || stored.trust != in_force.trust;
}

}  // namespace

CallerPolicies const& Judge::policies_of(PrincipalId principal) {
  if (as_of_ != access_.changes()) {
    callers_.clear();
    as_of_ = access_.changes();
  }
  auto at = callers_.find(principal);
  if (at == callers_.end())
    at = callers_.emplace(principal, caller_policies(access_, compiled_, principal)).first;
  return at->second;
}

Decision Judge::decide(Question const& question) {
  Evidence evidence(access_, compiled_, policies_of(question.principal), question);
  return iam::authorize(evidence.request, evidence.view);
}

std::uint64_t Judge::caller_key(PrincipalId principal) {
  return world::caller_key(access_, policies_of(principal), principal);
}

std::uint64_t Judge::resource_key(std::string_view resource) {
  return world::resource_key(access_, compiled_, resource, owner_of(access_, resource));
}

std::optional<Decision> Judge::standing(PrincipalId role, pipeline::StepType type,
                                        Place const& place) {
  pipeline::StepTypeRow const& row = pipeline::row_of(type);
  if (row.runner != pipeline::Runner::job || row.arn_resource.empty()) return std::nullopt;
  std::size_t at = role.index * pipeline::step_types().size() + static_cast<std::size_t>(type);
  if (at >= standing_.size()) standing_.resize(at + 1);
  Standing& slot = standing_[at];
  if (slot.as_of != access_.changes() || slot.place != place)
    slot = {access_.changes(), place, find_standing(role, row, place)};
  return slot.decision;
}

std::optional<Decision> Judge::find_standing(PrincipalId role, pipeline::StepTypeRow const& row,
                                             Place const& place) {
  std::string start =
      sagemaker_arn(access_.organization().place(place.account, place.region).region,
                    access_.organization().account(place.account).id,
                    fmt::format("{}/{}", row.arn_resource, job_prefix(row)));
  for (Share const& share : access_.shares().all())
    for (Association const& a : share.associations)
      if (a.type == AssociationType::resource && a.entity.starts_with(start)) return std::nullopt;
  Question question =
      step_question(access_, role, trace::StepCallKind::create, row.create_action, start);
  Evidence evidence(access_, compiled_, policies_of(role), question);
  if (!stands(evidence.view, iam::Question(evidence.request))) return std::nullopt;
  return iam::authorize(evidence.request, evidence.view);
}

bool Judge::looks_into_calls(PrincipalId role) {
  if (looks_as_of_ != access_.changes()) {
    looks_.clear();
    looks_as_of_ = access_.changes();
  }
  auto [at, anew] = looks_.try_emplace(role, false);
  if (!anew) return at->second;
  auto looks = [](iam::Policy const* policy) { return world::looks_into_calls(*policy); };
  CallerPolicies const& caller = policies_of(role);
  at->second =
      std::ranges::any_of(caller.identity.policies(), looks) ||
      (caller.boundary != nullptr && looks(caller.boundary)) ||
      std::ranges::any_of(caller.scp_levels,
                          [&](auto const& level) { return std::ranges::any_of(level, looks); }) ||
      std::ranges::any_of(access_.written_policies().all(), [&](WrittenPolicy const& written) {
        return written.in_force && looks(compiled_.of(written.in_force, iam::PolicyKind::resource));
      });
  return at->second;
}

Decision Judge::service_may_assume(PrincipalId role, std::string_view source_arn,
                                   AccountId source) {
  if (auto const known = standing_trust(role)) return *known;
  Decision decision =
      decide(service_question(access_, role, "sagemaker.amazonaws.com", source_arn, source));
  iam::Policy const* trust = compiled_.trust(role);
  bool const same_for_all =
      trust == nullptr || std::ranges::all_of(trust->statements, [](iam::Statement const& s) {
        return s.conditions.empty();
      });
  if (role.index >= trusted_.size()) trusted_.resize(role.index + 1);
  trusted_[role.index] = {
      access_.changes(), {source, {}}, same_for_all ? std::optional(decision) : std::nullopt};
  return decision;
}

std::string Judge::denial_message(Question const& question, Decision const& decision) const {
  iam::Request request;
  request.principal = question.caller;
  request.action = question.action;
  request.resource = question.resource;
  return iam::denial_message(request, decision);
}

iam::Explanation Judge::examine(Question const& question) {
  CallerPolicies const& caller = policies_of(question.principal);
  Evidence evidence(access_, compiled_, caller, question);
  NamedAsTheCallerDoes named(caller, evidence.view);
  return iam::explain(evidence.request, evidence.view);
}

Reasons Judge::explain(Question const& question) {
  iam::Explanation explanation = examine(question);
  Reasons reasons;
  reasons.decision = explanation.decision;
  for (iam::LayerFinding const& layer : explanation.layers) {
    bool const refuses = !reasons.decision.allowed() && layer.layer == reasons.decision.layer;
    if (!layer.applies && !refuses) continue;
    Reason& reason = reasons.layers.emplace_back();
    reason.verdict = layer.result == Outcome::allowed ? Verdict::allows : Verdict::refuses;
    reason.heading = layer.sentence;
    for (iam::StatementFinding const& statement : layer.statements)
      reason.statements.push_back(placed(access_, statement));
  }
  reasons.summary = summary_of(question, explanation);
  if (!question.principal) return reasons;
  Principal const& principal = access_.principals()[question.principal];
  std::vector<std::string> shares = describe_shares(access_, policy_holder(question.resource),
                                                    principal.account, question.action);
  if (is_being_changed(principal))
    reasons.layers.push_back(
        {Verdict::other,
         fmt::format("a change of `{}`'s policies is stored but not in force yet", principal.name),
         {}});
  bool by_share = explanation.decision.layer == Layer::resource &&
                  !explanation.decision.allowed() && !shares.empty();
  // The share that the summary tells of is not told of again.
  for (std::size_t i = by_share ? 1 : 0; i < shares.size(); ++i)
    reasons.layers.push_back({Verdict::other, shares[i], {}});
  if (by_share)
    reasons.summary += ": " + shares.front();
  else if (!explanation.decision.allowed() && explanation.decision.layer == Layer::resource &&
           is_pipeline(question.resource))
    reasons.summary += ": no share holds this resource";
  return reasons;
}

}  // namespace rehearse::world
