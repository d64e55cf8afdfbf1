#include "tests/bench/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <workload.hpp>  // the peers' definition of W

#include "sim/base/assert.hpp"

namespace rehearse::bench {
namespace {

constexpr std::uint32_t kSharedDefinitions = 10;

constexpr std::string_view kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
constexpr std::string_view kPolicy =
    R"({{"Version":"2012-10-17","Statement":[)"
    R"({{"Sid":"Jobs","Effect":"Allow","Action":["sagemaker:Create*","sagemaker:Describe*"],"Resource":"arn:aws:sagemaker:*:{}:*"}},)"
    R"({{"Sid":"Pass","Effect":"Allow","Action":"iam:PassRole","Resource":"*"}},)"
    R"({{"Sid":"NoDebugging","Effect":"Deny","Action":"sagemaker:*","Resource":"arn:aws:sagemaker:*:*:training-job/debug-*"}}]}})";

pipeline::CompiledPtr compile(w::Dag const& dag, pipeline::StepType type) {
  std::vector<pipeline::StepSpec> steps(w::STEPS);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i].successors.assign(dag.succ[i], dag.succ[i] + dag.nsucc[i]);
    steps[i].duration = Duration{dag.dur[i]};
    steps[i].type = type;
  }
  auto compiled = pipeline::compile_graph(steps);
  REHEARSE_ASSERT(compiled.has_value(), "the peers' graphs have no cycle");
  return *compiled;
}

std::uint32_t pipelines_of(Settings const& settings) {
  return settings.form == Form::shared ? settings.accounts * kSharedDefinitions
                                       : settings.executions;
}

/// The text that stands for a pipeline's definition.
std::string definition_of(Workload const& workload, std::uint32_t pipeline) {
  if (workload.settings.form != Form::shared) return std::to_string(pipeline);
  return std::to_string(pipeline / workload.settings.accounts % workload.definitions.size());
}

}  // namespace

Workload make_workload(Settings const& settings) {
  Workload out{settings, {}, {}, 0};
  w::Work work{settings.seed, settings.accounts, settings.executions, settings.mean, true, {}, {}};
  for (std::uint32_t i = 0; i < settings.repeat; ++i) {
    double start = w::now_s();
    work = w::make(settings.seed, settings.accounts, settings.executions, settings.mean);
    out.generated_seconds = w::now_s() - start;
  }
  out.arrivals.reserve(work.arrival.size());
  for (std::uint64_t at : work.arrival)
    out.arrivals.push_back(Time{Duration{static_cast<std::int64_t>(at)}});

  bool shared = settings.form == Form::shared;
  auto type =
      settings.form == Form::judged ? pipeline::StepType::training : pipeline::StepType::delay;
  std::uint32_t definitions =
      shared ? std::min(kSharedDefinitions, settings.executions) : settings.executions;
  for (std::uint32_t i = 0; i < definitions; ++i)
    out.definitions.push_back(compile(work.dag[i], type));
  return out;
}

world::DefinitionLibrary library_of(Workload const& workload) {
  return [&definitions = workload.definitions](std::string_view text) {
    std::size_t index = 0;
    std::from_chars(text.data(), text.data() + text.size(), index);
    return definitions[index];
  };
}

std::vector<PrincipalId> declare(Workload const& workload, world::Recorder& record,
                                 world::World const& world) {
  record.record(trace::RunStarted{});
  DocumentId trust = record.document(trace::DocumentKind::trust, "trust", std::string(kTrust));
  std::uint32_t const accounts = workload.settings.accounts;
  std::vector<PrincipalId> starters, pipeline_roles;
  for (std::uint32_t i = 0; i < accounts; ++i) {
    AccountId account{i};
    std::string digits = fmt::format("{:012}", 100'000'000'000 + i);
    record.record(
        trace::AccountDefined{account, digits, fmt::format("account-{}", i), "eu-west-1", {}, {}});
    record.record(trace::SettingChanged{account, "running_steps_max", w::CAP, true});
    starters.push_back({2 * i});
    pipeline_roles.push_back({2 * i + 1});
    auto define = [&](PrincipalId role, std::string name, std::string unique_id) {
      record.record(trace::PrincipalDefined{
          role, IdentityKind::role, account, "/", std::move(name), std::move(unique_id), {}});
      record.record(trace::IamInForce{role, IamSlot::existence, {}, {}, {}, true});
      record.record(trace::IamInForce{role, IamSlot::trust, {}, trust, {}, true});
    };
    define(starters.back(), "Starter", fmt::format("AROASTARTER{:05}", i));
    define(pipeline_roles.back(), "Pipeline", fmt::format("AROAPIPELINE{:05}", i));
    DocumentId policy =
        record.document(trace::DocumentKind::policy, "pipeline", fmt::format(kPolicy, digits));
    record.record(trace::IamInForce{
        pipeline_roles.back(), IamSlot::inline_policy, "pipeline", policy, {}, true});
  }
  std::uint32_t const pipelines = pipelines_of(workload.settings);
  for (std::uint32_t i = 0; i < pipelines; ++i) {
    DocumentId definition =
        record.document(trace::DocumentKind::definition, {}, definition_of(workload, i));
    record.record(trace::PipelineStored{{i},
                                        {i % accounts},
                                        fmt::format("pipeline-{}", i),
                                        {},
                                        definition,
                                        pipeline_roles[i % accounts],
                                        1,
                                        0,
                                        {}});
  }
  REHEARSE_ASSERT(world.pipelines().all().size() == pipelines, "every pipeline is declared");
  return starters;
}

Outcome outcome_of(world::World const& world, std::vector<std::uint32_t> const& started) {
  Outcome out;
  for (std::uint32_t n = 0; n < started.size(); ++n) {
    auto steps = world.executions().steps({n});
    for (std::uint32_t s = 0; s < steps.size(); ++s) {
      REHEARSE_ASSERT(steps[s].status() == StepStatus::succeeded, "every step has run");
      out.makespan_microseconds =
          std::max<std::uint64_t>(out.makespan_microseconds, steps[s].moved);
      out.sum += w::check(started[n], s, steps[s].started, steps[s].moved);
      ++out.steps;
    }
  }
  return out;
}

}  // namespace rehearse::bench
