#include "sim/iam/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::iam {
namespace {

/// `a`, `a or b`, `one of 7: a, b, c, ...`.
template <class Range, class Text>
std::string alternatives(Range const& entries, Text text) {
  constexpr std::size_t kShown = 3;
  std::string out = entries.size() > kShown ? fmt::format("one of {}: ", entries.size()) : "";
  for (std::size_t i = 0; i < std::min(entries.size(), kShown); ++i) {
    if (i > 0) out += entries.size() > kShown ? ", " : " or ";
    out += "`" + shorten(text(entries[i]), 160) + "`";
  }
  return entries.size() > kShown ? out + ", ..." : out;
}

std::string expected(bool negated, std::string listed) {
  return negated ? "anything but " + listed : listed;
}

std::string value_in(Context const& context, std::string_view key) {
  auto const* entry = context.find(key);
  if (entry == nullptr) return "missing";
  if (!entry->multivalued) return "`" + shorten(entry->value, 160) + "`";
  return entry->values.empty() ? "an empty list"
                               : alternatives(entry->values, [](std::string_view v) { return v; });
}

/// Fills in what failed in the statement; returns how many elements did.
class Examiner {
 public:
  Examiner(Statement const& statement, Question const& question, bool has_boundary,
           StatementFinding& out)
      : statement_(statement), question_(question), has_boundary_(has_boundary), out_(out) {}

  std::size_t count_failures() {
    examine_action();
    examine_resource();
    examine_principal();
    examine_conditions();
    return failures_;
  }

 private:
  void fail(Element element, std::string wanted, std::string given) {
    ++failures_;
    out_.failed = element;
    out_.expected = std::move(wanted);
    out_.actual = std::move(given);
  }

  void examine_action() {
    if (action_matches(statement_, question_)) return;
    auto texts = alternatives(statement_.actions,
                              [](ActionPattern const& a) { return std::string_view(a.text); });
    fail(Element::action, expected(statement_.not_action, texts),
         fmt::format("`{}`", question_.request.action));
  }

  void examine_resource() {
    if (resource_matches(statement_, question_)) return;
    auto texts = alternatives(statement_.resources,
                              [](ResourcePattern const& r) { return std::string_view(r.text); });
    fail(Element::resource, expected(statement_.not_resource, texts),
         fmt::format("`{}`", question_.request.resource));
  }

  void examine_principal() {
    if (principal_level(statement_, question_.request, has_boundary_) != GrantLevel::none) return;
    auto texts = alternatives(statement_.principals,
                              [](PrincipalEntry const& p) { return std::string_view(p.text); });
    fail(Element::principal, expected(statement_.not_principal, texts),
         fmt::format("`{}`", question_.request.principal));
  }

  void examine_conditions() {
    Context const& context = question_.request.context;
    for (Condition const& condition : statement_.conditions) {
      if (condition.holds(context)) continue;
      auto values = alternatives(condition.written_values,
                                 [](std::string const& v) { return std::string_view(v); });
      fail(Element::condition, fmt::format("`{}` {}", condition.written_operator, values),
           value_in(context, condition.key));
      out_.key = condition.key;
    }
  }

