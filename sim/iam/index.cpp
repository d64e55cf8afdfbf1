#include "sim/iam/index.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/iam/authorize.hpp"

namespace rehearse::iam {
namespace {

/// A statement with more pairs of action and resource than this is found by its actions alone, so
/// that an index grows with its policies and not with their square.
constexpr std::size_t kPairsMax = 64;

/// What every action that the pattern matches starts with.
std::string action_start(ActionPattern const& pattern) {
  return pattern.service.empty() ? "" : pattern.service + ":" + pattern.name.literal_start();
}

/// What every resource that the pattern matches starts with. A `$` may begin a variable.
std::string_view resource_start(ResourcePattern const& pattern) {
  std::string_view text = pattern.text;
  text = text.substr(0, find_wildcard(text));
  return text.substr(0, text.find('$'));
}

}  // namespace

void Starts::add(std::string_view text) {
  while (!open_.empty() && !text.starts_with(text_of(nodes_[open_.back()]))) open_.pop_back();
  auto number = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({static_cast<std::uint32_t>(pool_.size()),
                    static_cast<std::uint32_t>(text.size()), open_.empty() ? kNone : open_.back()});
  pool_ += text;
  open_.push_back(number);
}

/// The last of the range that does not come after the text, or kNone.
std::uint32_t Starts::last_not_after(std::string_view text, std::uint32_t first,
                                     std::uint32_t last) const {
  auto begin = nodes_.begin() + first;
  auto after = std::upper_bound(
      begin, nodes_.begin() + last, text,
      [&](std::string_view wanted, Node const& node) { return wanted < text_of(node); });
  return after == begin ? kNone : static_cast<std::uint32_t>(after - nodes_.begin()) - 1;
}

void StatementIndex::add_rows(Statement const& statement, std::uint32_t position,
                              std::vector<Row>& rows) const {
  std::vector<std::string> actions, resources;
  if (statement.not_action)
    actions.emplace_back();
  else
    for (ActionPattern const& action : statement.actions) actions.push_back(action_start(action));
  bool any_resource = statement.any_resource || statement.not_resource ||
                      actions.size() * statement.resources.size() > kPairsMax;
  if (any_resource)
    resources.emplace_back();
  else
    for (ResourcePattern const& resource : statement.resources)
      resources.emplace_back(resource_start(resource));
  for (std::string const& action : actions)
    for (std::string const& resource : resources) rows.push_back({action, resource, position});
}

StatementIndex::StatementIndex(std::span<Policy const* const> policies) {
  std::vector<Row> rows;
  for (Policy const* policy : policies)
    for (std::uint32_t i = 0; i < policy->statements.size(); ++i) {
      add_rows(policy->statements[i], static_cast<std::uint32_t>(places_.size()), rows);
      places_.push_back({&policy->statements[i], {policy->document, i}});
    }
  std::ranges::sort(rows);
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  Row const* before = nullptr;
  for (Row const& row : rows) {
    bool new_action = before == nullptr || before->action != row.action;
    if (new_action) {
      actions_.add(row.action);
      first_resource_.push_back(static_cast<std::uint32_t>(resources_.size()));
      resources_.begin_range();
    }
    if (new_action || before->resource != row.resource) {
      resources_.add(row.resource);
      first_place_.push_back(static_cast<std::uint32_t>(positions_.size()));
    }
    positions_.push_back(row.position);
    before = &row;
  }
  first_resource_.push_back(static_cast<std::uint32_t>(resources_.size()));
  first_place_.push_back(static_cast<std::uint32_t>(positions_.size()));
}

PolicyList::PolicyList(PolicySet const& set)
    : span(set.policies().data(), set.policies().size()), index(&set.index()) {}

}  // namespace rehearse::iam
