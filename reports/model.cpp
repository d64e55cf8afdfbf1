#include "reports/model.hpp"

#include <algorithm>
#include <map>

#include "reports/usage_fold.hpp"
#include "sim/base/json.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::reports {
namespace {

using namespace trace;

/// The element an id names, made when it is the next one. Null for an id that a whole trace cannot
/// hold.
template <class T, class Tag>
T* slot(std::vector<T>& items, Id<Tag> id) {
  if (id.index == items.size()) items.emplace_back();
  return id.index < items.size() ? &items[id.index] : nullptr;
}

/// The calls that the first failed checks speak of: few, for their nearest changes are looked for.
std::map<Seq, CheckKind> calls_of_failed_checks(Trace const& trace) {
  constexpr std::size_t kMost = 5;
  std::map<Seq, CheckKind> out;
  trace.for_each([&](Entry const&, CheckDone const& r) {
    if (!r.held && r.call != kNoSeq && out.size() < kMost) out.emplace(r.call, r.kind);
  });
  return out;
}

/// One overload a record type; those without one of their own change nothing that a report shows.
class Folder {
 public:
  Folder(Trace const& trace, Explainer* explainer) : trace_(trace), explainer_(explainer) {
    if (explainer != nullptr) closely_ = calls_of_failed_checks(trace);
  }

  RunModel take() {
    for (auto const& [name, value] : changed_)
      model_.assumptions.push_back({name, value, true, false});
    usage_.finish();
    for (Execution& run : model_.executions)
      if (!is_terminal(run.status)) run.end = model_.header.end;
    return std::move(model_);
  }

  void see(Seq seq) {
    model_.header.end = std::max(model_.header.end, trace_.entry(seq).at);
    trace_.visit(
        seq,
        [this]<class R>(Entry const& entry, R const& record)
          requires requires { this->on(entry, record); } ||
                   requires { this->usage_.on(entry, record); }
        {
          if constexpr (requires { this->on(entry, record); }) on(entry, record);
          if constexpr (requires { this->usage_.on(entry, record); }) usage_.on(entry, record);
        });
  }

 private:
  void on(Entry const&, RunStarted const& r) {
    Header& header = model_.header;
    header.scenario = r.scenario;
    header.seed = r.seed;
    header.epoch.unix_microseconds = r.epoch;
    header.parameters = r.parameters.text;
    if (auto changed = json::parse(r.assumptions.text); changed && changed->is_object())
      for (auto const& [name, value] : changed->as_object())
        changed_.emplace(name, value.is_string() ? value.as_string() : json::dump(value));
  }
  void on(Entry const&, RunEnded const& r) {
    Header& header = model_.header;
    header.reason = r.reason;
    header.message = r.message;
    header.digest = r.digest;
    header.complete = trace_.complete();
  }
  void on(Entry const&, AssumptionUsed const& r) {
    model_.assumptions.push_back({r.name, r.value, changed_.erase(r.name) > 0, true});
  }
  void on(Entry const&, SettingChanged const& r) {
    model_.settings.push_back({r.account, r.name, r.value, r.beyond_aws, r.region});
  }
  void on(Entry const&, DocumentStored const& r) {
    if (Document* d = slot(model_.documents, r.document))
      *d = {r.name, r.text.text, model_.calls.empty()};
  }

  // ---- accounts, roles, actors ----
  void on(Entry const&, OrganizationDefined const& r) {
    model_.header.organization = r.name;
    model_.header.management = r.management;
  }
  void on(Entry const&, OuDefined const& r) {
    std::string* path = slot(ous_, r.ou);
    if (path == nullptr) return;
    bool below_root = r.parent && r.parent.index < ous_.size() && r.parent.index != 0;
    *path = below_root ? ous_[r.parent.index] + "/" + r.name : r.name;
    model_.units.push_back({r.id, *path});
  }
  /// Under its new name, with all that is below it.
  void on(Entry const&, OuRenamed const& r) {
    std::string const old = ou_path(r.ou);
    std::string const renamed = old.substr(0, old.rfind('/') + 1) + r.name;
    auto rename = [&](std::string& path) {
      if (path == old || path.starts_with(old + "/")) path.replace(0, old.size(), renamed);
    };
    std::ranges::for_each(ous_, rename);
    std::ranges::for_each(model_.units, rename, &Unit::path);
  }
  void on(Entry const& e, AccountDefined const& r) {
    Account* a = slot(model_.accounts, r.account);
    if (a == nullptr) return;
    *a = {r.id, r.name, r.region, ou_path(r.ou), r.where, {}, {}};
    a->stored_units.push_back({e.at, a->ou, {}});
    a->units_in_force.push_back({e.at, a->ou, {}});
  }
  void on(Entry const& e, AccountMoved const& r) {
    if (Account* a = slot(model_.accounts, r.account))
      a->stored_units.push_back({e.at, ou_path(r.ou), {}});
  }
  void on(Entry const& e, MembershipInForce const& r) {
    if (Account* a = slot(model_.accounts, r.account))
      a->units_in_force.push_back({e.at, ou_path(r.ou), {}});
  }
  void on(Entry const&, PrincipalDefined const& r) {
    if (Role* role = slot(model_.roles, r.principal)) *role = {r.account, r.name};
  }
  void on(Entry const&, ActorDefined const& r) {
    if (Actor* a = slot(model_.actors, r.actor)) a->name = r.name;
  }
  void on(Entry const& e, ActorMoved const& r) {
    if (Actor* a = slot(model_.actors, r.actor)) a->changes.push_back({e.at, r.to, r.what});
  }
  void on(Entry const& e, NoteMade const& r) {
    model_.notes.push_back({e.at, r.actor, r.text, r.where});
  }

