#include "sim/world/access/evidence.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

iam::PrincipalKind kind_of(Access const& access, Question const& question) {
  if (!question.principal) return iam::PrincipalKind::service;
  switch (access.principals()[question.principal].kind) {
    case IdentityKind::role:
      return iam::PrincipalKind::assumed_role;
    case IdentityKind::root:
      return iam::PrincipalKind::root;
    case IdentityKind::user:
    case IdentityKind::group:
      break;
  }
  return iam::PrincipalKind::user;
}

/// Source: sharing-and-access 3.4.
std::string_view type_text(iam::PrincipalKind kind) {
  return kind == iam::PrincipalKind::user   ? "User"
         : kind == iam::PrincipalKind::root ? "Account"
                                            : "AssumedRole";
}

/// Is that a call on the trust policy of a role?
bool asks_trust(std::string_view action) {
  return equals_ignoring_case(action, "sts:AssumeRole") ||
         equals_ignoring_case(action, "sts:TagSession") ||
         equals_ignoring_case(action, "sts:SetSourceIdentity");
}

void add_policies_of(Access const& access, CompiledPolicies& compiled, Attributes const& in_force,
                     std::vector<iam::Policy const*>& policies, CallerPolicies& out) {
  auto add = [&](NamedPolicy const& named, DocumentId document) {
    if (!document) return;
    policies.push_back(compiled.of(document, iam::PolicyKind::identity));
    out.named.push_back(&named);
  };
  for (NamedPolicy const& policy : in_force.inline_policies) add(policy, policy.document);
  for (NamedPolicy const& policy : in_force.attached)
    add(policy, access.managed_policies().in_force(policy.name));
}

/// The ids of the targets from the root down to the account.
std::vector<std::string_view> path_of(Organization const& organization, AccountId account) {
  std::vector<std::string_view> out{organization.account(account).id};
  for (OuId ou = organization.account(account).path_ou; ou; ou = organization.ou(ou).parent)
    out.push_back(organization.ou(ou).id);
  std::ranges::reverse(out);
  return out;
}

}  // namespace

std::vector<CallerPolicies::Level> control_levels(Access const& access, CompiledPolicies& compiled,
                                                  AccountId account, ControlPolicyType type) {
  std::vector<CallerPolicies::Level> out;
  Organization const& organization = access.organization();
  ControlPolicies const& control = access.control_policies();
  if (!organization.account(account).path_ou || organization.is_management(account) ||
      !control.enabled(type))
    return out;
  auto kind = type == ControlPolicyType::scp ? iam::PolicyKind::scp : iam::PolicyKind::rcp;
  for (std::string_view target : path_of(organization, account)) {
    CallerPolicies::Level& level = out.emplace_back();
    for (std::uint32_t policy : control.in_force(target, type))
      if (control.all()[policy].in_force && control.all()[policy].id != kRcpFullAwsAccess)
        level.push_back(compiled.of(control.all()[policy].in_force, kind));
  }
  return out;
}

CallerPolicies caller_policies(Access const& access, CompiledPolicies& compiled,
                               PrincipalId principal) {
  CallerPolicies out;
  if (!principal) return out;
  Principal const& p = access.principals()[principal];
  std::vector<iam::Policy const*> identity;
  if (p.in_force.exists) {
    add_policies_of(access, compiled, p.in_force, identity, out);
    for (std::string const& name : p.in_force.groups)
      if (PrincipalId group =
              access.principals().find_in_force(p.account, IdentityKind::group, name))
        add_policies_of(access, compiled, access.principals()[group].in_force, identity, out);
  }
  out.identity = iam::PolicySet(std::move(identity));
  if (!p.in_force.boundary.empty())
    if (DocumentId document = access.managed_policies().in_force(p.in_force.boundary))
      out.boundary = compiled.of(document, iam::PolicyKind::boundary);
  out.scp_levels = control_levels(access, compiled, p.account, ControlPolicyType::scp);
  return out;
}

Evidence::Evidence(Access const& access, CompiledPolicies& compiled, CallerPolicies const& caller,
                   Question const& question)
    : access_(access), compiled_(compiled), question_(question) {
  request.kind = kind_of(access, question);
  request.principal = question.caller;
  request.action = question.action;
  request.resource = question.resource;
  if (question.principal) {
    Principal const& p = access.principals()[question.principal];
    request.account = access.organization().account(p.account).id;
    if (p.kind == IdentityKind::role) request.issuer_arn = p.arn;
  }
  request.context.rules = access.open_rules();
  request.resource_account = request.account;
  if (question.owner)
    request.resource_account = access.organization().account(question.owner).id;
  else if (auto arn = ArnView::split(question.resource); arn && !arn->account.empty())
    request.resource_account = arn->account;  // an account that the scenario does not have
  view.identity = caller.identity;
  view.boundary = caller.boundary;
  for (CallerPolicies::Level const& level : caller.scp_levels) scp_.emplace_back(level);
  view.scp_levels = scp_;
  gather_session();
  gather_resource_side();
  fill_caller_keys();
  fill_resource_keys();
  fill_request_keys();
}

void Evidence::gather_session() {
  if (!question_.session) return;
  Session const& session = access_.sessions()[question_.session];
  static iam::Policy const kNothing;  // what a broken trace names and does not have allows nothing
  for (DocumentId document : session.inline_policies)
    session_.push_back(document.index < access_.documents().size()
                           ? compiled_.of(document, iam::PolicyKind::session)
                           : &kNothing);
  for (std::string const& arn : session.managed_policies)
    if (DocumentId document = access_.managed_policies().in_force(arn))
      session_.push_back(compiled_.of(document, iam::PolicyKind::boundary));  // its size, not 2,048
  view.session = session_;
}

