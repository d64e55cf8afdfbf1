#include "sim/iam/keys.hpp"

#include <array>
#include <vector>

#include "sim/base/text.hpp"

namespace rehearse::iam {
namespace {

using enum Present;

constexpr auto kKeys = std::to_array<GlobalKey>({
    // name, multivalued, present, when
    {"aws:PrincipalAccount", false, always, "always"},
    {"aws:PrincipalArn", false, always, "always"},
    {"aws:PrincipalType", false, always, "always"},
    {"aws:userid", false, always, "always"},
    {"aws:RequestedRegion", false, always, "always"},
    {"aws:CurrentTime", false, always, "always"},
    {"aws:EpochTime", false, always, "always"},
    {"aws:SecureTransport", false, always, "always"},
    {"aws:PrincipalIsAWSService", false, always, "always"},
    {"aws:ViaAWSService", false, always, "always"},
    {"aws:username", false, sometimes, "the caller is an IAM user"},
    {"aws:PrincipalOrgID", false, sometimes, "the caller's account is in an organization"},
    {"aws:PrincipalOrgPaths", true, sometimes, "the caller's account is in an organization"},
    {"aws:PrincipalTag/", false, sometimes, "the user, role or session has the tag"},
    {"aws:PrincipalServiceName", false, sometimes, "an AWS service calls"},
    {"aws:PrincipalServiceNamesList", true, sometimes, "an AWS service calls"},
    {"aws:ResourceAccount", false, sometimes, "the action has a resource, for most actions"},
    {"aws:ResourceOrgID", false, sometimes, "the owner is in an organization"},
    {"aws:ResourceOrgPaths", true, sometimes, "the owner is in an organization"},
    {"aws:ResourceTag/", false, sometimes, "the resource has the tag"},
    {"aws:RequestTag/", false, sometimes, "the request tags"},
    {"aws:TagKeys", true, sometimes, "the request tags"},
    {"aws:SourceAccount", false, sometimes, "a service calls on a resource's behalf"},
    {"aws:SourceArn", false, sometimes, "a service calls on a resource's behalf"},
    {"aws:SourceOrgID", false, sometimes, "a service calls on a resource's behalf"},
    {"aws:SourceOrgPaths", true, sometimes, "a service calls on a resource's behalf"},
    {"aws:SourceOwner", false, sometimes, "a service calls on a resource's behalf"},
    {"aws:CalledVia", true, sometimes, "a service calls with the caller's rights"},
    {"aws:CalledViaFirst", false, sometimes, "a service calls with the caller's rights"},
    {"aws:CalledViaLast", false, sometimes, "a service calls with the caller's rights"},
    {"aws:TokenIssueTime", false, sometimes, "the credentials are temporary"},
    {"aws:MultiFactorAuthPresent", false, sometimes, "the credentials are temporary"},
    {"aws:MultiFactorAuthAge", false, sometimes, "the caller used MFA"},
    {"aws:FederatedProvider", false, sometimes, "the session is federated"},
    {"aws:SourceIdentity", false, sometimes, "the session was given one"},
    {"aws:SourceIp", false, sometimes, "the call comes over the internet"},
    {"aws:VpcSourceIp", false, sometimes, "the call comes over an endpoint"},
    {"aws:SourceVpc", false, sometimes, "the call comes over an endpoint"},
    {"aws:SourceVpcArn", false, sometimes, "the call comes over an endpoint"},
    {"aws:SourceVpce", false, sometimes, "the call comes over an endpoint"},
    {"aws:Ec2InstanceSourceVpc", false, sometimes, "an instance's role calls"},
    {"aws:Ec2InstanceSourcePrivateIPv4", false, sometimes, "an instance's role calls"},
    {"aws:AssumedRoot", false, sometimes, "AssumeRoot gave the credentials"},
    {"aws:Referer", false, sometimes, "the client sends it"},
    {"aws:UserAgent", false, sometimes, "the client sends it"},
});

}  // namespace

GlobalKey const* find_global_key(std::string_view key) {
  for (GlobalKey const& row : kKeys) {
    bool family = row.name.ends_with('/');
    if (equals_ignoring_case(family ? key.substr(0, row.name.size()) : key, row.name)) return &row;
  }
  return nullptr;
}

std::string nearest_global_key(std::string_view key) {
  std::vector<std::string_view> names;
  for (GlobalKey const& row : kKeys) names.push_back(row.name);
  return did_you_mean(key, names);
}

}  // namespace rehearse::iam
