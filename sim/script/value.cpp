#include "sim/script/value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/keys.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::script {
namespace {

constexpr std::size_t kValueDepthMax = 100;
constexpr std::size_t kValuesMax =
    1'000'000;  // a table that holds another twice, thirty levels deep, is a billion values

// One conversion on its way down a value.
class Reader {
 public:
  Reader(lua_State* lua, ToJson const& options)
      : lua_(lua), options_(options), path_(options.path) {}

  Result<json::Value> read(int index) {
    if (++values_ > kValuesMax)
      return refuse("has more than a million values", "share less of the table");
    switch (lua_type(lua_, index)) {
      case LUA_TNIL:
        return json::Value();
      case LUA_TBOOLEAN:
        return json::Value(lua_toboolean(lua_, index) != 0);
      case LUA_TNUMBER:
        return number(index);
      case LUA_TSTRING:
        return text(index);
      case LUA_TTABLE:
        return table(lua_absindex(lua_, index));
      case LUA_TLIGHTUSERDATA:
      case LUA_TUSERDATA:
        if (is_null(lua_, index)) return json::Value();
        if (options_.handle)
          if (auto value = options_.handle(lua_, index)) return std::move(*value);
        [[fallthrough]];
      default:
        return refuse("is " + kind_of_object(lua_, index) + ", which no document can hold",
                      lua_isfunction(lua_, index)
                          ? "give what it would return"
                          : "give a text, a number, a boolean, a table or `null`");
    }
  }

 private:
  std::unexpected<Error> refuse(std::string const& what, std::string hint) const {
    return fail("`" + (path_.empty() ? "the value" : path_) + "` " + what, std::move(hint));
  }

  Result<json::Value> number(int index) const {
    if (lua_isinteger(lua_, index) != 0)
      return json::Value(std::int64_t{lua_tointeger(lua_, index)});
    double const value = lua_tonumber(lua_, index);
    if (!std::isfinite(value))
      return refuse("is not a finite number", "JSON has neither nan nor infinity");
    char buffer[32];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    std::string spelling(buffer, end);
    if (spelling.find_first_not_of("-0123456789") == std::string::npos) spelling += ".0";
    return json::Value(json::Number{std::move(spelling)});
  }

  Result<json::Value> text(int index) const {
    std::size_t bytes = 0;
    char const* const data = lua_tolstring(lua_, index, &bytes);
    if (!is_utf8({data, bytes})) return refuse("is a text that is not UTF-8", "write it as UTF-8");
    return json::Value(std::string(data, bytes));
  }

  Result<json::Value> table(int index) {
    void const* const self = lua_topointer(lua_, index);  // compared on the way down, never kept
    if (std::find(above_.begin(), above_.end(), self) != above_.end())
      return refuse("contains itself", "a document is a tree");
    if (above_.size() >= kValueDepthMax)
      return refuse("is more than 100 levels deep", "make it flatter");
    lua_checkstack(lua_, 4);
    auto keys = sorted_keys(lua_, index);
    if (!keys) return std::unexpected(std::move(keys).error());
    if (keys->empty())
      return options_.empty == ToJson::Empty::array && above_.empty() ? json::Value(json::Array{})
                                                                      : json::Value(json::Object{});
    above_.push_back(self);
    auto value = std::holds_alternative<std::string_view>(keys->front()) ? object(index, *keys)
                                                                         : array(index, *keys);
    above_.pop_back();
    return value;
  }

  Result<json::Value> object(int index, std::vector<Key> const& keys) {
    json::Object members;
    members.reserve(keys.size());
    for (Key const& key : keys) {
      std::string const name(
          std::get<std::string_view>(key));  // strings are last in order: all are strings
      if (!is_utf8(name)) return refuse("has a key that is not UTF-8", "write it as UTF-8");
      auto value = member(index, key, path_.empty() ? name : path_ + "." + name);
      if (!value) return value;
      members.emplace_back(name, std::move(*value));
    }
    return json::Value(std::move(members));
  }

  Result<json::Value> array(int index, std::vector<Key> const& keys) {
    json::Array items;
    items.reserve(keys.size());
    for (Key const& key : keys) {
      auto const* position = std::get_if<std::int64_t>(&key);
      if (position == nullptr || *position != static_cast<std::int64_t>(items.size()) + 1)
        return refuse("is neither a list (keys 1, 2, 3 ...) nor an object (text keys)",
                      "close the gap in the list, or use texts for all keys");
      auto value = member(index, key, path_ + "[" + std::to_string(*position) + "]");
      if (!value) return value;
      items.push_back(std::move(*value));
    }
    return json::Value(std::move(items));
  }

  Result<json::Value> member(int index, Key const& key, std::string path) {
    std::swap(path_, path);
    push_key(lua_, key);
    lua_rawget(lua_, index);
    auto value = read(-1);
    lua_pop(lua_, 1);
    std::swap(path_, path);
    return value;
  }

  lua_State* lua_;
  ToJson const& options_;
  std::string path_;
  std::size_t values_ = 0;
  std::vector<void const*> above_;
};

void push_number(lua_State* lua, json::Value const& value) {
  if (auto const whole = value.as_integer();
      whole && value.as_number_text().find_first_of(".eE") == std::string::npos) {
    lua_pushinteger(lua, *whole);
    return;
  }
  std::string const& text = value.as_number_text();
  double number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{}) {
    lua_pushnumber(lua, number);
  } else {
    lua_pushlstring(lua, text.data(), text.size());
  }
}

}  // namespace

Result<json::Value> to_json(lua_State* lua, int index, ToJson const& options) {
  StackGuard const guard(lua);
  lua_checkstack(lua, 8);
  return Reader(lua, options).read(lua_absindex(lua, index));
}

void push_json(lua_State* lua, json::Value const& value) {
  lua_checkstack(lua, 4);
  if (value.is_null()) {
    push_null(lua);
  } else if (value.is_bool()) {
    lua_pushboolean(lua, value.as_bool() ? 1 : 0);
  } else if (value.is_number()) {
    push_number(lua, value);
  } else if (value.is_string()) {
    lua_pushlstring(lua, value.as_string().data(), value.as_string().size());
  } else if (value.is_array()) {
    lua_createtable(lua, static_cast<int>(value.as_array().size()), 0);
    lua_Integer position = 0;
    for (auto const& item : value.as_array()) {
      push_json(lua, item);
      lua_rawseti(lua, -2, ++position);
    }
  } else {
    lua_createtable(lua, 0, static_cast<int>(value.as_object().size()));
    for (auto const& [key, member] : value.as_object()) {
      lua_pushlstring(lua, key.data(), key.size());
      push_json(lua, member);
      lua_rawset(lua, -3);
    }
  }
}

std::string kind_of_object(lua_State* lua, int index) {
  StackGuard const guard(lua);
  lua_checkstack(lua, LUA_MINSTACK);
  std::string kind = luaL_typename(lua, index);
  if (lua_type(lua, index) == LUA_TUSERDATA && luaL_callmeta(lua, index, "__kind") != 0 &&
      lua_type(lua, -1) == LUA_TSTRING)
    kind = lua_tostring(lua, -1);
  return with_article(kind);
}

void push_null(lua_State* lua) { lua_pushlightuserdata(lua, nullptr); }
bool is_null(lua_State* lua, int index) {
  return lua_type(lua, index) == LUA_TLIGHTUSERDATA && lua_touserdata(lua, index) == nullptr;
}

}  // namespace rehearse::script
