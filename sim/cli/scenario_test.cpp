#include "sim/cli/scenario_test.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "reports/diff.hpp"
#include "reports/explain.hpp"
#include "reports/reasons.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/scenario_file.hpp"
#include "sim/domain/invariants.hpp"
#include "sim/trace/diff.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

struct Run {
  trace::Trace trace;
  run::RunResult result;
};

Result<Run> run_once(run::RunSpec const& spec, std::atomic<bool> const& interrupted) {
  Run out;
  run::RunOptions options;
  options.keep = &out.trace;
  options.interrupted = &interrupted;
  auto result = run::run(spec, options);
  if (!result) return std::unexpected(result.error());
  out.result = std::move(*result);
  return out;
}

Result<void> write_trace(std::string const& path, trace::Trace const& trace) {
  auto file = trace::LineFile::create(path);
  if (!file) return std::unexpected(file.error());
  trace::JsonlWriter writer(std::move(*file));
  trace.for_each(
      [&](trace::Entry const& entry, auto const& record) { writer.write(entry, record); });
  return writer.file().finish();
}

/// One scenario, step by step; the first thing that makes going on pointless ends it.
class Test {
 public:
  Test(TestJob const& job, std::atomic<bool> const& interrupted)
      : job_(job), interrupted_(interrupted) {}

  TestResult run() {
    auto spec = read_scenario(job_.path, {});
    if (!spec) return broken(to_string(spec.error()));
    spec->seed = job_.seed;
    auto first = run_once(*spec, interrupted_);
    if (!first) return broken(to_string(first.error()));
    reports::WorldExplainer explainer;
    model_ = reports::fold(first->trace, explainer);
    out_.span = format_duration(model_.header.end.time_since_epoch());
    out_.checks = model_.checks.size();
    if (first->result.reason == trace::EndReason::interrupted) return interrupted();
    failed_checks();
    for (std::string const& each : domain::broken_invariants(first->trace))
      fail({"a fault inside rehearse, please report it: " + each});
    if (first->result.fault)
      broken_run(*first->result.fault);
    else if (!same_again(*spec, *first))
      return interrupted();
    else if (job_.compare)
      compare(first->trace);
    out_.junit = reports::junit_suite(model_, job_.name, more_);
    return std::move(out_);
  }

 private:
  TestResult interrupted() {
    out_.verdict = Verdict::interrupted;
    return std::move(out_);
  }
  TestResult broken(std::string const& message) {
    out_.verdict = Verdict::bad_input;
    out_.details.push_back(message);
    out_.junit = reports::junit_error(job_.name, message);
    return std::move(out_);
  }
  void broken_run(Error const& fault) {
    out_.verdict = Verdict::bad_input;
    out_.details.push_back(to_string(fault));
    see_more();
  }
  void fail(std::vector<std::string> const& lines) {
    if (out_.verdict == Verdict::passed) out_.verdict = Verdict::failed;
    out_.details.insert(out_.details.end(), lines.begin(), lines.end());
  }
  void see_more() {
    out_.details.push_back(
        fmt::format("see more: rehearse run {}{}", job_.path,
                    job_.seed == 1 ? "" : " --seed " + std::to_string(job_.seed)));
    if (explained_ != trace::kNoSeq)
      out_.details.push_back(
          fmt::format("    and then: rehearse explain out/{}/trace.jsonl --call {}",
                      reports::scenario_stem(job_.path), explained_));
  }

  /// What decided a call that a failed check speaks of, and the best change that would turn it.
  void explain(reports::Call const& call) {
    for (std::string const& each : call.why.decided_by) fail({"  " + each});
    if (call.why.nearest.empty()) return;
    reports::NearestChange const& best = call.why.nearest.front();
    std::string lead = fmt::format("  {}: ", reports::nearest_heading(call));
    for (reports::NearestChange::Edit const& edit : best.edits) {
      fail({std::exchange(lead, "  and ") + edit.what});
      if (!edit.paste.empty()) fail({"      " + edit.paste});
    }
    for (std::string const& each : reports::side_effects(best)) fail({"      " + each});
    explained_ = explained_ == trace::kNoSeq ? call.seq : explained_;
  }

