// Taking on a role, and who am I? Source: sharing-and-access 4.6, 5.2.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/api/policy_input.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::sts {
namespace {

using world::Tag;

constexpr std::int64_t kChainedMax = 3600;  // seconds (4.6)
constexpr std::int64_t kDefaultSeconds = 3600;
constexpr std::size_t kInlineMax = 2048;  // characters of a session policy
constexpr std::size_t kTagsMax = 50;
constexpr std::size_t kManagedMax = 10;  // session policies by ARN

/// The session that calls, or null.
world::Session const* calling_session(World const& world, Caller const& caller) {
  return caller.session ? &world.access().sessions()[caller.session] : nullptr;
}

/// What goes on along the chain: the calling session's transitive tags.
std::vector<Tag> inherited_tags(world::Session const* caller) {
  std::vector<Tag> out;
  if (caller == nullptr) return out;
  for (Tag const& tag : caller->tags)
    if (std::ranges::any_of(caller->transitive, [&](std::string const& key) {
          return equals_ignoring_case(key, tag.key);
        }))
      out.push_back(tag);
  return out;
}

/// The identity that a session was given stays with it along the chain.
std::string source_identity(json::Value const& input, world::Session const* caller) {
  return caller != nullptr && !caller->source_identity.empty() ? caller->source_identity
                                                               : text_of(input, "SourceIdentity");
}

world::ContextKeys request_keys(json::Value const& input, world::Session const* caller) {
  world::ContextKeys keys{{"sts:RoleSessionName", text_of(input, "RoleSessionName")}};
  if (std::string id = text_of(input, "ExternalId"); !id.empty())
    keys.emplace_back("sts:ExternalId", id);
  if (std::string identity = source_identity(input, caller); !identity.empty())
    keys.emplace_back("sts:SourceIdentity", identity);
  add_tag_keys(tags_of(input), {}, keys);
  if (auto transitive = texts_of(input, "TransitiveTagKeys"); !transitive.empty())
    keys.emplace_back("sts:TransitiveTagKeys", transitive);
  return keys;
}

std::optional<ApiError> check_duration(Request const& r, PrincipalId role, std::int64_t seconds) {
  bool chained = r.world().principals()[r.caller.principal].kind == IdentityKind::role;
  if (chained && seconds > kChainedMax)
    return ApiError{"ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                    "assumed by role chaining"};
  if (seconds > r.world().principals()[role].stored.session_max)
    return ApiError{
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."};
  return std::nullopt;
}

std::optional<ApiError> check_tags(Request const& r, world::Session const* caller) {
  std::vector<Tag> const tags = tags_of(r.input), inherited = inherited_tags(caller);
  auto invalid = [](std::string text) {
    return ApiError{"InvalidParameterValue", std::move(text)};
  };
  if (tags.size() + inherited.size() > kTagsMax)
    return invalid(fmt::format("A session has at most {} tags.", kTagsMax));
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (world::find_tag(tags, tags[i].key) != &tags[i])
      return invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    if (world::find_tag(inherited, tags[i].key) != nullptr)
      return invalid(
          "One of the specified transitive tag keys can't be set because it conflicts with a "
          "transitive tag key from the calling session.");
  }
  for (std::string const& key : texts_of(r.input, "TransitiveTagKeys"))
    if (world::find_tag(tags, key) == nullptr)
      return invalid("A transitive tag key names a tag that the request does not have.");
  if (caller != nullptr && !caller->source_identity.empty() &&
      !text_of(r.input, "SourceIdentity").empty() &&
      text_of(r.input, "SourceIdentity") != caller->source_identity)
    return ApiError{"AccessDenied", "The source identity of a session cannot be changed."};
  return std::nullopt;
}

/// The session policies: positions of documents and ARNs of managed policies.
std::expected<json::Array, ApiError> session_policies(Request& r, PrincipalId role) {
  json::Array out;
  if (std::string text = text_of(r.input, "Policy"); !text.empty()) {
    if (text.size() > kInlineMax)
      return std::unexpected(ApiError{
          "PackedPolicyTooLarge",
          fmt::format("Packed policy consumes {}% of allotted space, please use smaller policy.",
                      100 * text.size() / kInlineMax)});
    auto policy = read_policy_input(r, text, rehearse::iam::PolicyKind::session);
    if (!policy) return std::unexpected(policy.error());
    DocumentId document = r.domain.context().record.document(
        trace::DocumentKind::policy, "session policy of " + text_of(r.input, "RoleSessionName"),
        *policy);
    out.push_back(static_cast<std::int64_t>(document.index));
  }
  json::Value const* arns = r.input.find("PolicyArns");
  if (arns == nullptr || !arns->is_array()) return out;
  if (arns->as_array().size() > kManagedMax)
    return std::unexpected(
        ApiError{"ValidationError", fmt::format("A session has at most {} policies that are given "
                                                "by ARN.",
                                                kManagedMax)});
  std::string const& account =
      r.world().organization().account(r.world().principals()[role].account).id;
  for (json::Value const& each : arns->as_array()) {
    std::string arn = text_of(each, "arn");
    auto parts = ArnView::split(arn);
    if (!managed_policy_exists(r.world(), arn) || !parts ||
        (parts->account != account && parts->account != "aws"))
      return std::unexpected(
          ApiError{"ValidationError", fmt::format("Policy {} does not exist", arn)});
    out.push_back(arn);
  }
  return out;
}

json::Value tags_object(std::vector<Tag> const& tags) {
  json::Value out{json::Object{}};
  for (Tag const& tag : tags) out.set(tag.key, tag.value);
  return out;
}

}  // namespace

Needs identity_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sts:GetCallerIdentity");
}