  // ---- sharing ----
  void on(Entry const& e, ShareStored const& r) {
    Share* s = slot(model_.shares, r.share);
    if (s == nullptr) return;
    s->owner = r.owner;
    s->arn = r.arn;
    s->name = r.name;
    if (s->changes.empty()) s->changes.push_back({e.at, ShareStatus::pending, {}});
  }
  void on(Entry const&, FeatureSetMoved const& r) {
    for (Share& share : model_.shares)
      if (share.arn == r.arn) share.from_policy = r.to != ShareFeatureSet::standard;
  }
  void on(Entry const& e, ShareMoved const& r) {
    if (Share* s = slot(model_.shares, r.share)) s->changes.push_back({e.at, r.status, {}});
  }
  void on(Entry const& e, SharePermissionStored const& r) {
    if (Share* s = slot(model_.shares, r.share)) s->stored.push_back({e.at, r.permission, {}});
  }
  void on(Entry const& e, SharePermissionInForce const& r) {
    if (Share* s = slot(model_.shares, r.share)) s->in_force.push_back({e.at, r.permission, {}});
  }
  void on(Entry const& e, AssociationMoved const& r) {
    Share* s = slot(model_.shares, r.share);
    if (s == nullptr) return;
    auto same = [&](Association const& a) { return a.type == r.type && a.entity == r.entity; };
    auto found = std::ranges::find_if(s->associations, same);
    if (found == s->associations.end())
      found = s->associations.insert(found, {r.type, r.entity, r.external, {}});
    found->changes.push_back({e.at, r.status, r.why});
  }
  void on(Entry const& e, InvitationMoved const& r) {
    Share* s = slot(model_.shares, r.share);
    if (s == nullptr) return;
    auto [known, is_new] = invitations_.emplace(r.invitation, s->invitations.size());
    if (is_new) s->invitations.push_back({r.receiver, r.principal, {}});
    if (known->second < s->invitations.size())
      s->invitations[known->second].changes.push_back({e.at, r.status, {}});
  }

  // ---- pipelines and executions ----
  void on(Entry const&, PipelineStored const& r) {
    if (Pipeline* p = slot(model_.pipelines, r.pipeline))
      *p = {
          r.account, with_region(r.name, r.region), graph(r.definition), r.version, r.role, r.where,
          r.region};
  }
  void on(Entry const& e, ExecutionStarted const& r) {
    Execution* x = slot(model_.executions, r.execution);
    if (x == nullptr) return;
    x->pipeline = r.pipeline;
    x->graph = graph(r.definition);
    x->starter = r.starter;
    x->name = to_text(r.name);
    x->call = e.cause;
    x->start = e.at;
    x->changes.push_back({e.at, ExecutionStatus::executing, {}});
  }
  void on(Entry const&, ExecutionDescribed const& r) {
    if (Execution* x = slot(model_.executions, r.execution)) x->display_name = r.display_name;
  }
  void on(Entry const& e, ExecutionMoved const& r) {
    Execution* x = slot(model_.executions, r.execution);
    if (x == nullptr) return;
    x->status = r.to;
    x->changes.push_back({e.at, r.to, {}});
    x->end = e.at;
  }
  void on(Entry const& e, StepMoved const& r) {
    Execution* x = slot(model_.executions, r.execution);
    if (x == nullptr) return;
    x->moves.push_back({e.at, r.step, r.to});
    if (is_terminal(r.to)) struck_.erase({r.execution, r.step});
  }
  void on(Entry const& e, StepFaulted const& r) {
    Execution* x = slot(model_.executions, r.execution);
    if (x == nullptr) return;
    auto const hit = struck_.find({r.execution, r.step});
    x->faults.push_back({r.step,
                         r.reason,
                         e.at,
                         r.kind,
                         r.exception,
                         false,
                         {},
                         hit == struck_.end() ? FaultId{} : hit->second});
  }
  void on(Entry const&, StepRetried const& r) {
    Execution* x = slot(model_.executions, r.execution);
    struck_.erase({r.execution, r.step});
    if (x == nullptr || x->faults.empty()) return;
    auto const failed = std::find_if(x->faults.rbegin(), x->faults.rend(),
                                     [&](StepFault const& each) { return each.step == r.step; });
    if (failed == x->faults.rend()) return;
    failed->retried = true;
    failed->wait = r.wait;
  }
  void on(Entry const&, StepReused const& r) {
    if (Execution* x = slot(model_.executions, r.execution))
      x->reused.push_back({r.step, r.source});
  }
  void on(Entry const&, FaultDefined const& r) {
    if (Fault* f = slot(model_.faults, r.fault))
      *f = {r.kind, r.account, r.pipeline,  r.region,      r.step,  r.step_type, r.operation,
            r.from, r.until,   r.numerator, r.denominator, r.where, {}};
  }
  void on(Entry const& e, FaultHit const& r) {
    if (Fault* f = slot(model_.faults, r.fault))
      f->hits.push_back({e.at, r.execution, r.step, r.what});
    if (r.execution) struck_[{r.execution, r.step}] = r.fault;
  }

