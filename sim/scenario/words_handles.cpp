// What handles are asked: their kind, their properties, a unit of the organization.
#include <lua.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

Outcome handle_index(lua_State* lua) {
  lua_settop(lua, 1);
  set_handle_index(lua);
  return 0;
}

Outcome handle_kind(lua_State* lua) {
  auto handle = to_handle(lua, 1);
  lua_pushstring(lua, handle ? std::string(kind_text(handle->kind)).c_str() : "");
  return 1;
}

/// core.property(handle, key)
Outcome property(Host& host, lua_State* lua) {
  auto handle = to_handle(lua, 1);
  std::string key = lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "?";
  if (handle->kind == HandleKind::organization && key == "management")
    return pushed(
        lua, HandleKind::account,
        host.world().organization().find_account(host.world().organization().management()).index);
  if (auto text = handle_property(host.world(), *handle, key)) {
    lua_pushlstring(lua, text->data(), text->size());
    return 1;
  }
  std::vector<std::string_view> known = handle_properties(handle->kind);
  std::string hint = did_you_mean(key, known);
  std::vector<std::string> names(known.begin(), known.end());
  return fail(fmt::format("`{}` has no `{}`", kind_text(handle->kind), shorten(key, 40)),
              hint.empty() && !names.empty() ? "it has " + join(names, ", ") : hint);
}

/// core.ou(path) -> the unit
Outcome ou(Host& host, lua_State* lua) {
  auto path = script::argument<std::string>(lua, 1, "organization:ou", "a path");
  if (!path) return std::unexpected(path.error());
  world::Organization const& organization = host.world().organization();
  OuId found = organization.find_ou_by_path(*path);
  if (!found) {
    std::vector<std::string> paths = ou_paths(organization);
    std::vector<std::string_view> names(paths.begin(), paths.end());
    return fail("the organization has no unit `" + shorten(*path, 80) + "`",
                did_you_mean(*path, names));
  }
  return pushed(lua, HandleKind::ou, found.index);
}

/// core.session_of(credentials) -> the session that AssumeRole gave
Outcome session_of(Host& host, lua_State* lua) {
  script::Slot slot{lua, 1, "session"};
  json::Value given;
  if (auto read = read_value(slot, given); !read) return std::unexpected(read.error());
  json::Value const* inner = given.find("Credentials");
  json::Value const& credentials = inner != nullptr ? *inner : given;
  SessionId id = host.world().access().sessions().find(credentials.string_or_empty("AccessKeyId"));
  if (!id)
    return fail("`session` wants the credentials that assume_role gave",
                "write session(sts:assume_role { ... })");
  return pushed(lua, HandleKind::session, id.index);
}

}  // namespace

void add_handle_words(script::Sandbox& sandbox) {
  sandbox.add_core<handle_index>("handle_index");
  sandbox.add_core<handle_kind>("handle_kind");
  sandbox.add_core<property>("property");
  sandbox.add_core<ou>("ou");
  sandbox.add_core<session_of>("session_of");
}

}  // namespace rehearse::scenario
