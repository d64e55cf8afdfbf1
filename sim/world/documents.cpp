#include "sim/world/documents.hpp"

#include "sim/base/assert.hpp"

namespace rehearse::world {

pipeline::Options lenient_options() {
  pipeline::Options options;
  options.steps_max = UINT16_MAX;
  options.parameters_max = UINT16_MAX;
  options.allow_nested_conditions = true;
  options.allow_simulator_steps = true;
  options.depends_on_condition = true;
  return options;
}

Document::Document(trace::DocumentStored const& record)
    : kind(record.kind), text(record.text.text) {
  if (!record.name.empty() || !record.lines.text.empty())
    origin_ = std::make_unique<Origin const>(record.name, record.lines.text);
}

std::string place_of(Document const& document, std::size_t statement) {
  if (document.lines().empty()) return {};
  auto lines = json::parse(document.lines());
  if (!lines || !lines->is_object() || lines->as_object().empty()) return {};
  auto const& [file, list] = lines->as_object().front();
  if (!list.is_array() || statement >= list.as_array().size()) return {};
  auto line = list.as_array()[statement].as_integer();
  if (!line) return {};
  return (file == document.name() ? "line " : file + ":") + std::to_string(*line);
}

DocumentId Documents::find(trace::DocumentKind kind, std::string_view text) const {
  return by_text_.find(text, [&](DocumentId id) {
    Document const& document = *documents_[id.index];
    return document.kind == kind && document.text == text;
  });
}

void Documents::apply(trace::Entry const&, trace::DocumentStored const& record) {
  REHEARSE_ASSERT(record.document.index == documents_.size(), "documents are numbered in order");
  Document document(record);
  if (record.kind == trace::DocumentKind::definition) {
    if (library_ != nullptr) document.compiled = (*library_)(document.text);
    if (!document.compiled) {
      auto parsed = pipeline::parse_definition(document.text, record.name, lenient_options());
      REHEARSE_ASSERT(parsed.has_value(), "only definitions that were checked are stored");
      auto compiled = pipeline::compile(std::move(*parsed));
      REHEARSE_ASSERT(compiled.has_value(), "only definitions that were checked are stored");
      document.compiled = *compiled;
    }
  }
  documents_.push_back(std::make_shared<Document const>(std::move(document)));
  by_text_.add(record.text.text, record.document);
}

}  // namespace rehearse::world
