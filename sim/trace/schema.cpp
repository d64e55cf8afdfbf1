#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::trace {
namespace {

json::Value of_type(std::string_view type) { return json::Value{}.set("type", type); }

template <class T>
json::Value field_schema() {
  if constexpr (NamedEnum<T>) {
    json::Array names;
    for (std::string_view name : EnumNames<T>::names) names.emplace_back(name);
    return json::Value{}.set("enum", std::move(names));
  } else if constexpr (std::is_same_v<T, bool>) {
    return of_type("boolean");
  } else if constexpr (std::is_same_v<T, Base36>) {
    return of_type("string").set("pattern", "^[a-z0-9]{12}$");
  } else if constexpr (std::is_same_v<T, std::string>) {
    return of_type("string");
  } else if constexpr (std::is_same_v<T, JsonText>) {
    return json::Value{json::Object{}};
  } else if constexpr (std::is_same_v<T, SourceLine>) {
    return json::Value{}.set("type", json::Array{"string", "null"}).set("pattern", "^.+:[0-9]+$");
  } else if constexpr (IsId<T>::value) {
    return json::Value{}.set("type", json::Array{"integer", "null"}).set("minimum", 0);
  } else {
    return of_type("integer");
  }
}

template <class R>
json::Value record_schema() {
  json::Value properties;
  properties.set("seq", of_type("integer").set("minimum", 0));
  properties.set("at", of_type("integer").set("minimum", 0));
  properties.set("cause", json::Value{}.set("type", json::Array{"integer", "null"}));
  properties.set("type", json::Value{}.set("const", R::kName));
  json::Array required = {"seq", "at", "cause", "type"};
  for_each_field<R>([&](auto f) {
    properties.set(f.name,
                   field_schema<std::remove_cvref_t<decltype(std::declval<R>().*(f.member))>>());
    required.emplace_back(f.name);
  });
  return of_type("object")
      .set("properties", std::move(properties))
      .set("required", std::move(required))
      .set("additionalProperties", false);
}

template <class... R>
json::Value all(TypeList<R...>) {
  json::Value definitions;
  json::Array choices;
  (definitions.set(R::kName, record_schema<R>()), ...);
  // One `if type then shape` a record keeps a validator's messages short: it names the shape that
  // was meant.
  (choices.push_back(
       json::Value{}
           .set("if",
                json::Value{}.set("properties",
                                  json::Value{}.set("type", json::Value{}.set("const", R::kName))))
           .set("then", json::Value{}.set("$ref", "#/$defs/" + std::string(R::kName)))),
   ...);
  json::Array names;
  (names.emplace_back(R::kName), ...);
  return json::Value{}
      .set("$schema", "https://json-schema.org/draft/2020-12/schema")
      .set("title", "One line of a rehearse trace, format version " + std::to_string(kFormat))
      .set("type", "object")
      .set("required", json::Array{"seq", "at", "cause", "type"})
      .set("properties", json::Value{}.set("type", json::Value{}.set("enum", std::move(names))))
      .set("allOf", std::move(choices))
      .set("$defs", std::move(definitions));
}

}  // namespace

json::Value schema() { return all(Records{}); }

}  // namespace rehearse::trace