void Evidence::gather_resource_side() {
  if (question_.owner) {
    rcp_levels_ = control_levels(access_, compiled_, question_.owner, ControlPolicyType::rcp);
    for (CallerPolicies::Level const& level : rcp_levels_) rcp_.emplace_back(level);
    view.rcp_levels = rcp_;
  }
  if (question_.resource == "*") return;
  if (asks_trust(question_.action)) {
    view.resource_kind = iam::ResourceKind::role_trust;
    if (PrincipalId role = access_.principals().newest(question_.resource))
      if (auto const* trust = compiled_.trust(role)) resource_.push_back(trust);
  } else {
    if (question_.action.starts_with("kms:")) view.resource_kind = iam::ResourceKind::key;
    std::string const holder = policy_holder(question_.resource);
    if (auto const* written = compiled_.written_on(holder)) resource_.push_back(written);
    if (auto const* shared = compiled_.shared(holder)) resource_.push_back(shared);
  }
  view.resource = resource_;
}

void Evidence::add_tags(std::string_view prefix, std::vector<Tag> const& tags) {
  for (Tag const& tag : tags) request.context.add(keep(std::string(prefix) + tag.key), tag.value);
}

void Evidence::fill_caller_keys() {
  iam::Context& context = request.context;
  Organization const& organization = access_.organization();
  context.add("aws:PrincipalIsAWSService", question_.principal ? "false" : "true");
  if (!question_.principal) {
    context.add("aws:PrincipalServiceName", question_.caller);
    return;
  }
  Principal const& p = access_.principals()[question_.principal];
  Account const& account = organization.account(p.account);
  context.add("aws:PrincipalArn", p.arn);
  context.add("aws:PrincipalAccount", account.id);
  context.add("aws:PrincipalType", type_text(request.kind));
  std::string_view session = last_name(question_.caller);
  context.add("aws:userid", p.kind == IdentityKind::role
                                ? keep(p.unique_id + ":" + std::string(session))
                                : std::string_view(p.unique_id));
  if (p.kind == IdentityKind::user) context.add("aws:username", p.name);
  if (p.kind == IdentityKind::role)
    context.add("aws:TokenIssueTime", keep(format_instant(access_.epoch(), question_.issued)));
  if (account.ou_in_force) {
    context.add("aws:PrincipalOrgID", organization.id());
    auto& paths = lists_.emplace_back();
    paths.push_back(organization.path_in_force(p.account));
    context.add_list("aws:PrincipalOrgPaths", paths);
  }
  if (!question_.session) return add_tags("aws:PrincipalTag/", p.in_force.tags);
  // A session's tag takes the place of the role's (3.5).
  Session const& s = access_.sessions()[question_.session];
  std::vector<Tag> tags = s.tags;
  for (Tag const& tag : p.in_force.tags)
    if (find_tag(s.tags, tag.key) == nullptr) tags.push_back(tag);
  for (Tag& tag : tags)
    context.add(keep("aws:PrincipalTag/" + tag.key), keep(std::move(tag.value)));
  if (!s.source_identity.empty()) context.add("aws:SourceIdentity", s.source_identity);
}

void Evidence::fill_resource_keys() {
  iam::Context& context = request.context;
  Organization const& organization = access_.organization();
  context.add("aws:ResourceAccount", request.resource_account);
  if (question_.owner && organization.account(question_.owner).ou_in_force) {
    context.add("aws:ResourceOrgID", organization.id());
    auto& paths = lists_.emplace_back();
    paths.push_back(organization.path_in_force(question_.owner));
    context.add_list("aws:ResourceOrgPaths", paths);
  }
  if (question_.resource == "*") return;
  if (PrincipalId identity = access_.principals().newest(question_.resource)) {
    std::vector<Tag> const& tags = access_.principals()[identity].in_force.tags;
    add_tags("aws:ResourceTag/", tags);
    add_tags("iam:ResourceTag/", tags);
    return;
  }
  std::vector<Tag> const& tags = access_.written_policies().tags_met(question_.resource);
  if (tags.empty()) return;
  add_tags("aws:ResourceTag/", tags);
  auto arn = ArnView::split(question_.resource);
  add_tags(keep(std::string(arn ? arn->service : "") + ":ResourceTag/"), tags);
}

void Evidence::fill_request_keys() {
  iam::Context& context = request.context;
  AccountId at =
      question_.principal ? access_.principals()[question_.principal].account : question_.owner;
  if (!question_.region.empty())
    context.add("aws:RequestedRegion", question_.region);
  else if (at)
    context.add("aws:RequestedRegion", access_.organization().account(at).region);
  context.add("aws:SecureTransport", "true");
  context.add("aws:CurrentTime", keep(format_instant(access_.epoch(), access_.now())));
  std::int64_t now = access_.epoch().unix_microseconds + access_.now().time_since_epoch().count();
  context.add("aws:EpochTime", keep(std::to_string(now / 1'000'000)));
  for (ContextKey const& key : question_.context) {
    if (!key.multivalued) {
      context.add(key.key, key.values.front());
      continue;
    }
    auto& list = lists_.emplace_back(key.values.begin(), key.values.end());
    context.add_list(key.key, list);
  }
}

}  // namespace rehearse::world
