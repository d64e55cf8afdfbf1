// The policies that the decision benchmark asks about: as many as a request can meet, and more.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sim/iam/authorize.hpp"

namespace rehearse::bench {

/// How the statements of a large set differ from each other.
enum class Spread { by_action, by_resource, by_both };

/// Policies with the storage that lists of them are views into.
struct Policies {
  std::vector<std::unique_ptr<iam::Policy const>> owned;
  std::vector<iam::Policy const*> list;

  void add(std::string const& document, iam::PolicyKind kind);
};

/// `count` statements in documents of 50, as managed policies are; one in ten denies, one in four
/// has a condition; none decides but the one in the middle.
Policies make_identity(std::size_t count, Spread spread);

/// All that surrounds the identity policies: boundary, three levels of SCPs, a resource policy.
struct Surroundings {
  Policies boundary, scps, resource;
  std::vector<iam::PolicyList> levels;
};
Surroundings make_surroundings();

/// A role session of another account that starts `pipeline/team-0042-train`, with the context that
/// AWS fills.
iam::Request make_request();

}  // namespace rehearse::bench
