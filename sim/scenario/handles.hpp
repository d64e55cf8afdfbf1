// Handles: what `account{}`, `role{}`, `pipeline{}` and `organization{}` return. A handle goes
// where an ARN or a name goes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/script/args.hpp"
#include "sim/vocab/ids.hpp"

struct lua_State;

namespace rehearse::world {
class World;
}

namespace rehearse::scenario {

enum class HandleKind : std::uint8_t {
  organization,
  account,
  role,
  pipeline,
  share,
  ou,
  user,
  group,
  root,
  policy,          // a managed policy
  control_policy,  // an SCP or RCP
  session,         // temporary credentials
  snapshot,        // of the access matrix
  bucket,
  key  // of KMS
};

struct Handle {
  HandleKind kind{};
  std::uint32_t index = 0;
  auto operator<=>(Handle const&) const = default;
};

/// Pushes a handle. The same entity is the same Lua value, so handles compare equal and can be keys
/// of nothing else.
void push_handle(lua_State* lua, Handle handle);
std::optional<Handle> to_handle(lua_State* lua, int index);
/// Sets what `handle.name` does: the function on top of the stack, called with the handle and the
/// key.
void set_handle_index(lua_State* lua);

/// `account`, `role`, ... for messages.
std::string_view kind_text(HandleKind kind);
/// Is that a handle of somebody who may call?
bool is_caller(HandleKind kind);
/// A property of a handle: `staging.id`. Nothing when the kind has no such property.
std::optional<std::string> handle_property(world::World const& world, Handle handle,
                                           std::string_view key);
/// ``the role `MlPlatform` ``.
std::string handle_text(world::World const& world, Handle handle);
/// The names of a kind's properties.
std::vector<std::string_view> handle_properties(HandleKind kind);

/// Inside a document a handle stands as this marker until it is known what the member wants.
json::Value handle_marker(Handle handle);
std::optional<Handle> from_marker(json::Value const& value);

// A handle as the argument of a word: `account = staging`.
struct AccountArgument {
  AccountId id;
};
struct RoleArgument {
  PrincipalId id;
};
/// Whoever may call: a role, a user or an account's root user.
struct PrincipalArgument {
  PrincipalId id;
};
struct GroupArgument {
  PrincipalId id;
};
struct PipelineArgument {
  PipelineId id;
};
struct KeyArgument {
  std::uint32_t index = 0;
};
/// What `snapshot()` returned.
struct SnapshotArgument {
  std::uint32_t index = 0;
};
Result<void> read_value(script::Slot const& slot, AccountArgument& out);
Result<void> read_value(script::Slot const& slot, RoleArgument& out);
Result<void> read_value(script::Slot const& slot, PrincipalArgument& out);
Result<void> read_value(script::Slot const& slot, GroupArgument& out);
Result<void> read_value(script::Slot const& slot, PipelineArgument& out);
Result<void> read_value(script::Slot const& slot, KeyArgument& out);
Result<void> read_value(script::Slot const& slot, SnapshotArgument& out);
using script::read_value;

/// A document given as a table (with handles in it as markers) or as the path of a file.
struct DocumentArgument {
  json::Value value;  // the table, or null
  std::string path;   // the file, or empty
};
Result<void> read_value(script::Slot const& slot, DocumentArgument& out);
/// Any value that a document may hold, with handles in it as markers.
Result<json::Value> read_document_value(script::Slot const& slot);

/// A policy of an identity: a document, or a managed policy by its handle or ARN.
struct PolicyArgument {
  DocumentArgument document;
  std::string arn;
};
Result<void> read_value(script::Slot const& slot, PolicyArgument& out);

}  // namespace rehearse::scenario
