// The one gate through which anybody calls AWS: is the input well formed, is every need of the call
// allowed, and then, with the call in the trace, its effects. Source: sagemaker-pipelines 3.3
// (precedence: shape, authorization, existence, state, quota).
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "sim/calls/shapes.hpp"
#include "sim/vocab/api_error.hpp"
#include "sim/world/access/judge.hpp"
#include "sim/world/recorder.hpp"

namespace rehearse::calls {

/// Who calls, on behalf of an actor of the scenario (none: the target of a rule).
struct Caller : world::Asker {
  ActorId actor;
  std::string source_ip;  // empty: the scenario gives none
  trace::SourceLine where;
};

/// One thing a call must be allowed to do.
struct Need {
  std::string action;
  std::string resource = "*";
  AccountId owner;
  world::ContextKeys context;
};

using Answer = std::expected<json::Value, ApiError>;
using Needs = std::expected<std::vector<Need>, ApiError>;

/// A call on its way. The handler validates first, then says accept(), then records effects; a call
/// that only reads need not say it.
class Call {
 public:
  Call(world::Recorder& recorder, trace::ApiCalled record)
      : recorder_(recorder), record_(std::move(record)) {}

  /// The call happens: it goes into the trace, and what follows has it as its cause.
  void accept() { finish({}); }
  void finish(ApiError const& error);
  bool recorded() const { return seq_ != trace::kNoSeq; }
  trace::Seq seq() const { return seq_; }

 private:
  world::Recorder& recorder_;
  trace::ApiCalled record_;
  trace::Seq seq_ = trace::kNoSeq;
};

/// What came of a call. `seq`: its record; none when no client would have sent it.
struct CallResult {
  Answer answer;
  trace::Seq seq = trace::kNoSeq;
  bool users_mistake = false;  // an unknown member: raise it at the scenario's line
  std::string hint;
  Decision decision;
  world::Question question;  // that the record names, so that somebody may ask for the reasons
};

class Gate {
 public:
  Gate(world::Judge& judge, world::Recorder& recorder) : judge_(judge), recorder_(recorder) {}

  /// `needs(input)` lists what must be allowed; `handle(call, input)` does it.
  template <class NeedsOf, class Handle>
  CallResult pass(Operation const& operation, Caller const& caller, json::Value const& input,
                  NeedsOf&& needs, Handle&& handle) {
    if (auto refused = check(operation, caller, input)) return std::move(*refused);
    Needs listed = needs(input);
    if (!listed) return refuse(operation, caller, input, listed.error());
    Judged judged = judge(operation, caller, input, *listed);
    if (!judged.refusal.code.empty()) return refuse_judged(std::move(judged));
    Call call(recorder_, judged.record);
    Answer answer = handle(call, input);
    if (!call.recorded()) call.finish(answer ? ApiError{} : answer.error());
    return {std::move(answer), call.seq(), false, {}, judged.decision, std::move(judged.question)};
  }

 private:
  struct Judged {
    trace::ApiCalled record;
    Decision decision;
    world::Question question;
    ApiError refusal;
  };

  trace::ApiCalled record_of(Operation const& operation, Caller const& caller,
                             json::Value const& input) const;
  /// Is the caller still somebody, and are its credentials still good?
  std::optional<ApiError> refuse_credentials(Operation const& operation,
                                             Caller const& caller) const;
  std::optional<CallResult> check(Operation const& operation, Caller const& caller,
                                  json::Value const& input);
  Judged judge(Operation const& operation, Caller const& caller, json::Value const& input,
               std::vector<Need> const& needs);
  CallResult refuse(Operation const& operation, Caller const& caller, json::Value const& input,
                    ApiError error);
  CallResult refuse_judged(Judged judged);

  world::Judge& judge_;
  world::Recorder& recorder_;
};

}  // namespace rehearse::calls
