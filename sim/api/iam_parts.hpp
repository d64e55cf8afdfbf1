// What IAM's handlers share: the words of each kind of identity, finding what a call names, pages,
// limits.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "sim/api/answers.hpp"
#include "sim/world/access/principals.hpp"

namespace rehearse::api::iam {

/// How the calls on a kind of identity spell it. Source: sharing-and-access 3.6 (limits).
struct KindRow {
  std::string_view word;      // in texts: `role`
  std::string_view title;     // in members: `Role`, `RoleName`, `RoleId`
  std::size_t inline_max;     // characters of all inline policies, white space not counted
  std::string_view attached;  // the quota of attached managed policies
};
KindRow const& row_of(IdentityKind kind);

ApiError no_such_entity(std::string text);
ApiError limit_exceeded(std::string text);
ApiError delete_conflict(std::string text);

/// The identity that `RoleName`, `UserName` or `GroupName` names in the caller's account; a user
/// that asks for itself names none. Error: NoSuchEntity.
std::expected<PrincipalId, ApiError> find(Request const& r, IdentityKind kind);
/// Of a kind, that IAM shows now, of one account, in the order of their names.
std::vector<PrincipalId> all_of(World const& world, AccountId account, IdentityKind kind);

/// The document that a call brings, stored, or MalformedPolicyDocument. `max`: characters;
/// `too_long` is the error when it has more.
struct SizeRule {
  std::size_t max;
  std::string too_long;
};
std::expected<std::string, ApiError> read_document(Request const& r, std::string_view text,
                                                   rehearse::iam::PolicyKind kind,
                                                   SizeRule const& size);
/// A trust policy names only principals that IAM knows by now. Source: sharing-and-access 3.3.
std::expected<std::string, ApiError> read_trust(Request const& r, std::string_view member);
/// As boto3 hands it out: an object.
json::Value document_of(World const& world, DocumentId document);

/// A page with `IsTruncated`, as IAM has them.
Answer iam_page(json::Value const& input, std::string_view list, json::Array items);

/// Stores it now, enforces it later.
void change(Request& r, trace::IamStored stored);

// What several answers show.
json::Array tags_answer(std::vector<world::Tag> const& tags);
json::Value identity_answer(World const& world, PrincipalId id);
/// At most 50 tags, no key twice. Source: sharing-and-access 3.6.
std::optional<ApiError> check_tags(Request const& r, std::vector<world::Tag> const& present,
                                   std::string_view title);
/// The policy that is to limit an identity. Error: NoSuchEntity.
std::optional<ApiError> check_boundary(Request const& r, std::string const& arn);

}  // namespace rehearse::api::iam
