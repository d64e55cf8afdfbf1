#include "sim/scenario/handles.hpp"

#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/script/bind.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"
#include "sim/world/access/question.hpp"
#include "sim/world/world.hpp"

namespace rehearse::scenario {
namespace {

constexpr char const* kMeta = "rehearse.handle";
constexpr char const* kCache = "rehearse.handles";
constexpr std::string_view kMarker = "\x01handle";
constexpr std::string_view kKinds[] = {
    "organization",        "account", "role",     "pipeline",  "resource share",
    "organizational unit", "user",    "group",    "root user", "managed policy",
    "control policy",      "session", "snapshot", "bucket",    "KMS key"};

/// What messages call a handle (script::kind_of_object).
int kind_of_handle(lua_State* lua) {
  auto const* handle = static_cast<Handle const*>(lua_touserdata(lua, 1));
  std::string_view kind = kind_text(handle->kind);
  lua_pushlstring(lua, kind.data(), kind.size());
  return 1;
}

/// Pushes the metatable of all handles.
void push_meta(lua_State* lua) {
  if (luaL_newmetatable(lua, kMeta) != 0) {
    lua_pushliteral(lua, "handle");
    lua_setfield(lua, -2, "__metatable");
    script::set_function(lua, "__kind", &kind_of_handle);
  }
}

template <class Id>
Result<void> read_handle(script::Slot const& slot, HandleKind kind, Id& out) {
  auto handle = to_handle(slot.lua, slot.index);
  if (!handle || handle->kind != kind)
    return script::wrong_type(slot, "what `" + std::string(kind_text(kind)) + "{}` returned");
  out = Id{handle->index};
  return {};
}

}  // namespace

std::string_view kind_text(HandleKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

void push_handle(lua_State* lua, Handle handle) {
  luaL_getsubtable(lua, LUA_REGISTRYINDEX, kCache);
  lua_Integer key = static_cast<lua_Integer>(handle.kind) << 32 | handle.index;
  if (lua_rawgeti(lua, -1, key) == LUA_TNIL) {
    lua_pop(lua, 1);
    void* block = lua_newuserdatauv(lua, sizeof(Handle), 0);
    new (block) Handle(handle);
    push_meta(lua);
    lua_setmetatable(lua, -2);
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, key);
  }
  lua_remove(lua, -2);
}

std::optional<Handle> to_handle(lua_State* lua, int index) {
  void* block = luaL_testudata(lua, index, kMeta);
  return block == nullptr ? std::nullopt : std::optional(*static_cast<Handle*>(block));
}

void set_handle_index(lua_State* lua) {
  push_meta(lua);
  lua_insert(lua, -2);
  lua_setfield(lua, -2, "__index");
  lua_pop(lua, 1);
}

std::vector<std::string_view> handle_properties(HandleKind kind) {
  switch (kind) {
    case HandleKind::organization:
      return {"arn", "id", "management", "name", "ou"};
    case HandleKind::account:
      return {"id", "name", "region", "root"};
    case HandleKind::role:
      return {"arn", "client", "name"};
    case HandleKind::pipeline:
      return {"arn", "name"};
    case HandleKind::share:
      return {"arn", "name"};
    case HandleKind::ou:
      return {"arn", "id", "name"};
    case HandleKind::user:
      return {"arn", "client", "name"};
    case HandleKind::root:
    case HandleKind::session:
      return {"arn", "client"};
    case HandleKind::group:
    case HandleKind::policy:
    case HandleKind::bucket:
    case HandleKind::key:
      return {"arn", "name"};
    case HandleKind::control_policy:
      return {"id", "name"};
    case HandleKind::snapshot:
      break;
  }
  return {};
}

std::optional<std::string> handle_property(world::World const& world, Handle handle,
                                           std::string_view key) {
  switch (handle.kind) {
    case HandleKind::organization: {
      world::Organization const& o = world.organization();
      if (key == "arn") return o.arn();
      if (key == "id") return o.id();
      if (key == "name") return o.name();
      return std::nullopt;
    }
    case HandleKind::account: {
      world::Account const& a = world.organization().account({handle.index});
      if (key == "id") return a.id;
      if (key == "name") return a.name;
      if (key == "region") return a.region;
      return std::nullopt;
    }
    case HandleKind::user:
    case HandleKind::group:
    case HandleKind::root:
    case HandleKind::role: {
      world::Principal const& r = world.principals()[{handle.index}];
      if (key == "arn") return r.arn;
      if (key == "name") return r.name;
      return std::nullopt;
    }
    case HandleKind::pipeline: {
      world::Pipeline const& p = world.pipelines()[{handle.index}];
      if (key == "arn") return world.arn(p);
      if (key == "name") return p.name;
      return std::nullopt;
    }
    case HandleKind::share: {
      world::Share const& s = world.shares().share({handle.index});
      if (key == "arn") return s.arn;
      if (key == "name") return s.name;
      return std::nullopt;
    }
    case HandleKind::ou: {
      world::Ou const& o = world.organization().ou({handle.index});
      if (key == "arn") return o.arn;
      if (key == "id") return o.id;
      if (key == "name") return o.name;
      return std::nullopt;
    }
    case HandleKind::policy: {
      world::ManagedPolicy const& p = world.access().managed_policies().all()[handle.index];
      if (key == "arn") return p.arn;
      if (key == "name") return p.name;
      return std::nullopt;
    }
    case HandleKind::control_policy: {
      world::ControlPolicy const& p = world.access().control_policies().all()[handle.index];
      if (key == "id") return p.id;
      if (key == "name") return p.name;
      return std::nullopt;
    }
    case HandleKind::session: {
      world::Session const& s = world.access().sessions()[{handle.index}];
      if (key == "arn") return world::caller_arn(world.access(), s.role, s.name);
      if (key == "name") return s.name;
      return std::nullopt;
    }
    case HandleKind::bucket: {
      world::Bucket const& b = world.access().buckets().all()[handle.index];
      if (key == "arn") return b.arn;
      if (key == "name") return b.name;
      return std::nullopt;
    }
    case HandleKind::key: {
      world::KmsKey const& k = world.access().buckets().keys()[handle.index];
      if (key == "arn") return k.arn;
      if (key == "name") return k.name;
      return std::nullopt;
    }
    case HandleKind::snapshot:
      break;
  }
  return std::nullopt;
}

bool is_caller(HandleKind kind) {
  return kind == HandleKind::role || kind == HandleKind::user || kind == HandleKind::root ||
         kind == HandleKind::session;
}

std::string handle_text(world::World const& world, Handle handle) {
  auto name = handle_property(world, handle, "name");
  return "the " + std::string(kind_text(handle.kind)) + (name ? " `" + *name + "`" : "");
}

json::Value handle_marker(Handle handle) {
  return json::Value{}.set(kMarker, static_cast<std::int64_t>(handle.kind) << 32 | handle.index);
}

std::optional<Handle> from_marker(json::Value const& value) {
  json::Value const* marker = value.find(kMarker);
  if (marker == nullptr) return std::nullopt;
  std::int64_t bits = *marker->as_integer();
  return Handle{static_cast<HandleKind>(bits >> 32), static_cast<std::uint32_t>(bits)};
}

Result<void> read_value(script::Slot const& slot, AccountArgument& out) {
  return read_handle(slot, HandleKind::account, out.id);
}
Result<void> read_value(script::Slot const& slot, RoleArgument& out) {
  return read_handle(slot, HandleKind::role, out.id);
}
Result<void> read_value(script::Slot const& slot, GroupArgument& out) {
  return read_handle(slot, HandleKind::group, out.id);
}
Result<void> read_value(script::Slot const& slot, PrincipalArgument& out) {
  auto handle = to_handle(slot.lua, slot.index);
  if (!handle || !is_caller(handle->kind) || handle->kind == HandleKind::session)
    return script::wrong_type(slot, "what `role{}` or `user{}` returned");
  out = {PrincipalId{handle->index}};
  return {};
}
Result<void> read_value(script::Slot const& slot, PolicyArgument& out) {
  if (auto handle = to_handle(slot.lua, slot.index)) {
    if (handle->kind != HandleKind::policy)
      return script::wrong_type(slot, "a policy document, its file, or a managed policy");
    out.document.value = handle_marker(*handle);
    return {};
  }
  if (auto read = read_value(slot, out.document); !read) return read;
  if (out.document.path.starts_with("arn:")) out.arn = std::exchange(out.document.path, {});
  return {};
}
Result<void> read_value(script::Slot const& slot, PipelineArgument& out) {
  return read_handle(slot, HandleKind::pipeline, out.id);
}
Result<void> read_value(script::Slot const& slot, KeyArgument& out) {
  auto handle = to_handle(slot.lua, slot.index);
  if (!handle || handle->kind != HandleKind::key)
    return script::wrong_type(slot, "what `kms_key{}` returned");
  out.index = handle->index;
  return {};
}
Result<void> read_value(script::Slot const& slot, SnapshotArgument& out) {
  auto handle = to_handle(slot.lua, slot.index);
  if (!handle || handle->kind != HandleKind::snapshot)
    return script::wrong_type(slot, "what `snapshot()` returned");
  out.index = handle->index;
  return {};
}

Result<void> read_value(script::Slot const& slot, DocumentArgument& out) {
  if (lua_type(slot.lua, slot.index) == LUA_TSTRING) return script::read_value(slot, out.path);
  if (lua_type(slot.lua, slot.index) != LUA_TTABLE)
    return script::wrong_type(slot, "a table or the path of a JSON file");
  auto value = read_document_value(slot);
  if (!value) return std::unexpected(value.error());
  out.value = std::move(*value);
  return {};
}

Result<json::Value> read_document_value(script::Slot const& slot) {
  script::ToJson options;
  options.path = slot.path;
  options.handle = [](lua_State* lua, int index) -> std::optional<Result<json::Value>> {
    auto handle = to_handle(lua, index);
    if (!handle) return std::nullopt;
    return handle_marker(*handle);
  };
  return script::to_json(slot.lua, slot.index, options);
}

}  // namespace rehearse::scenario
