#include "sim/cli/case_changes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/iam/case.hpp"
#include "sim/iam/explain.hpp"
#include "sim/world/nearest/edit.hpp"

namespace rehearse::cli {
namespace {

constexpr int kEditsMax = 5;  // one a layer

/// The member or element that a JSON pointer leads to, or null. Keys of a case have no escapes.
json::Value* at_pointer(json::Value& root, std::string_view pointer) {
  json::Value* at = &root;
  for (std::string_view step : split(pointer.substr(pointer.empty() ? 0 : 1), '/')) {
    if (step.empty()) break;
    if (at->is_array()) {
      auto index = parse_unsigned<std::size_t>(step);
      if (!index || *index >= at->as_array().size()) return nullptr;
      at = &at->as_array()[*index];
    } else {
      if (!at->is_object()) return nullptr;
      auto member = std::ranges::find_if(at->as_object(),
                                         [&](auto const& each) { return each.first == step; });
      if (member == at->as_object().end()) return nullptr;
      at = &member->second;
    }
  }
  return at;
}

json::Value document_of(json::Value statement) {
  return json::Value{}
      .set("Version", "2012-10-17")
      .set("Statement", json::Array{std::move(statement)});
}

/// Appends a document to the list at `pointer`.
std::string add_document(json::Value& root, std::string_view pointer, json::Value statement) {
  std::string order = fmt::format("add to `{}`: {}", pointer, json::dump(statement));
  json::Value* list = at_pointer(root, pointer);
  if (list == nullptr)
    root.set(pointer.substr(1), json::Array{document_of(std::move(statement))});
  else
    list->as_array().push_back(document_of(std::move(statement)));
  return order;
}

/// Appends a statement to the document that is a member of the case.
std::string add_statement(json::Value& root, std::string_view member, json::Value statement) {
  std::string order = fmt::format("add to `/{}`: {}", member, json::dump(statement));
  json::Value const* document = root.find(member);
  root.set(member, document == nullptr ? document_of(std::move(statement))
                                       : world::with_statement(*document, std::move(statement)));
  return order;
}

/// Who a resource policy has to name for this caller.
json::Value principal_of(iam::Request const& request) {
  if (request.kind == iam::PrincipalKind::anonymous) return "*";
  if (request.kind == iam::PrincipalKind::service)
    return json::Value{}.set("Service", std::string(request.principal));
  return json::Value{}.set("AWS", std::string(request.account));
}

/// What the layer that refuses lacks.
std::string allow(json::Value& root, iam::Request const& request, iam::Explanation const& why) {
  json::Value statement = world::allow_statement(request.action, request.resource);
  switch (why.decision.layer) {
    case Layer::identity:
      return add_document(root, "/identityPolicies", std::move(statement));
    case Layer::boundary:
      return add_statement(root, "permissionBoundary", std::move(statement));
    case Layer::session:
      return add_statement(root, "sessionPolicy", std::move(statement));
    case Layer::resource:
    case Layer::trust: {
      bool const trust = why.decision.layer == Layer::trust;
      // `Principal` stands in its usual place; what it names is set below.
      statement = world::allow_statement(request.action, trust ? "" : request.resource, "*");
      return add_statement(root, "resourcePolicy",
                           statement.set("Principal", principal_of(request)));
    }
    case Layer::scp:
      for (iam::LayerFinding const& layer : why.layers)
        if (layer.layer == Layer::scp && layer.result == Outcome::implicitly_denied)
          return add_document(root, fmt::format("/scpLevels/{}", layer.level),
                              world::allow_statement(request.action, "*"));
      break;
    case Layer::rcp:
    case Layer::none:
      break;
  }
  return {};
}

/// Takes the deciding statement out of its document; a document that has no other goes with it.
std::string take_out(json::Value& root, std::string const& pointer, std::uint32_t statement) {
  json::Value* document = at_pointer(root, pointer);
  if (document == nullptr) return {};
  std::size_t const slash = pointer.rfind('/');
  json::Value less = world::without_statement(*document, statement);
  if (!less.is_null()) {
    *document = std::move(less);
    return fmt::format("take statement {} out of `{}`", statement + 1, pointer);
  }
  json::Value* holder = at_pointer(root, std::string_view(pointer).substr(0, slash));
  if (holder == nullptr) return {};
  if (holder->is_array())
    holder->as_array().erase(holder->as_array().begin() + (document - holder->as_array().data()));
  else
    std::erase_if(holder->as_object(),
                  [&](auto const& each) { return each.first == pointer.substr(slash + 1); });
  return fmt::format("take out `{}`", pointer);
}

}  // namespace

Result<std::vector<std::string>> case_changes(json::Value decision_case) {
  std::vector<std::string> orders;
  std::optional<bool> before;
  for (int i = 0; i <= kEditsMax; ++i) {
    auto read = iam::DecisionCase::read(decision_case);
    if (!read) return std::unexpected(read.error());
    iam::Explanation const why = iam::explain(read->request(), read->view());
    bool const allowed = why.decision.allowed();
    if (!before) before = allowed;
    if (allowed != *before) return orders;
    std::string const document(read->document_name(why.decision.deciding.document));
    bool const by_statement = !document.empty();
    // The case that `read` looks into is edited last.
    json::Value next = decision_case;
    std::string order = by_statement ? take_out(next, document, why.decision.deciding.statement)
                        : allowed    ? std::string{}
                                     : allow(next, read->request(), why);
    if (order.empty()) break;
    orders.push_back(std::move(order));
    decision_case = std::move(next);
  }
  return std::vector<std::string>{};
}

}  // namespace rehearse::cli
