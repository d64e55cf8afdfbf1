// The operations that can be called: one row each, joining a shape (calls) to what must be allowed
// and what happens. Adding an operation is a row in its service's table_*.cpp, a handler in one of
// the service's files and a name in scripts/make_shapes.
#pragma once

#include <span>
#include <string_view>

#include "sim/calls/gate.hpp"
#include "sim/domain/domain.hpp"

namespace rehearse::api {

/// What a handler may touch. `call.accept()` comes after the last check and before the first
/// effect.
struct Request {
  domain::Domain& domain;
  calls::Caller const& caller;
  json::Value const& input;
  calls::Call& call;
  std::string_view operation;  // `CreateResourceShare`

  world::World const& world() const { return domain.context().world; }
  AccountId account() const { return world().principals()[caller.principal].account; }
  /// Where the call arrives: the caller's account in the client's Region.
  world::Place place() const { return world().organization().place(account(), caller.region); }
  world::Account const& own_account() const { return world().organization().account(account()); }
};

struct Row {
  std::string_view operation;
  calls::Needs (*needs)(world::World const&, calls::Caller const&, json::Value const& input);
  calls::Answer (*handle)(Request& request);
};

/// The rows of a service, by operation.
std::span<Row const> iam_rows();
std::span<Row const> organizations_rows();
std::span<Row const> ram_rows();
std::span<Row const> sagemaker_rows();
std::span<Row const> sts_rows();

/// Null: there is no such operation here.
Row const* find_row(std::string_view service, std::string_view operation);

}  // namespace rehearse::api
