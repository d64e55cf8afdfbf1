#include "sim/api/api.hpp"

#include "sim/api/answers.hpp"
#include "sim/base/assert.hpp"

namespace rehearse::api {
namespace {

/// What a fault of the scenario makes of the call; it strikes before anybody judges it.
std::optional<ApiError> struck_by_fault(domain::Domain& domain, calls::Operation const& operation,
                                        calls::Caller const& caller) {
  world::World const& world = domain.context().world;
  if (world.faults().all().empty() || !caller.principal) return std::nullopt;
  world::Principal const& who = world.principals()[caller.principal];
  return domain.faults.strike_call(place_of(world, caller), operation.service, operation.name,
                                   world.organization().account(who.account).name + "/" + who.name);
}

}  // namespace

calls::CallResult call(domain::Domain& domain, calls::Operation const& operation,
                       calls::Caller const& caller, json::Value const& input) {
  Row const* row = find_row(operation.service, operation.name);
  REHEARSE_ASSERT(row != nullptr, "every shape has its row");
  domain::Context const& context = domain.context();
  calls::Gate gate(context.judge, context.record);
  return gate.pass(
      operation, caller, input,
      [&](json::Value const& in) -> calls::Needs {
        if (auto struck = struck_by_fault(domain, operation, caller))
          return std::unexpected(*struck);
        return row->needs(context.world, caller, in);
      },
      [&](calls::Call& call, json::Value const& in) {
        Request request{domain, caller, in, call, row->operation};
        return row->handle(request);
      });
}

}  // namespace rehearse::api
