#include "sim/world/world.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::world {

std::string World::arn(Place const& place, std::string_view resource) const {
  return sagemaker_arn(place.region, organization().account(place.account).id, resource);
}

std::string World::arn(Pipeline const& pipeline) const {
  return arn(pipeline.place(), "pipeline/" + pipeline.name);
}

PipelineId World::find_pipeline(std::string_view arn) const {
  constexpr std::string_view kPrefix = "pipeline/";
  auto const parts = ArnView::split(arn);
  if (!parts || !parts->resource.starts_with(kPrefix)) return {};
  AccountId const account = organization().find_account(parts->account);
  if (!account) return {};
  PipelineId const id = pipelines_.find({account, std::string(parts->region)},
                                        parts->resource.substr(kPrefix.size()));
  return id && this->arn(pipelines_[id]) == arn ? id : PipelineId{};
}

template <class... R>
void World::apply_of(trace::TypeList<R...>, std::uint16_t type, trace::Entry const& entry,
                     void const* record) {
  (void)((type == trace::kTypeOf<R> && (apply(entry, *static_cast<R const*>(record)), true)) ||
         ...);
}

void World::apply(std::uint16_t type, trace::Entry const& entry, void const* record) {
  apply_of(trace::Records{}, type, entry, record);
}

void World::apply_encoded(trace::Entry const& entry, std::span<std::byte const> bytes) {
  trace::visit_encoded(entry, bytes,
                       [&](trace::Entry const& at, auto const& record) { apply(at, record); });
}

void World::apply(trace::Trace const& trace, trace::Seq seq) {
  apply_encoded(trace.entry(seq), trace.encoded(seq));
}

void World::follow(trace::SettingChanged const& record) {
  if (record.name != row_of(Quota::running_steps).setting) return;
  for (auto const& [place, queue] : executions_.queues())
    if (place.account == record.account)
      executions_.set_running_max(
          queue, static_cast<std::uint32_t>(organization().limit(place, Quota::running_steps)));
}

void World::take(trace::Entry const& entry, trace::PipelineStored const& record) {
  Place place = place_of(record.account, record.region);
  std::uint32_t const queue = executions_.queue_at(record.pipeline, place);
  executions_.set_running_max(
      queue, static_cast<std::uint32_t>(organization().limit(place, Quota::running_steps)));
  pipelines_.store(entry, record, std::move(place));
}

void World::take(trace::Entry const& entry, trace::ExecutionStarted const& record) {
  std::uint64_t key = execution_key(*this, record.pipeline, record.starter);
  executions_.start(entry, record, pipelines_[record.pipeline].account,
                    documents().definition(record.definition), key);
}

void World::take(trace::Entry const& entry, trace::PackageGroupStored const& record) {
  Place place = place_of(record.account, record.region);
  std::string own_arn = arn(place, "model-package-group/" + record.name);
  registry_.store(entry, record, std::move(place), std::move(own_arn));
}

void World::take(trace::Entry const& entry, trace::PackageStored const& record) {
  PackageGroup const& group = registry_.group(record.group);
  registry_.store(entry, record,
                  arn(group, fmt::format("model-package/{}/{}", group.name, record.version)));
}

void World::take(trace::Entry const& entry, trace::ModelStored const& record) {
  Place place = place_of(record.account, record.region);
  std::string own_arn = arn(place, "model/" + to_lower(record.name));
  endpoints_.store(entry, record, std::move(place), std::move(own_arn));
}

void World::take(trace::Entry const& entry, trace::EndpointConfigStored const& record) {
  Place place = place_of(record.account, record.region);
  std::string own_arn = arn(place, "endpoint-config/" + to_lower(record.name));
  auto const request = json::parse(documents()[record.request].text);
  endpoints_.store(
      entry, record, std::move(place), std::move(own_arn),
      request ? pipeline::hosted_instances(*request) : std::vector<pipeline::Instances>{});
}

void World::take(trace::Entry const& entry, trace::EndpointStored const& record) {
  Place place = place_of(record.account, record.region);
  std::string own_arn = arn(place, "endpoint/" + to_lower(record.name));
  endpoints_.store(entry, record, std::move(place), std::move(own_arn));
}

