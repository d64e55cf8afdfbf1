#include "sim/world/access/principals.hpp"

#include <algorithm>
#include <charconv>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// Replaces, adds or removes the item of that name in a list that is ordered by names.
template <class T>
void put_named(std::vector<T>& items, std::string T::* name, T item, bool present) {
  auto at = std::ranges::lower_bound(items, item.*name, {}, name);
  bool there = at != items.end() && (*at).*name == item.*name;
  if (!present) {
    if (there) items.erase(at);
  } else if (there) {
    *at = std::move(item);
  } else {
    items.insert(at, std::move(item));
  }
}

void put_text(std::vector<std::string>& texts, std::string const& text, bool present) {
  auto at = std::ranges::lower_bound(texts, text);
  bool there = at != texts.end() && *at == text;
  if (present && !there) texts.insert(at, text);
  if (!present && there) texts.erase(at);
}

/// IamStored and IamInForce say the same of two states.
template <class R>
void put(Attributes& out, trace::Entry const& entry, R const& r) {
  Origin const since(entry);
  switch (r.slot) {
    case IamSlot::existence:
      out.exists = r.present;
      return;
    case IamSlot::inline_policy:
      return put_named(out.inline_policies, &NamedPolicy::name,
                       NamedPolicy{r.name, r.document, since}, r.present);
    case IamSlot::attached_policy:
      return put_named(out.attached, &NamedPolicy::name, NamedPolicy{r.name, {}, since}, r.present);
    case IamSlot::boundary:
      out.boundary = r.present ? r.name : std::string{};
      return;
    case IamSlot::trust:
      out.trust = r.document;
      out.trust_since = since;
      return;
    case IamSlot::tag:
      return put_tag(out.tags, {r.name, r.value}, r.present);
    case IamSlot::membership:
      return put_text(out.groups, r.name, r.present);
    case IamSlot::session_max:
      std::from_chars(r.value.data(), r.value.data() + r.value.size(), out.session_max);
      return;
  }
}

template <class T>
T const* find_named(std::vector<T> const& items, std::string T::* name, std::string_view wanted) {
  auto at = std::ranges::lower_bound(items, wanted, {}, name);
  return at != items.end() && (*at).*name == wanted ? &*at : nullptr;
}

}  // namespace

NamedPolicy const* Attributes::find_inline(std::string_view name) const {
  return find_named(inline_policies, &NamedPolicy::name, name);
}
NamedPolicy const* Attributes::find_attached(std::string_view arn) const {
  return find_named(attached, &NamedPolicy::name, arn);
}
bool Attributes::has_group(std::string_view name) const {
  return std::ranges::binary_search(groups, name);
}
void put_tag(std::vector<Tag>& tags, Tag tag, bool present) {
  auto same = [&](Tag const& t) { return equals_ignoring_case(t.key, tag.key); };
  std::erase_if(tags, same);
  if (present) put_named(tags, &Tag::key, std::move(tag), true);
}

Tag const* find_tag(std::vector<Tag> const& tags, std::string_view key) {
  auto at =
      std::ranges::find_if(tags, [&](Tag const& t) { return equals_ignoring_case(t.key, key); });
  return at == tags.end() ? nullptr : &*at;
}

PrincipalId Principals::find(AccountId account, IdentityKind kind, std::string_view name) const {
  for (std::size_t i = all_.size(); i-- > 0;) {
    Principal const& p = all_[i];
    if (p.account == account && p.kind == kind && p.name == name)
      return p.stored.exists ? PrincipalId{static_cast<std::uint32_t>(i)} : PrincipalId{};
  }
  return {};
}

PrincipalId Principals::find_in_force(AccountId account, IdentityKind kind,
                                      std::string_view name) const {
  for (std::size_t i = all_.size(); i-- > 0;) {
    Principal const& p = all_[i];
    if (p.account == account && p.kind == kind && p.name == name && p.in_force.exists)
      return {static_cast<std::uint32_t>(i)};
  }
  return {};
}

PrincipalId Principals::newest(std::string_view arn) const {
  auto at = by_arn_.find(arn);
  return at == by_arn_.end() ? PrincipalId{} : at->second;
}

PrincipalId Principals::find_arn(std::string_view arn) const {
  PrincipalId found = newest(arn);
  return found && (*this)[found].stored.exists ? found : PrincipalId{};
}

void Principals::define(trace::Entry const& entry, trace::PrincipalDefined const& record,
                        std::string_view account_id) {
  REHEARSE_ASSERT(record.principal.index == all_.size(), "principals are numbered in order");
  // What the scenario declares (its cause is the start, record 0) is there before every policy.
  trace::Seq const created = entry.cause == 0 ? 0 : entry.seq;
  Principal principal{record.kind, record.account, record.path, record.name, record.unique_id,
                      {},          record.where,   created,     entry.at,    {},
                      {}};
  principal.arn = principal_arn(account_id, record.kind, record.path, record.name);
  by_arn_.insert_or_assign(principal.arn, record.principal);
  all_.push_back(std::move(principal));
}

void Principals::apply(trace::Entry const& entry, trace::IamStored const& record) {
  put(all_[record.principal.index].stored, entry, record);
}

void Principals::apply(trace::Entry const& entry, trace::IamInForce const& record) {
  put(all_[record.principal.index].in_force, entry, record);
}

}  // namespace rehearse::world
