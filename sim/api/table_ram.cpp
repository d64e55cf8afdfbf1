// The operations of AWS RAM, one row each.
#include "sim/api/handlers.hpp"
#include "sim/api/ram_parts.hpp"

namespace rehearse::api {
namespace {

constexpr Row kRamRows[] = {
    {"AcceptResourceShareInvitation", ram::accept_needs, ram::once<ram::accept>},
    {"AssociateResourceShare", ram::associate_needs, ram::once<ram::associate>},
    {"AssociateResourceSharePermission", ram::associate_permission_needs,
     ram::once<ram::associate_permission>},
    {"CreatePermission", ram::create_permission_needs, ram::once<ram::create_permission>},
    {"CreatePermissionVersion", ram::create_version_needs, ram::once<ram::create_version>},
    {"CreateResourceShare", ram::create_share_needs, ram::once<ram::create_share>},
    {"DeletePermission", ram::delete_permission_needs, ram::once<ram::delete_permission>},
    {"DeletePermissionVersion", ram::delete_version_needs, ram::once<ram::delete_version>},
    {"DeleteResourceShare", ram::delete_share_needs, ram::once<ram::delete_share>},
    {"DisassociateResourceShare", ram::disassociate_needs, ram::once<ram::disassociate>},
    {"DisassociateResourceSharePermission", ram::disassociate_permission_needs,
     ram::once<ram::disassociate_permission>},
    {"EnableSharingWithAwsOrganization", ram::enable_sharing_needs,
     ram::reading<ram::enable_sharing>},
    {"GetPermission", ram::get_permission_needs, ram::reading<ram::get_permission>},
    {"GetResourcePolicies", ram::policies_needs, ram::reading<ram::get_policies>},
    {"GetResourceShareAssociations", ram::associations_needs, ram::reading<ram::get_associations>},
    {"GetResourceShareInvitations", ram::invitations_needs, ram::reading<ram::get_invitations>},
    {"GetResourceShares", ram::shares_needs, ram::reading<ram::get_shares>},
    {"ListPendingInvitationResources", ram::pending_resources_needs,
     ram::reading<ram::list_pending_resources>},
    {"ListPermissionAssociations", ram::permission_associations_needs,
     ram::reading<ram::list_permission_associations>},
    {"ListPermissionVersions", ram::permission_versions_needs,
     ram::reading<ram::list_permission_versions>},
    {"ListPermissions", ram::permissions_needs, ram::reading<ram::list_permissions>},
    {"ListPrincipals", ram::principals_needs, ram::reading<ram::list_principals>},
    {"ListReplacePermissionAssociationsWork", ram::works_needs, ram::reading<ram::list_works>},
    {"ListResourceSharePermissions", ram::share_permissions_needs,
     ram::reading<ram::list_share_permissions>},
    {"ListResourceTypes", ram::types_needs, ram::reading<ram::list_types>},
    {"ListResources", ram::resources_needs, ram::reading<ram::list_resources>},
    {"ListSourceAssociations", ram::sources_needs, ram::reading<ram::list_sources>},
    {"PromotePermissionCreatedFromPolicy", ram::promote_permission_needs,
     ram::once<ram::promote_permission>},
    {"PromoteResourceShareCreatedFromPolicy", ram::promote_share_needs,
     ram::reading<ram::promote_share>},
    {"RejectResourceShareInvitation", ram::reject_needs, ram::once<ram::reject>},
    {"ReplacePermissionAssociations", ram::replace_permissions_needs,
     ram::once<ram::replace_permissions>},
    {"SetDefaultPermissionVersion", ram::set_default_needs, ram::once<ram::set_default_version>},
    {"TagResource", ram::tag_needs, ram::reading<ram::tag_resource>},
    {"UntagResource", ram::untag_needs, ram::reading<ram::untag_resource>},
    {"UpdateResourceShare", ram::update_share_needs, ram::once<ram::update_share>},
};

}  // namespace

std::span<Row const> ram_rows() { return kRamRows; }

}  // namespace rehearse::api
