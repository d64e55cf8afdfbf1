#include "sim/api/ram_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::ram {

ApiError unknown_resource(std::string message) {
  return {"UnknownResourceException", std::move(message)};
}
ApiError invalid_parameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}
ApiError malformed_arn(std::string message) {
  return {"MalformedArnException", std::move(message)};
}
ApiError not_permitted(std::string message) {
  return {"OperationNotPermittedException", std::move(message)};
}
ApiError invalid_policy(std::string message) {
  return {"InvalidPolicyException", std::move(message)};
}
ApiError wrong_state(std::string message) {
  return {"InvalidStateTransitionException", std::move(message)};
}
ApiError bad_arn(std::string_view arn) {
  return malformed_arn(fmt::format(
      "The specified resource ARN {} is not valid. Verify the ARN and try again.", arn));
}
ApiError unknown_share(std::string_view arn) {
  return unknown_resource(fmt::format("ResourceShare {} could not be found.", arn));
}
ApiError unknown_permission(World const& world, std::string_view arn) {
  std::vector<std::string_view> known;
  for (world::Permission const& p : world.shares().permissions().all()) known.push_back(p.arn);
  std::string guess = did_you_mean(arn, known);
  return unknown_resource(
      fmt::format("Permission {} could not be found.{}{}", arn, guess.empty() ? "" : " ", guess));
}

std::vector<std::string> texts(json::Value const& input, std::string_view member) {
  std::vector<std::string> out;
  json::Value const* list = input.find(member);
  if (list == nullptr || !list->is_array()) return out;
  for (json::Value const& each : list->as_array())
    if (std::ranges::find(out, each.as_string()) == out.end()) out.push_back(each.as_string());
  return out;
}

bool listed(json::Value const& input, std::string_view member, std::string_view text) {
  json::Value const* list = input.find(member);
  if (list == nullptr || !list->is_array()) return true;
  return std::ranges::any_of(list->as_array(), [&](json::Value const& each) {
    return each.is_string() && each.as_string() == text;
  });
}

bool wanted(json::Value const& input, std::string_view member, std::string_view text) {
  return input.find(member) == nullptr || input.string_or_empty(member) == text;
}

std::optional<ApiError> check_arn(std::string_view arn, std::string_view kind) {
  auto parts = ArnView::split(arn);
  if (!parts || parts->service != "ram" || !parts->resource.starts_with(kind)) return bad_arn(arn);
  return std::nullopt;
}

namespace {

/// An enumeration of the model, and what RAM says to a value that is not in it. Source: 1.16.
struct Enumeration {
  std::string_view member;
  std::string_view text;  // with a place for the value
  std::vector<std::string_view> values;
};

template <class E>
std::vector<std::string_view> names() {
  return {EnumNames<E>::names.begin(), EnumNames<E>::names.end()};
}

std::vector<Enumeration> enumerations(Request& r) {
  bool prose = r.input.find("permissionType") != nullptr &&
               r.domain.assume.is(domain::Assumption::ram_permission_scope, "prose");
  return {
      {"resourceOwner",
       "{} is not a valid resource owner. Specify either SELF or OTHER-ACCOUNTS and try again.",
       {"SELF", "OTHER-ACCOUNTS"}},
      {"associationType",
       "{} is not a valid association type. Specify either PRINCIPAL or RESOURCE and try again.",
       {"PRINCIPAL", "RESOURCE"}},
      {"associationStatus", "{} is not a valid association status.", names<AssociationStatus>()},
      {"resourceShareStatus", "{} is not a valid resource share status.", names<ShareStatus>()},
      {"resourceRegionScope",
       "{} is not a valid scope. Must be one of: ALL, REGIONAL, GLOBAL.",
       {"ALL", "REGIONAL", "GLOBAL"}},
      {"permissionType", "{} is not a valid scope. Must be one of: ALL, AWS, LOCAL.",
       prose ? std::vector<std::string_view>{"ALL", "AWS", "LOCAL"}
             : std::vector<std::string_view>{"ALL", "AWS_MANAGED", "CUSTOMER_MANAGED"}},
      {"featureSet",
       "{} is not a valid feature set.",
       {"CREATED_FROM_POLICY", "PROMOTING_TO_STANDARD", "STANDARD"}},
      {"status", "{} is not a valid status.", names<ReplaceWorkStatus>()},
  };
}

}  // namespace

std::optional<ApiError> check_values(Request& r) {
  for (Enumeration const& row : enumerations(r)) {
    json::Value const* given = r.input.find(row.member);
    if (given == nullptr || !given->is_string()) continue;
    if (std::ranges::find(row.values, given->as_string()) == row.values.end())
      return invalid_parameter(fmt::format(fmt::runtime(row.text), given->as_string()));
  }
  return std::nullopt;
}

std::optional<Answer> known_answer(Request& r) {
  constexpr std::size_t kTokenBytesMax = 64;
  json::Value const* given = r.input.find("clientToken");
  if (given == nullptr) return std::nullopt;
  std::string token = text_of(r.input, "clientToken");
  if (token.empty() || token.size() > kTokenBytesMax)
    return std::unexpected(ApiError{"InvalidClientTokenException",
                                    fmt::format("{} is not a valid client token.", token)});
  auto const* known =
      r.domain.sharing.tokens.find(r.place(), fmt::format("{} {}", r.operation, token));
  if (known == nullptr) return std::nullopt;
  if (!known->is_of(r.input))
    return std::unexpected(ApiError{"IdempotentParameterMismatchException",
                                    "The client token was used before with other parameters."});
  return *json::parse(known->made);
}

Answer remember(Request& r, Answer answer) {
  std::string token = text_of(r.input, "clientToken");
  if (!answer || token.empty()) return answer;
  answer->set("clientToken", token);
  r.domain.sharing.tokens.remember(r.place(), fmt::format("{} {}", r.operation, token), r.input,
                                   json::dump(*answer));
  return answer;
}

Answer page_of(Request& r, std::string_view list, json::Array items) {
  std::string token = text_of(r.input, "nextToken");
  bool more = token.empty() && !items.empty();
  if (more && r.domain.assume.is(domain::Assumption::ram_empty_pages, "first")) {
    json::Value empty;
    return empty.set(list, json::Array{}).set("nextToken", page_token(list, 0));
  }
  auto answer = page(r.input, std::move(items), {list, "maxResults", "nextToken", "nextToken"});
  if (!answer)
    return std::unexpected(ApiError{"InvalidNextTokenException",
                                    fmt::format("The next token {} is not valid.", token)});
  return answer;
}

}  // namespace rehearse::api::ram
