// What is switched on and off for the whole organization: types of control policies, and trusted
// access of services. Source: sharing-and-access 1.10, 2.2, 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

constexpr std::string_view kRam = "ram.amazonaws.com";

/// The type to switch, at the root that the organization has.
std::expected<ControlPolicyType, ApiError> type_to_switch(Request const& r) {
  world::Organization const& organization = r.world().organization();
  if (text_of(r.input, "RootId") != organization.ou(OuId{0}).id)
    return std::unexpected(ApiError{"RootNotFoundException",
                                    "We can't find a root with the RootId that you specified."});
  return read_policy_type(text_of(r.input, "PolicyType"));
}

/// Only RAM looks at the organization here.
std::optional<ApiError> unknown_service(Request const& r) {
  std::string const service = text_of(r.input, "ServicePrincipal");
  if (service == kRam) return std::nullopt;
  return ApiError{"InvalidInputException",
                  fmt::format("trusted access of {} is not simulated", service)};
}

}  // namespace

Answer enable_policy_type(Request& r) {
  auto type = type_to_switch(r);
  if (!type) return std::unexpected(type.error());
  if (r.world().organization().features() != FeatureSet::all)
    return std::unexpected(ApiError{"PolicyTypeNotAvailableForOrganizationException",
                                    "You can't use the specified policy type with the feature set "
                                    "currently enabled for your organization."});
  if (r.world().access().control_policies().enabled(*type))
    return std::unexpected(ApiError{"PolicyTypeAlreadyEnabledException",
                                    "The specified policy type is already enabled in the "
                                    "specified root."});
  r.call.accept();
  r.domain.control_policies.enable(*type);
  return json::Value{}.set("Root", root_answer(r.world()));
}

Answer disable_policy_type(Request& r) {
  auto type = type_to_switch(r);
  if (!type) return std::unexpected(type.error());
  if (!r.world().access().control_policies().enabled(*type))
    return std::unexpected(
        ApiError{"PolicyTypeNotEnabledException",
                 "The specified policy type isn't currently enabled in this root."});
  r.call.accept();
  r.domain.control_policies.disable(*type);
  return json::Value{}.set("Root", root_answer(r.world()));
}

/// Trusted access alone does not let RAM look at the tree: for that its own call is needed.
Answer enable_service_access(Request& r) {
  if (auto refused = unknown_service(r)) return std::unexpected(*refused);
  if (r.world().organization().features() != FeatureSet::all)
    return std::unexpected(constraint_violation(
        "Your organization must have all features enabled to perform this operation."));
  r.call.accept();
  if (r.world().organization().ram_sharing_state() == RamSharing::off)
    r.domain.context().record.record(trace::RamSharingMoved{RamSharing::organizations_only});
  return json::Value{json::Object{}};
}

Answer disable_service_access(Request& r) {
  if (auto refused = unknown_service(r)) return std::unexpected(*refused);
  r.call.accept();
  if (r.world().organization().ram_sharing_state() != RamSharing::off)
    r.domain.sharing.organization_sharing_off();
  return json::Value{json::Object{}};
}

Answer list_service_access(Request& r) {
  json::Array items;
  if (r.world().organization().ram_sharing_state() != RamSharing::off)
    items.push_back(json::Value{}.set("ServicePrincipal", kRam));
  return page(r.input, std::move(items), {"EnabledServicePrincipals"});
}

}  // namespace rehearse::api::organizations