Answer get_caller_identity(Request& r) {
  world::Principal const& principal = r.world().principals()[r.caller.principal];
  std::string id = principal.unique_id;
  if (principal.kind == IdentityKind::role) id.append(":").append(last_name(r.caller.caller));
  return json::Value{}
      .set("UserId", id)
      .set("Account", r.own_account().id)
      .set("Arn", r.caller.caller);
}

Needs assume_needs(World const& world, Caller const& caller, json::Value const& input) {
  std::string role = text_of(input, "RoleArn");
  world::Session const* session = calling_session(world, caller);
  world::ContextKeys const keys = request_keys(input, session);
  AccountId owner = world::owner_of(world.access(), role);
  std::vector<calls::Need> needs{{"sts:AssumeRole", role, owner, keys}};
  if (!tags_of(input).empty() || !inherited_tags(session).empty())
    needs.push_back({"sts:TagSession", role, owner, keys});
  if (!source_identity(input, session).empty())
    needs.push_back({"sts:SetSourceIdentity", role, owner, keys});
  return needs;
}

Answer assume_role(Request& r) {
  World const& world = r.world();
  if (world.principals()[r.caller.principal].kind == IdentityKind::root)
    return std::unexpected(ApiError{"AccessDenied", "Roles may not be assumed by root accounts."});
  PrincipalId role = world.principals().find_arn(text_of(r.input, "RoleArn"));
  if (!role)
    return std::unexpected(ApiError{
        "AccessDenied", fmt::format("User: {} is not authorized to perform: sts:AssumeRole on "
                                    "resource: {}",
                                    r.caller.caller, text_of(r.input, "RoleArn"))});
  world::Session const* caller = calling_session(world, r.caller);
  std::int64_t seconds = number_of(r.input, "DurationSeconds", kDefaultSeconds);
  if (auto refused = check_duration(r, role, seconds)) return std::unexpected(*refused);
  if (auto refused = check_tags(r, caller)) return std::unexpected(*refused);
  std::vector<Tag> tags = inherited_tags(caller);
  json::Array transitive;
  for (Tag const& tag : tags) transitive.push_back(tag.key);
  for (std::string const& key : texts_of(r.input, "TransitiveTagKeys")) transitive.push_back(key);
  for (Tag const& tag : tags_of(r.input)) tags.push_back(tag);
  auto policies = session_policies(r, role);
  if (!policies) return std::unexpected(policies.error());
  std::string const identity = source_identity(r.input, caller);
  r.call.accept();
  SessionId id{static_cast<std::uint32_t>(world.access().sessions().size())};
  std::string const name = text_of(r.input, "RoleSessionName");
  world::Principal const& assumed = world.principals()[role];
  std::string const key =
      "ASIA" +
      to_upper(Stream(world.seed(), fmt::format("session/{}/{}/{}", assumed.arn, name, id.index))
                   .alphanumeric(16));
  r.domain.context().record.record(
      trace::SessionIssued{id,
                           role,
                           name,
                           key,
                           std::chrono::seconds(seconds),
                           {policies->empty() ? "" : json::dump(std::move(*policies))},
                           {tags.empty() ? "" : json::dump(tags_object(tags))},
                           {transitive.empty() ? "" : json::dump(std::move(transitive))},
                           identity});
  std::string const& account = world.organization().account(assumed.account).id;
  json::Value credentials, user, answer;
  credentials.set("AccessKeyId", key)
      .set("SecretAccessKey", "rehearse")
      .set("SessionToken", "token-of-" + key)
      .set("Expiration", timestamp(world, world.now() + std::chrono::seconds(seconds)));
  user.set("AssumedRoleId", assumed.unique_id + ":" + name)
      .set("Arn", session_arn(account, assumed.name, name));
  answer.set("Credentials", std::move(credentials)).set("AssumedRoleUser", std::move(user));
  if (!identity.empty()) answer.set("SourceIdentity", identity);
  return answer;
}

}  // namespace rehearse::api::sts
