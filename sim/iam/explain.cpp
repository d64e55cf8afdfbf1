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

std::string value_in(Context const& context, std::string_view key) {
  auto const* entry = context.find(key);
  if (entry == nullptr) return "missing";
  if (!entry->multivalued) return "`" + shorten(entry->value, 160) + "`";
  return entry->values.empty() ? "an empty list"
                               : alternatives(entry->values, [](std::string_view v) { return v; });
}

std::vector<std::string> values_in(Context const& context, std::string_view key) {
  auto const* entry = context.find(key);
  if (entry == nullptr) return {};
  if (!entry->multivalued) return {std::string(entry->value)};
  return {entry->values.begin(), entry->values.end()};
}

/// Fills in what failed in the statement; returns how many elements did.
class Examiner {
 public:
  Examiner(Statement const& statement, Question const& question, bool has_boundary,
           StatementFinding& out)
      : statement_(statement), question_(question), has_boundary_(has_boundary), out_(out) {}

  std::size_t count_failures() {
    if (!action_matches(statement_, question_))
      fail_to_name(Element::action, statement_.not_action, statement_.actions,
                   question_.request.action);
    if (!resource_matches(statement_, question_))
      fail_to_name(Element::resource, statement_.not_resource, statement_.resources,
                   question_.request.resource);
    out_.grant = principal_level(statement_, question_.request, has_boundary_);
    if (out_.grant == GrantLevel::none)
      fail_to_name(Element::principal, statement_.not_principal, statement_.principals,
                   question_.request.principal);
    for (Condition const& condition : statement_.conditions)
      if (!condition.holds(question_.request.context)) fail(condition);
    return failures_;
  }

 private:
  /// An element that lists names, and the request's is not among them.
  template <class Entries>
  void fail_to_name(Element element, bool negated, Entries const& entries, std::string_view given) {
    ++failures_;
    out_.failed = element;
    out_.negated = negated;
    out_.wanted.clear();
    for (auto const& entry : entries) out_.wanted.push_back(entry.text);
    out_.given = {std::string(given)};
    std::string listed = alternatives(out_.wanted, [](std::string_view text) { return text; });
    out_.expected = negated ? "anything but " + listed : listed;
    out_.actual = fmt::format("`{}`", given);
  }

  void fail(Condition const& condition) {
    Context const& context = question_.request.context;
    ++failures_;
    out_.failed = Element::condition;
    out_.key = condition.key;
    out_.op = condition.written_operator;
    out_.negated = condition.op.row->negated;
    out_.wanted = condition.written_values;
    out_.given = values_in(context, condition.key);
    out_.missing = context.find(condition.key) == nullptr;
    out_.expected =
        fmt::format("`{}` {}", condition.written_operator,
                    alternatives(out_.wanted, [](std::string_view text) { return text; }));
    out_.actual = value_in(context, condition.key);
  }

  Statement const& statement_;
  Question const& question_;
  bool has_boundary_;
  StatementFinding& out_;
  std::size_t failures_ = 0;
};

std::string sentence_of(StatementFinding const& finding) {
  std::string name = finding.sid.empty() ? fmt::format("statement {}", finding.where.statement + 1)
                                         : fmt::format("statement `{}`", finding.sid);
  if (!finding.policy.empty())
    name += finding.policy_described ? " of " + finding.policy
                                     : fmt::format(" of `{}`", finding.policy);
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
      StatementFinding finding;
      finding.where = {policy->document, i};
      finding.policy = policy->name;
      finding.policy_described = policy->described;
      finding.policy_arn = policy->arn;
      finding.sid = statement.sid;
      finding.pointer = statement_pointer(*policy, i);
      finding.allow = statement.allow;
      if (Examiner(statement, question, has_boundary, finding).count_failures() > 1) continue;
      finding.sentence = sentence_of(finding);
      out.statements.push_back(std::move(finding));
    }
  }
}

/// What the conditions of the policies' statements on this action could not read.
void add_unreadable(PolicyList policies, Question const& question, std::vector<Unreadable>& out) {
  for (Policy const* policy : policies)
    for (std::uint32_t i = 0; i < policy->statements.size(); ++i) {
      Statement const& statement = policy->statements[i];
      if (!action_matches(statement, question)) continue;
      for (Condition const& condition : statement.conditions)
        for (std::string& value : values_in(question.request.context, condition.key)) {
          if (is_readable(condition.op.row->compare, value)) continue;
          std::string sentence = fmt::format(
              "the request's `{}` is `{}`, which is not {}: `{}` matches nothing", condition.key,
              shorten(value, 160), describe(condition.op.row->compare), condition.written_operator);
          out.push_back({{policy->document, i},
                         policy->name,
                         condition.key,
                         condition.written_operator,
                         std::move(value),
                         std::move(sentence)});
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

Explanation explain(Request const& request, PolicyView const& view, Wording wording) {
  Question question(request);
  bool const boundary = view.boundary != nullptr;
  Explanation out;
  out.decision = authorize(request, view);
  auto add = [&](Layer kind, std::size_t level, bool applies, PolicyList policies) {
    out.layers.push_back(layer(kind, level, applies, policies, question, boundary));
    if (applies) add_unreadable(policies, question, out.unreadable);
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
  Policy const* decided = wording.policy_arn ? deciding_policy(view, out.decision) : nullptr;
  out.message = denial_message(request, out.decision, decided ? decided->arn : "");
  return out;
}

}  // namespace rehearse::iam
