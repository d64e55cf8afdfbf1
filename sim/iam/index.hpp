// Finds, of many statements, the few that may speak of a request: by action, and by the literal
// start of the resource pattern.
//
//   PolicySet mine(policies);                   // once per principal and policies in force
//   PolicyView view{.identity = mine, ...};     // the same decisions as with the bare list
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/match.hpp"
#include "sim/vocab/decision.hpp"

namespace rehearse::iam {

struct Policy;
struct Statement;

/// Texts in their order, each with the longest other one that it starts with: all that a text
/// starts with are found by one search and a walk along these links.
class Starts {
 public:
  /// REQUIRES: in order, each once.
  void add(std::string_view text);
  std::size_t size() const { return nodes_.size(); }

  /// Calls `visit(number)` for each of the nodes [first, last) that the text starts with. REQUIRES:
  /// that range was begun by `begin_range`.
  template <class Visit>
  void each_start_of(std::string_view text, std::uint32_t first, std::uint32_t last,
                     Visit visit) const {
    for (std::uint32_t at = last_not_after(text, first, last); at != kNone; at = nodes_[at].parent)
      if (text.starts_with(text_of(nodes_[at]))) visit(at);
  }
  /// What is added from here on is a family of its own.
  void begin_range() { open_.clear(); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Node {
    std::uint32_t offset, size;
    std::uint32_t parent;  // the longest start of this one, or kNone
  };
  std::string_view text_of(Node const& node) const {
    return std::string_view(pool_).substr(node.offset, node.size);
  }
  std::uint32_t last_not_after(std::string_view text, std::uint32_t first,
                               std::uint32_t last) const;

  std::vector<Node> nodes_;
  std::string pool_;
  std::vector<std::uint32_t> open_;  // the starts of the one that was added last
};

/// Immutable. The policies must outlive it. Looking up allocates nothing.
class StatementIndex {
 public:
  explicit StatementIndex(std::span<Policy const* const> policies);

  /// Calls `visit(position, statement, reference)` for every statement that may match, and few
  /// others; in no order, one perhaps several times. `position` counts over all policies.
  template <class Visit>
  void each(Question const& question, Visit visit) const {
    auto const last_action = static_cast<std::uint32_t>(actions_.size());
    actions_.each_start_of(question.action, 0, last_action, [&](std::uint32_t action) {
      resources_.each_start_of(question.request.resource, first_resource_[action],
                               first_resource_[action + 1], [&](std::uint32_t resource) {
                                 for (std::uint32_t i = first_place_[resource];
                                      i < first_place_[resource + 1]; ++i) {
                                   Place const& place = places_[positions_[i]];
                                   visit(positions_[i], *place.statement, place.ref);
                                 }
                               });
    });
  }

 private:
  struct Place {
    Statement const* statement;
    StatementRef ref;
  };
  struct Row {
    std::string action, resource;
    std::uint32_t position;
    auto operator<=>(Row const&) const = default;
  };
  void add_rows(Statement const& statement, std::uint32_t position, std::vector<Row>& rows) const;

  std::vector<Place> places_;  // by position
  Starts actions_, resources_;
  std::vector<std::uint32_t> first_resource_;  // of each action, and one behind the last
  std::vector<std::uint32_t> first_place_;     // of each resource, and one behind the last
  std::vector<std::uint32_t> positions_;
};

/// Policies that count together, with their index. Converts to PolicyList.
class PolicySet {
 public:
  explicit PolicySet(std::vector<Policy const*> policies)
      : policies_(std::move(policies)), index_(policies_) {}
  std::vector<Policy const*> const& policies() const { return policies_; }
  StatementIndex const& index() const { return index_; }

 private:
  std::vector<Policy const*> policies_;
  StatementIndex index_;
};

}  // namespace rehearse::iam
