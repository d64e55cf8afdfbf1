// The elements of a statement that name actions, resources and principals, compiled, and how they
// match. Source: sharing-and-access 3.2, 3.3.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/pattern.hpp"
#include "sim/iam/request.hpp"

namespace rehearse::iam {

/// A request taken apart once, for many statements. Views into the request. Allocates only for an
/// action of more than 128 bytes, which no service has.
struct Question {
  explicit Question(Request const& asked);
  Question(Question const&) = delete;
  Question& operator=(Question const&) = delete;

  Request const& request;
  std::string_view action;   // in lower case
  std::string_view service;  // of it
  std::string_view name;
  std::array<std::string_view, 6> resource_fields;
  bool resource_is_arn = false;  // false for `*` (and for text that is no ARN: only `*` matches it)

 private:
  std::array<char, 128> small_;
  std::string large_;
};

/// `*` or `service:Name` with wildcards in the name. No case counts.
struct ActionPattern {
  std::string text;     // as written
  std::string service;  // lower case; empty for `*`
  Pattern name;         // lower case

  bool matches(Question const& question) const;
};

/// What becomes of an ARN with fewer than six fields, policy kind by policy kind.
/// ASSUMPTION short-arn: AWS does not document it; the rules are the observed ones of
/// sharing-and-access 3.2.
enum class ShortArn : std::uint8_t { missing_is_star, needs_a_star, must_end_in_star, invalid };

/// `*` or an ARN whose six fields are matched one by one: a star does not leave its field, and in
/// the last field it crosses `/` and `:`. ASSUMPTION: a star that ends a field stays in it too (9,
/// row 9).
struct ResourcePattern {
  std::string text;  // as written
  bool everything = false;
  bool nothing = false;         // a short ARN that never matches
  bool literal_head = false;    // the first five fields have no wildcard: compared as one text
  std::string head;             // `arn:aws:sagemaker:eu-west-1:111111111111:`
  std::vector<Pattern> fields;  // the first five, when they have wildcards
  Pattern resource;

  bool matches(Question const& question) const;
};

/// REQUIRES: `text` is all stars or starts with `arn:`, and the rule is not broken by it.
ResourcePattern compile_resource(std::string_view text, bool variables, ShortArn rule);

/// One entry of `Principal` or `NotPrincipal`.
struct PrincipalEntry {
  enum class Form : std::uint8_t {
    everybody,
    account,
    arn,
    service,
    other
  };  // other: federated, canonical, unique id
  Form form = Form::other;
  std::string text;   // as written
  std::string value;  // the account's digits, the ARN, the service
};

/// How closely an entry names the caller; the order is the strength. Source:
/// sharing-and-access 4.2.
enum class GrantLevel : std::uint8_t { none, account, role, direct };

GrantLevel match_principal(PrincipalEntry const& entry, Request const& request);
/// Is the caller out of reach of a Deny with this `NotPrincipal`? Only when every step of its chain
/// is listed (session, role, account; user, account) and it has no permissions boundary. Source:
/// sharing-and-access 3.1.
bool is_exempt(std::vector<PrincipalEntry> const& not_principal, Request const& request,
               bool has_boundary);

}  // namespace rehearse::iam
