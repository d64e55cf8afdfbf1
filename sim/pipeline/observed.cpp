#include "sim/pipeline/observed.hpp"

#include <algorithm>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

/// How the description of a kind of job calls what counts here.
struct JobRow {
  StepType type;
  std::string_view name, status, start, end;
};
constexpr JobRow kJobs[] = {
    {StepType::training, "TrainingJobName", "TrainingJobStatus", "TrainingStartTime",
     "TrainingEndTime"},
    {StepType::processing, "ProcessingJobName", "ProcessingJobStatus", "ProcessingStartTime",
     "ProcessingEndTime"},
    {StepType::transform, "TransformJobName", "TransformJobStatus", "TransformStartTime",
     "TransformEndTime"},
    {StepType::tuning, "HyperParameterTuningJobName", "HyperParameterTuningJobStatus", "",
     "HyperParameterTuningEndTime"},
    {StepType::automl, "AutoMLJobName", "AutoMLJobStatus", "", "EndTime"},
};

constexpr std::string_view kStepStatuses[] = {"Starting", "Executing", "Stopping",
                                              "Stopped",  "Failed",    "Succeeded"};
constexpr std::string_view kInstantHint =
    "AWS prints \"2026-01-05T09:00:35.125000+00:00\", or seconds since 1970 as a number";

/// Seconds since 1970 as they are written, in microseconds. Nothing for what is no such number.
std::optional<std::int64_t> seconds_since_1970(std::string const& text) {
  auto exact = Decimal::parse(text);
  if (!exact || *exact < Decimal{}) return std::nullopt;
  std::string const plain = exact->text();
  std::string_view whole = std::string_view(plain).substr(0, plain.find('.'));
  std::string fraction = whole.size() == plain.size() ? "" : plain.substr(whole.size() + 1);
  fraction.resize(6, '0');
  auto seconds = parse_unsigned<std::int64_t>(whole);
  auto parts = parse_unsigned<std::int64_t>(fraction);
  constexpr std::int64_t kSecondsMax = 100'000'000'000;  // the year 5138
  if (!seconds || !parts || *seconds > kSecondsMax) return std::nullopt;
  return *seconds * 1'000'000 + *parts;
}

/// The name of the job in the metadata of a step, in lower case, or empty.
std::string job_of(json::Value const& step) {
  json::Value const* metadata = step.find("Metadata");
  if (metadata == nullptr || !metadata->is_object()) return {};
  for (auto const& [kind, about] : metadata->as_object()) {
    std::string_view arn = about.string_or_empty("Arn");
    if (arn.empty()) arn = about.string_or_empty("CheckJobArn");
    if (auto slash = arn.rfind('/'); slash != std::string_view::npos)
      return to_lower(arn.substr(slash + 1));
  }
  return {};
}

/// Does the member name the execution that did the work? Older answers have it with an empty ARN.
bool has_source(json::Value const& step, std::string_view member) {
  json::Value const* about = step.find(member);
  return about != nullptr && !about->string_or_empty("SourcePipelineExecutionArn").empty();
}

class Observer {
 public:
  Observer(std::string_view text, std::string const& file, Observed& out)
      : text_(text), file_(file), out_(out) {}

  Errors read() {
    auto document = json::parse(text_, file_);
    if (!document) return {document.error()};
    if (document->is_array())
      for (json::Value const& each : document->as_array()) answer(each);
    else
      answer(*document);
    return std::move(faults_);
  }

 private:
  void fault(json::Value const& at, std::string message, std::string hint) {
    faults_.push_back({Error::Code::usage,
                       std::move(message),
                       json::locate(text_, at.offset(), file_),
                       std::move(hint),
                       {}});
  }

  void answer(json::Value const& value) {
    if (json::Value const* steps = value.find("PipelineExecutionSteps")) {
      if (!steps->is_array())
        return fault(*steps,
                     "`PipelineExecutionSteps` is a list, got a " + std::string(steps->kind_name()),
                     "give what `aws sagemaker list-pipeline-execution-steps` printed");
      if (value.find("NextToken") != nullptr)
        out_.warnings.push_back(file_ + " has a NextToken: it is one page of a longer list");
      for (json::Value const& each : steps->as_array()) step(each);
      return;
    }
    auto row = std::ranges::find_if(
        kJobs, [&](JobRow const& each) { return value.find(each.name) != nullptr; });
    if (row != std::end(kJobs)) return job(value, *row);
    std::string hint =
        "give what `aws sagemaker list-pipeline-execution-steps` or `describe-training-job`, "
        "`describe-processing-job`, ... printed";
    static constexpr std::string_view kMarks[] = {"PipelineExecutionSteps"};
    if (value.is_object())
      for (auto const& [key, member] : value.as_object())
        if (std::string near = did_you_mean(key, kMarks); !near.empty())
          hint = "it has `" + shorten(key, 40) + "`: " + near;
    fault(value, "this is neither a list of steps nor the description of a job", hint);
  }

