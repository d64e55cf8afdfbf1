// The condition keys that a call of SageMaker fills from its own input: which instances, which
// networks, which approval. Source: sharing-and-access 5.1.
#pragma once

#include <span>
#include <string_view>

#include "sim/world/access/question.hpp"

namespace rehearse::world {

/// One member of an operation's input that fills a key; one that ends in `/` is a family.
struct CallKey {
  std::string_view action;
  std::string_view key;
  std::string_view path;  // `ProductionVariants[].InstanceType`: of every one in the list
};

std::span<CallKey const> call_key_rows();
/// Does the key's value follow from the input of the call that asks, and not from who asks and for
/// what?
bool is_call_key(std::string_view key);
/// `resource`: what the call asks for. Keys whose members the input lacks are absent.
ContextKeys call_keys(std::string_view action, std::string_view resource, json::Value const& input);

}  // namespace rehearse::world
