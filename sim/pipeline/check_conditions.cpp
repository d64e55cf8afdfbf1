// The form of conditions: which keys each type has (sagemaker-pipelines 1.6).
#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

// What a key of a condition holds.
enum class Holds : std::uint8_t { operand, operands, condition, conditions };

struct Member {
  std::string_view name;
  std::string_view older;  // the public schema's spelling, accepted too
  Holds holds;
};

struct ConditionRow {
  std::string_view type;
  std::array<Member, 2> members;
  std::size_t count;
};

constexpr Member kLeft{"LeftValue", "", Holds::operand};
constexpr Member kRight{"RightValue", "", Holds::operand};
constexpr Member kQuery{"QueryValue", "Value", Holds::operand};
constexpr Member kValues{"Values", "In", Holds::operands};
constexpr Member kMany{"Conditions", "", Holds::conditions};
constexpr Member kOne{"Condition", "", Holds::condition};

constexpr std::array<ConditionRow, 10> kRows{{{"Equals", {kLeft, kRight}, 2},
                                              {"NotEquals", {kLeft, kRight}, 2},
                                              {"GreaterThan", {kLeft, kRight}, 2},
                                              {"GreaterThanOrEqualTo", {kLeft, kRight}, 2},
                                              {"LessThan", {kLeft, kRight}, 2},
                                              {"LessThanOrEqualTo", {kLeft, kRight}, 2},
                                              {"In", {kQuery, kValues}, 2},
                                              {"NotIn", {kQuery, kValues}, 2},
                                              {"Or", {kMany, {}}, 1},
                                              {"Not", {kOne, {}}, 1}}};

void check_operand(Place const& place, Reader& reader) {
  bool scalar = place.value.is_string() || place.value.is_number() || place.value.is_bool();
  if (!scalar && !is_expression(place.value))
    reader.wrong_type(place, "a string, number, boolean or expression");
}

void check_condition(Place const& place, Reader& reader);

void check_member(Place const& place, Holds holds, Reader& reader) {
  if (holds == Holds::operand) return check_operand(place, reader);
  if (holds == Holds::condition) return check_condition(place, reader);
  if (holds == Holds::conditions) return check_conditions(place, reader);
  if (!reader.is_array(place)) return;
  for (std::size_t i = 0; i < place.value.as_array().size(); ++i)
    check_operand(place.element(i), reader);
}

void check_condition(Place const& place, Reader& reader) {
  if (!reader.is_object(place)) return;
  auto type = reader.text_of(place, "Type", true, "a string: `\"Type\": \"Equals\"`");
  if (!type) return;
  auto row = std::ranges::find(kRows, *type, &ConditionRow::type);
  if (row == kRows.end()) {
    std::array<std::string_view, kRows.size()> names;
    std::ranges::transform(kRows, names.begin(), &ConditionRow::type);
    reader.fault(place.member("Type", *place.value.find("Type")),
                 "`" + shorten(*type, 100) + "` is no condition type",
                 *type == "And" ? "the conditions of a list must all hold: write them side by side"
                                : hint_of(*type, names));
    return;
  }
  std::vector<std::string_view> known{"Type"};
  for (Member const& member : std::span(row->members).first(row->count)) {
    bool older = !member.older.empty() && place.value.find(member.older) != nullptr;
    std::string_view name = older ? member.older : member.name;
    known.push_back(name);
    json::Value const* value = place.value.find(name);
    if (value != nullptr) check_member(place.member(name, *value), member.holds, reader);
  }
  reader.check_keys(place, known);
  reader.check_required(place, known);
}

}  // namespace

void check_conditions(Place const& conditions, Reader& reader) {
  if (!reader.is_array(conditions)) return;
  for (std::size_t i = 0; i < conditions.value.as_array().size(); ++i)
    check_condition(conditions.element(i), reader);
}

}  // namespace rehearse::pipeline