  void failed_checks() {
    for (reports::Check const& check : model_.checks) {
      if (check.held) continue;
      fail({fmt::format("{}  {}  {}", format_clock(model_.header.epoch, check.at),
                        reports::place(check.where), check.text)});
      if (!check.detail.empty()) fail({"  " + check.detail});
      if (reports::Call const* call = model_.call_of(check)) explain(*call);
    }
    if (model_.failed_checks() > 0) see_more();
  }

  /// Two runs are the same. False when the second one was interrupted.
  bool same_again(run::RunSpec const& spec, Run const& first) {
    auto second = run_once(spec, interrupted_);
    if (second && second->result.reason == trace::EndReason::interrupted) return false;
    std::vector<std::string> why;
    if (!second) {
      why = {to_string(second.error())};
    } else if (second->result.digest != first.result.digest) {
      reports::RunModel again = reports::fold(second->trace);
      why = reports::divergence({first.trace, model_, "first run"},
                                {second->trace, again, "second run"});
    }
    judge("two runs with the same seed are the same",
          "two runs with the same seed are not the same: something outside of the scenario reached "
          "it",
          why);
    return true;
  }

  /// A judgement beside the run's own checks. `why` empty: it passed.
  void judge(std::string name, std::string failure, std::vector<std::string> why) {
    reports::JunitCase each{std::move(name), {}};
    if (!why.empty()) {
      fail({failure});
      for (std::string& line : why) line.insert(0, "  ");
      fail(why);
      why.insert(why.begin(), std::move(failure));
      each.failure = join(why, "\n");
    }
    more_.push_back(std::move(each));
  }

  void compare(trace::Trace const& trace) {
    std::string path = approved_path(job_.path);
    std::error_code fault;
    bool there = std::filesystem::exists(path, fault);
    std::vector<std::string> differences;
    if (there) {
      differences = compare_with(path, trace);
      out_.state = differences.empty() ? "approved" : "differs from its approved trace";
    } else {
      out_.state = "no approved trace";
    }
    if (job_.update && (!there || !differences.empty())) return approve(path, trace);
    if (there)
      return judge("behaves as approved",
                   "it behaves otherwise than its approved trace says (`--update` approves)",
                   differences);
    if (job_.ci)
      judge("behaves as approved", "it has no approved trace",
            {"make one with: rehearse test " + job_.path + " --update"});
  }

  std::vector<std::string> compare_with(std::string const& path, trace::Trace const& trace) {
    auto approved = trace::read_jsonl(path);
    if (!approved) return {to_string(approved.error())};
    if (!approved->complete()) return {path + " is incomplete"};
    if (!trace::first_divergence(*approved, trace)) return {};
    reports::RunModel expected = reports::fold(*approved);
    return reports::divergence({*approved, expected, "expected"}, {trace, model_, "got"});
  }

  void approve(std::string const& path, trace::Trace const& trace) {
    if (out_.verdict != Verdict::passed) {
      out_.state = "not approved";
      return;
    }
    if (auto written = write_trace(path, trace); !written) {
      out_.verdict = Verdict::bad_input;
      out_.details.push_back(to_string(written.error()));
      return;
    }
    out_.state = "approved now";
  }

  TestJob const& job_;
  std::atomic<bool> const& interrupted_;
  reports::RunModel model_;
  trace::Seq explained_ = trace::kNoSeq;  // the first call whose nearest change was told
  std::vector<reports::JunitCase> more_;
  TestResult out_;
};

}  // namespace

TestResult test_scenario(TestJob const& job, std::atomic<bool> const& interrupted) {
  return Test(job, interrupted).run();
}

std::string approved_path(std::string const& scenario) {
  return std::filesystem::path(scenario).replace_extension(".approved.jsonl").string();
}

}  // namespace rehearse::cli
