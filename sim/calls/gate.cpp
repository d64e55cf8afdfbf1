#include "sim/calls/gate.hpp"

#include "sim/calls/shape_check.hpp"

namespace rehearse::calls {
namespace {

/// AWS's JSON services say AccessDeniedException, its query services AccessDenied. Source:
/// sharing-and-access 7.
std::string_view denied_code(Protocol protocol) {
  return protocol == Protocol::query ? "AccessDenied" : "AccessDeniedException";
}

/// The keys that the operation adds, as an object; empty when it adds none.
std::string context_text(world::ContextKeys const& keys) {
  return keys.empty() ? std::string{} : json::dump(world::to_json(keys));
}

}  // namespace

void Call::finish(ApiError const& error) {
  record_.code = error.code;
  record_.message = error.message;
  seq_ = recorder_.record(record_);
  recorder_.set_cause(seq_);
}

trace::ApiCalled Gate::record_of(Operation const& operation, Caller const& caller,
                                 json::Value const& input) const {
  trace::ApiCalled record;
  record.actor = caller.actor;
  record.principal = caller.principal;
  record.session = caller.session;
  record.issued = caller.issued.time_since_epoch();
  record.caller = caller.caller;
  record.service = operation.service;
  record.operation = operation.name;
  record.action = std::string(operation.service) + ":" + std::string(operation.name);
  record.resource = "*";
  record.input.text = json::dump(input);
  world::Organization const& organization = judge_.access().organization();
  record.region = organization.foreign_region(
      organization.place(judge_.access().principals()[caller.principal].account, caller.region));
  record.where = caller.where;
  return record;
}

std::optional<ApiError> Gate::refuse_credentials(Operation const& operation,
                                                 Caller const& caller) const {
  world::Access const& access = judge_.access();
  bool const query = operation.protocol == Protocol::query;
  if (caller.session && access.now() >= access.sessions()[caller.session].expires)
    return ApiError{query ? "ExpiredToken" : "ExpiredTokenException",
                    "The security token included in the request is expired"};
  // Who is gone (or in an account that is closed) is nobody: the sources name no text for it.
  world::Principal const& p = access.principals()[caller.principal];
  bool const closed = access.organization().account(p.account).status == AccountStatus::suspended;
  if (closed || !p.in_force.exists)
    return ApiError{query ? "InvalidClientTokenId" : "UnrecognizedClientException",
                    "The security token included in the request is invalid."};
  return std::nullopt;
}

std::optional<CallResult> Gate::check(Operation const& operation, Caller const& caller,
                                      json::Value const& input) {
  auto fault = check_input(operation, input);
  if (!fault) {
    auto refused = refuse_credentials(operation, caller);
    return refused ? std::optional(refuse(operation, caller, input, *refused)) : std::nullopt;
  }
  if (fault->users_mistake)
    return CallResult{std::unexpected(fault->error), trace::kNoSeq, true, fault->hint, {}, {}};
  CallResult refused = refuse(operation, caller, input, fault->error);
  refused.hint = fault->hint;
  return refused;
}

Gate::Judged Gate::judge(Operation const& operation, Caller const& caller, json::Value const& input,
                         std::vector<Need> const& needs) {
  Judged judged{record_of(operation, caller, input), {}, {}, {}};
  for (Need const& need : needs) {
    world::Question question{caller, need.action, need.resource, need.owner, need.context};
    if (!caller.source_ip.empty()) question.context.emplace_back("aws:SourceIp", caller.source_ip);
    Decision decision = judge_.decide(question);
    // The record names the first need, which is the call itself, or the one that was refused.
    if (&need == &needs.front() || !decision.allowed()) {
      judged.decision = decision;
      judged.record.action = need.action;
      judged.record.resource = need.resource;
      judged.record.owner = need.owner;
      judged.record.outcome = decision.outcome;
      judged.record.layer = decision.layer;
      judged.record.document = decision.deciding.document;
      judged.record.statement = decision.deciding.statement;
      judged.record.context.text = context_text(question.context);
      judged.question = std::move(question);
    }
    if (decision.allowed()) continue;
    judged.refusal = {std::string(denied_code(operation.protocol)),
                      judge_.denial_message(judged.question, decision)};
    return judged;
  }
  return judged;
}

CallResult Gate::refuse(Operation const& operation, Caller const& caller, json::Value const& input,
                        ApiError error) {
  Call call(recorder_, record_of(operation, caller, input));
  call.finish(error);
  return {std::unexpected(std::move(error)), call.seq(), false, {}, {}, {}};
}

CallResult Gate::refuse_judged(Judged judged) {
  Call call(recorder_, std::move(judged.record));
  call.finish(judged.refusal);
  return {std::unexpected(std::move(judged.refusal)),
          call.seq(),
          false,
          {},
          judged.decision,
          std::move(judged.question)};
}

}  // namespace rehearse::calls
