// What the parts of the definition parser share: where they stand in the document, and the list of
// faults.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/pipeline/definition.hpp"

namespace rehearse::pipeline {

/// A value of the document and the way to it. A place lives on the stack below the place it was
/// reached from.
struct Place {
  json::Value const& value;
  Place const* parent = nullptr;
  std::string_view key{};  // how the parent calls it, when the parent is an object
  std::size_t index = 0;   // and when it is an array

  /// JSON pointer: `/Steps/2/Name`.
  std::string pointer() const;
  /// For a sentence: the key in backticks, `element 2 of` such a key, `the document`.
  std::string spoken() const;
  /// That sentence: `Name` must be `a string`, not a number.
  std::string must_be(std::string_view wanted) const;
  Place member(std::string_view name, json::Value const& member_value) const {
    return {member_value, this, name, 0};
  }
  Place element(std::size_t i) const { return {value.as_array()[i], this, {}, i}; }
};

/// Collects faults and reads the small things: a text, a list, the keys of an object.
class Reader {
 public:
  Reader(std::string_view text, std::string_view file, Options const& options)
      : options_(options), text_(text), file_(file) {}

  Options const& options() const { return options_; }
  /// Control characters of the document are escaped in what is said.
  void fault(Place const& place, std::string const& message, std::string const& hint = {});
  void fault(std::uint32_t offset, std::string const& pointer, std::string const& message,
             std::string const& hint = {});

  /// Is it an object / array? If not, that is a fault in the service's words.
  bool is_object(Place const& place);
  bool is_array(Place const& place);
  /// Every member's key is one of `known`; others are faults with the nearest.
  void check_keys(Place const& object, Names known);
  /// Every key of `required` is there. What would be right is what `kKeyForms` says, unless
  /// there is a `hint`.
  void check_required(Place const& object, Names required, std::string_view hint = {});
  /// The text of a member; a fault when it is no string, or `required` and absent. REQUIRES:
  /// `object` is an object.
  std::optional<std::string> text_of(Place const& object, std::string_view key,
                                     bool required = true, std::string_view hint = {});
  /// The value is of another JSON type than `wanted`: `a string`, `true or false`.
  void wrong_type(Place const& place, std::string_view wanted);

  /// The text at `place` has at most that many characters. REQUIRES: `place` is a string.
  void check_length(Place const& place, std::string_view what, std::size_t characters_max);
  /// A string or an expression; else a fault.
  void check_text_or_expression(Place const& place);

  Errors& errors() { return errors_; }

 private:
  Options const& options_;
  std::string_view text_;
  std::string_view file_;
  Errors errors_;
};

/// 1 to `characters_max` letters, digits, `-` and `_`.
bool is_name(std::string_view text, std::size_t characters_max = 64);
/// `did you mean ...?`, or all of the words, each once, when there are few and none is near. Where
/// there are none, or too many: `otherwise`.
std::string hint_of(std::string_view word, Names known, std::string_view otherwise = {});

// The parts. Each reports its faults to the reader and gives back what it could read.

/// `Parameters` (1.2). One that cannot be read stands in without a name.
std::vector<Parameter> read_parameters(Place const& parameters, Reader& reader);
/// The arguments of a step of this type: required and misspelt names, forms that exclude each other
/// (1.5, 1.14).
void check_arguments(Place const& step_place, Place const& arguments, StepType type,
                     Reader& reader);
/// The kind of a key beside `Arguments` that only some types have: `SkipCheck` is a boolean,
/// `FunctionArn` a text, or either an expression (1.5).
void check_sibling(Place const& sibling, Reader& reader);
/// CacheConfig, RetryPolicies, PropertyFiles and OutputParameters of a step (1.5, 1.8 to 1.10).
void read_sections(Place const& step_place, Step& step, Reader& reader);
/// The form of every condition of `Arguments.Conditions` (1.6).
void check_conditions(Place const& conditions, Reader& reader);

/// A reference together with its place, for the checks that need all steps.
struct FoundReference {
  Reference reference;
  std::string pointer;
  std::size_t step = kNoStep;  // the step that holds it
  static constexpr std::size_t kNoStep = static_cast<std::size_t>(-1);
};
/// The form of every expression inside a value (1.3); what they refer to is appended to `found`.
void check_expressions(Place const& place, std::size_t step, std::vector<FoundReference>& found,
                       Reader& reader);

/// What `Steps` says before names are resolved.
struct RawSteps {
  struct Dependency {
    std::size_t step;
    std::string name;
    std::uint32_t offset;
    std::string pointer;
  };
  std::vector<Step> steps;  // one that cannot be read stands in without a name
  std::vector<Dependency> dependencies;
  std::vector<FoundReference> references;
};
RawSteps read_steps(Place const& steps, Reader& reader);

/// Resolves names: duplicates, DependsOn, references, property files, outputs, Fail steps, cycles
/// (1.7, 1.14).
void resolve_names(Definition& definition, RawSteps& raw, Reader& reader);

}  // namespace rehearse::pipeline
