#include "sim/iam/case.hpp"

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::iam {

/// Reads member after member and keeps the first fault.
class CaseReader {
 public:
  CaseReader(json::Value const& value, Checks checks) : value_(value), checks_(checks) {}

  Result<DecisionCase> read() {
    if (!value_.is_object())
      fail("", fmt::format("a case is an object, not {}", value_.kind_name()));
    else
      read_members();
    if (fault_) return std::unexpected(std::move(*fault_));
    return std::move(out_);
  }

 private:
  void fail(std::string pointer, std::string message, std::string hint = {}) {
    if (!fault_)
      fault_ =
          Error{Error::Code::policy, std::move(message), {}, std::move(hint), std::move(pointer)};
  }

  void read_members() {
    Request& request = out_.request_;
    request.principal = text("principal");
    request.account = text("principalAccount");
    request.action = text("action");
    request.resource = text("resource");
    request.resource_account = text("resourceAccount");
    read_kind();
    read_context();
    PolicyView& view = out_.view_;
    if (auto const* list = value_.find("identityPolicies"))
      view.identity = documents(*list, "/identityPolicies", PolicyKind::identity);
    if (auto const* boundary = value_.find("permissionBoundary"))
      view.boundary = document(*boundary, "/permissionBoundary", PolicyKind::boundary);
    if (auto const* session = value_.find("sessionPolicy"))
      view.session = group({document(*session, "/sessionPolicy", PolicyKind::session)});
    view.scp_levels = levels("scpLevels", PolicyKind::scp, out_.scp_levels_);
    view.rcp_levels = levels("rcpLevels", PolicyKind::rcp, out_.rcp_levels_);
    if (auto const* resource = value_.find("resourcePolicy")) read_resource_policy(*resource);
  }

  std::string_view text(std::string_view key) {
    auto const* found = value_.find(key);
    if (found != nullptr && found->is_string()) return found->as_string();
    fail(json::pointer_step("", key),
         found == nullptr ? fmt::format("the case has no `{}`", key)
                          : fmt::format("`{}` is {}, not text", key, found->kind_name()));
    return {};
  }

  void read_kind() {
    std::string_view name = text("principalKind");
    auto kind = enum_from<PrincipalKind>(name);
    if (kind)
      out_.request_.kind = *kind;
    else
      fail("/principalKind", fmt::format("`{}` is no kind of principal", shorten(name, 60)),
           did_you_mean(name, EnumNames<PrincipalKind>::names));
  }

  void read_context() {
    auto const* context = value_.find("context");
    if (context == nullptr) return;
    if (!context->is_object()) return fail("/context", "`context` is no object");
    Request& request = out_.request_;
    for (auto const& [key, value] : context->as_object()) {
      if (value.is_array()) {
        auto& list = out_.lists_.emplace_back();
        for (json::Value const& each : value.as_array()) list.push_back(scalar(each, key));
        request.context.add_list(key, list);
      } else {
        request.context.add(key, scalar(value, key));
      }
    }
    // The one thing that a session's ARN does not tell is its role's path.
    auto const* arn = request.context.find("aws:PrincipalArn");
    auto issuer = arn != nullptr ? ArnView::split(arn->value) : std::nullopt;
    if (request.kind == PrincipalKind::assumed_role && issuer &&
        issuer->resource.starts_with("role/"))
      request.issuer_arn = arn->value;
  }

  std::string_view scalar(json::Value const& value, std::string_view key) {
    if (value.is_string()) return value.as_string();
    if (value.is_number()) return value.as_number_text();
    if (value.is_bool()) return value.as_bool() ? "true" : "false";
    fail(json::pointer_step("/context", key),
         fmt::format("a context value is text, not {}", value.kind_name()));
    return {};
  }

  PolicyList group(std::vector<Policy const*> policies) {
    std::erase(policies, nullptr);
    out_.groups_.push_back(std::make_unique<std::vector<Policy const*> const>(std::move(policies)));
    return *out_.groups_.back();
  }

  /// Null after a fault.
  Policy const* document(json::Value const& value, std::string pointer, PolicyKind kind) {
    auto policy = compile(value, kind, {}, {}, checks_);
    if (!policy) {
      Error first = std::move(policy.error().front());
      fail(pointer + first.pointer, std::move(first.message), std::move(first.hint));
      return nullptr;
    }
    policy->document = static_cast<std::uint32_t>(out_.policies_.size());
    policy->name = std::move(pointer);
    out_.policies_.push_back(std::make_unique<Policy const>(std::move(*policy)));
    return out_.policies_.back().get();
  }

  PolicyList documents(json::Value const& list, std::string const& pointer, PolicyKind kind) {
    if (!list.is_array()) {
      fail(pointer, fmt::format("a list of policies, not {}", list.kind_name()));
      return {};
    }
    std::vector<Policy const*> policies;
    for (std::size_t i = 0; i < list.as_array().size(); ++i)
      policies.push_back(document(list.as_array()[i], json::pointer_step(pointer, i), kind));
    return group(std::move(policies));
  }

  std::span<PolicyList const> levels(std::string_view key, PolicyKind kind,
                                     std::vector<PolicyList>& out) {
    auto const* list = value_.find(key);
    if (list == nullptr) return {};
    std::string pointer = json::pointer_step("", key);
    if (!list->is_array())
      fail(pointer, fmt::format("a list of levels, not {}", list->kind_name()));
    else
      for (std::size_t i = 0; i < list->as_array().size(); ++i)
        out.push_back(documents(list->as_array()[i], json::pointer_step(pointer, i), kind));
    return out;
  }

  void read_resource_policy(json::Value const& value) {
    std::string_view service = out_.request_.action.substr(0, out_.request_.action.find(':'));
    bool trust = equals_ignoring_case(service, "sts");
    PolicyView& view = out_.view_;
    view.resource_kind = trust                                  ? ResourceKind::role_trust
                         : equals_ignoring_case(service, "kms") ? ResourceKind::key
                                                                : ResourceKind::ordinary;
    view.resource = group(
        {document(value, "/resourcePolicy", trust ? PolicyKind::trust : PolicyKind::resource)});
  }

  json::Value const& value_;
  Checks checks_;
  DecisionCase out_;
  std::optional<Error> fault_;
};

Result<DecisionCase> DecisionCase::read(json::Value const& value, Checks checks) {
  return CaseReader(value, checks).read();
}

std::string_view DecisionCase::document_name(std::uint32_t document) const {
  return document < policies_.size() ? std::string_view(policies_[document]->name)
                                     : std::string_view{};
}

Result<Decision> decide_case(json::Value const& value, Checks checks) {
  auto read = DecisionCase::read(value, checks);
  if (!read) return std::unexpected(std::move(read.error()));
  return authorize(read->request(), read->view());
}

Result<Decision> CaseJudge::decide(std::string_view text) {
  if (auto read = json::parse_over(value_, text); !read)
    return std::unexpected(std::move(read.error()));
  bool plain = is_plain_ascii(text) && !text.contains('\\');  // an escape may be anything
  return decide_case(value_, plain ? Checks::meaning_of_plain : Checks::meaning);
}

std::string_view answer_word(Outcome outcome) {
  switch (outcome) {
    case Outcome::allowed:
      return "Allowed";
    case Outcome::explicitly_denied:
      return "ExplicitlyDenied";
    case Outcome::implicitly_denied:
      return "ImplicitlyDenied";
    case Outcome::none:
      break;
  }
  return "Error";
}

}  // namespace rehearse::iam
