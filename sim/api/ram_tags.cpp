// Tags of resource shares and customer managed permissions. Source: sharing-and-access 1.15, 1.17.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_parts.hpp"
#include "sim/domain/tagging.hpp"

namespace rehearse::api::ram {
namespace {

/// What TagResource names: `resourceShareArn` or `resourceArn`, not both.
std::string named_arn(json::Value const& input) {
  return text_of(input,
                 input.find("resourceShareArn") != nullptr ? "resourceShareArn" : "resourceArn");
}

std::expected<std::string, ApiError> tagged(Request const& r) {
  bool unclear =
      (r.input.find("resourceShareArn") != nullptr) == (r.input.find("resourceArn") != nullptr);
  if (unclear)
    return std::unexpected(
        invalid_parameter("You must specify either resourceShareArn or resourceArn."));
  std::string arn = named_arn(r.input);
  if (auto bad = check_arn(arn, "")) return std::unexpected(*bad);
  auto const& shares = r.world().shares();
  ShareId share = shares.find(arn);
  bool const here = is_here(r, arn);
  if (here && share && shares.share(share).owner == r.account() &&
      shares.share(share).status == ShareStatus::active)
    return arn;
  world::Permission const* permission = shares.permissions().find(arn);
  if (here && permission != nullptr && permission->owner && permission->owner == r.account() &&
      permission->in_use() && r.input.find("resourceArn") != nullptr)
    return arn;
  if (r.input.find("resourceShareArn") != nullptr) return std::unexpected(unknown_share(arn));
  return std::unexpected(ApiError{"ResourceArnNotFoundException",
                                  fmt::format("Resource {} could not be found.", arn)});
}

calls::Need tag_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = named_arn(input);
  calls::Need need{std::string(action), arn, world::owner_of(world.access(), arn), {}};
  return need;
}

}  // namespace

std::optional<ApiError> check_tags(Request const& r, std::string_view arn) {
  if (r.input.find("tags") == nullptr) return std::nullopt;
  std::vector<std::string> keys;
  for (auto const& [key, value] : r.world().access().written_policies().tags(arn))
    keys.push_back(key);
  std::vector<std::string> given;
  for (auto const& [key, value] : tags_of(r.input, kTagWords)) {
    if (key.starts_with("aws:"))
      return invalid_parameter("Tag keys that start with aws: are reserved.");
    if (std::ranges::find(given, key) != given.end())
      return invalid_parameter(fmt::format("The tag key {} is given twice.", key));
    given.push_back(key);
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  std::size_t most = quota(r, Quota::tags);
  if (keys.size() > most)
    return ApiError{"TagLimitExceededException",
                    fmt::format("A resource can have at most {} tags.", most)};
  return std::nullopt;
}

void store_tags(Request& r, std::string const& arn) {
  for (auto const& [key, value] : tags_of(r.input, kTagWords))
    domain::tag(r.domain.context(), arn, key, value);
}

json::Value tags_answer(World const& world, std::string_view arn) {
  json::Array out;
  for (auto const& [key, value] : world.access().written_policies().tags(arn))
    out.push_back(json::Value{}.set("key", key).set("value", value));
  return out;
}

Needs tag_needs(World const& w, Caller const&, json::Value const& in) {
  calls::Need need = tag_need(w, "ram:TagResource", in);
  add_tag_keys(tags_of(in, kTagWords), {}, need.context);
  return std::vector<calls::Need>{std::move(need)};
}
Needs untag_needs(World const& w, Caller const&, json::Value const& in) {
  return std::vector<calls::Need>{tag_need(w, "ram:UntagResource", in)};
}

Answer tag_resource(Request& r) {
  auto arn = tagged(r);
  if (!arn) return std::unexpected(arn.error());
  if (auto refused = check_tags(r, *arn)) return std::unexpected(*refused);
  r.call.accept();
  store_tags(r, *arn);
  return json::Value{json::Object{}};
}

Answer untag_resource(Request& r) {
  auto arn = tagged(r);
  if (!arn) return std::unexpected(arn.error());
  r.call.accept();
  for (std::string const& key : texts(r.input, "tagKeys"))
    domain::untag(r.domain.context(), *arn, key);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::ram
