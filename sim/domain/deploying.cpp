#include "sim/domain/deploying.hpp"

#include "sim/domain/artifacts.hpp"
#include "sim/domain/tagging.hpp"

namespace rehearse::domain {

std::expected<void, std::string> bring_up(Context const& c, Events& events, EndpointId endpoint,
                                          EndpointConfigId config) {
  auto refused = reach(c, model_data_uses(c.world, config));
  EndpointStatus to = EndpointStatus::in_service;
  if (refused) {
    to = EndpointStatus::failed;
    c.record.record(trace::EndpointFaulted{endpoint, endpoint_failure(c.world, *refused)});
  }
  c.record.record(trace::EndpointMoved{endpoint, to, config});
  events.endpoint_changed(endpoint);
  if (refused) return std::unexpected(c.world.endpoints().endpoint(endpoint).failure);
  return {};
}

EndpointId Deploying::create(world::Place const& place, std::string_view name,
                             EndpointConfigId config) {
  EndpointId id{static_cast<std::uint32_t>(c_.world.endpoints().endpoints().size())};
  trace::Seq seq = c_.record.record(trace::EndpointStored{id, place.account, std::string(name),
                                                          config, foreign_region(c_, place)});
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
  bring_up(c_, events_, endpoint, EndpointConfigId{static_cast<std::uint32_t>(config)});
}

void Deploying::endpoint_gone(EndpointId endpoint) {
  c_.record.record(trace::EndpointDeleted{endpoint});
  untag_all(c_, c_.world.endpoints().endpoint(endpoint).arn);
}

}  // namespace rehearse::domain
