// Who asks for what: the question that iam::authorize answers. Views only: building one costs no
// allocation when the same Context is used again.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/iam/open_rules.hpp"
#include "sim/vocab/enum_names.hpp"

namespace rehearse::iam {

/// What signed the request. `role` is the role itself, without a session (as the policy simulator
/// asks).
enum class PrincipalKind : std::uint8_t {
  user,
  role,
  assumed_role,
  federated_user,
  root,
  service,
  anonymous
};

/// What equal key names have in common, whatever their case: their length and their last eight
/// bytes. Names that differ seldom share it, so that most comparisons are one of two numbers.
std::uint64_t key_mark(std::string_view key);

/// The request context: a flat list of keys. Key names compare without case. Source:
/// sharing-and-access 3.5. Add every key once. All texts must outlive the context; `clear` keeps
/// the storage for the next request.
class Context {
 public:
  struct Entry {
    std::string_view key;
    std::string_view value;                    // of a single-valued key
    std::span<std::string_view const> values;  // of a multivalued key
    bool multivalued = false;
    std::uint64_t mark = 0;  // key_mark(key)
  };

  void clear() { entries_.clear(); }
  void add(std::string_view key, std::string_view value) {
    entries_.push_back({key, value, {}, false, key_mark(key)});
  }
  /// A multivalued key, even with one value or none.
  void add_list(std::string_view key, std::span<std::string_view const> values) {
    entries_.push_back({key, {}, values, true, key_mark(key)});
  }
  /// The entry of that key, or null when the request does not have it.
  Entry const* find(std::string_view key) const { return find(key, key_mark(key)); }
  /// The same. REQUIRES: `mark` is key_mark(key), kept from before.
  Entry const* find(std::string_view key, std::uint64_t mark) const;
  std::span<Entry const> entries() const { return entries_; }

  OpenRules rules;

 private:
  std::vector<Entry> entries_;
};

/// One request for one action on one resource.
struct Request {
  PrincipalKind kind = PrincipalKind::user;
  std::string_view principal;  // ARN as AWS logs it; a service's name; `anonymous`
  std::string_view account;    // the caller's 12 digits; empty for services and anonymous callers
  /// The role behind a session or the IAM user behind a federated one, with its path. When it is
  /// not known, a session's ARN is compared with a role's by account and name alone (a session ARN
  /// has no path).
  std::string_view issuer_arn;
  std::string_view action;          // `service:Name`, any case
  std::string_view resource = "*";  // an ARN; `*` when the action has no resource
  std::string_view resource_account;
  Context context;
};

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::PrincipalKind, "user", "role", "assumed-role", "federated-user",
                    "root", "service", "anonymous");
