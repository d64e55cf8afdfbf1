// A definition's graph as integer tables, built once and shared by every execution. The hot path
// reads only these.
//
// Source: sagemaker-pipelines 1.3, 1.7, 2.5.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/base/time.hpp"
#include "sim/pipeline/definition.hpp"

namespace rehearse::pipeline {

/// Why a step waits for another. Where several reasons meet, the first of these.
enum class EdgeKind : std::uint8_t { depends_on, data, branch };

struct Edge {
  StepIndex from = 0;
  StepIndex to = 0;
  EdgeKind kind{};
  auto operator<=>(Edge const&) const = default;
};

/// Immutable. About 24 bytes a step and 2 an edge, beside the definition itself.
///
/// A condition step is a predecessor of every step of its branches. When it has come out, first
/// mark `dropped(step, outcome)` as never to run, then count down `unmet` of its successors.
class Compiled {
 public:
  std::size_t step_count() const { return rows_.size() - 1; }
  /// Steps that wait for this one, ascending, each once.
  std::span<StepIndex const> successors(StepIndex step) const {
    std::uint32_t at = rows_[step].successors_at;
    return {table_.data() + at, rows_[step + 1U].successors_at - at};
  }
  /// How many distinct steps this one waits for.
  std::uint16_t unmet(StepIndex step) const { return table_[unmet_at_ + step]; }
  /// Steps that wait for none, ascending.
  std::span<StepIndex const> roots() const { return {table_.data() + roots_at_, roots_count_}; }
  /// All steps, each after everything it waits for; ties by index.
  std::span<StepIndex const> topological_order() const {
    return {table_.data() + order_at_, step_count()};
  }
  /// The number of steps on the longest path that leads here: 0 for a root.
  std::uint16_t layer(StepIndex step) const { return table_[layers_at_ + step]; }
  StepType type(StepIndex step) const { return rows_[step].type; }
  /// Steps that never run once `condition` came out as `outcome`: the other branch and all that
  /// needs it (2.5), ascending. Empty for a step that is no condition.
  std::span<StepIndex const> dropped(StepIndex condition, bool outcome) const;

  /// How long a `rehearse:Delay` step lasts, or a step that was given directly; zero for any other.
  Duration delay(StepIndex step) const { return rows_[step].delay; }

  /// Starts to load what a start or an end of the step will read. (A plain inline function that
  /// only prefetches is dropped by g++ 12.)
  [[gnu::always_inline]] void fetch(StepIndex step) const { __builtin_prefetch(&rows_[step]); }

  /// The edges to draw: the transitive reduction, by (from, to). Empty when built from tables.
  std::span<Edge const> drawn_edges() const { return drawn_edges_; }
  /// All edges, by (from, to). Empty when built from tables.
  std::span<Edge const> edges() const { return edges_; }
  /// Connected parts, counted without direction: the part each step belongs to, 0 upwards. Empty
  /// when built from tables.
  std::span<StepIndex const> parts() const { return parts_; }

  /// The definition, or null when built from tables.
  std::shared_ptr<Definition const> const& definition() const { return definition_; }
  /// The step's name; `step-<index>` is for the caller to make when built from tables (empty here).
  std::string_view name(StepIndex step) const {
    return definition_ ? std::string_view(definition_->steps[step].name) : std::string_view{};
  }

  /// Memory in use, without the definition.
  std::size_t bytes() const;

 private:
  friend class CompiledBuilder;
  /// What a start and an end of one step read, side by side.
  struct Row {
    Duration delay{};
    std::uint32_t successors_at = 0;  // where its successors start in the table
    StepType type{};
  };
  static_assert(sizeof(Row) == 16);
  /// What one outcome of a condition step drops.
  struct Drop {
    StepIndex condition = 0;
    bool outcome = false;
    std::vector<StepIndex> steps;
  };

  std::vector<std::uint16_t> table_;  // successors, then unmet, roots, order, layers
  std::vector<Row> rows_;             // one a step, and one more for the end
  std::vector<Drop> drops_;           // by (condition, outcome)
  std::vector<Edge> edges_;
  std::vector<Edge> drawn_edges_;
  std::vector<StepIndex> parts_;
  std::shared_ptr<Definition const> definition_;
  std::uint32_t unmet_at_ = 0;
  std::uint32_t roots_at_ = 0;
  std::uint32_t roots_count_ = 0;
  std::uint32_t order_at_ = 0;
  std::uint32_t layers_at_ = 0;
};

using CompiledPtr = std::shared_ptr<Compiled const>;

/// Builds the tables. Error: a cycle, with its path `A -> B -> A`, at the place of its first step.
std::expected<CompiledPtr, Errors> compile(Definition definition);

/// A step given directly, for benchmarks: a fixed duration, no arguments.
struct StepSpec {
  std::vector<StepIndex> successors;  // ascending, each once
  Duration duration{};
  StepType type = StepType::delay;
};

/// Builds the tables from a list of steps. Error: a successor that is no step, or a cycle.
std::expected<CompiledPtr, Errors> compile_graph(std::span<StepSpec const> steps);

}  // namespace rehearse::pipeline
