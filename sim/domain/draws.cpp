#include "sim/domain/draws.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/assert.hpp"
#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"

namespace rehearse::domain {
namespace {

// The key of a drawn part: its one member is `[kind, ...]`.
constexpr std::string_view kDrawMarker = "\x01draw";

/// A decimal as a whole number of units of its last place.
struct Scaled {
  bool negative = false;
  std::string digits;  // without the point
  std::size_t places = 0;
};

std::optional<Scaled> read_scaled(std::string const& text) {
  auto exact = Decimal::parse(text);
  if (!exact) return std::nullopt;
  // A plain spelling keeps its trailing zeros, which say how many places are meant.
  std::string plain = text.find_first_of("eE+") == std::string::npos ? text : exact->text();
  Scaled out{plain.starts_with('-'), plain.substr(plain.starts_with('-') ? 1 : 0), 0};
  if (auto point = out.digits.find('.'); point != std::string::npos) {
    out.places = out.digits.size() - point - 1;
    out.digits.erase(point, 1);
  }
  return out.digits.find_first_not_of("0123456789") == std::string::npos ? std::optional{out}
                                                                         : std::nullopt;
}

constexpr std::size_t kDigitsMax = 15;

std::optional<std::int64_t> units(Scaled scaled, std::size_t places) {
  if (places > kDigitsMax) return std::nullopt;
  scaled.digits.append(places - scaled.places, '0');
  scaled.digits.erase(0, std::min(scaled.digits.find_first_not_of('0'), scaled.digits.size()));
  if (scaled.digits.size() > kDigitsMax) return std::nullopt;
  std::int64_t value = scaled.digits.empty() ? 0 : *parse_unsigned<std::int64_t>(scaled.digits);
  return scaled.negative ? -value : value;
}

std::string to_decimal(std::int64_t value, std::size_t places) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (value < 0 ? "-" : "") + digits;
}

/// How many places a draw between the two has. Texts say it by their zeros, and whole numbers stay
/// whole; a decimal of Lua has lost its zeros and gets as many as make it worth drawing.
std::size_t places_of(Scaled const& low, Scaled const& high, bool texts) {
  constexpr std::size_t kMorePlaces = 4;
  std::size_t const own = std::max(low.places, high.places);
  if (texts || own == 0) return own;
  std::size_t places = own + kMorePlaces;
  while (places > own && !(units(low, places) && units(high, places))) --places;
  return places;
}

json::Value part(json::Array about) { return json::Value{}.set(kDrawMarker, std::move(about)); }

/// `[kind, ...]` of a drawn part, or null.
json::Array const* about(json::Value const& value) {
  json::Value const* marker = value.find(kDrawMarker);
  return marker != nullptr && marker->is_array() ? &marker->as_array() : nullptr;
}

json::Value in_kind(std::string text, bool as_text) {
  return as_text ? json::Value{std::move(text)} : json::Value{json::Number{std::move(text)}};
}

std::string step_into(std::string_view place, std::string_view key) {
  return json::pointer_step(place, key);
}

/// `["uniform", low, high, places, as text]`
json::Value drawn_uniform(json::Array const& how, std::string_view place, Draw const& draw) {
  std::int64_t const low = *how[1].as_integer(), high = *how[2].as_integer();
  auto const width = static_cast<std::uint64_t>(high - low) + 1;
  std::int64_t const value = low + static_cast<std::int64_t>(draw(place, width));
  return in_kind(to_decimal(value, static_cast<std::size_t>(*how[3].as_integer())),
                 how[4].as_bool());
}

json::Value drawn_at(json::Value const& value, std::string const& place, Draw const& draw);

json::Value drawn_part(json::Array const& how, std::string const& place, Draw const& draw) {
  std::string const& kind = how[0].as_string();
  if (kind == "uniform") return drawn_uniform(how, place, draw);
  std::string const inside = step_into(place, "drawn");
  if (kind == "one_of") {
    json::Array const& alternatives = how[1].as_array();
    return drawn_at(alternatives[draw(place, alternatives.size())], inside, draw);
  }
  // ["chance", numerator, denominator, value, otherwise]
  bool const hit = draw(place, static_cast<std::uint64_t>(*how[2].as_integer())) <
                   static_cast<std::uint64_t>(*how[1].as_integer());
  return drawn_at(hit ? how[3] : how[4], inside, draw);
}

json::Value drawn_at(json::Value const& value, std::string const& place, Draw const& draw) {
  if (json::Array const* how = about(value)) return drawn_part(*how, place, draw);
  json::Value out = value;
  if (out.is_array())
    for (std::size_t i = 0; i < out.as_array().size(); ++i)
      out.as_array()[i] = drawn_at(value.as_array()[i], json::pointer_step(place, i), draw);
  if (out.is_object())
    for (std::size_t i = 0; i < out.as_object().size(); ++i) {
      auto const& [key, member] = value.as_object()[i];
      out.as_object()[i].second = drawn_at(member, step_into(place, key), draw);
    }
  return out;
}

}  // namespace

json::Value draw_one_of(json::Array alternatives) {
  REHEARSE_ASSERT(!alternatives.empty(), "a draw needs something to choose from");
  return part({"one_of", std::move(alternatives)});
}

json::Value draw_chance(Ratio chance, json::Value value, json::Value otherwise) {
  return part(
      {"chance", chance.numerator, chance.denominator, std::move(value), std::move(otherwise)});
}

Result<json::Value> draw_uniform(json::Value const& low, json::Value const& high) {
  auto bad = [&](std::string const& what, std::string hint) {
    return std::unexpected(Error{Error::Code::scenario,
                                 "`draw.uniform`: " + shorten(json::dump(low), 40) + " and " +
                                     shorten(json::dump(high), 40) + " " + what,
                                 {},
                                 std::move(hint),
                                 {}});
  };
  bool const texts = low.is_string() && high.is_string();
  if (!texts && !(low.is_number() && high.is_number()))
    return bad("are not two numbers or two texts", "write draw.uniform(\"0.80\", \"0.95\")");
  auto from = read_scaled(texts ? low.as_string() : low.as_number_text());
  auto to = read_scaled(texts ? high.as_string() : high.as_number_text());
  if (!from || !to) return bad("are not decimals", "write draw.uniform(\"0.80\", \"0.95\")");
  std::size_t const places = places_of(*from, *to, texts);
  auto first = units(*from, places);
  auto last = units(*to, places);
  if (!first || !last) return bad("have too many digits", "at most 15 of them");
  if (*first > *last) return bad("are the wrong way round", "the lower bound comes first");
  return part({"uniform", *first, *last, static_cast<std::uint64_t>(places), texts});
}

json::Value drawn(json::Value const& document, Draw const& draw) {
  return drawn_at(document, {}, draw);
}

void for_each_outcome(json::Value const& value, std::function<void(json::Value const&)> const& f) {
  json::Array const* how = about(value);
  if (how == nullptr) return f(value);
  std::string const& kind = (*how)[0].as_string();
  if (kind == "one_of") {
    for (json::Value const& each : (*how)[1].as_array()) for_each_outcome(each, f);
  } else if (kind == "chance") {
    for_each_outcome((*how)[3], f);
    for_each_outcome((*how)[4], f);
  } else {
    auto const places = static_cast<std::size_t>(*(*how)[3].as_integer());
    for (std::size_t bound : {std::size_t{1}, std::size_t{2}})
      f(in_kind(to_decimal(*(*how)[bound].as_integer(), places), (*how)[4].as_bool()));
  }
}

}  // namespace rehearse::domain
