// rehearse explain: why a recorded call was allowed or refused, and what would turn it.
#include <cstdio>

#include <fmt/format.h>

#include "reports/explain.hpp"
#include "reports/why.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/case_changes.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/iam/case.hpp"
#include "sim/iam/explain.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

/// Without --call: what was refused, to choose from.
void list_refusals(reports::RunModel const& model) {
  std::size_t shown = 0;
  for (reports::Call const& call : model.calls) {
    if (call.result != reports::CallResult::refused) continue;
    fmt::print("{:>6}  {}  {}  {}\n", call.seq, format_clock(model.header.epoch, call.at),
               call.operation,
               call.why.summary.empty() ? reports::refusal_phrase(call) : call.why.summary);
    ++shown;
  }
  if (shown == 0) fmt::print("no call was refused; --call SEQ explains an allowed one\n");
}

ExitCode explain_trace(std::string const& path, std::string const& call) {
  auto trace = trace::read_jsonl(path);
  if (!trace) return complain(trace.error());
  ExitCode const code = trace->complete() ? ExitCode::well : complain_incomplete(path);
  reports::WorldExplainer explainer;
  if (call.empty()) {
    list_refusals(reports::fold(*trace, explainer));
    return code;
  }
  auto seq = parse_unsigned<std::uint64_t>(call);
  auto why = seq ? reports::explain_call(*trace, *seq) : std::nullopt;
  if (!why)
    return complain("`" + shorten(call, 40) + "` is no call that was judged; `rehearse explain " +
                    path + "` lists those that were refused");
  reports::RunModel model = reports::fold(*trace);
  std::fputs(reports::why_text(*trace, model, *why).c_str(), stdout);
  return code;
}

/// A question outside any scenario.
ExitCode explain_request(std::string const& path) {
  auto text = read_file(path);
  if (!text) return complain(text.error());
  auto value = json::parse(*text, path);
  if (!value) return complain(value.error());
  auto given = iam::DecisionCase::read(*value);
  if (!given) return complain(given.error());
  iam::Explanation why = iam::explain(given->request(), given->view());
  fmt::print("{}\n{}{}", iam::answer_word(why.decision.outcome), why.message,
             why.message.empty() ? "" : "\n");
  for (iam::LayerFinding const& layer : why.layers) {
    if (!layer.applies) continue;
    fmt::print("  {}\n", layer.sentence);
    for (iam::StatementFinding const& statement : layer.statements)
      fmt::print("      {}: {}\n", given->document_name(statement.where.document),
                 statement.sentence);
  }
  for (iam::Unreadable const& each : why.unreadable) fmt::print("  {}\n", each.sentence);
  auto changes = case_changes(*value);
  if (!changes || changes->empty()) return ExitCode::well;
  fmt::print("\n{}, decided again\n",
             why.decision.allowed() ? "what would close it" : "what would allow it");
  for (std::size_t i = 0; std::string const& change : *changes)
    fmt::print("  {}{}\n", i++ == 0 ? "" : "and ", change);
  return ExitCode::well;
}

}  // namespace

ExitCode command_explain(std::vector<std::string> const& arguments) {
  std::string path, call, request;
  Arguments parser("explain",
                   "Why a recorded call was allowed or refused, layer by layer, from when on the "
                   "answer is another, and the nearest change that would turn it.",
                   "rehearse explain out/promotion/trace.jsonl --call 118");
  parser.optional("TRACE", path, "a trace.jsonl; without --call its refusals are listed")
      .option("--call", call, "SEQ", "the call, by its number in the trace")
      .option("--request", request, "CASE.json",
              "a request outside any scenario, in the format of `rehearse decide`");
  if (auto done = parser.parse(arguments)) return *done;
  if (path.empty() == request.empty())
    return complain("`explain` wants a TRACE or --request CASE.json, one of the two");
  return request.empty() ? explain_trace(path, call) : explain_request(request);
}

}  // namespace rehearse::cli