  // ---- calls and checks ----
  void on(Entry const& e, ApiCalled const& r) {
    Call call{.seq = e.seq,
              .at = e.at,
              .actor = r.actor,
              .role = r.principal,
              .execution = {},
              .caller = r.caller,
              .service = r.service,
              .operation = r.operation,
              .action = r.action,
              .resource = r.resource,
              .input = r.input.text,
              .code = r.code,
              .message = r.message,
              .owner = r.owner,
              .result = {},
              .outcome = r.outcome,
              .layer = r.layer,
              .document = document_name(r.document),
              .statement = r.statement,
              .where = r.where,
              .why = {}};
    bool refused =
        r.outcome == Outcome::explicitly_denied || r.outcome == Outcome::implicitly_denied;
    call.result = refused          ? CallResult::refused
                  : r.code.empty() ? CallResult::succeeded
                                   : CallResult::error;
    keep(std::move(call));
  }
  void on(Entry const& e, StepCalled const& r) {
    if (r.outcome == Outcome::allowed || r.outcome == Outcome::none) {
      ++model_.step_calls_allowed;
      return;
    }
    Call call;
    call.seq = e.seq;
    call.at = e.at;
    call.execution = r.execution;
    call.operation = r.kind == StepCallKind::create      ? "create"
                     : r.kind == StepCallKind::pass_role ? "PassRole"
                     : r.kind == StepCallKind::add_tags  ? "AddTags"
                                                         : "AssumeRole";
    call.result = CallResult::refused;
    call.outcome = r.outcome;
    call.layer = r.layer;
    call.document = document_name(r.document);
    call.statement = r.statement;
    describe_step_call(call, r);
    keep(std::move(call));
  }
  void on(Entry const& e, CheckDone const& r) {
    model_.checks.push_back(
        {e.seq, e.at, r.kind, r.held, r.text, r.detail, r.call, r.actor, r.where});
  }

  // ---- registry, endpoints, events ----
  void on(Entry const&, PackageGroupStored const& r) {
    if (auto* group = slot(groups_, r.group)) *group = {r.account, r.name};
  }
  void on(Entry const& e, PackageStored const& r) {
    Package* p = slot(model_.packages, r.package);
    if (p == nullptr) return;
    if (r.group.index < groups_.size()) std::tie(p->account, p->group) = groups_[r.group.index];
    p->version = r.version;
    p->execution = r.execution;
    p->changes.push_back({e.at, r.approval, {}});
  }
  void on(Entry const& e, PackageMoved const& r) {
    if (Package* p = slot(model_.packages, r.package))
      p->changes.push_back({e.at, r.approval, r.description});
  }
  void on(Entry const&, EndpointConfigStored const& r) {
    if (std::string* name = slot(configs_, r.config)) *name = r.name;
  }
  void on(Entry const& e, EndpointStored const& r) {
    Endpoint* p = slot(model_.endpoints, r.endpoint);
    if (p == nullptr) return;
    p->account = r.account;
    p->name = r.name;
    p->changes.push_back({e.at, EndpointStatus::creating, config_name(r.config)});
  }
  void on(Entry const& e, EndpointMoved const& r) {
    if (Endpoint* p = slot(model_.endpoints, r.endpoint))
      p->changes.push_back({e.at, r.to, config_name(r.config)});
  }
  void on(Entry const& e, EndpointDeleted const& r) {
    if (Endpoint* p = slot(model_.endpoints, r.endpoint)) {
      p->deleted = true;
      p->deleted_at = e.at;
    }
  }
  void on(Entry const&, RuleDefined const& r) {
    if (Listener* rule = slot(model_.rules, r.rule)) *rule = {r.account, r.name, r.target_role};
  }
  void on(Entry const& e, EventEmitted const& r) {
    Event* event = slot(model_.events, r.event);
    if (event == nullptr) return;
    *event = {e.at, r.account, {}, r.document.text, {}};
    if (auto document = json::parse(r.document.text))
      event->detail_type = document->string_or_empty("detail-type");
  }
  void on(Entry const& e, EventDelivered const& r) {
    if (Event* event = slot(model_.events, r.event))
      event->deliveries.push_back({e.at, r.rule, {}});
  }
  void on(Entry const&, QueueDefined const& r) {
    if (Listener* queue = slot(model_.queues, r.queue)) *queue = {r.account, r.name, r.target_role};
  }
  void on(Entry const& e, MessageReceived const& r) {
    Execution const* x = slot(model_.executions, r.execution);
    if (x == nullptr || x->pipeline.index >= model_.pipelines.size()) return;
    AccountId const from = model_.pipelines[x->pipeline.index].account;
    model_.messages.push_back({e.at, from, "Callback message", r.body.text, {{e.at, {}, r.queue}}});
  }

