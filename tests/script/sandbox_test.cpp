#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

TEST_CASE("sandbox: pairs walks booleans, numbers, then texts", "[script]") {
  Machine m;
  CHECK(m.run("for k, v in pairs { b = 1, a = 2, [10] = 3, [9.5] = 4, [true] = 5, [-1] = 6, "
              "[false] = 7 } do print(k, v) end") ==
        "false\t7\ntrue\t5\n-1\t6\n9.5\t4\n10\t3\na\t2\nb\t1\n");
}

TEST_CASE("sandbox: pairs allows to change and remove entries during the walk", "[script]") {
  Machine m;
  CHECK(m.run("local t = { a = 1, b = 2, c = 3 } for k in pairs(t) do print(k) t.b = nil t[k] = 0 "
              "t.z = 1 end") == "a\nc\n");
}

TEST_CASE("sandbox: a table as a key is refused with the reason", "[script]") {
  Machine m;
  CHECK_THAT(m.run("\nfor k in pairs { [{}] = 1 } do end"),
             Contains("a.lua:2: ") && Contains("no order but their address"));
}

TEST_CASE("sandbox: next follows the order of pairs", "[script]") {
  Machine m;
  CHECK(m.run("local t = { b = 1, a = 2, 7 } local k, v = next(t) while k do print(k, v) k, v = "
              "next(t, k) end print(next {})") == "1\t7\na\t2\nb\t1\nnil\n");
  CHECK(m.eval("next({ 5, 6 }, 1.0)") == "2\t6\n");
}

