// Roles, users, groups and root users, and what IAM keeps of each: as it shows it (stored) and as
// decisions see it (in force).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

/// The record that made something so, and when. `stored`: of what is in force, the record by which
/// it was stored.
struct Origin {
  Time at{};
  trace::Seq seq = trace::kNoSeq;
  trace::Seq stored = trace::kNoSeq;

  Origin() = default;
  explicit Origin(trace::Entry const& entry)
      : at(entry.at),
        seq(entry.seq),
        stored(entry.cause == trace::kNoSeq ? entry.seq : entry.cause) {}
};

/// An inline policy (by name) or an attached managed one (by ARN, without a document of its own).
struct NamedPolicy {
  std::string name;
  DocumentId document;
  Origin since;
};

/// A tag; keys compare without case.
struct Tag {
  std::string key;
  std::string value;
};

/// By its key; null without one.
Tag const* find_tag(std::vector<Tag> const& tags, std::string_view key);

/// Puts a tag in the place of the one with its key, or takes that off.
void put_tag(std::vector<Tag>& tags, Tag tag, bool present);

/// What IAM keeps of one identity. Lists are in the order of their names.
struct Attributes {
  bool exists = false;
  std::vector<NamedPolicy> inline_policies;
  std::vector<NamedPolicy> attached;
  std::string boundary;  // a managed policy's ARN, or empty
  DocumentId trust;
  Origin trust_since;
  std::vector<Tag> tags;
  std::vector<std::string> groups;  // of a user
  std::int64_t session_max = 3600;  // seconds; of a role

  NamedPolicy const* find_inline(std::string_view name) const;
  NamedPolicy const* find_attached(std::string_view arn) const;
  bool has_group(std::string_view name) const;
};

struct Principal {
  IdentityKind kind{};
  AccountId account;
  std::string path;  // `/` or `/team/`
  std::string name;
  std::string unique_id;
  std::string arn;
  trace::SourceLine where;
  trace::Seq created = 0;
  Time created_at{};
  Attributes stored;
  Attributes in_force;
};

class Principals {
 public:
  std::vector<Principal> const& all() const { return all_; }
  Principal const& operator[](PrincipalId id) const { return all_[id.index]; }
  /// The one that IAM shows under that name now, or none.
  PrincipalId find(AccountId account, IdentityKind kind, std::string_view name) const;
  /// The one that decisions know under that name, whatever IAM shows by now, or none.
  PrincipalId find_in_force(AccountId account, IdentityKind kind, std::string_view name) const;
  /// The one that IAM shows under that ARN now, or none.
  PrincipalId find_arn(std::string_view arn) const;
  /// The last that was made with that ARN, there or not; none when none ever was.
  PrincipalId newest(std::string_view arn) const;

  /// `account_id`: the 12 digits, for the ARN.
  void define(trace::Entry const& entry, trace::PrincipalDefined const& record,
              std::string_view account_id);
  void apply(trace::Entry const& entry, trace::IamStored const& record);
  void apply(trace::Entry const& entry, trace::IamInForce const& record);

 private:
  std::vector<Principal> all_;
  std::map<std::string, PrincipalId, std::less<>> by_arn_;  // the newest of that ARN
};

}  // namespace rehearse::world
