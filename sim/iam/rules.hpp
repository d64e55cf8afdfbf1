// What each kind of policy may hold, one row a kind. Source:
// sharing-and-access 3.1, 1.4, 2.2, 2.3, 3.6.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sim/iam/policy.hpp"

namespace rehearse::iam {

enum class Need : std::uint8_t { forbidden, optional, required };

struct KindRules {
  std::string_view name;  // `an identity policy`
  Need principal;
  bool only_everybody;  // the one principal is `*`
  bool not_principal;
  Need resource;
  bool id;
  bool not_action;
  bool bare_star_action;       // `Action: "*"`
  bool allow, deny;            // the effects
  bool plain_sids;             // letters and digits only
  bool old_version;            // `2008-10-17` as well
  std::size_t characters_max;  // of the document
  bool counts_space;           // the characters include white space
  ShortArn short_arn;
};

KindRules const& rules_of(PolicyKind kind);

/// Condition keys that a RAM permission may not use, without case; a trailing `*` stands for the
/// rest. Source: 1.4.
std::span<std::string_view const> ram_permission_forbidden_keys();

}  // namespace rehearse::iam
