// The words of a decision. authorize() makes none; this asks the same question again and keeps what
// every statement said: for people, not for the hot path.
#pragma once

#include <string>
#include <vector>

#include "sim/iam/authorize.hpp"
#include "sim/iam/classify.hpp"

namespace rehearse::iam {

/// A statement that matched, or missed by one element alone.
struct StatementFinding {
  StatementRef where;
  std::string policy;  // its name
  std::string sid;     // may be empty
  bool allow = false;
  Element failed = Element::none;  // none: it matched
  std::string key;                 // of the condition that failed
  std::string expected, actual;    // of the element that failed
  std::string
      sentence;  // `statement `run` of `RunShared` would allow, but its resource is ..., not ...`
  bool matched() const { return failed == Element::none; }
};

/// What one kind of policy said; SCPs and RCPs have one of these a level.
struct LayerFinding {
  Layer layer = Layer::none;
  std::size_t level = 0;  // of SCPs and RCPs, 0 is the root
  bool applies =
      false;  // false: there is no such policy, or it does not bear on this caller or service
  Outcome result = Outcome::none;  // none when it does not apply
  std::vector<StatementFinding> statements;
  std::string sentence;
};

struct Explanation {
  Decision decision;  // what authorize() says
  std::vector<LayerFinding>
      layers;           // SCP levels, RCP levels, resource, identity, boundary, session
  std::string message;  // AWS's text; empty when allowed
};

Explanation explain(Request const& request, PolicyView const& view);

/// AWS's text of a refusal: `User: ARN is not authorized to perform: ACTION on resource: ARN
/// because ...`. Empty for anything that is no refusal. Source: sharing-and-access 7.
std::string denial_message(Request const& request, Decision const& decision);

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::Element, "none", "action", "resource", "principal", "condition");
