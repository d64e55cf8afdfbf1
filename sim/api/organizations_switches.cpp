// Types of control policies, switched on and off for the whole organization: begun by a call, done
// a while later. Source: sharing-and-access 2.2, 2.4.
#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

/// The type to switch, at the root that the organization has.
std::expected<ControlPolicyType, ApiError> type_to_switch(Request const& r) {
  world::Organization const& organization = r.world().organization();
  if (text_of(r.input, "RootId") != organization.ou(OuId{0}).id)
    return std::unexpected(ApiError{"RootNotFoundException",
                                    "We can't find a root with the RootId that you specified."});
  return read_policy_type(text_of(r.input, "PolicyType"));
}

std::optional<ApiError> being_switched(PolicyTypeStatus status) {
  if (status == PolicyTypeStatus::enabled || status == PolicyTypeStatus::disabled)
    return std::nullopt;
  return ApiError{"PolicyChangesInProgressException",
                  "Changes to the effective policy are in progress, and its contents can't be "
                  "returned. Try the operation again later."};
}

Answer begin_switch(Request& r, ControlPolicyType type, bool on) {
  r.call.accept();
  r.domain.control_policies.begin_switch(type, on);
  return json::Value{}.set("Root", root_answer(r.world()));
}

}  // namespace

Answer enable_policy_type(Request& r) {
  auto type = type_to_switch(r);
  if (!type) return std::unexpected(type.error());
  if (r.world().organization().features() != FeatureSet::all)
    return std::unexpected(ApiError{"PolicyTypeNotAvailableForOrganizationException",
                                    "You can't use the specified policy type with the feature set "
                                    "currently enabled for your organization."});
  PolicyTypeStatus const status = r.world().access().control_policies().status(*type);
  if (auto refused = being_switched(status)) return std::unexpected(*refused);
  if (status == PolicyTypeStatus::enabled)
    return std::unexpected(ApiError{"PolicyTypeAlreadyEnabledException",
                                    "The specified policy type is already enabled in the "
                                    "specified root."});
  return begin_switch(r, *type, true);
}

Answer disable_policy_type(Request& r) {
  auto type = type_to_switch(r);
  if (!type) return std::unexpected(type.error());
  PolicyTypeStatus const status = r.world().access().control_policies().status(*type);
  if (auto refused = being_switched(status)) return std::unexpected(*refused);
  if (status == PolicyTypeStatus::disabled)
    return std::unexpected(
        ApiError{"PolicyTypeNotEnabledException",
                 "The specified policy type isn't currently enabled in this root."});
  return begin_switch(r, *type, false);
}

}  // namespace rehearse::api::organizations
