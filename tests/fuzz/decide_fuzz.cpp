// A whole case as `rehearse decide` reads it. Properties: written out and read again it is decided
// alike; with an index it is decided alike; a Deny of everything is an explicit deny; the
// explanation says what the decision says.
#include "input.hpp"
#include "sim/iam/case.hpp"
#include "sim/iam/explain.hpp"

using namespace rehearse;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto value = json::parse(fuzz::view_of(data, size));
  if (!value) return 0;
  auto read = iam::DecisionCase::read(*value);
  if (!read) return 0;
  Decision decision = iam::authorize(read->request(), read->view());
  fuzz::require(decision.outcome != Outcome::none, "every case is decided");
  fuzz::require(iam::explain(read->request(), read->view()).decision == decision,
                "an explanation is of the decision");

  auto again = json::parse(json::dump(*value));
  fuzz::require(again.has_value(), "what was read can be read again");
  auto second = iam::decide_case(*again);
  fuzz::require(second.has_value() && *second == decision, "written out, it is decided alike");

  iam::PolicyView view = read->view();
  iam::PolicySet identity({view.identity.begin(), view.identity.end()}),
      resource({view.resource.begin(), view.resource.end()});
  view.identity = identity;
  view.resource = resource;
  fuzz::require(iam::authorize(read->request(), view) == decision, "an index changes nothing");

  static json::Value const deny =
      json::parse(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})").value();
  if (json::Value const* list = again->find("identityPolicies")) {
    json::Value longer = *list;
    again->set("identityPolicies", longer.push(deny));
    auto denied = iam::decide_case(*again);
    fuzz::require(denied.has_value(), "one policy more can be read");
    fuzz::require(denied->outcome == Outcome::explicitly_denied || denied->layer == Layer::none,
                  "a Deny of everything denies");
  }
  return 0;
}
