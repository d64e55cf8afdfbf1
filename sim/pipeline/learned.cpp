#include "sim/pipeline/learned.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/base/json.hpp"
#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::size_t kNameMax = 20;  // of a step in its job's name (sagemaker-pipelines 2.2)

bool is_alphanumeric(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

/// The step in `pipelines-<12 characters>-<step>-<10 characters>`, or empty.
std::string_view step_in(std::string_view job) {
  constexpr std::string_view kPrefix = "pipelines-";
  constexpr std::size_t kExecution = 12, kRandom = 10;
  std::size_t const begin = kPrefix.size() + kExecution + 1;
  if (!job.starts_with(kPrefix) || job.size() <= begin + kRandom + 1) return {};
  std::size_t const end = job.size() - kRandom - 1;
  if (job[begin - 1] != '-' || job[end] != '-' ||
      !is_alphanumeric(job.substr(kPrefix.size(), kExecution)) ||
      !is_alphanumeric(job.substr(end + 1)))
    return {};
  return job.substr(begin, end - begin);
}

template <class T>
void sort_and_drop_doubles(std::vector<T>& items, Observed& observed) {
  std::ranges::sort(items);
  auto doubles = std::ranges::unique(items);
  if (!doubles.empty())
    observed.left_out["given twice"] += static_cast<std::uint32_t>(doubles.size());
  items.erase(doubles.begin(), doubles.end());
}

/// Runs by step and instances; the unknown instances last.
class Sorter {
 public:
  explicit Sorter(Observed& observed) : observed_(observed) {}

  std::vector<LearnedStep> sort() {
    sort_and_drop_doubles(observed_.steps, observed_);
    sort_and_drop_doubles(observed_.jobs, observed_);
    for (ObservedJob const& job : observed_.jobs) jobs_.emplace(to_lower(job.name), &job);
    std::set<std::string> told;  // jobs whose step is listed too
    for (ObservedStep const& step : observed_.steps) {
      names_.insert(step.name);
      auto job = jobs_.find(step.job);
      if (job != jobs_.end()) told.insert(step.job);
      add(step.name, job == jobs_.end() ? std::nullopt : job->second->instances,
          step.span.length());
    }
    for (auto const& [name, job] : jobs_)
      if (!told.contains(name))
        if (std::string step = step_of(job->name); !step.empty())
          add(step, job->instances, job->span.length());
    return rows();
  }

 private:
  using ByInstances = std::map<std::optional<Instances>, std::vector<Duration>>;

  void add(std::string const& step, std::optional<Instances> const& instances, Duration took) {
    runs_[step][instances].push_back(took);
  }

  /// The step that started a job of its own; empty when that is not known.
  std::string step_of(std::string const& job) {
    std::string const cut(step_in(job));
    if (cut.empty()) {
      ++observed_.left_out["jobs of no pipeline"];
      return {};
    }
    if (cut.size() < kNameMax || names_.contains(cut)) return cut;
    std::vector<std::string> longer;
    for (std::string const& name : names_)
      if (name.starts_with(cut)) longer.push_back(name);
    if (longer.size() == 1) return longer.front();
    if (longer.size() > 1) {
      ++observed_.left_out["jobs whose name, cut to 20 characters, fits several steps"];
      return {};
    }
    std::string warning = "`" + cut +
                          "` may be the start of a longer name: give the list of steps "
                          "too, which has it whole";
    if (std::ranges::find(observed_.warnings, warning) == observed_.warnings.end())
      observed_.warnings.push_back(std::move(warning));
    return cut;
  }

  std::vector<LearnedStep> rows() {
    std::vector<LearnedStep> out;
    for (auto& [name, by_instances] : runs_) {
      auto unknown = by_instances.extract(std::nullopt);
      LearnedStep step{name, {}};
      for (auto& [instances, runs] : by_instances) step.rows.push_back({instances, runs});
      if (unknown && step.rows.size() == 1) {
        auto& only = step.rows.front().runs;
        only.insert(only.end(), unknown.mapped().begin(), unknown.mapped().end());
      } else if (unknown) {
        step.rows.push_back({std::nullopt, unknown.mapped()});
      }
      for (LearnedRow& row : step.rows) std::ranges::sort(row.runs);
      out.push_back(std::move(step));
    }
    return out;
  }

  Observed& observed_;
  std::map<std::string, ObservedJob const*> jobs_;  // by name in lower case
  std::set<std::string> names_;                     // of steps, whole
  std::map<std::string, ByInstances> runs_;
};

void append_quantiles(std::string& out, std::vector<Duration> const& runs) {
  std::string const low = format_duration(nearest_rank(runs, 10));
  std::string const middle = format_duration(nearest_rank(runs, 50));
  std::string const high = format_duration(nearest_rank(runs, 90));
  if (low == high) {
    out += "\"" + low + "\"";
  } else {
    out += "[\"" + low + "\", \"" + middle + "\", \"" + high + "\"]";
  }
}

}  // namespace

std::size_t LearnedStep::runs() const {
  std::size_t all = 0;
  for (LearnedRow const& row : rows) all += row.runs.size();
  return all;
}

std::vector<LearnedStep> learn(Observed& observed) { return Sorter(observed).sort(); }

Duration nearest_rank(std::vector<Duration> const& runs, unsigned percent) {
  std::size_t const rank = (runs.size() * percent + 99) / 100;  // counted from 1, rounded up
  return runs[rank - 1];
}

std::string to_json(std::vector<LearnedStep> const& steps) {
  std::string out = "{";
  for (LearnedStep const& step : steps) {
    out += &step == &steps.front() ? "\n  " : ",\n  ";
    json::append_quoted(out, step.name);
    out += ": ";
    if (step.rows.size() == 1) {
      append_quantiles(out, step.rows.front().runs);
      continue;
    }
    out += "{";
    for (LearnedRow const& row : step.rows) {
      out += &row == &step.rows.front() ? "\n    " : ",\n    ";
      json::append_quoted(out, row.instances ? to_text(*row.instances) : "other");
      out += ": ";
      append_quantiles(out, row.runs);
    }
    out += "\n  }";
  }
  return out + (steps.empty() ? "}\n" : "\n}\n");
}

}  // namespace rehearse::pipeline
