// Arguments of a scenario's function, read into C++ by raw access.
//
//   struct AccountArgs { std::string name; std::optional<std::string> ou; };
//   Fields<AccountArgs> const fields = {
//     "account", "account { name = \"staging\", ou = \"Workloads\" }",
//     { required("name", &AccountArgs::name), optional("ou", &AccountArgs::ou) } };
//   Outcome account(Host& host, lua_State* lua) {
//     auto args = read_fields(lua, 1, fields);
//     if (!args) return std::unexpected(args.error());
//
// A member may be bool, int64, string, Duration ("1h30m"), json::Value, LuaRef (a function), or a
// vector or optional of these. A host adds its own kinds (handles) with an overload `Result<void>
// read_value(Slot const&, Account&)` beside the type.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/time.hpp"
#include "sim/script/lua_ref.hpp"

struct lua_State;

namespace rehearse::script {

/// A value on the stack and what to call it in a message: `account.name`.
struct Slot {
  lua_State* lua;
  int index;
  std::string path;
};

/// `account.name wants a text, got a number`.
std::unexpected<Error> wrong_type(Slot const& slot, std::string_view wanted);

Result<void> read_value(Slot const& slot, bool& out);
Result<void> read_value(Slot const& slot, std::int64_t& out);
Result<void> read_value(Slot const& slot, std::string& out);
Result<void> read_value(Slot const& slot, Duration& out);
Result<void> read_value(Slot const& slot, json::Value& out);
Result<void> read_value(Slot const& slot, LuaRef& out);

/// Calls `item` for each element of a list in order.
Result<void> read_list(Slot const& slot, std::function<Result<void>(Slot const&)> const& item);

template <class T>
Result<void> read_value(Slot const& slot, std::vector<T>& out) {
  return read_list(slot, [&](Slot const& item) { return read_value(item, out.emplace_back()); });
}
template <class T>
Result<void> read_value(Slot const& slot, std::optional<T>& out) {
  return read_value(slot, out.emplace());
}

/// One argument by position: `argument<Duration>(lua, 1, "sleep", "the duration")`. Absent is an
/// error.
template <class T>
Result<T> argument(lua_State* lua, int index, std::string_view word, std::string_view what) {
  T value{};
  auto read = read_value(Slot{lua, index, std::string(word) + ": " + std::string(what)}, value);
  if (!read) return std::unexpected(std::move(read).error());
  return value;
}

template <class T>
struct Field {
  std::string_view key;
  bool is_required;
  std::function<Result<void>(Slot const&, T&)> read;
};

template <class T, class Member>
Field<T> required(std::string_view key, Member T::* member) {
  return {key, true, [member](Slot const& slot, T& out) { return read_value(slot, out.*member); }};
}
template <class T, class Member>
Field<T> optional(std::string_view key, Member T::* member) {
  return {key, false, [member](Slot const& slot, T& out) { return read_value(slot, out.*member); }};
}

/// What a function's table may hold, and one line that would do.
template <class T>
struct Fields {
  std::string_view word;
  std::string_view example;
  std::vector<Field<T>> fields;
};

namespace detail {

struct Name {
  std::string_view key;
  bool is_required;
};
/// Is it a table with only these keys, and all of the required ones?
Result<void> check_keys(lua_State* lua, int index, std::string_view word, std::string_view example,
                        std::vector<Name> const& names);
/// Pushes a member; false (nothing pushed) when it is absent.
bool push_member(lua_State* lua, int index, std::string_view key);
void pop(lua_State* lua);

}  // namespace detail

/// The table at an index of the stack as a T.
template <class T>
Result<T> read_fields(lua_State* lua, int index, Fields<T> const& fields) {
  std::vector<detail::Name> names;
  for (auto const& field : fields.fields) names.push_back({field.key, field.is_required});
  auto checked = detail::check_keys(lua, index, fields.word, fields.example, names);
  if (!checked) return std::unexpected(std::move(checked).error());
  T out{};
  for (auto const& field : fields.fields) {
    if (!detail::push_member(lua, index, field.key)) continue;
    auto read =
        field.read(Slot{lua, -1, std::string(fields.word) + "." + std::string(field.key)}, out);
    detail::pop(lua);
    if (!read) return std::unexpected(std::move(read).error());
  }
  return out;
}

}  // namespace rehearse::script