  /// A member that is a text and not empty; a fault otherwise.
  std::string text_of(json::Value const& object, std::string_view key, std::string_view what) {
    json::Value const* value = object.find(key);
    if (value == nullptr) {
      fault(object, std::string(what) + " needs `" + std::string(key) + "`",
            "give the answer whole: a --query that leaves it out leaves out what counts");
      return {};
    }
    if (value->is_string() && !value->as_string().empty()) return value->as_string();
    fault(*value, "`" + std::string(key) + "` is a text, got " + shorten(json::dump(*value), 40),
          "give it as AWS printed it");
    return {};
  }

  std::optional<std::int64_t> instant(json::Value const& object, std::string_view key,
                                      std::string_view what) {
    json::Value const* value = object.find(key);
    if (value == nullptr) {
      fault(object, std::string(what) + " needs `" + std::string(key) + "`",
            std::string(kInstantHint));
      return std::nullopt;
    }
    if (value->is_number())
      if (auto seconds = seconds_since_1970(value->as_number_text())) return seconds;
    if (value->is_string() && value->as_string().contains('T'))
      if (auto read = parse_instant(value->as_string())) return *read;
    fault(*value, "`" + std::string(key) + "` is no instant: " + shorten(json::dump(*value), 60),
          std::string(kInstantHint));
    return std::nullopt;
  }

  std::optional<Span> span(json::Value const& object, std::string_view begin, std::string_view end,
                           std::string_view what) {
    auto from = instant(object, begin, what);
    auto to = instant(object, end, what);
    if (!from || !to) return std::nullopt;
    if (*to >= *from) return Span{*from, *to};
    fault(*object.find(end), "`" + std::string(end) + "` is before `" + std::string(begin) + "`",
          "a step ends after it has started; are the two exchanged?");
    return std::nullopt;
  }

  void step(json::Value const& value) {
    if (!value.is_object())
      return fault(value, "a step is an object, got a " + std::string(value.kind_name()),
                   "an element is { \"StepName\": ..., \"StartTime\": ..., ... }");
    std::size_t const before = faults_.size();
    std::string name = text_of(value, "StepName", "a step");
    std::string status = text_of(value, "StepStatus", "a step");
    if (faults_.size() != before) return;
    if (std::ranges::find(kStepStatuses, status) == std::end(kStepStatuses))
      return fault(*value.find("StepStatus"), "`" + shorten(status, 40) + "` is no StepStatus",
                   did_you_mean_or(status, kStepStatuses, "there are"));
    if (status != "Succeeded") return leave_out("not succeeded");
    if (has_source(value, "CacheHitResult")) return leave_out("cache hits");
    if (has_source(value, "SelectiveExecutionResult"))
      return leave_out("copies of a selective execution");
    json::Value const* attempts = value.find("AttemptCount");
    if (attempts != nullptr && attempts->as_integer().value_or(1) > 1)
      return leave_out("steps that were retried: their times span all attempts");
    if (auto when = span(value, "StartTime", "EndTime", "a step that succeeded"))
      out_.steps.push_back({std::move(name), *when, job_of(value)});
  }

  void job(json::Value const& value, JobRow const& row) {
    std::size_t const before = faults_.size();
    std::string name = text_of(value, row.name, "the description of a job");
    std::string status = text_of(value, row.status, "the description of a job");
    if (faults_.size() != before) return;
    if (status != "Completed") return leave_out("not succeeded");
    bool const by_start = value.find("CreationTime") == nullptr && !row.start.empty();
    if (auto when = span(value, by_start ? row.start : "CreationTime", row.end,
                         "the description of a job that completed"))
      out_.jobs.push_back({std::move(name), *when, instances_of(row.type, value)});
  }

  void leave_out(std::string const& why) { ++out_.left_out[why]; }

  std::string_view text_;
  std::string const& file_;
  Observed& out_;
  Errors faults_;
};

}  // namespace

Errors observe(std::string_view text, std::string const& file, Observed& out) {
  return Observer(text, file, out).read();
}

}  // namespace rehearse::pipeline
