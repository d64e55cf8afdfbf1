// Identities, what IAM keeps of them, managed policies, sessions, and the policies of resources:
// stored and in force.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/access.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::trace {

/// A role, a user, a group or an account's root user. One made anew under an old name is another.
struct PrincipalDefined {
  PrincipalId principal;
  IdentityKind kind{};
  AccountId account;
  std::string path;  // `/` or `/team/`
  std::string name;
  std::string unique_id;  // AROA..., AIDA..., AGPA...; the account's digits for root
  SourceLine where;
  static constexpr std::string_view kName = "PrincipalDefined";
  static constexpr auto fields() {
    using R = PrincipalDefined;
    return std::tuple{field("principal", &R::principal), field("kind", &R::kind),
                      field("account", &R::account),     field("path", &R::path),
                      field("name", &R::name),           field("unique_id", &R::unique_id),
                      undigested("where", &R::where)};
  }
};

/// One thing that IAM keeps of an identity, as it shows it.
struct IamStored {
  PrincipalId principal;
  IamSlot slot{};
  std::string name;     // of an inline policy, a tag's key, a group; a managed policy's ARN
  DocumentId document;  // of an inline policy or a trust policy
  std::string value;    // of a tag
  bool present = true;  // false: taken away
  static constexpr std::string_view kName = "IamStored";
  static constexpr auto fields() {
    using R = IamStored;
    return std::tuple{field("principal", &R::principal), field("slot", &R::slot),
                      field("name", &R::name),           field("document", &R::document),
                      field("value", &R::value),         field("present", &R::present)};
  }
};

/// From here on decisions see it so.
struct IamInForce {
  PrincipalId principal;
  IamSlot slot{};
  std::string name;
  DocumentId document;
  std::string value;
  bool present = true;
  static constexpr std::string_view kName = "IamInForce";
  static constexpr auto fields() {
    using R = IamInForce;
    return std::tuple{field("principal", &R::principal), field("slot", &R::slot),
                      field("name", &R::name),           field("document", &R::document),
                      field("value", &R::value),         field("present", &R::present)};
  }
};

/// A version of a managed policy. No document: the version is deleted; version 0 without a
/// document: the policy is.
struct ManagedPolicyStored {
  std::string arn;
  std::uint32_t version = 0;
  DocumentId document;
  bool is_default = false;
  SourceLine where;
  static constexpr std::string_view kName = "ManagedPolicyStored";
  static constexpr auto fields() {
    using R = ManagedPolicyStored;
    return std::tuple{field("arn", &R::arn), field("version", &R::version),
                      field("document", &R::document), field("is_default", &R::is_default),
                      undigested("where", &R::where)};
  }
};

/// From here on whatever the policy is attached to is judged by this document.
struct ManagedPolicyInForce {
  std::string arn;
  DocumentId document;
  static constexpr std::string_view kName = "ManagedPolicyInForce";
  static constexpr auto fields() {
    using R = ManagedPolicyInForce;
    return std::tuple{field("arn", &R::arn), field("document", &R::document)};
  }
};

/// Temporary credentials of a role.
struct SessionIssued {
  SessionId session;
  PrincipalId role;
  std::string name;
  std::string access_key;  // ASIA...
  Duration lifetime{};
  JsonText policies;    // a list of session policies: documents and ARNs of managed policies
  JsonText tags;        // an object of session tags, those that came along the chain included
  JsonText transitive;  // a list of the keys that go on along the chain
  std::string source_identity;
  static constexpr std::string_view kName = "SessionIssued";
  static constexpr auto fields() {
    using R = SessionIssued;
    return std::tuple{field("session", &R::session),
                      field("role", &R::role),
                      field("name", &R::name),
                      field("access_key", &R::access_key),
                      field("lifetime", &R::lifetime),
                      field("policies", &R::policies),
                      field("tags", &R::tags),
                      field("transitive", &R::transitive),
                      field("source_identity", &R::source_identity)};
  }
};

/// A policy written onto a resource by hand, as its service shows it. No document: taken away.
struct ResourcePolicyStored {
  std::string arn;
  AccountId owner;
  DocumentId document;
  static constexpr std::string_view kName = "ResourcePolicyStored";
  static constexpr auto fields() {
    using R = ResourcePolicyStored;
    return std::tuple{field("arn", &R::arn), field("owner", &R::owner),
                      field("document", &R::document)};
  }
};

/// From here on decisions see it.
struct ResourcePolicyInForce {
  std::string arn;
  DocumentId document;
  static constexpr std::string_view kName = "ResourcePolicyInForce";
  static constexpr auto fields() {
    using R = ResourcePolicyInForce;
    return std::tuple{field("arn", &R::arn), field("document", &R::document)};
  }
};

/// A key of KMS that a scenario declares. Its policy is a ResourcePolicyStored on the ARN.
struct KeyDefined {
  AccountId account;
  std::string name;  // what the scenario calls it
  std::string arn;
  SourceLine where;
  static constexpr std::string_view kName = "KeyDefined";
  static constexpr auto fields() {
    using R = KeyDefined;
    return std::tuple{field("account", &R::account), field("name", &R::name), field("arn", &R::arn),
                      undigested("where", &R::where)};
  }
};

/// A bucket of S3 that a scenario declares. Its policy is a ResourcePolicyStored on the ARN.
struct BucketDefined {
  AccountId account;
  std::string name;
  std::string key;  // the ARN of the key that its objects are encrypted with, or empty
  SourceLine where;
  static constexpr std::string_view kName = "BucketDefined";
  static constexpr auto fields() {
    using R = BucketDefined;
    return std::tuple{field("account", &R::account), field("name", &R::name), field("key", &R::key),
                      undigested("where", &R::where)};
  }
};

/// An object of a declared bucket whose text the scenario gives.
struct ObjectDefined {
  std::string bucket;  // its name
  std::string key;
  DocumentId document;
  static constexpr std::string_view kName = "ObjectDefined";
  static constexpr auto fields() {
    using R = ObjectDefined;
    return std::tuple{field("bucket", &R::bucket), field("key", &R::key),
                      field("document", &R::document)};
  }
};

/// A tag on a resource other than an identity.
struct ResourceTagged {
  std::string arn;
  std::string key;
  std::string value;
  bool present = true;  // false: taken off
  static constexpr std::string_view kName = "ResourceTagged";
  static constexpr auto fields() {
    using R = ResourceTagged;
    return std::tuple{field("arn", &R::arn), field("key", &R::key), field("value", &R::value),
                      field("present", &R::present)};
  }
};

}  // namespace rehearse::trace
