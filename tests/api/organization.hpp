// Short words for tests of the organization: calls of its management account, and what they answer.
#pragma once

#include "tests/api/people.hpp"

namespace rehearse {

inline std::string const kProduction = "444455556666";
inline std::string const kPartner = "777788889999";

inline json::Value manage(Sim& sim, char const* operation,
                          json::Value const& input = json::Object{}) {
  return sim.ok(sim.admin("management"), "organizations", operation, input);
}
/// The code of a refusal of the management account.
inline std::string code(Sim& sim, char const* operation,
                        json::Value const& input = json::Object{}) {
  return sim.refused(sim.admin("management"), "organizations", operation, input).code;
}
inline std::string id_of(json::Value const& answer, std::string_view thing) {
  return std::string(answer.find(thing)->string_or_empty("Id"));
}
inline std::vector<std::string> ids(json::Value const& answer, std::string_view list,
                                    std::string_view member = "Id") {
  std::vector<std::string> out;
  for (json::Value const& each : answer.find(list)->as_array())
    out.emplace_back(each.string_or_empty(member));
  return out;
}
using Ids = std::vector<std::string>;

/// The input of EnablePolicyType and DisablePolicyType.
inline json::Value policy_type(char const* type = "SERVICE_CONTROL_POLICY") {
  return in({{"RootId", "r-ab12"}, {"PolicyType", type}});
}

}  // namespace rehearse
