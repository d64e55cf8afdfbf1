// The run itself, and the documents it rests on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

/// Always first: every input that can alter the run.
struct RunStarted {
  std::uint32_t format = kFormat;
  std::string scenario;
  std::uint64_t seed = 1;
  std::int64_t epoch = 0;  // microseconds since 1970
  JsonText parameters;
  Duration until{};
  std::uint64_t events_max = 0;
  JsonText assumptions;  // those that differ from the default; not digested: AssumptionUsed tells
                         // what counted
  std::string schedule;  // not digested: what it did is told by the ChoiceMade records
  JsonText sources;      // relative path -> hash
  static constexpr std::string_view kName = "RunStarted";
  static constexpr auto fields() {
    using R = RunStarted;
    return std::tuple{field("format", &R::format),
                      field("scenario", &R::scenario),
                      field("seed", &R::seed),
                      field("epoch", &R::epoch),
                      field("parameters", &R::parameters),
                      field("until", &R::until),
                      field("events_max", &R::events_max),
                      undigested("assumptions", &R::assumptions),
                      undigested("schedule", &R::schedule),
                      undigested("sources", &R::sources)};
  }
};

enum class EndReason : std::uint8_t { finished, until, limit, fault, interrupted };

/// Always last: why, and the digest of all that came before.
struct RunEnded {
  EndReason reason{};
  std::string message;
  std::string digest;
  std::uint32_t checks = 0;
  std::uint32_t failed = 0;
  static constexpr std::string_view kName = "RunEnded";
  static constexpr auto fields() {
    using R = RunEnded;
    return std::tuple{undigested("reason", &R::reason), undigested("message", &R::message),
                      undigested("digest", &R::digest), undigested("checks", &R::checks),
                      undigested("failed", &R::failed)};
  }
};

/// The run is a mutant: one thing that grants or limits access is not as its scenario says. Stands
/// behind RunStarted; the other records show the changed world.
struct MutationMade {
  std::string where;  // `policies/deployer.json, statement DeployHere`
  std::string what;   // `removed`
  static constexpr std::string_view kName = "MutationMade";
  static constexpr auto fields() {
    using R = MutationMade;
    return std::tuple{field("place", &R::where), field("change", &R::what)};
  }
};

/// A choice point where the first alternative was not taken.
struct ChoiceMade {
  std::uint32_t point = 0;  // the n-th choice point of the run
  std::uint32_t options = 0;
  std::uint32_t chosen = 0;
  static constexpr std::string_view kName = "ChoiceMade";
  static constexpr auto fields() {
    using R = ChoiceMade;
    return std::tuple{field("point", &R::point), field("options", &R::options),
                      field("chosen", &R::chosen)};
  }
};

/// The first time a rule was consulted that the sources leave open.
struct AssumptionUsed {
  std::string name;
  std::string value;
  static constexpr std::string_view kName = "AssumptionUsed";
  static constexpr auto fields() {
    using R = AssumptionUsed;
    return std::tuple{field("name", &R::name), field("value", &R::value)};
  }
};

enum class DocumentKind : std::uint8_t {
  policy,
  trust,
  resource_policy,
  definition,
  parameters,
  pattern,
  request,
  control_policy
};

/// A document's text, interned by content: later records name it by its id.
struct DocumentStored {
  DocumentId document;
  DocumentKind kind{};
  std::string name;  // what a person calls it: `policies/deployer.json`
  JsonText text;
  JsonText lines{};  // of a policy read from a file: the line of each statement; else null
  static constexpr std::string_view kName = "DocumentStored";
  static constexpr auto fields() {
    using R = DocumentStored;
    return std::tuple{field("document", &R::document), field("kind", &R::kind),
                      field("name", &R::name), field("text", &R::text),
                      undigested("lines", &R::lines)};
  }
};

}  // namespace rehearse::trace

REHEARSE_ENUM_NAMES(rehearse::trace::EndReason, "finished", "until", "limit", "fault",
                    "interrupted");
REHEARSE_ENUM_NAMES(rehearse::trace::DocumentKind, "policy", "trust", "resource_policy",
                    "definition", "parameters", "pattern", "request", "control_policy");
