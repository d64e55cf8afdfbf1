// The form of expressions inside arguments (sagemaker-pipelines 1.3).
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 2> kJoinKeys{"On", "Values"};
constexpr std::array<std::string_view, 3> kJsonGetKeys{"PropertyFile", "S3Uri", "Path"};
constexpr std::array<std::string_view, 2> kFunctions{"Std:Join", "Std:JsonGet"};

/// One walk through a value: which step it belongs to, and what was found.
class Walk {
 public:
  Walk(std::size_t step, std::vector<FoundReference>& found, Reader& reader)
      : step_(step), found_(found), reader_(reader) {}

  void value(Place const& place) {
    if (place.value.is_array()) {
      for (std::size_t i = 0; i < place.value.as_array().size(); ++i) value(place.element(i));
      return;
    }
    if (!place.value.is_object()) return;
    auto const& members = place.value.as_object();
    for (auto const& [key, member] : members) {
      Place at = place.member(key, member);
      bool alone = members.size() == 1;
      if (key.starts_with("Std:")) {
        function(key, at, alone);
      } else if (key == "Get" && alone && !member.is_object()) {
        get(at, false);
      } else {
        value(at);
      }
    }
  }

 private:
  void function(std::string_view name, Place const& operand, bool alone) {
    if (!alone)
      reader_.fault(operand, "`" + shorten(name, 100) + "` must be the only key of its object",
                    "take the others out");
    if (name == "Std:Join") return join(operand);
    if (name == "Std:JsonGet") return json_get(operand);
    reader_.fault(operand, "`" + shorten(name, 100) + "` is no function",
                  hint_of(name, kFunctions));
  }

  void get(Place const& place, bool inside_json_get) {
    if (!place.value.is_string()) return reader_.wrong_type(place, "a string");
    auto reference = parse_reference(place.value.as_string());
    if (!reference)
      return reader_.fault(
          place, reference.error(),
          "`Parameters.<name>`, `Execution.<variable>`, `Steps.<step>.<property>` or "
          "`PipelineExperimentConfig.<field>`");
    if (reference->kind == ReferenceKind::property_file && !inside_json_get)
      return reader_.fault(
          place, "a property file can be read by `Std:JsonGet` only",
          "`{\"Std:JsonGet\": {\"PropertyFile\": {\"Get\": ...}, \"Path\": ...}}`");
    if (reference->kind != ReferenceKind::property_file && inside_json_get)
      return reader_.fault(place, "`PropertyFile` must name a property file",
                           "`Steps.<step>.PropertyFiles.<file>`");
    reference->offset = place.value.offset();
    found_.push_back({std::move(*reference), place.pointer(), step_});
  }

  void join(Place const& operand) {
    if (!reader_.is_object(operand)) return;
    reader_.check_keys(operand, kJoinKeys);
    reader_.text_of(operand, "On");
    json::Value const* values = operand.value.find("Values");
    if (values == nullptr) return reader_.check_required(operand, std::span(kJoinKeys).last(1));
    Place list = operand.member("Values", *values);
    if (!reader_.is_array(list)) return;
    for (std::size_t i = 0; i < values->as_array().size(); ++i) {
      Place one = list.element(i);
      bool scalar = one.value.is_string() || one.value.is_number() || one.value.is_bool();
      if (!scalar && !is_expression(one.value)) {
        reader_.wrong_type(one, "a string, number, boolean or expression");
      } else {
        value(one);
      }
    }
  }

  void json_get(Place const& operand) {
    if (!reader_.is_object(operand)) return;
    reader_.check_keys(operand, kJsonGetKeys);
    path(operand);
    json::Value const* file = operand.value.find("PropertyFile");
    json::Value const* uri = operand.value.find("S3Uri");
    if (file == nullptr && uri == nullptr)
      return reader_.fault(operand, "`Std:JsonGet` needs either `PropertyFile` or `S3Uri`",
                           "`\"PropertyFile\": {\"Get\": \"Steps.<step>.PropertyFiles.<file>\"}`");
    if (file != nullptr && uri != nullptr)
      return reader_.fault(operand.member("S3Uri", *uri),
                           "`Std:JsonGet` needs either `PropertyFile` or `S3Uri`, not both",
                           "leave one of the two out");
    if (file != nullptr) {
      Place place = operand.member("PropertyFile", *file);
      json::Value const* reference = file->find("Get");
      if (reference == nullptr || file->as_object().size() != 1)
        return reader_.fault(place, "`PropertyFile` must be a `Get`",
                             "`Steps.<step>.PropertyFiles.<file>`");
      return get(place.member("Get", *reference), true);
    }
    Place place = operand.member("S3Uri", *uri);
    reader_.check_text_or_expression(place);
    address(place);
    value(place);
  }

  /// The SDK joins an address of plain parts only: no other function stands in it.
  void address(Place const& uri) {
    if (uri.value.find("Std:JsonGet") != nullptr) return joined_function(uri);
    json::Value const* join = uri.value.find("Std:Join");
    json::Value const* values = join != nullptr ? join->find("Values") : nullptr;
    if (values == nullptr || !values->is_array()) return;
    Place const operand = uri.member("Std:Join", *join);
    Place const list = operand.member("Values", *values);
    for (std::size_t i = 0; i < values->as_array().size(); ++i)
      if (Place const part = list.element(i);
          is_expression(part.value) && part.value.find("Get") == nullptr)
        joined_function(part);
  }
  void joined_function(Place const& place) {
    reader_.fault(place, "`S3Uri` joins a function",
                  "strings, numbers, parameters, execution variables and step properties");
  }

  void path(Place const& operand) {
    json::Value const* written = operand.value.find("Path");
    if (written == nullptr) return reader_.check_required(operand, std::span(kJsonGetKeys).last(1));
    Place place = operand.member("Path", *written);
    if (!written->is_string()) return reader_.wrong_type(place, "a literal string");
    if (auto parts = parse_path(written->as_string()); !parts)
      reader_.fault(place, parts.error(), "names with dots, `['key']` and `[0]`");
  }

  std::size_t step_;
  std::vector<FoundReference>& found_;
  Reader& reader_;
};

}  // namespace

void check_expressions(Place const& place, std::size_t step, std::vector<FoundReference>& found,
                       Reader& reader) {
  Walk(step, found, reader).value(place);
}

}  // namespace rehearse::pipeline
