// Classify every statement, then decide in one place that reads like sharing-and-access 4.2.
#include "sim/iam/authorize.hpp"

#include "sim/base/text.hpp"
#include "sim/iam/classify.hpp"

namespace rehearse::iam {
namespace {

struct LevelsScan {
  Found deny;
  bool silent_level = false;  // some level has no matching Allow
};

/// One level after the other: a union within, an intersection across.
LevelsScan scan_levels(std::span<PolicyList const> levels, Question const& question) {
  LevelsScan out;
  for (PolicyList level : levels) {
    Scan found = scan(level, question);
    if (!out.deny) out.deny = found.deny;
    out.silent_level |= !found.allow;
  }
  return out;
}

/// What every kind of policy says, before anything is decided.
struct Classified {
  LevelsScan scp, rcp;
  Scan identity, boundary, session;
  GrantScan resource;
  bool has_boundary, has_session;
};

Classified classify(Question const& question, PolicyView const& view) {
  Classified out{{}, {}, {}, {}, {}, {}, view.boundary != nullptr, !view.session.empty()};
  if (scp_applies(question.request, view)) out.scp = scan_levels(view.scp_levels, question);
  if (rcp_applies(question, view)) out.rcp = scan_levels(view.rcp_levels, question);
  out.identity = scan(view.identity, question);
  if (out.has_boundary) out.boundary = scan(PolicyList(&view.boundary, 1), question);
  out.session = scan(view.session, question);
  out.resource = scan_grants(view.resource, question, out.has_boundary);
  return out;
}

Decision allow(Layer layer, Found by) {
  return {Outcome::allowed, layer, by.value_or(StatementRef{})};
}
Decision deny(Layer layer) { return {Outcome::implicitly_denied, layer, {}}; }
Decision deny_explicitly(Layer layer, Found by) { return {Outcome::explicitly_denied, layer, *by}; }

Decision decide(Request const& request, PolicyView const& view, Classified const& said) {
  Layer const grants =
      view.resource_kind == ResourceKind::role_trust ? Layer::trust : Layer::resource;
  GrantScan const& granted = said.resource;

  // 0. Whoever signs may ask who it is, whatever the policies say.
  if (equals_ignoring_case(request.action, "sts:GetCallerIdentity")) return allow(Layer::none, {});

  // 1. An explicit deny anywhere, on either side.
  if (said.scp.deny) return deny_explicitly(Layer::scp, said.scp.deny);
  if (said.rcp.deny) return deny_explicitly(Layer::rcp, said.rcp.deny);
  if (granted.deny) return deny_explicitly(grants, granted.deny);
  if (said.boundary.deny) return deny_explicitly(Layer::boundary, said.boundary.deny);
  if (said.session.deny) return deny_explicitly(Layer::session, said.session.deny);
  if (said.identity.deny) return deny_explicitly(Layer::identity, said.identity.deny);

  // 2. Guard rails: every level of the caller's path must allow. (RCPs always do:
  // RCPFullAWSAccess.)
  if (said.scp.silent_level) return deny(Layer::scp);

  // 3. Callers without an account live by the resource policy alone.
  if (request.kind == PrincipalKind::service || request.kind == PrincipalKind::anonymous)
    return granted.direct ? allow(grants, granted.direct) : deny(grants);

  bool const identity_ok =
      request.kind == PrincipalKind::root || said.identity.allow;  // root has no identity policies
  bool const boundary_ok = !said.has_boundary || said.boundary.allow;
  bool const session_ok = !said.has_session || said.session.allow;
  Layer const silent_filter =
      !boundary_ok ? Layer::boundary : Layer::session;  // of the two, the first that is silent

  if (request.account == request.resource_account) {
    // 4. One account: a direct grant is enough and passes the filters; a grant to the role is
    // enough but does not.
    if (granted.direct) return allow(grants, granted.direct);
    if (granted.role)
      return boundary_ok && session_ok ? allow(grants, granted.role) : deny(silent_filter);
    if (!identity_ok) return deny(Layer::identity);
    if (view.resource_kind != ResourceKind::ordinary && !granted.account)
      return deny(grants);  // not delegated
    return boundary_ok && session_ok ? allow(Layer::identity, said.identity.allow)
                                     : deny(silent_filter);
  }

  // 5. Two accounts: both sides must allow, and no grant passes the caller's filters.
  if (!identity_ok) return deny(Layer::identity);
  if (!boundary_ok || !session_ok) return deny(silent_filter);
  return granted.any() ? allow(grants, granted.any()) : deny(grants);
}

}  // namespace

Decision authorize(Request const& request, PolicyView const& view) {
  return decide(request, view, classify(Question(request), view));
}

}  // namespace rehearse::iam
