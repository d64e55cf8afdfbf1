#include "sim/domain/deploying.hpp"

#include "sim/domain/tagging.hpp"

namespace rehearse::domain {

EndpointId Deploying::create(AccountId account, std::string_view name, EndpointConfigId config) {
  EndpointId id{static_cast<std::uint32_t>(c_.world.endpoints().endpoints().size())};
  trace::Seq seq = c_.record.record(trace::EndpointStored{id, account, std::string(name), config});
  events_.endpoint_changed(id);
  c_.engine.after(assume_(Assumption::endpoint_creation),
                  make_wake(WakeKind::endpoint, id.index, config.index), seq);
  return id;
}

void Deploying::update(EndpointId endpoint, EndpointConfigId config) {
  trace::Seq seq =
      c_.record.record(trace::EndpointMoved{endpoint, EndpointStatus::updating, config});
  events_.endpoint_changed(endpoint);
  c_.engine.after(assume_(Assumption::endpoint_update),
                  make_wake(WakeKind::endpoint, endpoint.index, config.index), seq);
}

void Deploying::remove(EndpointId endpoint) {
  EndpointConfigId config = c_.world.endpoints().endpoint(endpoint).config;
  trace::Seq seq =
      c_.record.record(trace::EndpointMoved{endpoint, EndpointStatus::deleting, config});
  events_.endpoint_changed(endpoint);
  c_.engine.after(assume_(Assumption::endpoint_deletion),
                  make_wake(WakeKind::endpoint_deleted, endpoint.index), seq);
}

void Deploying::endpoint_done(EndpointId endpoint, std::uint64_t config) {
  c_.record.record(trace::EndpointMoved{endpoint, EndpointStatus::in_service,
                                        EndpointConfigId{static_cast<std::uint32_t>(config)}});
  events_.endpoint_changed(endpoint);
}

void Deploying::endpoint_gone(EndpointId endpoint) {
  c_.record.record(trace::EndpointDeleted{endpoint});
  untag_all(c_, c_.world.endpoints().endpoint(endpoint).arn);
}

}  // namespace rehearse::domain
