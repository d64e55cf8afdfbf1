#include "sim/run/mutants.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/iam/ram_permissions.hpp"
#include "sim/run/policy_edits.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/world.hpp"

namespace rehearse::run {
namespace {

using world::Mutation;
using world::MutationKind;

constexpr std::string_view kAwsPolicies = "arn:aws:iam::aws:policy/";

/// Looks at a trace for what may be changed; each thing once, at its first appearance.
class Collector {
 public:
  void follow(trace::Trace const& trace, trace::Seq seq) {
    world_.apply(trace, seq);
    trace.visit(
        seq, [this]<class R>(trace::Entry const&, R const& record)
          requires requires { this->see(record); }
        { see(record); });
  }

  std::vector<Mutation> mutations() {
    for (auto const& [document, kind] : documents_)
      if (!kept_by_aws_.contains(document)) edit(document, kind);
    out_.insert(out_.end(), shares_.begin(), shares_.end());
    out_.insert(out_.end(), attachments_.begin(), attachments_.end());
    return std::move(out_);
  }

 private:
  void see(trace::IamStored const& r) {
    if (r.slot == IamSlot::inline_policy) use(r.document, iam::PolicyKind::identity);
    if (r.slot == IamSlot::trust) use(r.document, iam::PolicyKind::trust);
    if (r.slot != IamSlot::attached_policy || !r.present || !r.name.starts_with(kAwsPolicies))
      return;
    std::string const& arn = world_.principals()[r.principal].arn;
    add(attachments_, {MutationKind::attached_policy,
                       {},
                       arn,
                       r.name,
                       {},
                       fmt::format("{} of {}", last_name(r.name), arn),
                       "detached"});
  }
  void see(trace::ManagedPolicyStored const& r) {
    use(r.document, iam::PolicyKind::identity);
    if (r.document && r.arn.starts_with(kAwsPolicies)) kept_by_aws_.insert(r.document);
  }
  void see(trace::ResourcePolicyStored const& r) { use(r.document, iam::PolicyKind::resource); }
  void see(trace::ControlPolicyStored const& r) {
    use(r.document, r.type == ControlPolicyType::scp ? iam::PolicyKind::scp : iam::PolicyKind::rcp);
    if (r.document && world::is_aws_control_policy(r.id)) kept_by_aws_.insert(r.document);
  }
  void see(trace::AttachmentStored const& r) {
    if (!r.attached || world::is_aws_control_policy(r.policy)) return;
    world::ControlPolicy const* policy = world_.access().control_policies().find(r.policy);
    if (policy == nullptr) return;
    std::string_view type = policy->type == ControlPolicyType::scp ? "SCP" : "RCP";
    add(attachments_, {MutationKind::control_policy,
                       {},
                       r.policy,
                       {},
                       {},
                       fmt::format("{} {}", type, policy->name),
                       "detached"});
  }
  void see(trace::AssociationMoved const& r) {
    if (r.type != AssociationType::principal) return;
    world::Share const& share = world_.shares().share(r.share);
    if (!share.standard()) return;  // it only shows what a policy grants
    add(shares_, {MutationKind::share_principal,
                  {},
                  share.arn,
                  r.entity,
                  {},
                  "share " + share.name,
                  "without " + principal_words(r.entity)});
  }
  void see(trace::SharePermissionStored const& r) {
    world::Share const& share = world_.shares().share(r.share);
    for (iam::RamPermission const& other : iam::ram_permissions()) {
      if (!share.standard()) continue;
      iam::RamPermission const* known = iam::find_ram_permission(r.permission);
      if (known == nullptr || other.resource_type != known->resource_type ||
          other.actions.size() <= known->actions.size())
        continue;
      add(shares_, {MutationKind::share_permission,
                    {},
                    share.arn,
                    r.permission,
                    std::string(other.arn),
                    "share " + share.name,
                    "permission replaced by " + std::string(other.name)});
    }
  }

  std::string principal_words(std::string const& entity) const {
    world::Organization const& organization = world_.organization();
    if (AccountId account = organization.find_account(entity))
      return "the account " + organization.account(account).name;
    if (OuId ou = organization.find_ou(entity)) return "the unit " + organization.ou(ou).name;
    return entity;
  }

  void use(DocumentId document, iam::PolicyKind kind) {
    if (document) documents_.try_emplace(document, kind);
  }

  void add(std::vector<Mutation>& to, Mutation mutation) {
    if (seen_.insert({mutation.kind, mutation.subject + ' ' + mutation.part}).second)
      to.push_back(std::move(mutation));
  }

  void edit(DocumentId id, iam::PolicyKind kind) {
    world::Document const& document = world_.documents()[id];
    for (PolicyEdit& edit : policy_edits(document.text, kind))
      out_.push_back({MutationKind::document,
                      document.kind,
                      document.text,
                      {},
                      std::move(edit.text),
                      std::string(document.name()) + ", " + edit.statement,
                      std::move(edit.what)});
  }

  world::World world_;
  std::map<DocumentId, iam::PolicyKind> documents_;
  std::set<DocumentId> kept_by_aws_;
  std::set<std::pair<MutationKind, std::string>> seen_;
  std::vector<Mutation> out_, shares_, attachments_;
};

}  // namespace

std::vector<Mutation> mutants(trace::Trace const& trace) {
  Collector collector;
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) collector.follow(trace, seq);
  return collector.mutations();
}

}  // namespace rehearse::run
