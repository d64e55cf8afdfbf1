#include "sim/api/answers.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "sim/base/decimal.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/call_keys.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api {

Needs need(std::string_view action, std::string resource, AccountId owner) {
  return std::vector<calls::Need>{{std::string(action), std::move(resource), owner, {}}};
}

Needs needs_nothing_named(std::string_view action) { return need(action, "*", {}); }

AccountId account_of(World const& world, Caller const& caller) {
  return world.principals()[caller.principal].account;
}

std::string own_arn(World const& world, Caller const& caller, std::string_view resource) {
  world::Place const place = place_of(world, caller);
  return sagemaker_arn(place.region, world.organization().account(place.account).id, resource);
}

world::Place place_of(World const& world, Caller const& caller) {
  return world.organization().place(account_of(world, caller), caller.region);
}

bool is_here(Request const& r, std::string_view arn) {
  auto const parts = ArnView::split(arn);
  return parts && parts->region == r.place().region;
}

std::string as_arn(World const& world, Caller const& caller, std::string_view type,
                   std::string_view name_or_arn) {
  return world::as_arn(world, place_of(world, caller), type, name_or_arn);
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
  std::string const arn = as_arn(r.world(), r.caller, "pipeline", given);
  PipelineId id = r.world().find_pipeline(arn);
  if (!id || !is_here(r, arn)) return std::unexpected(pipeline_not_found(given));
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

struct Window {
  std::optional<Decimal> after;
  std::optional<Decimal> before;

  bool open() const { return !after && !before; }
  bool holds(std::optional<Decimal> const& at) const {
    return at && (!after || *at > *after) && (!before || *at < *before);
  }
};

/// Leaves what was created and changed between the instants that the input gives. Source:
/// sagemaker-pipelines 3.3.
void keep_between(json::Value const& input, json::Array& items) {
  auto first = [&](std::string_view one, std::string_view other) {
    auto found = seconds_of(input.find(one));
    return found ? found : seconds_of(input.find(other));
  };
  Window const created{first("CreatedAfter", "CreationTimeAfter"),
                       first("CreatedBefore", "CreationTimeBefore")};
  Window const modified{seconds_of(input.find("LastModifiedTimeAfter")),
                        seconds_of(input.find("LastModifiedTimeBefore"))};
  if (!created.open())
    std::erase_if(items, [&](json::Value const& item) {
      json::Value const* start = item.find("StartTime");
      return !created.holds(seconds_of(start != nullptr ? start : item.find("CreationTime")));
    });
  if (!modified.open())
    std::erase_if(items, [&](json::Value const& item) {
      return !modified.holds(seconds_of(item.find("LastModifiedTime")));
    });
}

void keep_named(json::Value const& input, std::string_view member, json::Array& items) {
  std::string const part = text_of(input, "NameContains");
  if (part.empty()) return;
  std::erase_if(items, [&](json::Value const& item) {
    return item.string_or_empty(member).find(part) == std::string_view::npos;
  });
}

std::uint64_t token_of(std::string_view list, std::uint64_t offset) {
  return hash_bytes(list, offset + 1);
}

/// Nothing for a token that this list did not give.
std::optional<std::uint64_t> read_token(std::string_view list, std::string_view token) {
  auto number = [&](std::size_t from) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    for (char c : token.substr(from, 16)) {
      bool const digit = c >= '0' && c <= '9';
      if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
      value = value << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
    }
    return value;
  };
  if (token.size() != 32) return std::nullopt;
  auto const mark = number(0);
  auto const hidden = number(16);
  if (!mark || !hidden) return std::nullopt;
  std::uint64_t const offset = *mark ^ *hidden;
  return token_of(list, offset) == *mark ? std::optional(offset) : std::nullopt;
}

}  // namespace

std::string page_token(std::string_view list, std::uint64_t offset) {
  std::uint64_t const mark = token_of(list, offset);
  return to_hex(mark) + to_hex(offset ^ mark);
}

Answer page(json::Value const& input, json::Array items, Paging const& paging) {
  if (paging.name.empty())
    if (auto why = not_simulated(input, {"NameContains"}))
      return std::unexpected(validation_error(*why));
  keep_between(input, items);
  keep_named(input, paging.name, items);
  constexpr std::uint32_t kPageSize = 100;
  std::size_t size = number_of(input, paging.max, kPageSize);
  std::size_t start = 0;
  if (std::string token = text_of(input, paging.token_in); !token.empty()) {
    auto offset = read_token(paging.list, token);
    if (!offset) return std::unexpected(validation_error("Invalid pagination token"));
    start = std::min<std::size_t>(*offset, items.size());
  }
  std::size_t end = std::min(items.size(), start + size);
  json::Array some(std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(start)),
                   std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(end)));
  json::Value answer;
  answer.set(paging.list, std::move(some));
  if (end < items.size()) answer.set(paging.token_out, page_token(paging.list, end));
  return answer;
}

void sort_by(json::Array& items, std::string_view member) {
  auto rank = [&](std::size_t i) -> json::Value const* { return items[i].find(member); };
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    json::Value const* one = rank(a);
    json::Value const* other = rank(b);
    if (one == nullptr || other == nullptr)
      return std::pair{one != nullptr, a} < std::pair{other != nullptr, b};
    if (one->is_string() && other->is_string())
      return std::pair{std::string_view(one->as_string()), a} <
             std::pair{std::string_view(other->as_string()), b};
    return std::pair{seconds_of(one), a} < std::pair{seconds_of(other), b};
  });
  json::Array sorted;
  for (std::size_t i : order) sorted.push_back(std::move(items[i]));
  items = std::move(sorted);
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
