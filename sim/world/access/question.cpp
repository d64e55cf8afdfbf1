#include "sim/world/access/question.hpp"

#include "sim/vocab/arn.hpp"

namespace rehearse::world {

json::Value to_json(ContextKeys const& keys) {
  json::Value out{json::Object{}};
  for (ContextKey const& each : keys) {
    if (!each.multivalued) {
      out.set(each.key, each.values.front());
      continue;
    }
    json::Array list;
    for (std::string const& value : each.values) list.push_back(value);
    out.set(each.key, std::move(list));
  }
  return out;
}

ContextKeys context_keys_of(json::Value const& object) {
  ContextKeys out;
  if (!object.is_object()) return out;
  for (auto const& [key, value] : object.as_object()) {
    if (value.is_string()) out.emplace_back(key, value.as_string());
    if (!value.is_array()) continue;
    std::vector<std::string> list;
    for (json::Value const& each : value.as_array())
      if (each.is_string()) list.push_back(each.as_string());
    out.emplace_back(key, std::move(list));
  }
  return out;
}

std::string caller_arn(Access const& access, PrincipalId principal, std::string_view session_name) {
  Principal const& p = access.principals()[principal];
  if (p.kind != IdentityKind::role) return p.arn;
  return session_arn(access.organization().account(p.account).id, p.name, session_name);
}

Question question_by(Access const& access, PrincipalId principal, std::string_view session_name,
                     std::string action, std::string resource) {
  Question question;
  question.principal = principal;
  question.issued = access.now();
  question.caller = caller_arn(access, principal, session_name);
  question.action = std::move(action);
  question.resource = std::move(resource);
  question.owner = owner_of(access, question.resource);
  if (auto const arn = ArnView::split(question.resource)) question.region = arn->region;
  return question;
}

Question question_of(trace::ApiCalled const& call) {
  Question question;
  question.principal = call.principal;
  question.session = call.session;
  question.issued = Time{call.issued};
  question.caller = call.caller;
  question.region = call.region;
  question.action = call.action;
  question.resource = call.resource;
  question.owner = call.owner;
  if (!call.context.text.empty())
    if (auto context = json::parse(call.context.text)) question.context = context_keys_of(*context);
  return question;
}

AccountId owner_of(Access const& access, std::string_view arn) {
  auto parts = ArnView::split(arn);
  if (!parts) return {};
  std::string const holder = policy_holder(arn);
  if (WrittenPolicy const* written = access.written_policies().find(holder)) return written->owner;
  if (Bucket const* bucket = access.buckets().find_arn(holder)) return bucket->account;
  return access.organization().find_account(parts->account);
}

}  // namespace rehearse::world
