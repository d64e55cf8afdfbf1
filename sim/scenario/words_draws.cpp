// draw.one_of, draw.chance, draw.uniform: parts of what a step leaves behind that are drawn. In the
// tables of `pipeline {}` they are drawn anew for each attempt of the step, inside of a step's
// function at once; both from the step's own stream.
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/domain/draws.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

/// Pushes what stands for the draw, or inside of a step's function what it came to.
Outcome push_draw(Host& host, lua_State* lua, json::Value const& part) {
  Stream* now = host.step_draws();
  script::push_json(lua, now == nullptr ? part : domain::drawn(part, [&](auto, std::uint64_t n) {
                      return now->below(n);
                    }));
  return 1;
}

Result<json::Value> value_at(lua_State* lua, int index, char const* word) {
  if (lua_isnone(lua, index))
    return fail("`" + std::string(word) + "` lacks a value",
                "write draw.chance(\"1/20\", \"0.40\", \"0.91\")");
  return read_document_value({lua, index, word});
}

/// draw.one_of { "0.91", "0.84" }
Outcome one_of(Host& host, lua_State* lua) {
  auto list = value_at(lua, 1, "draw.one_of");
  if (!list) return std::unexpected(list.error());
  if (!list->is_array() || list->as_array().empty())
    return fail("`draw.one_of` wants a list of alternatives",
                "write draw.one_of { \"0.91\", \"0.84\" }");
  return push_draw(host, lua, domain::draw_one_of(std::move(list->as_array())));
}

/// draw.chance("1/20", "0.40", "0.91")
Outcome chance(Host& host, lua_State* lua) {
  auto text = script::argument<std::string>(lua, 1, "draw.chance", "the chance");
  if (!text) return std::unexpected(text.error());
  auto ratio = parse_ratio(*text);
  if (!ratio) return fail("`draw.chance`: " + ratio.error().message, ratio.error().hint);
  auto value = value_at(lua, 2, "draw.chance");
  if (!value) return std::unexpected(value.error());
  auto otherwise = value_at(lua, 3, "draw.chance");
  if (!otherwise) return std::unexpected(otherwise.error());
  return push_draw(host, lua,
                   domain::draw_chance(*ratio, std::move(*value), std::move(*otherwise)));
}

/// draw.uniform("0.80", "0.95")
Outcome uniform(Host& host, lua_State* lua) {
  auto low = value_at(lua, 1, "draw.uniform");
  if (!low) return std::unexpected(low.error());
  auto high = value_at(lua, 2, "draw.uniform");
  if (!high) return std::unexpected(high.error());
  auto part = domain::draw_uniform(*low, *high);
  if (!part) return std::unexpected(part.error());
  return push_draw(host, lua, *part);
}

}  // namespace

void add_draw_words(script::Sandbox& sandbox) {
  sandbox.add_core<one_of>("draw_one_of");
  sandbox.add_core<chance>("draw_chance");
  sandbox.add_core<uniform>("draw_uniform");
}

}  // namespace rehearse::scenario
