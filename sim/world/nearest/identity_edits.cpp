// Changes of what the caller's own policies say: inline and managed policies, the boundary, the
// session.
#include <fmt/format.h>

#include "sim/iam/actions.hpp"
#include "sim/world/nearest/candidates.hpp"

namespace rehearse::world {
namespace {

std::string kind_and_name(Principal const& p) {
  return fmt::format("{} `{}`", name_of(p.kind), p.name);
}

/// A name as a shell takes it: a scenario's policies may have names of several words.
std::string shell_word(std::string const& name) {
  return name.contains(' ') ? "'" + name + "'" : name;
}

/// `aws iam put-role-policy --role-name X --policy-name Y --policy-document '{...}'`.
std::string put_call(Principal const& p, std::string const& name, json::Value const& document) {
  return fmt::format(
      "aws iam put-{0}-policy --{0}-name {1} --policy-name {2} --policy-document '{3}'",
      name_of(p.kind), p.name, shell_word(name), json::dump(document));
}

std::string version_call(std::string const& arn, json::Value const& document) {
  return fmt::format(
      "aws iam create-policy-version --policy-arn {} --set-as-default --policy-document '{}'", arn,
      json::dump(document));
}

/// Where a document stands among the caller's policies.
struct StoredAt {
  NamedPolicy const* policy = nullptr;
  bool managed = false;
};

StoredAt place_of(Access const& access, Principal const& p, DocumentId document) {
  for (NamedPolicy const& policy : p.in_force.inline_policies)
    if (policy.document == document) return {&policy, false};
  for (NamedPolicy const& policy : p.in_force.attached)
    if (access.managed_policies().in_force(policy.name) == document) return {&policy, true};
  return {};
}

/// Another content for one of the caller's policies.
std::optional<Edit> rewritten(Access const& access, PrincipalId principal, DocumentId document,
                              json::Value const& content, std::string what) {
  Principal const& p = access.principals()[principal];
  StoredAt place = place_of(access, p, document);
  if (place.policy == nullptr || content.is_null()) return std::nullopt;
  Edit edit;
  edit.what = std::move(what);
  DocumentId changed = document_in(access, edit, trace::DocumentKind::policy,
                                   std::string(access.documents()[document].name()), content);
  if (place.managed) {
    edit.records.push_back(trace::ManagedPolicyInForce{place.policy->name, changed});
    edit.paste = version_call(place.policy->name, content);
  } else {
    edit.records.push_back(trace::IamInForce{
        principal, IamSlot::inline_policy, place.policy->name, changed, {}, true});
    edit.paste = put_call(p, place.policy->name, content);
  }
  return edit;
}

std::string statement_text(iam::StatementFinding const& finding) {
  return finding.sid.empty() ? fmt::format("statement {}", finding.where.statement + 1)
                             : fmt::format("statement `{}`", finding.sid);
}

/// A statement that missed by its resource (or its action) alone: name this one too.
void widen_near_misses(Access const& access, Question const& question,
                       iam::LayerFinding const& layer, std::vector<Edit>& out) {
  for (iam::StatementFinding const& finding : layer.statements) {
    bool by_resource = finding.failed == iam::Element::resource;
    bool by_action = finding.failed == iam::Element::action;
    if (!finding.allow || finding.negated || (!by_resource && !by_action)) continue;
    DocumentId document{finding.where.document};
    std::string const& value = by_resource ? question.resource : question.action;
    json::Value content = with_value(content_of(access, document), finding.where.statement,
                                     by_resource ? "Resource" : "Action", value);
    auto edit =
        rewritten(access, question.principal, document, content,
                  fmt::format("add `{}` to the {} of {}", value,
                              by_resource ? "resources" : "actions", statement_text(finding)));
    if (edit) out.push_back(std::move(*edit));
  }
}

/// A policy of its own that says this one thing; `Allow` or `Deny`.
void add_policy(Access const& access, Question const& question, std::string_view effect,
                std::vector<Edit>& out) {
  Principal const& p = access.principals()[question.principal];
  if (p.kind == IdentityKind::root) return;
  json::Value statement = allow_statement(question.action, question.resource);
  statement.set("Effect", effect);
  json::Value document = json::Value{}
                             .set("Version", "2012-10-17")
                             .set("Statement", json::Array{std::move(statement)});
  Edit edit;
  edit.what = fmt::format("give the {} a policy that {} it", kind_and_name(p),
                          effect == "Allow" ? "allows" : "denies");
  std::string const name = fmt::format("{}{}", effect, iam::bare_action(question.action));
  edit.paste = put_call(p, name, document);
  DocumentId id = document_in(access, edit, trace::DocumentKind::policy, name, document);
  edit.records.push_back(
      trace::IamInForce{question.principal, IamSlot::inline_policy, name, id, {}, true});
  out.push_back(std::move(edit));
}

/// What is stored and not in force yet will come by itself.
void wait_for_stored(Access const& access, Question const& question, std::vector<Edit>& out) {
  Principal const& p = access.principals()[question.principal];
  Edit edit;
  for (NamedPolicy const& policy : p.stored.inline_policies) {
    NamedPolicy const* now = p.in_force.find_inline(policy.name);
    if (now == nullptr || now->document != policy.document)
      edit.records.push_back(trace::IamInForce{
          question.principal, IamSlot::inline_policy, policy.name, policy.document, {}, true});
  }
  for (NamedPolicy const& policy : p.stored.attached)
    if (p.in_force.find_attached(policy.name) == nullptr)
      edit.records.push_back(trace::IamInForce{
          question.principal, IamSlot::attached_policy, policy.name, {}, {}, true});
  if (edit.records.empty()) return;
  edit.what = "wait: what is stored for the " + kind_and_name(p) + " is not in force yet";
  out.push_back(std::move(edit));
}

void without_deciding_statement(Access const& access, Question const& question,
                                iam::Explanation const& explanation, std::vector<Edit>& out) {
  DocumentId document{explanation.decision.deciding.document};
  if (document.index >= access.documents().size()) return;
  std::size_t const statement = explanation.decision.deciding.statement;
  auto edit = rewritten(access, question.principal, document,
                        without_statement(content_of(access, document), statement),
                        fmt::format("take statement {} out of `{}`", statement + 1,
                                    std::string(access.documents()[document].name())));
  if (edit) return out.push_back(std::move(*edit));
  // The document's only one: the whole policy goes.
  Principal const& p = access.principals()[question.principal];
  StoredAt place = place_of(access, p, document);
  if (place.policy == nullptr) return;
  Edit whole;
  whole.what = fmt::format("take `{}` from the {}", place.policy->name, kind_and_name(p));
  auto slot = place.managed ? IamSlot::attached_policy : IamSlot::inline_policy;
  whole.records.push_back(
      trace::IamInForce{question.principal, slot, place.policy->name, {}, {}, false});
  whole.paste = place.managed
                    ? fmt::format("aws iam detach-{0}-policy --{0}-name {1} --policy-arn {2}",
                                  name_of(p.kind), p.name, place.policy->name)
                    : fmt::format("aws iam delete-{0}-policy --{0}-name {1} --policy-name {2}",
                                  name_of(p.kind), p.name, shell_word(place.policy->name));
  out.push_back(std::move(whole));
}

void without_boundary(Access const& access, Question const& question, std::vector<Edit>& out) {
  Principal const& p = access.principals()[question.principal];
  if (p.in_force.boundary.empty()) return;
  if (DocumentId document = access.managed_policies().in_force(p.in_force.boundary)) {
    json::Value content = with_statement(content_of(access, document),
                                         allow_statement(question.action, question.resource));
    Edit wider;
    wider.what = fmt::format("let the boundary `{}` allow it", p.in_force.boundary);
    wider.paste = version_call(p.in_force.boundary, content);
    DocumentId id = document_in(access, wider, trace::DocumentKind::policy,
                                std::string(access.documents()[document].name()), content);
    wider.records.push_back(trace::ManagedPolicyInForce{p.in_force.boundary, id});
    out.push_back(std::move(wider));
  }
  Edit none;
  none.what = fmt::format("take the permissions boundary from the {}", kind_and_name(p));
  none.paste = fmt::format("aws iam delete-{0}-permissions-boundary --{0}-name {1}",
                           name_of(p.kind), p.name);
  none.records.push_back(
      trace::IamInForce{question.principal, IamSlot::boundary, {}, {}, {}, false});
  out.push_back(std::move(none));
}

}  // namespace

void open_by_identity(Access const& access, Question const& question,
                      iam::Explanation const& explanation, std::vector<Edit>& out) {
  Decision const& decision = explanation.decision;
  if (!question.principal) return;
  if (decision.outcome == Outcome::explicitly_denied && decision.layer == Layer::identity)
    return without_deciding_statement(access, question, explanation, out);
  if (decision.layer == Layer::identity) {
    wait_for_stored(access, question, out);
    for (iam::LayerFinding const& layer : explanation.layers)
      if (layer.layer == Layer::identity) widen_near_misses(access, question, layer, out);
    add_policy(access, question, "Allow", out);
  }
  if (decision.layer == Layer::boundary) without_boundary(access, question, out);
  if (decision.layer == Layer::session) {
    Edit edit;
    edit.what = "take on the role without a session policy, or with one that allows it";
    edit.paste = json::dump(allow_statement(question.action, question.resource));
    edit.drops_session = true;
    out.push_back(std::move(edit));
  }
}

void close_by_identity(Access const& access, Question const& question,
                       iam::Explanation const& explanation, std::vector<Edit>& out) {
  if (!question.principal) return;
  for (iam::LayerFinding const& layer : explanation.layers)
    if (layer.layer == Layer::identity)
      for (iam::StatementFinding const& finding : layer.statements)
        if (finding.matched() && finding.allow) {
          iam::Explanation of_this = explanation;
          of_this.decision.deciding = finding.where;
          without_deciding_statement(access, question, of_this, out);
        }
  add_policy(access, question, "Deny", out);
}

}  // namespace rehearse::world
