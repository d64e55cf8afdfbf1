// A run with one change of what grants or limits access: what it changes, applied to the records on
// their way in, so that the trace of a mutant says what happened in it. The rules of the domain and
// of the operations know nothing of it.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "sim/trace/trace.hpp"
#include "sim/world/access/access.hpp"

namespace rehearse::world {

enum class MutationKind : std::uint8_t {
  document,          // of that kind and text: another text takes its place
  share_principal,   // of a share: its association never comes into force
  share_permission,  // of a share: another takes its place
  control_policy,    // attached to nothing
  attached_policy,   // of an identity: a managed policy, attached no more
};

struct Mutation {
  MutationKind kind{};
  trace::DocumentKind document{};
  std::string subject;  // a document's text; a share's or identity's ARN; a control policy's id
  std::string part;     // of a share: a principal or a permission; of an identity: a policy's ARN
  std::string becomes;  // the text or permission that takes its place
  std::string where;    // in words: `policies/deployer.json, statement DeployHere`
  std::string what;     // in words: `removed`

  bool is_of(trace::DocumentKind of, std::string_view text) const {
    return kind == MutationKind::document && document == of && subject == text;
  }
};

// The record as the mutated run has it.
trace::AssociationMoved mutated(Mutation const& by, Access const& access,
                                trace::AssociationMoved record);
trace::SharePermissionStored mutated(Mutation const& by, Access const& access,
                                     trace::SharePermissionStored record);
trace::SharePermissionInForce mutated(Mutation const& by, Access const& access,
                                      trace::SharePermissionInForce record);
trace::AttachmentStored mutated(Mutation const& by, Access const& access,
                                trace::AttachmentStored record);
trace::AttachmentInForce mutated(Mutation const& by, Access const& access,
                                 trace::AttachmentInForce record);
trace::IamStored mutated(Mutation const& by, Access const& access, trace::IamStored record);
trace::IamInForce mutated(Mutation const& by, Access const& access, trace::IamInForce record);

template <class R>
concept Mutable = requires(Mutation const& by, Access const& access, R record) {
  { mutated(by, access, record) } -> std::same_as<R>;
};

}  // namespace rehearse::world