void World::take(trace::Entry const&, trace::RuleDefined const& record) {
  rules_.store(record, place_of(record.account, record.region), documents()[record.pattern].text);
}

void World::take(trace::Entry const&, trace::QueueDefined const& record) {
  Account const& owner = organization().account(record.account);
  queues_.store(record, queue_arn(owner.region, owner.id, record.name));
}

void World::take(trace::Entry const& entry, trace::FaultDefined const& record) {
  faults_.apply(entry, record);
}

void World::take(trace::Entry const& entry, trace::FaultHit const& record) {
  faults_.apply(entry, record);
  executions_.struck(record);
}

void World::take(trace::Entry const& entry, trace::JobStored const& record) {
  std::string_view const resource =
      pipeline::row_of(pipeline::row_of(record.kind).step).arn_resource;
  Place place = place_of(record.account, record.region);
  std::string own_arn = arn(place, fmt::format("{}/{}", resource, to_lower(record.name)));
  jobs_.store(entry, record, std::move(place), std::move(own_arn));
}

void World::take(trace::Entry const& entry, trace::TunedJobStopped const& record) {
  jobs_.stop_tuned(entry, record, place_of(record.account, record.region));
}

std::uint64_t World::fingerprint() const { return hash_bytes(describe()); }

std::string World::describe() const {
  std::string out;
  auto line = [&](std::string_view kind, auto const&... parts) {
    out += kind;
    ((out += '|', out += fmt::format("{}", parts)), ...);
    out += '\n';
  };
  auto text_of = [&](DocumentId id) {
    return id ? to_hex(hash_bytes(documents()[id].text)) : std::string("-");
  };
  auto path_of = [&](OuId ou) { return ou ? organization().ou(ou).path : std::string{}; };
  line("organization", organization().id(), name_of(organization().ram_sharing_state()));
  for (Account const& a : organization().accounts())
    line("account", a.id, a.name, path_of(a.ou), path_of(a.path_ou), path_of(a.ou_in_force),
         name_of(a.status));
  for (Handshake const& h : organization().handshakes()) line("handshake", h.id, name_of(h.status));
  for (AccountCreation const& c : organization().creations())
    line("account creation", c.id, name_of(c.status), c.reason);
  for (ServiceAccess const& s : organization().service_access()) line("trusted", s.service);
  for (Delegation const& d : organization().delegations())
    line("delegated", organization().account(d.account).id, d.service);
  ControlPolicies const& control = access_.control_policies();
  auto attached = [&](std::string const& target) {
    for (auto type : {ControlPolicyType::scp, ControlPolicyType::rcp}) {
      for (std::uint32_t p : control.attached(target, type)) line(" stored", control.all()[p].id);
      for (std::uint32_t p : control.in_force(target, type)) line(" in force", control.all()[p].id);
    }
  };
  for (auto type : {ControlPolicyType::scp, ControlPolicyType::rcp})
    line("type", name_of(type), name_of(control.status(type)));
  for (ControlPolicy const& p : control.all())
    line("control policy", p.id, p.name, text_of(p.document), text_of(p.in_force));
  for (Ou const& ou : organization().ous())
    line("unit", ou.id, ou.name, ou.deleted), attached(ou.id);
  for (Account const& a : organization().accounts()) line("target", a.id), attached(a.id);
  auto identity = [&](std::string_view state, Attributes const& a) {
    line(state, a.exists, a.boundary, text_of(a.trust), a.session_max);
    for (NamedPolicy const& p : a.inline_policies) line("  inline", p.name, text_of(p.document));
    for (NamedPolicy const& p : a.attached) line("  attached", p.name);
    for (Tag const& t : a.tags) line("  tag", t.key, t.value);
    for (std::string const& g : a.groups) line("  group", g);
  };
  for (Principal const& p : principals().all()) {
    line("principal", p.arn, p.unique_id);
    identity(" stored", p.stored);
    identity(" in force", p.in_force);
  }
  for (ManagedPolicy const& p : access_.managed_policies().all()) {
    line("managed policy", p.arn, p.default_version, text_of(p.in_force));
    for (PolicyVersion const& v : p.versions) line(" version", v.number, text_of(v.document));
  }
  Sessions const& sessions = access_.sessions();
  for (std::uint32_t i = 0; i < sessions.size(); ++i) {
    Session const& s = sessions[{i}];
    line("session", principals()[s.role].arn, s.name, s.issued.time_since_epoch().count(),
         s.expires.time_since_epoch().count(), s.source_identity);
    for (Tag const& t : s.tags) line(" tag", t.key, t.value);
  }
  for (WrittenPolicy const& p : access_.written_policies().all())
    line("resource policy", p.arn, text_of(p.stored), text_of(p.in_force));
  for (KmsKey const& k : access_.buckets().keys()) line("key", k.arn, k.name);
  for (Bucket const& b : access_.buckets().all())
    line("bucket", organization().account(b.account).id, b.arn, b.key, b.objects.size());
  for (TaggedResource const& r : access_.written_policies().tagged())
    for (Tag const& t : r.tags) line("tag", r.arn, t.key, t.value);
  for (Share const& share : shares().all()) {
    line("share", share.arn, share.name, name_of(share.status), name_of(share.feature_set),
         share.allow_external, share.retain);
    for (PinnedPermission const& p : share.permissions)
      line(" permission", p.type, p.arn, p.version, p.arn_in_force, p.version_in_force);
    for (Association const& a : share.associations)
      line(" association", name_of(a.type), a.entity, name_of(a.status), a.in_force, a.invited,
           a.unique_id);
  }
  for (Invitation const& i : shares().invitations())
    line("invitation", i.arn, i.principal, name_of(i.status));
  for (Permission const& p : shares().permissions().all())
    for (PermissionVersion const& v : p.versions)
      line("permission", p.arn, v.number, name_of(p.status_of(v)), json::dump(v.grants()));
  for (ReplaceWork const& w : shares().works()) line("work", w.id, name_of(w.status));
  for (Pipeline const& p : pipelines_.all())
    line("pipeline", arn(p), p.version, text_of(p.definition), p.deleted);
  for (std::uint32_t i = 0; i < pipelines_.all().size(); ++i)
    for (PipelineVersion const* v : pipelines_.versions({i})) {
      auto const& [name, description] = pipelines_.description({i}, v->version);
      line("version", v->version, text_of(v->definition), v->parallel_max, name, description);
    }
  for (std::uint32_t i = 0; i < executions_.size(); ++i) {
    Execution const& e = executions_[ExecutionId{i}];
    line("execution", execution_arn(*this, {i}), name_of(e.status), e.unfinished, e.running,
         text_of(e.parameters), e.parallel_max, executions_.description({i}).display_name,
         executions_.description({i}).description, executions_.description({i}).mlflow_experiment);
    for (StepState const& s : executions_.steps({i}))
      line(" step", name_of(s.status()), s.started, s.moved, s.unmet, s.dropped, s.attempt);
    for (std::size_t n = 0; n < e.graph->step_count(); ++n)
      if (StepDetail const* d = executions_.detail({i}, static_cast<StepIndex>(n)))
        line(" detail", n, d->reason, d->key.value_or(0),
             d->source ? execution_arn(*this, d->source) : "-", d->retries, d->instances,
             d->earlier.size());
  }
  for (PackageGroup const& g : registry_.groups()) line("group", g.arn, g.deleted);
  for (Package const& p : registry_.packages())
    line("package", p.arn, name_of(p.approval), text_of(p.request), p.deleted);
  for (NamedResource const& m : endpoints_.models())
    line("model", m.arn, text_of(m.request), m.deleted);
  for (NamedResource const& c : endpoints_.configs()) line("config", c.arn, text_of(c.request));
  for (Endpoint const& e : endpoints_.endpoints())
    line("endpoint", e.arn, name_of(e.status), e.deleted, e.failure);
  for (Job const& j : jobs_.all()) line("job", j.arn, name_of(j.status), text_of(j.request));
  for (auto const& [job, stop] : jobs_.tuned_stops())
    line("stopped training job", job.second, stop.over.time_since_epoch().count());
  for (Rule const& r : rules_.all()) line("rule", r.name, r.region, json::dump(r.pattern));
  line("events", rules_.events());
  for (Queue const& q : queues_.all()) line("queue", q.arn);
  for (Fault const& f : faults_.all()) line("fault", name_of(f.is.kind), f.hits);
  return out;
}

}  // namespace rehearse::world
