#include "sim/world/access/sessions.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/base/json.hpp"

namespace rehearse::world {
namespace {

json::Value parsed(trace::JsonText const& text) {
  auto value = text.text.empty() ? Result<json::Value>{} : json::parse(text.text);
  return value ? std::move(*value) : json::Value{};
}

}  // namespace

SessionId Sessions::find(std::string_view access_key) const {
  auto at = std::ranges::find(all_, access_key, &Session::access_key);
  return at == all_.end() ? SessionId{} : SessionId{static_cast<std::uint32_t>(at - all_.begin())};
}

void Sessions::apply(trace::Entry const& entry, trace::SessionIssued const& record) {
  REHEARSE_ASSERT(record.session.index == all_.size(), "sessions are numbered in order");
  Session session;
  session.role = record.role;
  session.name = record.name;
  session.access_key = record.access_key;
  session.issued = entry.at;
  session.expires = entry.at + record.lifetime;
  session.source_identity = record.source_identity;
  // A number is the document of an inline policy, a text the ARN of a managed one.
  if (json::Value list = parsed(record.policies); list.is_array())
    for (json::Value const& policy : list.as_array()) {
      if (policy.is_string()) session.managed_policies.push_back(policy.as_string());
      if (auto document = policy.as_integer())
        session.inline_policies.push_back({static_cast<std::uint32_t>(*document)});
    }
  if (json::Value tags = parsed(record.tags); tags.is_object())
    for (auto const& [key, value] : tags.as_object())
      if (value.is_string()) session.tags.push_back({key, value.as_string()});
  if (json::Value keys = parsed(record.transitive); keys.is_array())
    for (json::Value const& key : keys.as_array())
      if (key.is_string()) session.transitive.push_back(key.as_string());
  all_.push_back(std::move(session));
}

}  // namespace rehearse::world
