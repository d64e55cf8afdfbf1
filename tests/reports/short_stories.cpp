// Small traces, each for one thing that a page must bear.
#include "sim/base/hash.hpp"
#include "tests/reports/story.hpp"

namespace rehearse::reports::testing {
namespace {

using namespace trace;

Trace started(std::string scenario) {
  RunStarted start;
  start.scenario = std::move(scenario);
  Trace trace;
  trace.append(Time{}, kNoSeq, start);
  return trace;
}

Trace ended(Trace trace, Time at, EndReason reason, std::string message = {}) {
  RunEnded end;
  end.reason = reason;
  end.message = std::move(message);
  end.digest = to_hex(trace.digest());
  trace.append(at, kNoSeq, end);
  return trace;
}

Time minute(int n) { return Time{std::chrono::minutes(n)}; }

}  // namespace

Trace empty_run() { return ended(started("empty.lua"), Time{}, EndReason::finished); }

Trace checks_only(std::uint32_t checks) {
  Trace trace = started("checks.lua");
  for (std::uint32_t i = 0; i < checks; ++i) {
    CheckDone done;
    done.text = "check " + std::to_string(i + 1);
    done.held = i % 4 != 0;
    done.where = {"checks.lua", i + 1};
    if (!done.held) done.detail = "it is " + std::to_string(i) + ", and should be 7";
    trace.append(minute(static_cast<int>(i)), kNoSeq, done);
  }
  return ended(std::move(trace), minute(static_cast<int>(checks)), EndReason::finished);
}

Trace faulted() {
  Trace trace = started("faulted.lua");
  trace.append(Time{}, kNoSeq,
               AccountDefined{AccountId{0}, "111111111111", "staging", "us-east-1", {}, {}});
  ActorDefined actor;
  actor.actor = ActorId{0};
  actor.name = "engineer";
  trace.append(Time{}, kNoSeq, actor);
  std::string why = "faulted.lua:9: attempt to index a nil value (field `run`)";
  trace.append(minute(3), kNoSeq, ActorMoved{ActorId{0}, ActorStatus::failed, why, {}});
  return ended(std::move(trace), minute(3), EndReason::fault, why);
}

Trace reorganization() {
  Trace trace = started("reorganization.lua");
  auto tell = [&](Time at, auto const& record) { trace.append(at, kNoSeq, record); };
  tell(Time{},
       OrganizationDefined{"o-acme", "acme", "r-acme", "999999999999", FeatureSet::all, {}});
  tell(Time{}, OuDefined{OuId{0}, {}, "r-acme", "Root"});
  tell(Time{}, OuDefined{OuId{1}, OuId{0}, "ou-1", "Retail"});
  tell(Time{}, OuDefined{OuId{2}, OuId{0}, "ou-2", "Bank"});
  tell(Time{}, AccountDefined{AccountId{0}, "111111111111", "stores", "us-east-1", OuId{1}, {}});
  tell(Time{}, AccountDefined{AccountId{1}, "222222222222", "cards", "us-east-1", OuId{2}, {}});
  for (std::uint32_t i : {0U, 1U}) {
    ActorDefined actor;
    actor.actor = ActorId{i};
    actor.name = i == 0 ? "organizer" : "onlooker";
    tell(Time{}, actor);
    tell(Time{}, ActorMoved{ActorId{i}, ActorStatus::waiting, "the reorganization", {}});
  }
  for (std::uint32_t i : {0U, 1U}) tell(minute(10), AccountMoved{AccountId{i}, OuId{2 - i}});
  for (std::uint32_t i : {0U, 1U}) tell(minute(11), MembershipInForce{AccountId{i}, OuId{2 - i}});
  return ended(std::move(trace), minute(30), EndReason::finished);
}

Check check(bool held, std::string text, Time at) {
  Check out;
  out.kind = CheckKind::expect;
  out.held = held;
  out.text = std::move(text);
  out.at = at;
  return out;
}

}  // namespace rehearse::reports::testing
