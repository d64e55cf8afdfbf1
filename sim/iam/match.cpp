#include "sim/iam/match.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::iam {
namespace {

/// Fills as many fields as the text has; returns their number.
std::size_t split_fields(std::string_view text, std::array<std::string_view, 6>& fields) {
  for (std::size_t i = 0; i < 5; ++i) {
    auto colon = text.find(':');
    fields[i] = text.substr(0, colon);
    if (colon == std::string_view::npos) return i + 1;
    text.remove_prefix(colon + 1);
  }
  fields[5] = text;
  return 6;
}

/// Is `issuer` (a role or user ARN) what stands behind the session? By its ARN when the request
/// knows it, else by account and name.
bool names_issuer(std::string_view issuer, std::string_view type, Request const& request) {
  if (!request.issuer_arn.empty()) return issuer == request.issuer_arn;
  auto written = ArnView::split(issuer), session = ArnView::split(request.principal);
  if (!written || !session || written->service != "iam" || written->account != session->account)
    return false;
  std::string_view path =
      session->resource;  // `assumed-role/Name/session` or `federated-user/name`
  path.remove_prefix(std::min(path.find('/') + 1, path.size()));
  return written->resource.starts_with(type) &&
         last_name(written->resource) == path.substr(0, path.find('/'));
}

bool is_signed_by_account(Request const& request) {
  return request.kind != PrincipalKind::service && request.kind != PrincipalKind::anonymous;
}

GrantLevel match_arn(std::string_view arn, Request const& request) {
  bool same = arn == request.principal;
  switch (request.kind) {
    case PrincipalKind::user:
      return same ? GrantLevel::direct : GrantLevel::none;
    case PrincipalKind::role:
      return same ? GrantLevel::role : GrantLevel::none;
    case PrincipalKind::assumed_role:
      return same                                  ? GrantLevel::direct
             : names_issuer(arn, "role/", request) ? GrantLevel::role
                                                   : GrantLevel::none;
    case PrincipalKind::federated_user:
      return same                                  ? GrantLevel::direct
             : names_issuer(arn, "user/", request) ? GrantLevel::role
                                                   : GrantLevel::none;
    case PrincipalKind::root:
    case PrincipalKind::service:
    case PrincipalKind::anonymous:
      break;
  }
  return GrantLevel::none;
}

}  // namespace

Question::Question(Request const& asked) : request(asked) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (asked.action.size() <= small_.size()) {
    std::ranges::transform(asked.action, small_.begin(), lower);
    action = {small_.data(), asked.action.size()};
  } else {
    action = large_ = to_lower(asked.action);
  }
  auto colon = action.find(':');
  service = action.substr(0, colon);
  if (colon != std::string_view::npos) name = action.substr(colon + 1);
  resource_is_arn =
      split_fields(asked.resource, resource_fields) == 6 && resource_fields[0] == "arn";
}

bool ActionPattern::matches(Question const& question) const {
  if (service.empty()) return true;
  return service == question.service && name.matches(question.name, question.request.context);
}

bool ResourcePattern::matches(Question const& question) const {
  if (everything) return true;
  if (nothing || !question.resource_is_arn) return false;
  if (literal_head) {
    if (!question.request.resource.starts_with(head)) return false;
  } else {
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (!fields[i].matches(question.resource_fields[i], question.request.context)) return false;
  }
  return resource.matches(question.resource_fields[5], question.request.context);
}

ResourcePattern compile_resource(std::string_view text, bool variables, ShortArn rule) {
  constexpr PatternSyntax kField{.wildcards = true, .variables = false};
  ResourcePattern out;
  out.text = text;
  out.everything = !text.empty() && text.find_first_not_of('*') == std::string_view::npos;
  if (out.everything) return out;
  std::array<std::string_view, 6> fields;
  std::size_t count = split_fields(text, fields);
  out.nothing =
      count < 6 && rule == ShortArn::needs_a_star && text.find('*') == std::string_view::npos;
  for (std::size_t i = count; i < 6; ++i) fields[i] = "*";
  out.resource = Pattern(fields[5], {.wildcards = true, .variables = variables});
  out.literal_head = std::ranges::all_of(std::span(fields).first(5), [](std::string_view field) {
    return find_wildcard(field) == std::string_view::npos;
  });
  if (!out.literal_head) out.fields.reserve(5);
  if (!out.literal_head)
    for (std::size_t i = 0; i < 5; ++i) out.fields.emplace_back(fields[i], kField);
  else
    out.head = text.substr(0, text.size() - fields[5].size());
  return out;
}

GrantLevel match_principal(PrincipalEntry const& entry, Request const& request) {
  switch (entry.form) {
    case PrincipalEntry::Form::everybody:
      return GrantLevel::direct;
    case PrincipalEntry::Form::account:
      return is_signed_by_account(request) && entry.value == request.account ? GrantLevel::account
                                                                             : GrantLevel::none;
    case PrincipalEntry::Form::arn:
      return match_arn(entry.value, request);
    case PrincipalEntry::Form::service:
      return request.kind == PrincipalKind::service && entry.value == request.principal
                 ? GrantLevel::direct
                 : GrantLevel::none;
    case PrincipalEntry::Form::other:
      break;
  }
  return GrantLevel::none;
}

bool is_exempt(std::vector<PrincipalEntry> const& not_principal, Request const& request,
               bool has_boundary) {
  if (has_boundary) return false;
  bool everybody = false, account = false, role = false, direct = false;
  for (PrincipalEntry const& entry : not_principal) {
    everybody |= entry.form == PrincipalEntry::Form::everybody;
    GrantLevel level = match_principal(entry, request);
    account |= level == GrantLevel::account;
    role |= level == GrantLevel::role;
    direct |= level == GrantLevel::direct;
  }
  if (everybody) return true;
  switch (request.kind) {
    case PrincipalKind::user:
      return direct && account;
    case PrincipalKind::role:
      return role && account;
    case PrincipalKind::assumed_role:
    case PrincipalKind::federated_user:
      return direct && role && account;
    case PrincipalKind::root:
      return account;
    case PrincipalKind::service:
      return direct;
    case PrincipalKind::anonymous:
      break;
  }
  return false;
}

}  // namespace rehearse::iam
