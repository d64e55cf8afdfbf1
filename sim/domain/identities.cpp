#include "sim/domain/identities.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/iam/aws_policies.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {
namespace {

std::string_view id_prefix(IdentityKind kind) {
  return kind == IdentityKind::role ? "AROA" : kind == IdentityKind::user ? "AIDA" : "AGPA";
}

}  // namespace

PrincipalId Identities::define(IdentityKind kind, AccountId account, std::string const& path,
                               std::string const& name, trace::SourceLine where) {
  auto const& all = c_.world.principals().all();
  auto earlier = std::ranges::count_if(all, [&](world::Principal const& p) {
    return p.kind == kind && p.account == account && p.name == name;
  });
  std::string key = c_.world.organization().account(account).name + "/" + name;
  if (kind != IdentityKind::role) key = fmt::format("{}/{}", name_of(kind), key);
  if (earlier > 0) key += fmt::format("/{}", earlier);
  std::string unique = kind == IdentityKind::root ? c_.world.organization().account(account).id
                                                  : std::string(id_prefix(kind)) +
                                                        to_upper(Stream(0, key).alphanumeric(16));
  PrincipalId id{static_cast<std::uint32_t>(all.size())};
  c_.record.record(
      trace::PrincipalDefined{id, kind, account, path, name, std::move(unique), std::move(where)});
  return id;
}

PrincipalId Identities::root(AccountId account, trace::SourceLine where) {
  if (PrincipalId known = c_.world.principals().find(account, IdentityKind::root, "root"))
    return known;
  PrincipalId id = define(IdentityKind::root, account, "/", "root", std::move(where));
  stand(trace::IamStored{id, IamSlot::existence, {}, {}, {}, true});
  return id;
}

void Identities::stand(trace::IamStored const& s) {
  c_.record.record(s);
  c_.record.record(trace::IamInForce{s.principal, s.slot, s.name, s.document, s.value, s.present});
}

void Identities::stand(trace::ManagedPolicyStored const& s) {
  c_.record.record(s);
  c_.record.record(trace::ManagedPolicyInForce{s.arn, s.document});
}

void Identities::know_aws_policy(std::string_view arn) {
  iam::AwsPolicy const* policy = iam::find_aws_policy(arn);
  if (policy == nullptr || c_.world.access().managed_policies().find(arn) != nullptr) return;
  std::string name(last_name(arn));
  DocumentId document = c_.record.document(trace::DocumentKind::policy, std::move(name),
                                           std::string(policy->document));
  stand(trace::ManagedPolicyStored{std::string(arn), 1, document, true, {}});
}

}  // namespace rehearse::domain
