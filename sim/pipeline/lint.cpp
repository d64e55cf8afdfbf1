#include "sim/pipeline/lint.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "sim/base/text.hpp"
#include "sim/pipeline/lint_checks.hpp"

namespace rehearse::pipeline {
namespace {

using enum Lint;

constexpr std::array kLintRows{
    LintRow{cache_never_hits, "cache-never-hits",
            "what counts for the cache differs in each execution, so that no earlier one is found",
            "sagemaker-pipelines 1.9, 7.1 row 15"},
    LintRow{
        transform_after_model, "transform-after-model",
        "a Model step makes a new name each time, and the name counts for the Transform's cache",
        "sagemaker-pipelines 7.1 row 15"},
    LintRow{months_for_minutes, "months-for-minutes",
            "an `M` before the `T` of a duration is months, one behind it minutes",
            "sagemaker-pipelines 1.9, 7.1 row 16"},
    LintRow{cache_without_effect, "cache-without-effect",
            "the service takes the section, and its guide does not list the type as cacheable",
            "sagemaker-pipelines 1.9, 9 row 6"},
    LintRow{retry_undocumented, "retry-undocumented",
            "the service takes the section, and its guide does not list the type as retried",
            "sagemaker-pipelines 1.10, 9 row 5"},
    LintRow{retry_without_effect, "retry-without-effect",
            "Tuning and AutoML retry internal errors inside; the pipeline never does",
            "sagemaker-pipelines 1.10"},
    LintRow{step_never_runs, "step-never-runs",
            "a step waits for all it depends on, and of two branches only one ever runs",
            "sagemaker-pipelines 1.7, 7.1 row 4"},
    LintRow{secret, "secret-in-definition",
            "everybody who may describe the pipeline or its executions reads the definition, other "
            "accounts it is shared with among them",
            "sagemaker-pipelines 7.1 row 30"},
    LintRow{default_outside_enum, "default-outside-enum",
            "a start that gives no value uses what a caller could not give",
            "sagemaker-pipelines 1.2"},
    LintRow{role_of_other_account, "role-of-other-account",
            "a role cannot be passed to a service of another account", "sharing-and-access 1.2"},
    LintRow{job_name_elsewhere, "job-name-elsewhere",
            "the variable has a value only inside the step that creates such a job",
            "sagemaker-pipelines 1.12"},
    LintRow{file_of_no_processing, "file-of-no-processing",
            "only Processing steps have property files: the step that reads it fails",
            "sagemaker-pipelines 1.8"},
    LintRow{unknown_property, "unknown-property",
            "the step that reads it fails: what it names has no such property",
            "sagemaker-pipelines 1.3, 1.5"},
    LintRow{
        too_long_inline, "too-long-inline",
        "`PipelineDefinition` takes 1,048,576 characters; the SDK uploads from 102,400 bytes on",
        "sagemaker-pipelines 1.1"},
    LintRow{refused_by_job, "refused-by-job",
            "the definition may say it, and the job's own API refuses it when the step runs",
            "sagemaker-pipelines 1.14"},
    LintRow{unknown_argument, "unknown-argument", "the job's API, as published, has no such member",
            "sagemaker-pipelines 1.1, 1.14"},
};

constexpr bool lint_rows_in_order() {
  for (std::size_t i = 0; i < kLintRows.size(); ++i)
    if (static_cast<std::size_t>(kLintRows[i].kind) != i) return false;
  return true;
}
static_assert(lint_rows_in_order(), "the table's rows stand in the order of Lint");

constexpr std::size_t kInlineMax = 1'048'576;

void lint_defaults(Definition const& definition, Warnings& out) {
  for (std::size_t i = 0; i < definition.parameters.size(); ++i) {
    Parameter const& parameter = definition.parameters[i];
    auto const& allowed = parameter.enum_values;
    if (allowed.empty() || !parameter.default_value || !parameter.default_value->is_string())
      continue;
    std::string const& value = parameter.default_value->as_string();
    if (std::ranges::find(allowed, value) != allowed.end()) continue;
    std::vector<std::string_view> const words(allowed.begin(), allowed.end());
    out.add(default_outside_enum, parameter.default_value->offset(),
            "/Parameters/" + std::to_string(i) + "/DefaultValue",
            "the default `" + shorten(value, 100) + "` of the parameter `" + parameter.name +
                "` is none of its `EnumValues`",
            hint_of(value, words));
  }
}

/// The steps that both outcomes drop: each once, where no step it waits for is dropped so too.
void lint_branches(Compiled const& pipeline, Warnings& out) {
  Definition const& definition = *pipeline.definition();
  for (std::size_t i = 0; i < definition.steps.size(); ++i) {
    if (definition.steps[i].type != StepType::condition) continue;
    auto const gate = static_cast<StepIndex>(i);
    std::vector<StepIndex> never;
    std::ranges::set_intersection(pipeline.dropped(gate, false), pipeline.dropped(gate, true),
                                  std::back_inserter(never));
    for (StepIndex step : never) {
      bool const first = std::ranges::none_of(pipeline.edges(), [&](Edge const& edge) {
        return edge.to == step && std::ranges::binary_search(never, edge.from);
      });
      if (!first) continue;
      Step const& join = definition.steps[step];
      out.add(step_never_runs, join.offset, join.pointer,
              "`" + join.name + "` needs steps of both branches of `" +
                  definition.steps[gate].name + "` and can never run",
              "put a step like it into each branch");
    }
  }
}

struct FoundRole {
  std::string_view account;
  std::string_view arn;
  std::uint32_t offset;
  std::string pointer;
};

/// `arn:aws:iam::111111111111:role/R`: the account; empty for anything else.
std::string_view account_of_role(std::string_view arn) {
  auto parts = split(arn, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "iam") return {};
  if (parts[4].size() != 12 || !parts[5].starts_with("role/")) return {};
  return parts[4];
}

std::vector<FoundRole> roles_of(Definition const& definition) {
  std::vector<FoundRole> found;
  for (Step const& step : definition.steps)
    each_place(Place{step.arguments}, [&](Place const& place) {
      if (!place.value.is_string() || !place.key.ends_with("RoleArn")) return;
      std::string const& arn = place.value.as_string();
      if (std::string_view account = account_of_role(arn); !account.empty())
        found.push_back({account, arn, place.value.offset(), argument_pointer(step, place)});
    });
  return found;
}

void lint_roles(Definition const& definition, std::string_view owner, Warnings& out) {
  std::vector<FoundRole> const found = roles_of(definition);
  if (found.empty()) return;
  bool const known = !owner.empty();
  std::string const home(known ? owner : found.front().account);
  for (FoundRole const& role : found)
    if (role.account != home)
      out.add(role_of_other_account, role.offset, role.pointer,
              "the role `" + shorten(role.arn, 200) + "` is one of the account " +
                  std::string(role.account) +
                  (known ? ", the pipeline one of " + home
                         : ", the definition's first role one of " + home),
              "a role of the pipeline's own account");
}

void lint_length(Definition const& definition, Warnings& out) {
  if (definition.text.size() > kInlineMax)
    out.add(too_long_inline, 0, {},
            "the definition has " + std::to_string(definition.text.size()) +
                " bytes; inline at most 1048576 characters are taken",
            "upload it and give `PipelineDefinitionS3Location`");
}

}  // namespace

std::span<LintRow const> lint_rows() { return kLintRows; }

void Warnings::add(Lint kind, std::uint32_t offset, std::string pointer, std::string message,
                   std::string hint) {
  if (full()) return;
  found_.push_back({&kLintRows[static_cast<std::size_t>(kind)],
                    {Error::Code::definition, escape_controls(message), definition_.where(offset),
                     escape_controls(hint), escape_controls(pointer)}});
}

std::vector<Warning> Warnings::take() {
  std::ranges::sort(found_, {}, [](Warning const& warning) {
    return std::tie(warning.what.where, warning.row->kind, warning.what.pointer,
                    warning.what.message);
  });
  return std::move(found_);
}

void lint(Compiled const& pipeline, std::string_view owner_account, Warnings& out) {
  Definition const& definition = *pipeline.definition();
  lint_length(definition, out);
  lint_defaults(definition, out);
  lint_caches(pipeline, out);
  lint_retries(definition, out);
  lint_branches(pipeline, out);
  lint_references(definition, out);
  lint_roles(definition, owner_account, out);
  lint_secrets(definition, out);
}

}  // namespace rehearse::pipeline