TEST_CASE("sandbox: table.sort keeps the order of ties", "[script]") {
  Machine m;
  CHECK(m.run(R"(
    local t = {}
    for i = 1, 11 do t[i] = { rank = i % 3, i = i } end
    table.sort(t, function(a, b) return a.rank < b.rank end)
    local s = ""
    for _, e in ipairs(t) do s = s .. e.rank .. ":" .. e.i .. " " end
    print(s))") == "0:3 0:6 0:9 1:1 1:4 1:7 1:10 2:2 2:5 2:8 2:11 \n");
  CHECK(m.run("local t = { 3, 1, 2 } table.sort(t) print(table.concat(t, \",\"))") == "1,2,3\n");
  CHECK_THAT(m.run("table.sort { 1, 'x' }"), Contains("attempt to compare") && Contains("a.lua:1"));
}

TEST_CASE("sandbox: no address is printed", "[script]") {
  Machine m;
  CHECK(m.run("local a, b = {}, {} print(b, a, b) print(tostring(a), print) "
              "print(string.format('%s', a))") ==
        "table#1\ttable#2\ttable#1\ntable#2\tfunction#3\ntable#2\n");
  CHECK_THAT(m.run("string.format('%p', {})"), Contains("would print an address"));
  CHECK(m.eval("setmetatable({}, { __tostring = function() return 'me' end }), null") ==
        "me\tnull\n");
}

TEST_CASE("sandbox: what depends on the clock, the disk or the collector is not there",
          "[script]") {
  Machine m;
  for (char const* name : {"os", "io", "debug", "load", "loadstring", "dofile", "require",
                           "package", "collectgarbage", "coroutine", "_G"})
    CHECK_THAT(m.eval(name),
               Contains(std::string("a.lua:1: `") + name + "` is not part of a scenario's Lua; "));
  CHECK_THAT(m.run("setmetatable({}, { __gc = print })"),
             Contains("a.lua:1: `__gc` has no place in a scenario"));
  CHECK_THAT(m.run("\nlocal m = {} m['__mode'] = 'k'"), Contains("a.lua:2: `__mode` has no place"));
  CHECK_THAT(m.run("setmetatable({}, { ['__' .. 'gc'] = print })"),
             Contains("`__gc` has no place in a metatable"));
  CHECK_THAT(m.eval("math.sin(1)"), Contains("`math.sin` is not here"));
  CHECK_THAT(m.run("math.randomseed(1)"), Contains("--seed"));
  CHECK_THAT(m.eval("string.dump(print)"), Contains("`string.dump` is not here"));
}

TEST_CASE("sandbox: random draws come from the host", "[script]") {
  Machine m;
  CHECK(m.eval("math.random(10), math.random(5, 6), math.random(-3, 3)") == "1\t6\t-1\n");
  m.draws = std::uint64_t{1} << 52;
  CHECK(m.eval("math.random()") == "0.5\n");
  CHECK_THAT(m.eval("math.random(0)"), Contains("empty interval"));
  CHECK_THAT(m.eval("math.random(math.mininteger, math.maxinteger)"), Contains("smaller interval"));
}

TEST_CASE("sandbox: power takes whole exponents and is right-associative", "[script]") {
  Machine m;
  CHECK(m.eval("2 ^ 10, 2 ^ 3 ^ 2, -2 ^ 2, 2 ^ -1, 9 ^ 0.5, 2 ^ 0") ==
        "1024.0\t512.0\t-4.0\t0.5\t3.0\t1.0\n");
  CHECK(m.run("local a, n = 3, 4 print(a ^ n * 2, (a ^ n) ^ n, '^', [[^]]) -- ^") ==
        "162.0\t43046721.0\t^\t^\n");
  CHECK_THAT(m.run("\nprint(2 ^ 0.3)"), Contains("a.lua:2: `^` takes whole exponents"));
  CHECK_THAT(m.eval("2 ^ {}"), Contains("`^` wants two numbers"));
}

TEST_CASE("sandbox: an unknown name is answered with the nearest one", "[script]") {
  Machine m;
  CHECK(m.run("local x = 1\nprnt(x)") ==
        "error: a.lua:2: the name `prnt` is not known here; did you mean `print`?");
  CHECK(m.run("staging = 1 print(stagng)") ==
        "error: a.lua:1: the name `stagng` is not known here; did you mean `staging`?");
}

TEST_CASE("sandbox: globals freeze, words always were", "[script]") {
  Machine m;
  CHECK(m.run("shared = 1 shared = 2 print(shared)") == "2\n");
  CHECK_THAT(m.run("print = 1"), Contains("`print` is a word of the language"));
  CHECK_THAT(m.run("string.format = 1"), Contains("cannot be changed"));
  CHECK_THAT(m.run("rawset(string, 'x', 1)"), Contains("this table is locked"));
  CHECK_THAT(m.run("rawset(_ENV, 'x', 1)"), Contains("this table is locked"));
  m.sandbox.freeze();
  CHECK_THAT(m.run("\nshared = 3"),
             Contains("a.lua:2: the global `shared` cannot be set once the actors run"));
  CHECK_THAT(m.run("other = 3"), Contains("write `local other`"));
}

TEST_CASE("sandbox: syntax errors have their place", "[script]") {
  Machine m;
  CHECK(m.run("local x =\n  1\nlocal = 2") == "error: a.lua:3: <name> expected near '='");
  CHECK_THAT(m.run("print('x"), Contains("a.lua:1: unfinished string"));
  std::string const long_name = std::string(100, 'x') + ".lua";
  CHECK_THAT(m.run("\nx x", long_name), Contains(long_name + ":2: syntax error"));
  CHECK_THAT(m.run("\nlocal x = nil + 1", long_name),
             Contains(long_name + ":2: attempt to perform arithmetic"));
  CHECK_THAT(m.run("\x1bLua\x54"), Contains("compiled Lua"));
}

TEST_CASE("sandbox: string functions do what Lua's do", "[script]") {
  Machine m;
  CHECK(m.eval("('hello world'):find('o w'), ('hello'):find('l+'), ('a.b'):find('.', 2, true), "
               "('x'):find('y')") == "5\t3\t2\tnil\n");
  CHECK(m.run("print(('key = value'):match('^(%w+)%s*=%s*(%w+)$'))") == "key\tvalue\n");
  CHECK(m.run("for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do print(k, v) end") ==
        "a\t1\nb\t2\n");
  CHECK(m.run("print(('hello'):gsub('l', 'L')) print(('abc'):gsub('', '-')) "
              "print(('abc'):gsub('%w', '%0%0', 2))") == "heLLo\t2\n-a-b-c-\t4\naabbc\t2\n");
  CHECK(m.run("print(('$a $b'):gsub('%$(%w+)', { a = 1 }))") == "1 $b\t2\n");
  CHECK(m.run("print(('abc'):gsub('^a', 'x')) print(('aaa'):gsub('^a', 'x'))") ==
        "xbc\t1\nxaa\t1\n");
  CHECK(m.eval("('x'):rep(3, ','), #('x'):rep(1000), ('AbC'):lower(), ('abc'):sub(-2), "
               "('abc'):byte(2)") == "x,x,x\t1000\tabc\tbc\t98\n");
  CHECK(
      m.eval("string.format('%5d|%-5d|%05.1f|%x|%q|%s|%%', 42, 42, 3.14159, 255, 'a\"b', true)") ==
      "   42|42   |003.1|ff|\"a\\\"b\"|true|%\n");
}

TEST_CASE("sandbox: table functions do what Lua's do", "[script]") {
  Machine m;
  CHECK(m.run("local t = {1,2,3} table.insert(t, 4) table.insert(t, 1, 0) print(table.concat(t, ' "
              "'), table.remove(t), table.remove(t, 1), #t)") == "0 1 2 3 4\t4\t0\t3\n");
  CHECK(m.eval("table.remove({}), #table.move({1,2,3}, 2, 3, 1), table.unpack({1,2,3}, 2)") ==
        "nil\t3\t2\t3\n");
  CHECK(m.eval("table.concat(table.move({1,2,3}, 1, 3, 2), ',')") == "1,1,2,3\n");
  CHECK_THAT(m.run("table.insert({}, 5, 1)"), Contains("out of bounds"));
  CHECK_THAT(m.run("table.unpack({}, 1, 1e8)"), Contains("too many results"));
}
