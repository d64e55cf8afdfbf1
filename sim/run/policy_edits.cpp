#include "sim/run/policy_edits.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "sim/base/text.hpp"

namespace rehearse::run {
namespace {

void erase_member(json::Value& object, std::string_view key) {
  std::erase_if(object.as_object(), [&](auto const& member) { return member.first == key; });
}

/// The texts of a member that is one text or a list of them.
std::vector<std::string> texts_of(json::Value const& statement, std::string_view key) {
  std::vector<std::string> out;
  json::Value const* member = statement.find(key);
  if (member == nullptr) return out;
  if (member->is_string()) out.push_back(member->as_string());
  if (member->is_array())
    for (json::Value const& each : member->as_array())
      if (each.is_string()) out.push_back(each.as_string());
  return out;
}

json::Value one_or_list(std::vector<std::string> const& texts) {
  if (texts.size() == 1) return texts.front();
  json::Value out{json::Array{}};
  for (std::string const& text : texts) out.push(text);
  return out;
}

/// `sagemaker:*` for each service that the actions name, in their order.
std::vector<std::string> services_of(std::vector<std::string> const& actions) {
  std::vector<std::string> out;
  for (std::string const& action : actions) {
    std::size_t colon = action.find(':');
    if (colon == std::string::npos) return {"*"};
    std::string service = action.substr(0, colon) + ":*";
    if (std::ranges::find(out, service) == out.end()) out.push_back(std::move(service));
  }
  return out;
}

class Editor {
 public:
  Editor(json::Value document, iam::PolicyKind kind)
      : document_(std::move(document)), kind_(kind) {}

  std::vector<PolicyEdit> edits() {
    json::Value const* statements = document_.find("Statement");
    if (statements == nullptr) return {};
    listed_ = statements->is_array();
    std::size_t count = listed_ ? statements->as_array().size() : 1;
    for (at_ = 0; at_ < count; ++at_) {
      json::Value const& s = listed_ ? statements->as_array()[at_] : *statements;
      if (!s.is_object()) continue;
      remove(s, count);
      if (s.string_or_empty("Effect") == "Allow") {
        widen_action(s);
        widen_resource(s);
      } else if (s.find("Condition") != nullptr) {
        json::Value edited = s;
        erase_member(edited, "Condition");
        keep(s, "Condition dropped", with(std::move(edited)));
      }
    }
    return std::move(out_);
  }

 private:
  /// The document with this statement in the place of the one that is looked at.
  json::Value with(json::Value statement) const {
    json::Value edited = document_;
    auto& members = edited.as_object();
    auto& statements =
        std::ranges::find(members, "Statement", &json::Object::value_type::first)->second;
    (listed_ ? statements.as_array()[at_] : statements) = std::move(statement);
    return edited;
  }

  void remove(json::Value const& statement, std::size_t count) {
    if (count > 1) {
      json::Array rest = document_.find("Statement")->as_array();
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at_));
      json::Value edited = document_;
      edited.set("Statement", std::move(rest));
      return keep(statement, "removed", edited);
    }
    json::Value nothing = statement;
    erase_member(nothing, "NotAction");
    nothing.set("Action", kind_ == iam::PolicyKind::trust ? "sts:Nothing" : "sagemaker:Nothing");
    keep(statement, "removed", with(std::move(nothing)));
  }

  void widen_action(json::Value const& statement) {
    std::vector<std::string> actions = texts_of(statement, "Action");
    std::vector<std::string> wide = services_of(actions);
    if (actions.empty() || std::ranges::find(actions, "*") != actions.end() || wide == actions)
      return;
    json::Value edited = statement;
    edited.set("Action", one_or_list(wide));
    keep(statement, "Action widened to " + join(wide, ", "), with(std::move(edited)));
  }

  void widen_resource(json::Value const& statement) {
    std::vector<std::string> resources = texts_of(statement, "Resource");
    if (resources.empty() || std::ranges::find(resources, "*") != resources.end()) return;
    json::Value edited = statement;
    edited.set("Resource", "*");
    keep(statement, "Resource widened to *", with(std::move(edited)));
  }

  void keep(json::Value const& statement, std::string what, json::Value const& edited) {
    if (!iam::compile(edited, kind_, {}, {}, iam::Checks::meaning)) return;
    std::string_view sid = statement.string_or_empty("Sid");
    std::string name = fmt::format("statement {}", at_ + 1);
    if (!sid.empty()) name = "statement " + std::string(sid);
    out_.push_back({std::move(name), std::move(what), json::dump(edited)});
  }

  json::Value document_;
  iam::PolicyKind kind_;
  bool listed_ = false;
  std::size_t at_ = 0;  // the statement that is looked at
  std::vector<PolicyEdit> out_;
};

}  // namespace

std::vector<PolicyEdit> policy_edits(std::string_view text, iam::PolicyKind kind) {
  auto document = json::parse(text);
  if (!document || !document->is_object()) return {};
  return Editor(std::move(*document), kind).edits();
}

}  // namespace rehearse::run
