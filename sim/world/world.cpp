#include "sim/world/world.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::world {

std::string World::arn(AccountId account, std::string_view resource) const {
  Account const& owner = organization_.account(account);
  return sagemaker_arn(owner.region, owner.id, resource);
}

void World::take(trace::Entry const&, trace::RunStarted const& record) {
  epoch_ = Epoch{record.epoch};
  seed_ = record.seed;
}

void World::take(trace::Entry const& entry, trace::AccountDefined const& record) {
  changes_access();
  organization_.apply(entry, record);
  executions_.add_account();
}

void World::take(trace::Entry const& entry, trace::SettingChanged const& record) {
  organization_.apply(entry, record);
  if (record.name == "running_steps_max")
    executions_.set_running_max(record.account, static_cast<std::uint32_t>(record.value));
}

void World::take(trace::Entry const&, trace::RoleDefined const& record) {
  changes_access();
  principals_.define(record, organization_.account(record.account).id);
}

void World::take(trace::Entry const& entry, trace::PipelineStored const& record) {
  changes_access();
  pipelines_.store(entry, record, arn(record.account, "pipeline/" + record.name));
}

void World::take(trace::Entry const& entry, trace::ExecutionStarted const& record) {
  std::uint64_t key = execution_key(*this, record.pipeline, record.starter);
  executions_.start(entry, record, pipelines_[record.pipeline].account,
                    documents_.definition(record.definition), key);
}

void World::take(trace::Entry const& entry, trace::PackageGroupStored const& record) {
  changes_access();
  registry_.store(entry, record, arn(record.account, "model-package-group/" + record.name));
}

void World::take(trace::Entry const& entry, trace::PackageStored const& record) {
  changes_access();
  PackageGroup const& group = registry_.group(record.group);
  registry_.store(
      entry, record,
      arn(group.account, fmt::format("model-package/{}/{}", group.name, record.version)));
}

void World::take(trace::Entry const& entry, trace::ModelStored const& record) {
  endpoints_.store(entry, record, arn(record.account, "model/" + to_lower(record.name)));
}

void World::take(trace::Entry const& entry, trace::EndpointConfigStored const& record) {
  endpoints_.store(entry, record, arn(record.account, "endpoint-config/" + to_lower(record.name)));
}

void World::take(trace::Entry const& entry, trace::EndpointStored const& record) {
  endpoints_.store(entry, record, arn(record.account, "endpoint/" + to_lower(record.name)));
}

void World::take(trace::Entry const&, trace::RuleDefined const& record) {
  rules_.store(record, documents_[record.pattern].text);
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
    return id ? to_hex(hash_bytes(documents_[id].text)) : std::string("-");
  };
  line("organization", organization_.id(), name_of(organization_.ram_sharing_state()));
  for (Account const& a : organization_.accounts())
    line("account", a.id, a.name, a.ou ? organization_.ou(a.ou).path : "",
         a.ou_in_force ? organization_.ou(a.ou_in_force).path : "");
  for (Role const& role : principals_.roles()) {
    line("role", role.arn, role.unique_id, text_of(role.trust));
    for (NamedPolicy const& p : role.stored) line(" stored", p.name, text_of(p.document));
    for (NamedPolicy const& p : role.in_force) line(" in force", p.name, text_of(p.document));
  }
  for (Share const& share : shares_.all()) {
    line("share", share.arn, share.name, name_of(share.status), share.allow_external, share.retain);
    for (PinnedPermission const& p : share.permissions)
      line(" permission", p.type, p.arn, p.version, p.arn_in_force, p.version_in_force);
    for (Association const& a : share.associations)
      line(" association", name_of(a.type), a.entity, name_of(a.status), a.in_force, a.invited,
           a.unique_id);
    for (auto const& [key, value] : shares_.tags(share.arn)) line(" tag", key, value);
  }
  for (Invitation const& i : shares_.invitations())
    line("invitation", i.arn, i.principal, name_of(i.status));
  for (Permission const& p : shares_.permissions().all())
    for (PermissionVersion const& v : p.versions)
      line("permission", p.arn, v.number, name_of(p.status_of(v)), json::dump(v.grants()));
  for (ReplaceWork const& w : shares_.works()) line("work", w.id, name_of(w.status));
  for (Pipeline const& p : pipelines_.all())
    line("pipeline", p.arn, p.version, text_of(p.definition), p.deleted);
  for (std::uint32_t i = 0; i < executions_.size(); ++i) {
    Execution const& e = executions_[ExecutionId{i}];
    line("execution", execution_arn(*this, {i}), name_of(e.status), e.unfinished, e.running,
         text_of(e.parameters));
    for (StepState const& s : executions_.steps({i}))
      line(" step", name_of(s.status()), s.started, s.moved, s.unmet, s.dropped, s.attempt);
  }
  for (PackageGroup const& g : registry_.groups())
    line("group", g.arn, text_of(g.policy), text_of(g.policy_in_force));
  for (Package const& p : registry_.packages())
    line("package", p.arn, name_of(p.approval), text_of(p.request));
  for (NamedResource const& m : endpoints_.models()) line("model", m.arn, text_of(m.request));
  for (NamedResource const& c : endpoints_.configs()) line("config", c.arn, text_of(c.request));
  for (Endpoint const& e : endpoints_.endpoints())
    line("endpoint", e.arn, name_of(e.status), e.deleted);
  for (Rule const& r : rules_.all()) line("rule", r.name, json::dump(r.pattern));
  line("events", rules_.events());
  return out;
}

}  // namespace rehearse::world
