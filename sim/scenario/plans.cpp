#include "sim/scenario/plans.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/durations.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/scenario/outputs.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;

std::string nearest_step(std::string const& name, pipeline::Definition const& definition) {
  std::vector<std::string_view> names;
  for (pipeline::Step const& step : definition.steps) names.push_back(step.name);
  return did_you_mean_or(name, names, "its steps are");
}

/// The step of that name. `key`: `durations`.
Result<pipeline::Step const*> find_step(pipeline::Definition const& definition,
                                        std::string const& key, std::string const& name) {
  if (auto index = definition.find_step(name)) return &definition.steps[*index];
  return fail("`pipeline." + key + "`: the definition has no step `" + shorten(name, 60) + "`",
              nearest_step(name, definition));
}

class Reader {
 public:
  Reader(Host& host, PipelineId id, pipeline::Definition const& definition)
      : host_(host), id_(id), definition_(definition) {}

  Result<void> durations(StepTable const& table) {
    if (!table.path.empty()) return durations_of_file(table.path);
    FaultAt const fault = [](json::Value const&, std::string message, std::string hint) {
      return fail(std::move(message), std::move(hint));  // the place is the scenario's line
    };
    for (StepEntry const& entry : table.entries) {
      auto step = find_step(definition_, "durations", entry.step);
      if (!step) return std::unexpected(step.error());
      if (entry.function) {
        host_.step_functions(id_, entry.step).duration = entry.function;
        plan(entry.step).computes_duration = true;
      } else if (auto read = duration(**step, resolve_handles(host_.world(), entry.value), fault);
                 !read) {
        return read;
      }
    }
    return {};
  }

  Result<void> outputs(StepTable const& table) {
    if (!table.path.empty())
      return fail("`pipeline.outputs` is a table by step", "write outputs = { Train = ... }");
    for (StepEntry const& entry : table.entries) {
      auto step = find_step(definition_, "outputs", entry.step);
      if (!step) return std::unexpected(step.error());
      if (entry.function) {
        host_.step_functions(id_, entry.step).outputs = entry.function;
        plan(entry.step).computes_outputs = true;
        continue;
      }
      auto read = read_outputs(**step, resolve_handles(host_.world(), entry.value));
      if (!read) return std::unexpected(read.error());
      plan(entry.step).outputs = std::move(*read);
    }
    return {};
  }

  Result<void> failures(json::Value const& table) {
    if (!table.is_object())
      return fail("`pipeline.failures` is a table by step", "write failures = { Train = ... }");
    for (auto const& [name, value] : table.as_object()) {
      auto step = find_step(definition_, "failures", name);
      if (!step) return std::unexpected(step.error());
      if (!value.is_string() || value.as_string().empty())
        return fail("`failures." + name + "` is the reason, a text", {});
      plan(name).failure = value.as_string();
    }
    return {};
  }

  Result<void> answered(std::vector<std::string> const& steps) {
    for (std::string const& name : steps) {
      auto index = definition_.find_step(name);
      if (!index || definition_.steps[*index].type != pipeline::StepType::callback)
        return fail("`answered_by_scenario`: the definition has no Callback step `" +
                        shorten(name, 60) + "`",
                    {});
      plan(name).answered_by_scenario = true;
    }
    return {};
  }

 private:
  domain::StepPlan& plan(std::string const& step) { return host_.plan().step(id_, step); }

  Result<void> duration(pipeline::Step const& step, json::Value const& value,
                        FaultAt const& fault) {
    auto read = read_duration(value, step.type, "durations." + step.name, fault);
    if (!read) return std::unexpected(read.error());
    plan(step.name).duration = std::move(read->otherwise);
    plan(step.name).duration_by_instances = std::move(read->by_instances);
    return {};
  }

  /// What `rehearse learn` wrote, perhaps of more steps than these.
  Result<void> durations_of_file(std::string const& path) {
    auto text = read_document(host_, {{}, path}, path);
    if (!text) return std::unexpected(text.error());
    auto document = json::parse(text->text, text->name);
    if (!document) return std::unexpected(document.error());
    FaultAt const fault = [&](json::Value const& at, std::string message, std::string hint) {
      return std::unexpected(Error{Error::Code::scenario,
                                   std::move(message),
                                   json::locate(text->text, at.offset(), text->name),
                                   std::move(hint),
                                   {}});
    };
    if (!document->is_object())
      return fault(
          *document,
          "durations are an object by step, got a JSON " + std::string(document->kind_name()),
          "`rehearse learn STEPS.json` writes one");
    std::vector<std::string> others;
    for (auto const& [name, value] : document->as_object()) {
      auto index = definition_.find_step(name);
      if (!index) {
        others.push_back(name);
      } else if (auto read = duration(definition_.steps[*index], value, fault); !read) {
        return read;
      }
    }
    if (others.empty()) return {};
    if (others.size() == document->as_object().size())
      return fault(document->as_object().front().second,
                   "the definition has none of these steps, not `" + shorten(others.front(), 60) +
                       "` either",
                   nearest_step(others.front(), definition_));
    host_.record().record(
        trace::NoteMade{{},
                        text->name +
                            " has durations of steps that the definition lacks, which count for "
                            "nothing: " +
                            shorten(join(others, ", "), 400),
                        {}});
    return {};
  }

  Host& host_;
  PipelineId id_;
  pipeline::Definition const& definition_;
};

}  // namespace

Result<void> read_plans(Host& host, PipelineId id, Behaviour const& given,
                        pipeline::Definition const& definition) {
  Reader reader(host, id, definition);
  Result<void> done;
  if (given.durations) done = reader.durations(*given.durations);
  if (done && given.outputs) done = reader.outputs(*given.outputs);
  if (done && given.failures) done = reader.failures(*given.failures);
  if (done && given.answered) done = reader.answered(*given.answered);
  return done;
}

}  // namespace rehearse::scenario
