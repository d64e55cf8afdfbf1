#include "sim/api/sagemaker_tags.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/domain/job_views.hpp"
#include "sim/domain/tagging.hpp"
#include "sim/iam/actions.hpp"

namespace rehearse::api::tags {
namespace {

constexpr std::size_t kTagsMax = 50;  // of a resource; sagemaker-pipelines 3.2

Needs tag_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "ResourceArn");
  calls::Need need{std::string(action), arn, world::owner_of(world.access(), arn), {}};
  add_tag_keys(tags_of(input), texts_of(input, "TagKeys"), need.context);
  return std::vector<calls::Need>{std::move(need)};
}

/// Is it there, and of a kind that carries tags?
bool is_taggable(Request const& r, std::string_view arn) {
  World const& world = r.world();
  auto named = [&](auto const& each) { return each.arn == arn; };
  world::Endpoints const& endpoints = world.endpoints();
  return world.find_pipeline(arn) || world.registry().find_group_arn(arn) ||
         world.registry().find_package_arn(arn) ||
         std::ranges::any_of(
             endpoints.models(),
             [&](world::NamedResource const& m) { return m.arn == arn && !m.deleted; }) ||
         std::ranges::any_of(endpoints.configs(), named) ||
         std::ranges::any_of(
             endpoints.endpoints(),
             [&](world::Endpoint const& e) { return e.arn == arn && !e.deleted; }) ||
         domain::is_job_arn(world, r.domain.context().plan, r.place(), arn);
}

std::expected<std::string, ApiError> tagged(Request const& r) {
  std::string arn = text_of(r.input, "ResourceArn");
  if (is_here(r, arn) && is_taggable(r, arn)) return arn;
  return std::unexpected(validation_error(fmt::format("Could not find resource \"{}\".", arn)));
}

/// What may be tagged: a version has the tags of its group.
std::expected<std::string, ApiError> own_tags(Request const& r) {
  auto arn = tagged(r);
  if (arn && r.world().registry().find_package_arn(*arn))
    return std::unexpected(version_has_none());
  return arn;
}

json::Array tags_answer(std::vector<world::Tag> const& tags) {
  json::Array out;
  for (world::Tag const& tag : tags)
    out.push_back(json::Value{}.set("Key", tag.key).set("Value", tag.value));
  return out;
}

}  // namespace

ApiError version_has_none() {
  return validation_error(
      "Tags are not supported in Model Package versions. Please add them to the Model Package "
      "Group");
}

void need_add_tags(json::Value const& input, std::vector<calls::Need>& needs) {
  std::vector<world::Tag> const given = tags_of(input);
  if (given.empty()) return;
  std::string const action = needs.front().action;
  for (calls::Need& need : needs)
    if (need.action == action) add_tag_keys(given, {}, need.context);
  calls::Need add{"sagemaker:AddTags", needs.front().resource, needs.front().owner, {}};
  add_tag_keys(given, {}, add.context);
  add.context.emplace_back("sagemaker:TaggingAction",
                           std::string(rehearse::iam::bare_action(action)));
  needs.push_back(std::move(add));
}

std::optional<ApiError> check(json::Value const& input, std::vector<world::Tag> const& known) {
  std::vector<world::Tag> given;
  std::vector<world::Tag> after = known;
  for (world::Tag const& tag : tags_of(input)) {
    if (tag.key.starts_with("aws:"))
      return validation_error("Tag keys that start with aws: are reserved for internal use");
    if (world::find_tag(given, tag.key) != nullptr)
      return validation_error(fmt::format("The tag key {} is given twice", tag.key));
    given.push_back(tag);
    world::put_tag(after, tag, true);
  }
  if (after.size() > kTagsMax)
    return validation_error(fmt::format("A resource can have at most {} tags", kTagsMax));
  return std::nullopt;
}

void store(Request& r, std::string const& arn) {
  for (world::Tag const& tag : tags_of(r.input))
    domain::tag(r.domain.context(), arn, tag.key, tag.value);
}

Needs add_needs(World const& w, Caller const&, json::Value const& in) {
  return tag_need(w, "sagemaker:AddTags", in);
}
Needs delete_needs(World const& w, Caller const&, json::Value const& in) {
  return tag_need(w, "sagemaker:DeleteTags", in);
}
Needs list_needs(World const& w, Caller const&, json::Value const& in) {
  return tag_need(w, "sagemaker:ListTags", in);
}

Answer add(Request& r) {
  auto arn = own_tags(r);
  if (!arn) return std::unexpected(arn.error());
  world::WrittenPolicies const& written = r.world().access().written_policies();
  if (auto refused = check(r.input, written.tags(*arn))) return std::unexpected(*refused);
  r.call.accept();
  store(r, *arn);
  return json::Value{}.set("Tags", tags_answer(written.tags(*arn)));
}

Answer remove(Request& r) {
  auto arn = own_tags(r);
  if (!arn) return std::unexpected(arn.error());
  r.call.accept();
  for (std::string const& key : texts_of(r.input, "TagKeys"))
    domain::untag(r.domain.context(), *arn, key);
  return json::Value{json::Object{}};
}

Answer list(Request& r) {
  auto arn = tagged(r);
  if (!arn) return std::unexpected(arn.error());
  return page(r.input, tags_answer(r.world().access().written_policies().tags_met(*arn)), {"Tags"});
}

}  // namespace rehearse::api::tags
