// A change that somebody could make to the access state, as the records that it would end in, tried
// on a copy.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/world/access/access.hpp"

namespace rehearse::world {

struct Edit {
  using Record =
      std::variant<trace::DocumentStored, trace::IamInForce, trace::ManagedPolicyInForce,
                   trace::ResourcePolicyStored, trace::ResourcePolicyInForce,
                   trace::AttachmentInForce, trace::ControlPolicyInForce, trace::PathInForce,
                   trace::MembershipInForce, trace::SharePermissionInForce, trace::AssociationMoved,
                   trace::ShareStored, trace::ShareMoved>;

  std::string what;   // an order: `accept the invitation to share ...`
  std::string paste;  // a call of the AWS command line, or a policy statement
  std::vector<Record> records;
  bool drops_session = false;  // the call is to be made without the session's own policies
};

/// Makes the edit in a copy.
void apply(Edit const& edit, Access& access);

/// The number of a document with that text; one that is not there yet is put into the edit.
DocumentId document_in(Access const& access, Edit& edit, trace::DocumentKind kind, std::string name,
                       json::Value const& document);

/// The content of a stored document.
json::Value content_of(Access const& access, DocumentId document);

// What can be done to a document, as new documents.
json::Value with_statement(json::Value document, json::Value statement);
/// Nothing when it would be the last one.
json::Value without_statement(json::Value document, std::size_t statement);
/// `element` (`Resource`, `Action`) of a statement gets one value more.
json::Value with_value(json::Value document, std::size_t statement, std::string_view element,
                       std::string_view value);
/// A statement that allows one action on one resource. `principal`: of a resource or trust policy.
json::Value allow_statement(std::string_view action, std::string_view resource,
                            std::string_view principal = {});

}  // namespace rehearse::world
