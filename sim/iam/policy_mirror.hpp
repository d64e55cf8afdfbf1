// What RAM sees in a resource policy that somebody wrote by hand: a share's principals and one
// managed permission, or why it cannot be a share. Source: sharing-and-access 1.13,
// sagemaker-pipelines 6.2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"

namespace rehearse::iam {

struct PolicyMirror {
  std::vector<std::string> principals;  // accounts' digits, ARNs of roles and users; each once
  std::vector<std::string> actions;     // each once
  json::Value condition{};              // null: none
  std::string obstacle;                 // why it cannot be an ordinary share; empty: it can

  /// `{"Effect":"Allow","Action":[...],"Condition":{...}}`.
  json::Value grants() const;
};

/// REQUIRES: the policy compiles as a resource policy. Nothing allowed: no actions.
PolicyMirror mirror_of(json::Value const& policy, std::string_view resource_arn);

/// Does a managed permission grant just what the policy does? The order and the case of actions
/// count not.
bool is_matched_by(PolicyMirror const& mirror, std::vector<std::string> const& actions,
                   json::Value const& condition);

}  // namespace rehearse::iam
