#include "sim/world/access/written_policies.hpp"

#include <algorithm>

#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// The item of that ARN, made when it is not there.
template <class T>
T& item_of(std::vector<T>& items, std::string const& arn) {
  auto at = std::ranges::lower_bound(items, arn, {}, &T::arn);
  if (at == items.end() || at->arn != arn) {
    at = items.emplace(at);
    at->arn = arn;
  }
  return *at;
}

template <class T>
T const* find_item(std::vector<T> const& items, std::string_view arn) {
  auto at = std::ranges::lower_bound(items, arn, {}, &T::arn);
  return at != items.end() && at->arn == arn ? &*at : nullptr;
}

}  // namespace

WrittenPolicy const* WrittenPolicies::find(std::string_view arn) const {
  return find_item(policies_, arn);
}

std::vector<Tag> const& WrittenPolicies::tags(std::string_view arn) const {
  static std::vector<Tag> const kNone;
  TaggedResource const* found = find_item(tagged_, arn);
  return found == nullptr ? kNone : found->tags;
}

std::vector<Tag> const& WrittenPolicies::tags_met(std::string_view arn) const {
  // A call that makes a version names `GROUP/*`, which nothing has tagged.
  bool const version =
      arn.find(":model-package/") != std::string_view::npos && !arn.ends_with("/*");
  return version ? tags(policy_holder(arn)) : tags(arn);
}

void WrittenPolicies::apply(trace::Entry const&, trace::ResourcePolicyStored const& record) {
  WrittenPolicy& policy = item_of(policies_, record.arn);
  policy.owner = record.owner;
  policy.stored = record.document;
}

void WrittenPolicies::apply(trace::Entry const& entry, trace::ResourcePolicyInForce const& record) {
  WrittenPolicy& policy = item_of(policies_, record.arn);
  policy.in_force = record.document;
  policy.since = Origin(entry);
}

void WrittenPolicies::apply(trace::Entry const&, trace::ResourceTagged const& record) {
  put_tag(item_of(tagged_, record.arn).tags, {record.key, record.value}, record.present);
}

}  // namespace rehearse::world
