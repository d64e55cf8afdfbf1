#include "sim/domain/control_policies.hpp"

#include <fmt/format.h>

namespace rehearse::domain {
namespace {

constexpr char kAllowAll[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

}  // namespace

std::string_view default_policy_id(ControlPolicyType type) {
  return type == ControlPolicyType::scp ? world::kFullAwsAccess : world::kRcpFullAwsAccess;
}

std::string ControlPolicyDesk::new_id(ControlPolicyType type, std::string const& name) const {
  auto const& policies = c_.world.access().control_policies();
  for (int n = 0;; ++n) {
    std::string key = fmt::format("{}/{}/{}", name_of(type), name, n);
    std::string id = "p-" + Stream(0, key).alphanumeric(8);
    if (policies.find(id) == nullptr) return id;
  }
}

void ControlPolicyDesk::enable(ControlPolicyType type) {
  auto const& policies = c_.world.access().control_policies();
  if (policies.enabled(type)) return;
  std::string id(default_policy_id(type));
  if (policies.find(id) == nullptr) {
    std::string name = id.substr(2);
    DocumentId document = c_.record.document(trace::DocumentKind::control_policy, name, kAllowAll);
    c_.record.record(trace::ControlPolicyStored{id, type, name, document, {}});
    c_.record.record(trace::ControlPolicyInForce{id, document});
  }
  c_.record.record(trace::PolicyTypeMoved{type, PolicyTypeStatus::enabled});
}

void ControlPolicyDesk::begin_switch(ControlPolicyType type, bool on) {
  auto status = on ? PolicyTypeStatus::pending_enable : PolicyTypeStatus::pending_disable;
  trace::Seq seq = c_.record.record(trace::PolicyTypeMoved{type, status});
  c_.engine.after(assume_(Assumption::policy_type_delay),
                  make_wake(WakeKind::policy_type, static_cast<std::uint32_t>(type), 0, on), seq);
}

void ControlPolicyDesk::end_switch(ControlPolicyType type, bool on) {
  if (on) return enable(type);
  c_.record.record(trace::PolicyTypeMoved{type, PolicyTypeStatus::disabled});
}

std::string ControlPolicyDesk::stand(ControlPolicyType type, std::string const& name,
                                     std::string const& text, trace::SourceLine where,
                                     std::string lines) {
  enable(type);
  std::string id = new_id(type, name);
  DocumentId document =
      c_.record.document(trace::DocumentKind::control_policy, name, text, std::move(lines));
  c_.record.record(trace::ControlPolicyStored{id, type, name, document, std::move(where)});
  c_.record.record(trace::ControlPolicyInForce{id, document});
  return id;
}

void ControlPolicyDesk::stand_on(std::string const& policy, std::string const& target, bool only) {
  auto put = [&](std::string const& id, bool attached) {
    c_.record.record(trace::AttachmentStored{id, target, attached});
    c_.record.record(trace::AttachmentInForce{id, target, attached});
  };
  put(policy, true);
  if (only) put(std::string(world::kFullAwsAccess), false);
}

}  // namespace rehearse::domain