  Statement const& statement_;
  Question const& question_;
  bool has_boundary_;
  StatementFinding& out_;
  std::size_t failures_ = 0;
};

std::string sentence_of(StatementFinding const& finding) {
  std::string name = finding.sid.empty() ? fmt::format("statement {}", finding.where.statement)
                                         : fmt::format("statement `{}`", finding.sid);
  if (!finding.policy.empty()) name += fmt::format(" of `{}`", finding.policy);
  if (finding.matched()) return fmt::format("{} {} it", name, finding.allow ? "allows" : "denies");
  std::string subject =
      finding.failed == Element::condition
          ? fmt::format("`{}` must be {}", finding.key, finding.expected)
          : fmt::format("its {} is {}", name_of(finding.failed), finding.expected);
  return fmt::format("{} would {} it, but {} and the request's is {}", name,
                     finding.allow ? "allow" : "deny", subject, finding.actual);
}

/// One that speaks of another service is no near miss, however alike the rest is.
bool is_far(Statement const& statement, Question const& question) {
  return !statement.not_action &&
         std::ranges::none_of(statement.actions, [&](ActionPattern const& action) {
           return action.service.empty() || equals_ignoring_case(action.service, question.service);
         });
}

void examine(PolicyList policies, Question const& question, bool has_boundary, LayerFinding& out) {
  for (Policy const* policy : policies) {
    for (std::uint32_t i = 0; i < policy->statements.size(); ++i) {
      Statement const& statement = policy->statements[i];
      if (is_far(statement, question)) continue;
      StatementFinding finding{
          {policy->document, i}, policy->name, statement.sid, statement.allow, {}, {}, {}, {}, {}};
      if (Examiner(statement, question, has_boundary, finding).count_failures() > 1) continue;
      finding.sentence = sentence_of(finding);
      out.statements.push_back(std::move(finding));
    }
  }
}

std::string_view layer_words(Layer layer) {
  switch (layer) {
    case Layer::scp:
      return "service control policy";
    case Layer::rcp:
      return "resource control policy";
    case Layer::identity:
      return "identity policy";
    case Layer::boundary:
      return "permissions boundary";
    case Layer::session:
      return "session policy";
    case Layer::resource:
      return "resource policy";
    case Layer::trust:
      return "role trust policy";
    case Layer::none:
      break;
  }
  return "policy";
}

std::string layer_sentence(LayerFinding const& finding) {
  std::string_view name = layer_words(finding.layer);
  std::string level = finding.layer == Layer::scp || finding.layer == Layer::rcp
                          ? fmt::format(" at level {}", finding.level)
                          : "";
  if (!finding.applies) return fmt::format("no {} applies", name);
  if (finding.result == Outcome::explicitly_denied)
    return fmt::format("{}{} denies it", with_article(name), level);
  if (finding.result == Outcome::allowed) return fmt::format("the {}{} allows it", name, level);
  return fmt::format("no {}{} allows it", name, level);
}

LayerFinding layer(Layer kind, std::size_t level, bool applies, PolicyList policies,
                   Question const& question, bool has_boundary) {
  LayerFinding out{kind, level, applies, Outcome::none, {}, {}};
  if (applies) {
    examine(policies, question, has_boundary, out);
    auto says = [&](bool allow) {
      return std::ranges::any_of(out.statements,
                                 [&](auto const& s) { return s.matched() && s.allow == allow; });
    };
    bool implied = kind == Layer::rcp;  // RCPFullAWSAccess
    out.result = says(false)             ? Outcome::explicitly_denied
                 : says(true) || implied ? Outcome::allowed
                                         : Outcome::implicitly_denied;
  }
  out.sentence = layer_sentence(out);
  return out;
}

}  // namespace

Explanation explain(Request const& request, PolicyView const& view) {
  Question question(request);
  bool const boundary = view.boundary != nullptr;
  Explanation out;
  out.decision = authorize(request, view);
  auto add = [&](Layer kind, std::size_t level, bool applies, PolicyList policies) {
    out.layers.push_back(layer(kind, level, applies, policies, question, boundary));
  };
  auto add_levels = [&](Layer kind, bool applies, std::span<PolicyList const> levels) {
    if (!applies) return add(kind, 0, false, {});
    for (std::size_t i = 0; i < levels.size(); ++i) add(kind, i, true, levels[i]);
  };
  add_levels(Layer::scp, scp_applies(request, view), view.scp_levels);
  add_levels(Layer::rcp, rcp_applies(question, view), view.rcp_levels);
  Layer grants = view.resource_kind == ResourceKind::role_trust ? Layer::trust : Layer::resource;
  add(grants, 0, !view.resource.empty(), view.resource);
  bool has_identity =
      request.kind <= PrincipalKind::federated_user;  // root, services and strangers have none
  add(Layer::identity, 0, has_identity, view.identity);
  add(Layer::boundary, 0, boundary, boundary ? PolicyList(&view.boundary, 1) : PolicyList{});
  add(Layer::session, 0, !view.session.empty(), view.session);
  out.message = denial_message(request, out.decision);
  return out;
}

}  // namespace rehearse::iam
