#include "tests/bench/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
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

}  // namespace

Workload make_workload(Settings const& settings) {
  Workload out{settings, {}, {}, {}, 0};
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
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < definitions; ++i) {
    texts.push_back(std::to_string(i));
    out.definitions.emplace(texts.back(), compile(work.dag[i], type));
  }
  std::uint32_t pipelines = shared ? settings.accounts * kSharedDefinitions : settings.executions;
  for (std::uint32_t i = 0; i < pipelines; ++i)
    out.definition_of.push_back(texts[shared ? i / settings.accounts % definitions : i]);
  return out;
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
  for (std::uint32_t i = 0; i < workload.definition_of.size(); ++i) {
    DocumentId definition =
        record.document(trace::DocumentKind::definition, {}, workload.definition_of[i]);
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
  REHEARSE_ASSERT(world.pipelines().all().size() == workload.definition_of.size(),
                  "every pipeline is declared");
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