  // ---- looking things up ----
  std::string ou_path(OuId ou) const {
    return ou.index < ous_.size() ? ous_[ou.index] : std::string{};
  }
  std::string config_name(EndpointConfigId id) const {
    return id.index < configs_.size() ? configs_[id.index] : std::string{};
  }
  std::string document_name(std::uint32_t index) const {
    return index < model_.documents.size() ? model_.documents[index].name : std::string{};
  }
  std::uint32_t graph(DocumentId id) {
    auto [known, is_new] = graphs_.emplace(id, static_cast<std::uint32_t>(model_.graphs.size()));
    if (is_new)
      model_.graphs.push_back(graph_of(
          id.index < model_.documents.size() ? model_.documents[id.index].text : std::string{}));
    return known->second;
  }
  void describe_step_call(Call& call, StepCalled const& r) const {
    if (r.execution.index >= model_.executions.size()) return;
    Execution const& run = model_.executions[r.execution.index];
    if (run.pipeline.index < model_.pipelines.size())
      call.role = model_.pipelines[run.pipeline.index].role;
    auto const& nodes = model_.graphs[run.graph].nodes;
    if (r.step >= nodes.size()) return;
    call.resource = "step " + nodes[r.step].name;
    if (r.kind == StepCallKind::create) call.operation = "create for " + nodes[r.step].type;
  }
  void keep(Call call) {
    auto const check = closely_.find(call.seq);
    // A call that was to succeed and failed for another reason than access: policies explain
    // nothing.
    bool const closely = check != closely_.end() &&
                         !(check->second == CheckKind::refusal && call.result == CallResult::error);
    if (explainer_ != nullptr && (call.result == CallResult::refused || closely))
      call.why = explainer_->explain(trace_, call.seq, closely);
    model_.calls.push_back(std::move(call));
  }

  Trace const& trace_;
  Explainer* explainer_;
  std::map<Seq, CheckKind> closely_;            // the calls of the first checks that failed
  std::map<std::string, std::string> changed_;  // assumptions that nothing consulted so far
  RunModel model_;
  std::vector<std::string> ous_;
  std::vector<std::string> configs_;
  std::vector<std::pair<AccountId, std::string>> groups_;
  std::map<InvitationId, std::size_t> invitations_;
  std::map<DocumentId, std::uint32_t> graphs_;
  using StepKey = std::pair<ExecutionId, std::uint16_t>;
  std::map<StepKey, FaultId> struck_;  // what struck the attempt that runs
  UsageFold usage_{model_};
};

RunModel fold_with(Trace const& trace, Explainer* explainer) {
  Folder folder(trace, explainer);
  for (Seq seq = 0; seq < trace.size(); ++seq) folder.see(seq);
  return folder.take();
}

}  // namespace

std::size_t RunModel::failed_checks() const {
  return static_cast<std::size_t>(std::ranges::count(checks, false, &Check::held));
}

Call const* RunModel::call_of(Check const& check) const {
  if (check.call == kNoSeq) return nullptr;
  auto found = std::ranges::lower_bound(calls, check.call, {}, &Call::seq);
  return found != calls.end() && found->seq == check.call ? &*found : nullptr;
}

RunModel fold(trace::Trace const& trace) { return fold_with(trace, nullptr); }
RunModel fold(trace::Trace const& trace, Explainer& explainer) {
  return fold_with(trace, &explainer);
}

}  // namespace rehearse::reports
