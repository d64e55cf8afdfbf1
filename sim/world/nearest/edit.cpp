#include "sim/world/nearest/edit.hpp"

namespace rehearse::world {
namespace {

/// The statements as a list, also where the document has one that stands alone.
json::Array statements_of(json::Value const& document) {
  json::Value const* statements = document.find("Statement");
  if (statements == nullptr) return {};
  return statements->is_array() ? statements->as_array() : json::Array{*statements};
}

json::Value with(json::Value document, json::Array statements) {
  return document.set("Statement", std::move(statements));
}

}  // namespace

void apply(Edit const& edit, Access& access) {
  trace::Entry const entry{trace::kNoSeq - 1, access.now(), trace::kNoSeq};
  for (Edit::Record const& record : edit.records)
    std::visit([&](auto const& each) { access.apply(entry, each); }, record);
}

DocumentId document_in(Access const& access, Edit& edit, trace::DocumentKind kind, std::string name,
                       json::Value const& document) {
  std::string text = json::dump(document);
  if (DocumentId known = access.documents().find(kind, text)) return known;
  std::size_t added = 0;
  for (Edit::Record const& record : edit.records)
    added += std::holds_alternative<trace::DocumentStored>(record) ? 1 : 0;
  DocumentId id{static_cast<std::uint32_t>(access.documents().size() + added)};
  edit.records.push_back(trace::DocumentStored{id, kind, std::move(name), {std::move(text)}, {}});
  return id;
}

json::Value content_of(Access const& access, DocumentId document) {
  auto value = json::parse(access.documents()[document].text);
  return value ? std::move(*value) : json::Value{};
}

json::Value with_statement(json::Value document, json::Value statement) {
  json::Array statements = statements_of(document);
  statements.push_back(std::move(statement));
  return with(std::move(document), std::move(statements));
}

json::Value without_statement(json::Value document, std::size_t statement) {
  json::Array statements = statements_of(document);
  if (statement >= statements.size() || statements.size() == 1) return {};
  statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(statement));
  return with(std::move(document), std::move(statements));
}

json::Value with_value(json::Value document, std::size_t statement, std::string_view element,
                       std::string_view value) {
  json::Array statements = statements_of(document);
  if (statement >= statements.size()) return {};
  json::Value const* before = statements[statement].find(element);
  if (before == nullptr) return {};
  json::Array values = before->is_array() ? before->as_array() : json::Array{*before};
  values.push_back(std::string(value));
  statements[statement].set(element, std::move(values));
  return with(std::move(document), std::move(statements));
}

json::Value allow_statement(std::string_view action, std::string_view resource,
                            std::string_view principal) {
  json::Value statement;
  statement.set("Effect", "Allow");
  if (!principal.empty())
    statement.set("Principal", json::Value{}.set("AWS", std::string(principal)));
  statement.set("Action", std::string(action));
  if (!resource.empty()) statement.set("Resource", std::string(resource));
  return statement;
}

}  // namespace rehearse::world
