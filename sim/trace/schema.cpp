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

/// The members of one record's line.
class LineSchema {
 public:
  explicit LineSchema(std::string_view type) {
    add("seq", of_type("integer").set("minimum", 0));
    add("at", of_type("integer").set("minimum", 0));
    add("cause", json::Value{}.set("type", json::Array{"integer", "null"}));
    add("type", json::Value{}.set("const", type));
  }
  void add(std::string_view name, json::Value schema) {
    properties_.set(name, std::move(schema));
    required_.emplace_back(name);
  }
  json::Value take() {
    return of_type("object")
        .set("properties", std::move(properties_))
        .set("required", std::move(required_))
        .set("additionalProperties", false);
  }

 private:
  json::Value properties_;
  json::Array required_;
};

/// What all records give together.
struct Parts {
  json::Value definitions;
  json::Array choices;
  json::Array names;

  /// One `if type then shape` a record keeps a validator's messages short: it names the shape that
  /// was meant.
  void add(std::string_view type, json::Value line) {
    definitions.set(type, std::move(line));
    json::Value of_this_type = json::Value{}.set("type", json::Value{}.set("const", type));
    choices.push_back(json::Value{}
                          .set("if", json::Value{}.set("properties", std::move(of_this_type)))
                          .set("then", json::Value{}.set("$ref", "#/$defs/" + std::string(type))));
    names.emplace_back(type);
  }
};

template <class R>
void add_record(Parts& parts) {
  LineSchema line(R::kName);
  for_each_field<R>([&](auto f) {
    line.add(f.name, field_schema<std::remove_cvref_t<decltype(std::declval<R>().*(f.member))>>());
  });
  parts.add(R::kName, line.take());
}

template <class... R>
Parts all_records(TypeList<R...>) {
  Parts parts;
  (add_record<R>(parts), ...);
  return parts;
}

}  // namespace

json::Value schema() {
  Parts parts = all_records(Records{});
  return json::Value{}
      .set("$schema", "https://json-schema.org/draft/2020-12/schema")
      .set("title", "One line of a rehearse trace, format version " + std::to_string(kFormat))
      .set("type", "object")
      .set("required", json::Array{"seq", "at", "cause", "type"})
      .set("properties",
           json::Value{}.set("type", json::Value{}.set("enum", std::move(parts.names))))
      .set("allOf", std::move(parts.choices))
      .set("$defs", std::move(parts.definitions));
}

}  // namespace rehearse::trace
