// The lives of endpoints. Source: sagemaker-pipelines 6.3.
#pragma once

#include <expected>
#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"

namespace rehearse::domain {

/// The end of an endpoint's creation or update: it serves the configuration, or it is Failed
/// because a model's role may not read the model's data. Error: why.
std::expected<void, std::string> bring_up(Context const& c, Events& events, EndpointId endpoint,
                                          EndpointConfigId config);

class Deploying {
 public:
  Deploying(Context const& context, Assume& assume, Events& events)
      : c_(context), assume_(assume), events_(events) {}

  EndpointId create(world::Place const& place, std::string_view name, EndpointConfigId config);
  /// REQUIRES: InService.
  void update(EndpointId endpoint, EndpointConfigId config);
  /// REQUIRES: InService or Failed.
  void remove(EndpointId endpoint);

  void endpoint_done(EndpointId endpoint, std::uint64_t config);
  void endpoint_gone(EndpointId endpoint);

 private:
  Context c_;
  Assume& assume_;
  Events& events_;
};

}  // namespace rehearse::domain
