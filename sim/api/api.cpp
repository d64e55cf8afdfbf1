#include "sim/api/api.hpp"

#include "sim/base/assert.hpp"

namespace rehearse::api {

calls::CallResult call(domain::Domain& domain, calls::Operation const& operation,
                       calls::Caller const& caller, json::Value const& input) {
  Row const* row = find_row(operation.service, operation.name);
  REHEARSE_ASSERT(row != nullptr, "every shape has its row");
  domain::Context const& context = domain.context();
  calls::Gate gate(context.judge, context.record);
  return gate.pass(
      operation, caller, input,
      [&](json::Value const& in) { return row->needs(context.world, caller, in); },
      [&](calls::Call& call, json::Value const& in) {
        Request request{domain, caller, in, call, row->operation};
        return row->handle(request);
      });
}

}  // namespace rehearse::api
