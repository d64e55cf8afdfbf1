#include "sim/script/args.hpp"

#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {

struct AccountArgs {
  std::string name;
  std::optional<std::string> ou;
  std::int64_t quota = 5;
  std::vector<std::string> tags;
  Duration delay{};
  json::Value policy;
  LuaRef run;
};
Fields<AccountArgs> const kAccount = {
    "account",
    "account { name = \"staging\" }",
    {required("name", &AccountArgs::name), optional("ou", &AccountArgs::ou),
     optional("quota", &AccountArgs::quota), optional("tags", &AccountArgs::tags),
     optional("delay", &AccountArgs::delay), optional("policy", &AccountArgs::policy),
     optional("run", &AccountArgs::run)}};

Outcome account(lua_State* lua) {
  auto const args = read_fields(lua, 1, kAccount);
  if (!args) return std::unexpected(args.error());
  std::string const text = args->name + "|" + args->ou.value_or("-") + "|" +
                           std::to_string(args->quota) + "|" + std::to_string(args->tags.size()) +
                           "|" + format_duration(args->delay) + "|" + json::dump(args->policy);
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}
Outcome sleep(lua_State* lua) {
  auto const duration = argument<Duration>(lua, 1, "sleep", "the duration");
  if (!duration) return std::unexpected(duration.error());
  return 0;
}

struct ArgsMachine : Machine {
  ArgsMachine() {
    sandbox.add_word<&account>("account");
    sandbox.add_word<&sleep>("sleep");
  }
};

}  // namespace

TEST_CASE("args: a table becomes a struct", "[script]") {
  ArgsMachine m;
  CHECK(m.eval("account { name = 'a' }") == "a|-|5|0|0s|null\n");
  CHECK(m.eval("account { name = 'a', ou = 'x', quota = 7, tags = { 'p', 'q' }, delay = '1h30m', "
               "policy = { b = { 1, 2.5 }, a = null } }") ==
        "a|x|7|2|1h30m|{\"a\":null,\"b\":[1,2.5]}\n");
}

TEST_CASE("args: what is wrong, where, and what would be right", "[script]") {
  ArgsMachine m;
  CHECK(m.run("\naccount {\n  nme = 'x' }") ==
        "error: a.lua:2: `account` does not know the key `nme`; did you mean `name`?");
  CHECK(m.run("account {}") ==
        "error: a.lua:1: `account` needs `name`; for example: account { name = \"staging\" }");
  CHECK(m.run("account 'x'") ==
        "error: a.lua:1: `account` wants a table, got the text `x`; for example: account { name = "
        "\"staging\" }");
  CHECK(m.run("account { name = 5 }") ==
        "error: a.lua:1: `account.name` wants a text, got a number");
  CHECK_THAT(m.run("account { name = 'a', tags = { x = 1 } }"),
             Contains("`account.tags` wants a list, got a table with the key `x`"));
  CHECK_THAT(m.run("account { name = 'a', tags = { 'x', {} } }"),
             Contains("`account.tags[2]` wants a text, got a table"));
  CHECK_THAT(m.run("account { name = 'a', policy = { Statement = { print } } }"),
             Contains("`account.policy.Statement[1]` is a function"));
  CHECK_THAT(m.run("account { name = 'a', quota = 1.5 }"), Contains("wants a whole number"));
  CHECK_THAT(m.run("account { name = '\\xff' }"), Contains("not UTF-8"));
  CHECK_THAT(m.run("account { name = 'a', 'b' }"), Contains("does not know the key `[1]`"));
  CHECK_THAT(m.run("sleep()"),
             Contains("`sleep: the duration` wants a duration such as \"1h30m\", got nothing"));
  CHECK_THAT(m.run("sleep '5 parsecs'"), Contains("`sleep: the duration`: "));
}
