#include "sim/world/mutation.hpp"

namespace rehearse::world {
namespace {

template <class R>
R with_permission(Mutation const& by, Access const& access, R record) {
  if (by.kind == MutationKind::share_permission && record.permission == by.part &&
      access.shares().share(record.share).arn == by.subject) {
    record.permission = by.becomes;
    record.version = access.shares().permissions().find(by.becomes)->default_version;
  }
  return record;
}

template <class R>
R without_attachment(Mutation const& by, R record) {
  if (by.kind == MutationKind::control_policy && record.policy == by.subject)
    record.attached = false;
  return record;
}

template <class R>
R without_policy(Mutation const& by, Access const& access, R record) {
  if (by.kind == MutationKind::attached_policy && record.slot == IamSlot::attached_policy &&
      record.name == by.part && access.principals()[record.principal].arn == by.subject)
    record.present = false;
  return record;
}

}  // namespace

trace::AssociationMoved mutated(Mutation const& by, Access const& access,
                                trace::AssociationMoved record) {
  if (by.kind == MutationKind::share_principal && record.type == AssociationType::principal &&
      record.entity == by.part && access.shares().share(record.share).arn == by.subject)
    record.in_force = false;
  return record;
}

trace::SharePermissionStored mutated(Mutation const& by, Access const& access,
                                     trace::SharePermissionStored record) {
  return with_permission(by, access, std::move(record));
}
trace::SharePermissionInForce mutated(Mutation const& by, Access const& access,
                                      trace::SharePermissionInForce record) {
  return with_permission(by, access, std::move(record));
}

trace::AttachmentStored mutated(Mutation const& by, Access const&, trace::AttachmentStored record) {
  return without_attachment(by, std::move(record));
}
trace::AttachmentInForce mutated(Mutation const& by, Access const&,
                                 trace::AttachmentInForce record) {
  return without_attachment(by, std::move(record));
}

trace::IamStored mutated(Mutation const& by, Access const& access, trace::IamStored record) {
  return without_policy(by, access, std::move(record));
}
trace::IamInForce mutated(Mutation const& by, Access const& access, trace::IamInForce record) {
  return without_policy(by, access, std::move(record));
}

}  // namespace rehearse::world
