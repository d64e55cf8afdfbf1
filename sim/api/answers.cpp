#include "sim/api/answers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/call_keys.hpp"

namespace rehearse::api {

Needs need(std::string_view action, std::string resource, AccountId owner) {
  return std::vector<calls::Need>{{std::string(action), std::move(resource), owner, {}}};
}

Needs needs_nothing_named(std::string_view action) { return need(action, "*", {}); }

AccountId account_of(World const& world, Caller const& caller) {
  return world.principals()[caller.principal].account;
}

std::string own_arn(World const& world, Caller const& caller, std::string_view resource) {
  world::Account const& account = world.organization().account(account_of(world, caller));
  return sagemaker_arn(account.region, account.id, resource);
}

std::string as_arn(World const& world, Caller const& caller, std::string_view type,
                   std::string_view name_or_arn) {
  if (name_or_arn.starts_with("arn:")) return std::string(name_or_arn);
  return own_arn(world, caller, fmt::format("{}/{}", type, name_or_arn));
}

std::optional<std::string> not_simulated(json::Value const& input,
                                         std::initializer_list<std::string_view> members) {
  for (std::string_view member : members)
    if (input.find(member) != nullptr) return fmt::format("{} is not simulated", member);
  return std::nullopt;
}

ApiError pipeline_not_found(std::string_view name) {
  return resource_not_found(fmt::format("Pipeline '{}' does not exist.", name));
}

std::expected<PipelineId, ApiError> find_pipeline(Request const& r) {
  std::string given = text_of(r.input, "PipelineName");
  PipelineId id = r.world().pipelines().find_arn(as_arn(r.world(), r.caller, "pipeline", given));
  if (!id) return std::unexpected(pipeline_not_found(given));
  return id;
}

json::Value timestamp(World const& world, Time at) {
  return json::Number{format_unix_seconds(world.epoch(), at)};
}

std::string text_of(json::Value const& input, std::string_view member) {
  return std::string(input.string_or_empty(member));
}

void add_call_keys(json::Value const& input, std::vector<calls::Need>& needs) {
  std::string const action = needs.front().action;
  for (calls::Need& need : needs) {
    if (need.action != action) continue;
    world::ContextKeys keys = world::call_keys(action, needs.front().resource, input);
    std::ranges::move(keys, std::back_inserter(need.context));
  }
}

std::vector<std::string> texts_of(json::Value const& input, std::string_view member) {
  std::vector<std::string> out;
  json::Value const* list = input.find(member);
  if (list == nullptr || !list->is_array()) return out;
  for (json::Value const& each : list->as_array())
    if (each.is_string()) out.push_back(each.as_string());
  return out;
}

std::uint32_t number_of(json::Value const& input, std::string_view member,
                        std::uint32_t otherwise) {
  json::Value const* value = input.find(member);
  auto number = value != nullptr ? value->as_integer() : std::nullopt;
  return number ? static_cast<std::uint32_t>(*number) : otherwise;
}

bool flag_of(json::Value const& input, std::string_view member, bool otherwise) {
  json::Value const* value = input.find(member);
  return value != nullptr && value->is_bool() ? value->as_bool() : otherwise;
}

json::Value user_context(World const& world, PrincipalId role) {
  if (!role) return json::Value{json::Object{}};
  world::Principal const& caller = world.principals()[role];
  json::Value identity;
  identity.set("Arn", caller.arn).set("PrincipalId", caller.unique_id);
  return json::Value{}.set("IamIdentity", std::move(identity));
}

namespace {

/// Seconds since 1970, as a timestamp of an input or an answer says them; nothing when it is none.
std::optional<Decimal> seconds_of(json::Value const* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return Decimal::parse(value->as_number_text());
  if (!value->is_string()) return std::nullopt;
  auto microseconds = parse_instant(value->as_string());
  if (!microseconds) return std::nullopt;
  return Decimal::parse(fmt::format("{}e-6", *microseconds));
}

/// Leaves what was created after and before the instants that the input gives. Source:
/// sagemaker-pipelines 3.3.
void keep_created_between(json::Value const& input, json::Array& items) {
  auto first = [&](std::string_view one, std::string_view other) {
    auto found = seconds_of(input.find(one));
    return found ? found : seconds_of(input.find(other));
  };
  auto const after = first("CreatedAfter", "CreationTimeAfter");
  auto const before = first("CreatedBefore", "CreationTimeBefore");
  if (!after && !before) return;
  std::erase_if(items, [&](json::Value const& item) {
    json::Value const* start = item.find("StartTime");
    auto created = seconds_of(start != nullptr ? start : item.find("CreationTime"));
    return created && ((after && *created <= *after) || (before && *created >= *before));
  });
}

}  // namespace

Answer page(json::Value const& input, json::Array items, Paging const& paging) {
  if (auto why =
          not_simulated(input, {"NameContains", "LastModifiedTimeAfter", "LastModifiedTimeBefore"}))
    return std::unexpected(validation_error(*why));
  keep_created_between(input, items);
  constexpr std::uint32_t kPageSize = 100;
  std::size_t size = number_of(input, paging.max, kPageSize);
  std::size_t start = 0;
  std::string token = text_of(input, paging.token_in);
  if (!token.empty()) {
    auto offset = token.starts_with("page-")
                      ? parse_unsigned<std::size_t>(std::string_view(token).substr(5))
                      : std::nullopt;
    if (!offset || *offset > items.size())
      return std::unexpected(validation_error("Invalid pagination token"));
    start = *offset;
  }
  std::size_t end = std::min(items.size(), start + size);
  json::Array some(std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(start)),
                   std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(end)));
  json::Value answer;
  answer.set(paging.list, std::move(some));
  if (end < items.size()) answer.set(paging.token_out, fmt::format("page-{}", end));
  return answer;
}

bool ascending(json::Value const& input, bool otherwise) {
  std::string_view order = input.string_or_empty("SortOrder");
  return order.empty() ? otherwise : order == "Ascending";
}

void need_pass_role(World const& world, json::Value const& input, std::string_view member,
                    std::vector<calls::Need>& needs) {
  std::string role = text_of(input, member);
  if (role.empty()) return;
  AccountId owner = world::owner_of(world.access(), role);
  needs.push_back(
      {"iam:PassRole", role, owner, {{"iam:PassedToService", "sagemaker.amazonaws.com"}}});
}

}  // namespace rehearse::api
