#include "sim/iam/policy_mirror.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/iam/pattern.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/ram_permissions.hpp"

namespace rehearse::iam {
namespace {

using ActionSet = std::set<std::string>;  // in lower case

/// Puts a text into a list once, whatever its case.
void put_once(std::vector<std::string>& list, std::string const& text) {
  if (std::ranges::none_of(
          list, [&](std::string const& each) { return equals_ignoring_case(each, text); }))
    list.push_back(text);
}

ActionSet set_of(std::vector<std::string> const& actions) {
  ActionSet out;
  for (std::string const& action : actions) out.insert(to_lower(action));
  return out;
}

/// Gathers the statements of one policy.
class Mirroring {
 public:
  explicit Mirroring(std::string_view resource_arn) : parts_(shared_resources(resource_arn)) {}

  void add(Statement const& statement, json::Value const* condition) {
    if (!statement.allow) return hinder("a statement denies");
    if (statement.not_action || statement.not_resource || statement.not_principal)
      hinder("a statement names what it does not mean");
    json::Value const asked = condition == nullptr ? json::Value{} : *condition;
    if (statements_++ == 0)
      out_.condition = asked;
    else if (out_.condition != asked)
      hinder("its statements have different conditions");
    for (ActionPattern const& action : statement.actions) add_action(action, statement);
    for (PrincipalEntry const& entry : statement.principals) add_principal(entry, statement);
  }

  PolicyMirror done() {
    for (auto const& [principal, actions] : granted_)
      if (actions != granted_.begin()->second) hinder("its principals may do different things");
    return std::move(out_);
  }

 private:
  void hinder(std::string why) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(why);
  }

  void add_action(ActionPattern const& action, Statement const& statement) {
    put_once(out_.actions, action.text);
    if (find_wildcard(action.text) != std::string_view::npos)
      return hinder(fmt::format("`{}` stands for several actions", action.text));
    // A share grants on the resource and on all that belongs to it; an action bears on one of them.
    ActionRow const* row = find_action(action.text);
    bool const of_the_group = row != nullptr && row->resource_type == "model-package-group";
    std::string const& needed = of_the_group ? parts_.front() : parts_.back();
    if (std::ranges::none_of(statement.resources,
                             [&](ResourcePattern const& r) { return r.text == needed; }))
      hinder(fmt::format("`{}` is not granted on `{}`", action.text, needed));
    for (ResourcePattern const& resource : statement.resources)
      if (std::ranges::find(parts_, resource.text) == parts_.end())
        hinder(fmt::format("it speaks of `{}`", resource.text));
  }

  void add_principal(PrincipalEntry const& entry, Statement const& statement) {
    using Form = PrincipalEntry::Form;
    if (entry.form != Form::account) hinder(fmt::format("`{}` is no account", entry.text));
    if (entry.form != Form::account && entry.form != Form::arn) return;
    put_once(out_.principals, entry.value);
    for (ActionPattern const& action : statement.actions)
      granted_[entry.value].insert(to_lower(action.text));
  }

  std::vector<std::string> parts_;
  PolicyMirror out_;
  std::map<std::string, ActionSet> granted_;
  std::size_t statements_ = 0;
};

}  // namespace

json::Value PolicyMirror::grants() const {
  json::Array list;
  for (std::string const& action : actions) list.emplace_back(action);
  json::Value out = json::Value{}.set("Effect", "Allow").set("Action", std::move(list));
  if (!condition.is_null()) out.set("Condition", condition);
  return out;
}

PolicyMirror mirror_of(json::Value const& policy, std::string_view resource_arn) {
  auto compiled = compile(policy, PolicyKind::resource);
  REHEARSE_ASSERT(compiled.has_value(), "only policies that were checked are mirrored");
  json::Value const& statements = *policy.find("Statement");
  Mirroring mirroring(resource_arn);
  for (std::size_t i = 0; i < compiled->statements.size(); ++i) {
    json::Value const& written = statements.is_array() ? statements.as_array()[i] : statements;
    mirroring.add(compiled->statements[i], written.find("Condition"));
  }
  return mirroring.done();
}

bool is_matched_by(PolicyMirror const& mirror, std::vector<std::string> const& actions,
                   json::Value const& condition) {
  return mirror.condition == condition && set_of(mirror.actions) == set_of(actions);
}

}  // namespace rehearse::iam
