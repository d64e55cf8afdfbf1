// Declaring where artifacts lie: buckets of S3 and keys of KMS, with their policies. What stands at
// the epoch is in force at the epoch.
#include <lua.hpp>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/domain/artifacts.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct KeyArgs {
  AccountArgument account;
  std::string name;
  std::optional<std::string> region;
  std::optional<DocumentArgument> policy;
};
script::Fields<KeyArgs> const kKey = {
    "kms_key",
    "kms_key { account = staging, name = \"models\", policy = \"policies/models-key.json\" }",
    {script::required("account", &KeyArgs::account), script::required("name", &KeyArgs::name),
     script::optional("region", &KeyArgs::region), script::optional("policy", &KeyArgs::policy)}};

struct BucketArgs {
  AccountArgument account;
  std::string name;
  std::optional<DocumentArgument> policy;
  std::optional<KeyArgument> key;
  std::optional<json::Value> objects;
};
script::Fields<BucketArgs> const kBucket = {
    "bucket",
    "bucket { account = staging, name = \"acme-models\", policy = \"policies/models-bucket.json\", "
    "key = models_key, objects = { [\"churn.json\"] = \"definitions/churn.json\" } }",
    {script::required("account", &BucketArgs::account), script::required("name", &BucketArgs::name),
     script::optional("policy", &BucketArgs::policy), script::optional("key", &BucketArgs::key),
     script::optional("objects", &BucketArgs::objects)}};

/// The document of a resource's policy; none when none is given.
Result<DocumentId> policy_document(Host& host, std::optional<DocumentArgument> const& given,
                                   std::string const& name) {
  if (!given) return DocumentId{};
  auto read = read_policy(host, *given, iam::PolicyKind::resource, name);
  if (!read) return std::unexpected(read.error());
  return host.record().document(trace::DocumentKind::resource_policy, read->name, read->text,
                                read->lines);
}

/// 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends.
bool is_bucket_name(std::string_view name) {
  auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return name.size() >= 3 && name.size() <= 63 && plain(name.front()) && plain(name.back()) &&
         std::ranges::all_of(name, [&](char c) { return plain(c) || c == '.' || c == '-'; });
}

Outcome kms_key(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "kms_key"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kKey);
  if (!args) return std::unexpected(args.error());
  std::vector<world::KmsKey> const& keys = host.world().access().buckets().keys();
  bool const known = std::ranges::any_of(keys, [&](world::KmsKey const& key) {
    return key.account == args->account.id && key.name == args->name;
  });
  if (args->name.empty() || known)
    return fail("`" + shorten(args->name, 60) + "` is no name for a key",
                "a name that the account has once");
  auto policy = policy_document(host, args->policy, "policy of key " + args->name);
  if (!policy) return std::unexpected(policy.error());
  auto place = read_place(host, args->account.id, args->region);
  if (!place) return std::unexpected(place.error());
  domain::stand_key(host.domain().context(), *place, args->name, *policy, line_of(lua));
  return pushed(lua, HandleKind::key, static_cast<std::uint32_t>(keys.size() - 1));
}

/// The objects whose text somebody may read: a file, or a table that becomes JSON. The trace has
/// each as one JSON text, whatever is in it.
Result<void> stand_objects(Host& host, std::string const& bucket,
                           std::optional<json::Value> const& objects) {
  if (!objects || objects->is_null()) return {};
  if (!objects->is_object())
    return fail("`bucket.objects` is a table of objects by their keys",
                "write objects = { [\"churn.json\"] = \"definitions/churn.json\" }");
  for (auto const& [key, value] : objects->as_object()) {
    DocumentArgument const given =
        value.is_string() ? DocumentArgument{{}, value.as_string()} : DocumentArgument{value, {}};
    auto read = read_document(host, given, "s3://" + bucket + "/" + key);
    if (!read) return std::unexpected(read.error());
    if (!is_utf8(read->text))
      return fail("`" + shorten(read->name, 60) + "` is no text in UTF-8",
                  "objects whose text nobody reads need not be given");
    DocumentId const document = host.record().document(trace::DocumentKind::request, read->name,
                                                       json::dump(json::Value{read->text}));
    host.record().record(trace::ObjectDefined{bucket, key, document});
  }
  return {};
}

Outcome bucket(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "bucket"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kBucket);
  if (!args) return std::unexpected(args.error());
  if (!is_bucket_name(args->name))
    return fail("`" + shorten(args->name, 80) + "` is no name of a bucket",
                "3 to 63 lower-case letters, digits, dots and hyphens");
  world::Buckets const& known = host.world().access().buckets();
  if (known.find_arn(bucket_arn(args->name)) != nullptr)
    return fail("there are two buckets named `" + args->name + "`",
                "the name of a bucket is unique in all accounts");
  auto policy = policy_document(host, args->policy, "policy of bucket " + args->name);
  if (!policy) return std::unexpected(policy.error());
  std::string const key = args->key ? known.keys()[args->key->index].arn : std::string{};
  domain::stand_bucket(host.domain().context(), args->account.id, args->name, *policy, key,
                       line_of(lua));
  if (auto stood = stand_objects(host, args->name, args->objects); !stood)
    return std::unexpected(stood.error());
  return pushed(lua, HandleKind::bucket, static_cast<std::uint32_t>(known.all().size() - 1));
}

}  // namespace

void add_artifact_words(script::Sandbox& sandbox) {
  sandbox.add_word<kms_key>("kms_key");
  sandbox.add_word<bucket>("bucket");
}

}  // namespace rehearse::scenario
