#include "sim/world/access/judge.hpp"

#include <fmt/format.h>

#include "sim/base/assert.hpp"
#include "sim/iam/explain.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/resource_policy.hpp"
#include "sim/world/access/share_words.hpp"
#include "sim/world/access/standing.hpp"
#include "sim/world/names.hpp"

namespace rehearse::world {
namespace {

iam::PolicyKind kind_of(trace::DocumentKind kind) {
  return kind == trace::DocumentKind::trust             ? iam::PolicyKind::trust
         : kind == trace::DocumentKind::resource_policy ? iam::PolicyKind::resource
                                                        : iam::PolicyKind::identity;
}

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

/// The group whose policy speaks of a package group or a package, or none.
GroupId group_of(World const& world, Question const& question) {
  auto arn = ArnView::split(question.resource);
  if (!arn || arn->service != "sagemaker") return {};
  std::string_view rest = arn->resource;
  auto slash = rest.find('/');
  std::string_view type = rest.substr(0, slash);
  if (type != "model-package" && type != "model-package-group") return {};
  rest.remove_prefix(slash + 1);
  return question.owner
             ? world.registry().find_group(question.owner, rest.substr(0, rest.find('/')))
             : GroupId{};
}

}  // namespace

AccountId owner_of(World const& world, std::string_view arn) {
  auto parts = ArnView::split(arn);
  return parts ? world.organization().find_account(parts->account) : AccountId{};
}

Question question_of(trace::ApiCalled const& call) {
  Question question{call.role, call.caller, call.action, call.resource, call.owner, {}};
  if (auto context = json::parse(call.context.text); context && context->is_object())
    for (auto const& [key, value] : context->as_object())
      if (value.is_string()) question.context.emplace_back(key, value.as_string());
  return question;
}

Question step_question(World const& world, RoleId role, trace::StepCallKind kind,
                       std::string_view create_action, std::string const& resource) {
  Role const& caller = world.principals().role(role);
  Question question;
  question.role = role;
  question.session =
      session_arn(world.organization().account(caller.account).id, caller.name, "SageMaker");
  question.action =
      kind == trace::StepCallKind::pass_role ? "iam:PassRole" : std::string(create_action);
  question.resource = resource;
  question.owner = owner_of(world, resource);
  if (resource != "*" && !question.owner) question.owner = caller.account;
  if (kind == trace::StepCallKind::pass_role)
    question.context.emplace_back("iam:PassedToService", "sagemaker.amazonaws.com");
  return question;
}

/// Everything that one question looks at. The texts live here while iam reads them.
struct Judge::Gathered {
  std::vector<iam::Policy const*> identity;
  std::vector<iam::Policy const*> resource;
  iam::Request request;
  iam::PolicyView view;
  std::string userid;
  std::string now;
  std::string epoch_seconds;
  std::vector<iam::Policy> named;  // identity policies under the role's names for them
  std::vector<std::string_view> caller_paths;
  std::vector<std::string_view> owner_paths;
};

iam::Policy const* Judge::policy(DocumentId document, iam::PolicyKind kind) {
  auto& slot = compiled_[{document, kind}];
  if (!slot) {
    Document const& source = world_.documents()[document];
    auto parsed = json::parse(source.text);
    REHEARSE_ASSERT(parsed.has_value(), "documents are stored as JSON");
    auto policy = iam::compile(*parsed, kind);
    REHEARSE_ASSERT(policy.has_value(), "only policies that were checked are stored");
    slot = std::make_unique<iam::Policy>(std::move(*policy));
    slot->document = document.index;
    slot->name = source.name;
  }
  return slot.get();
}

/// The policy that somebody put onto a model package group by hand.
iam::Policy const* Judge::group_policy(Question const& question) {
  GroupId group = group_of(world_, question);
  DocumentId document = group ? world_.registry().group(group).policy_in_force : DocumentId{};
  return document ? policy(document, kind_of(world_.documents()[document].kind)) : nullptr;
}

/// The policy that RAM wrote.
iam::Policy const* Judge::shared_policy(Question const& question) {
  if (world_.shares().all().empty()) return nullptr;
  if (written_epoch_ != world_.access_epoch()) {
    written_.clear();
    written_epoch_ = world_.access_epoch();
  }
  std::string arn = shared_resource(question.resource);
  if (arn.empty()) return nullptr;
  auto at = written_.find(arn);
  if (at == written_.end()) {
    std::unique_ptr<iam::Policy> written;
    json::Value document = written_policy(world_, arn);
    if (!document.is_null()) {
      auto compiled = iam::compile(document, iam::PolicyKind::resource);
      REHEARSE_ASSERT(compiled.has_value(), "RAM writes well-formed policies");
      written = std::make_unique<iam::Policy>(std::move(*compiled));
      written->name = "the policy that RAM wrote";
    }
    at = written_.emplace(std::move(arn), std::move(written)).first;
  }
  return at->second.get();
}

void Judge::gather(Question const& question, Gathered& out) {
  Organization const& organization = world_.organization();
  Role const& role = world_.principals().role(question.role);
  Account const& caller = organization.account(role.account);
  for (NamedPolicy const& named : role.in_force)
    out.identity.push_back(policy(named.document, iam::PolicyKind::identity));
  if (question.resource != "*")
    for (iam::Policy const* written : {group_policy(question), shared_policy(question)})
      if (written != nullptr) out.resource.push_back(written);
  out.view.identity = out.identity;
  out.view.resource = out.resource;

  iam::Request& request = out.request;
  request.kind = iam::PrincipalKind::assumed_role;
  request.principal = question.session;
  request.account = caller.id;
  request.issuer_arn = role.arn;
  request.action = question.action;
  request.resource = question.resource;
  request.resource_account = caller.id;
  if (question.owner) {
    request.resource_account = organization.account(question.owner).id;
  } else if (auto arn = ArnView::split(question.resource)) {
    // An account that the scenario does not have: still somebody else's.
    if (!arn->account.empty()) request.resource_account = arn->account;
  }

  out.userid = role.unique_id + ":" + question.session.substr(question.session.rfind('/') + 1);
  out.now = format_instant(world_.epoch(), world_.now());
  out.epoch_seconds = std::to_string(
      (world_.epoch().unix_microseconds + world_.now().time_since_epoch().count()) / 1'000'000);
  iam::Context& context = request.context;
  context.add("aws:PrincipalArn", role.arn);
  context.add("aws:PrincipalAccount", caller.id);
  context.add("aws:PrincipalType", "AssumedRole");
  context.add("aws:userid", out.userid);
  context.add("aws:ResourceAccount", request.resource_account);
  context.add("aws:RequestedRegion", caller.region);
  context.add("aws:SecureTransport", "true");
  context.add("aws:CurrentTime", out.now);
  context.add("aws:EpochTime", out.epoch_seconds);
  if (caller.ou_in_force) {
    out.caller_paths = {organization.path_in_force(role.account)};
    context.add("aws:PrincipalOrgID", organization.id());
    context.add_list("aws:PrincipalOrgPaths", out.caller_paths);
  }
  if (question.owner && organization.account(question.owner).ou_in_force) {
    out.owner_paths = {organization.path_in_force(question.owner)};
    context.add("aws:ResourceOrgID", organization.id());
    context.add_list("aws:ResourceOrgPaths", out.owner_paths);
  }
  for (auto const& [key, value] : question.context) context.add(key, value);
}

Decision Judge::decide(Question const& question) {
  Gathered gathered;
  gather(question, gathered);
  return iam::authorize(gathered.request, gathered.view);
}

std::optional<Decision> Judge::standing(RoleId role, pipeline::StepType type, AccountId account) {
  pipeline::StepTypeRow const& row = pipeline::row_of(type);
  if (row.runner != pipeline::Runner::job || row.arn_resource.empty()) return std::nullopt;
  std::size_t at = role.index * pipeline::step_types().size() + static_cast<std::size_t>(type);
  if (at >= standing_.size()) standing_.resize(at + 1);
  Standing& slot = standing_[at];
  if (slot.epoch != world_.access_epoch() || slot.account != account)
    slot = {world_.access_epoch(), account, find_standing(role, row, account)};
  return slot.decision;
}

std::optional<Decision> Judge::find_standing(RoleId role, pipeline::StepTypeRow const& row,
                                             AccountId account) {
  Account const& owner = world_.organization().account(account);
  std::string start =
      sagemaker_arn(owner.region, owner.id, fmt::format("{}/{}", row.arn_resource, kJobPrefix));
  for (Share const& share : world_.shares().all())
    for (Association const& a : share.associations)
      if (a.type == AssociationType::resource && a.entity.starts_with(start)) return std::nullopt;
  Question question =
      step_question(world_, role, trace::StepCallKind::create, row.create_action, start);
  Gathered gathered;
  gather(question, gathered);
  if (!stands(gathered.identity, iam::Question(gathered.request))) return std::nullopt;
  return iam::authorize(gathered.request, gathered.view);
}

std::string Judge::denial_message(Question const& question, Decision const& decision) const {
  iam::Request request;
  request.principal = question.session;
  request.action = question.action;
  request.resource = question.resource;
  return iam::denial_message(request, decision);
}

Reasons Judge::explain(Question const& question) {
  Gathered gathered;
  gather(question, gathered);
  name_as_the_role_does(question.role, gathered);
  iam::Explanation explanation = iam::explain(gathered.request, gathered.view);
  Reasons reasons;
  reasons.decision = explanation.decision;
  for (iam::LayerFinding const& layer : explanation.layers) {
    if (!layer.applies) continue;
    reasons.lines.push_back(layer.sentence);
    for (iam::StatementFinding const& statement : layer.statements)
      reasons.lines.push_back("  " + statement.sentence);
  }
  Role const& role = world_.principals().role(question.role);
  std::vector<std::string> shares =
      describe_shares(world_, shared_resource(question.resource), role.account, question.action);
  if (role.stored != role.in_force)
    reasons.lines.push_back(
        fmt::format("a change of `{}`'s policies is stored but not in force yet", role.name));
  bool by_share = explanation.decision.layer == Layer::resource &&
                  !explanation.decision.allowed() && !shares.empty();
  // The share that the summary tells of is not told of again.
  reasons.lines.insert(reasons.lines.end(), shares.begin() + (by_share ? 1 : 0), shares.end());
  reasons.summary = summary_of(question, explanation);
  if (by_share)
    reasons.summary += ": " + shares.front();
  else if (!explanation.decision.allowed() && explanation.decision.layer == Layer::resource &&
           is_pipeline(question.resource))
    reasons.summary += ": no share holds this resource";
  return reasons;
}

/// Documents are stored once, whoever uses them: an explanation names each as this role does.
void Judge::name_as_the_role_does(RoleId role, Gathered& gathered) {
  std::vector<NamedPolicy> const& in_force = world_.principals().role(role).in_force;
  gathered.named.reserve(in_force.size());
  for (std::size_t i = 0; i < in_force.size(); ++i) {
    gathered.named.push_back(*gathered.identity[i]);
    gathered.named.back().name = in_force[i].name;
    gathered.identity[i] = &gathered.named.back();
  }
}

}  // namespace rehearse::world
