// A definition's graph as integer tables, built once and shared by every execution. The hot path
// reads only these.
//
// Source: sagemaker-pipelines 1.3, 1.7, 2.5.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <new>
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

/// What the hot path reads of a graph: one pointer to memory where all of it lies side by side.
class StepTable {
 public:
  StepTable() = default;

  /// Steps that wait for this one, ascending, each once.
  std::span<StepIndex const> successors(StepIndex step) const {
    std::uint32_t back = rows_[step].successors_back;
    return {numbers() - back, back - rows_[step + 1U].successors_back};
  }
  StepType type(StepIndex step) const { return rows_[step].type; }
  /// How long a `rehearse:Delay` step lasts, or a step that was given directly; zero for any other.
  /// Nine years at most, as a run.
  Duration delay(StepIndex step) const {
    Row const& row = rows_[step];
    return Duration{(std::int64_t{row.delay_high} << 32) | row.delay_low};
  }

  /// Starts to load what a start or an end of the step will read.
  [[gnu::always_inline]] void fetch(StepIndex step) const {
    __builtin_prefetch(&rows_[step]);
    __builtin_prefetch(numbers() - 1);  // all successors of a graph of common size
  }

 private:
  friend class Compiled;
  friend class CompiledBuilder;
  struct Row {
    std::uint32_t successors_back = 0;  // how many numbers before the rows its successors start
    std::uint32_t delay_low = 0;        // microseconds
    std::uint16_t delay_high = 0;
    StepType type{};
  };
  static_assert(sizeof(Row) == 12);

  explicit StepTable(std::byte const* rows) : rows_(reinterpret_cast<Row const*>(rows)) {}
  /// The end of the numbers, which stand right before the rows.
  StepIndex const* numbers() const { return reinterpret_cast<StepIndex const*>(rows_); }

  Row const* rows_ = nullptr;  // one a step, and one more for the end
};

/// Immutable. About 18 bytes a step and 2 an edge, beside what only a definition has.
///
/// A condition step is a predecessor of every step of its branches. When it has come out, first
/// mark `dropped(step, outcome)` as never to run, then count down `unmet` of its successors.
class Compiled {
 public:
  std::size_t step_count() const { return step_count_; }
  /// The part that the hot path reads; lives as long as this.
  StepTable table() const { return table_; }
  std::span<StepIndex const> successors(StepIndex step) const { return table_.successors(step); }
  StepType type(StepIndex step) const { return table_.type(step); }
  Duration delay(StepIndex step) const { return table_.delay(step); }
  /// How many distinct steps each step waits for.
  std::span<std::uint16_t const> unmet() const { return numbers(0, step_count_); }
  /// Steps that wait for none, ascending.
  std::span<StepIndex const> roots() const { return numbers(step_count_, roots_count_); }
  /// All steps, each after everything it waits for; ties by index.
  std::span<StepIndex const> topological_order() const {
    return numbers(step_count_ + roots_count_, step_count_);
  }
  /// Steps that never run once `condition` came out as `outcome`: the other branch and all that
  /// needs it (2.5), ascending. Empty for a step that is no condition.
  std::span<StepIndex const> dropped(StepIndex condition, bool outcome) const;

  /// The edges to draw: the transitive reduction, by (from, to). Empty when built from tables.
  std::span<Edge const> drawn_edges() const { return described().drawn_edges; }
  /// All edges, by (from, to). Empty when built from tables.
  std::span<Edge const> edges() const { return described().edges; }
  /// Connected parts, counted without direction: the part each step belongs to, 0 upwards. Empty
  /// when built from tables.
  std::span<StepIndex const> parts() const { return described().parts; }

  /// Of each step, the number of steps on the longest path that leads to it: 0 for a root. Empty
  /// when built from tables.
  std::span<std::uint16_t const> layers() const { return described().layers; }

  /// The definition, or null when built from tables.
  std::shared_ptr<Definition const> const& definition() const { return described().definition; }
  /// The step's name; `step-<index>` is for the caller to make when built from tables (empty here).
  std::string_view name(StepIndex step) const {
    return definition() ? std::string_view(definition()->steps[step].name) : std::string_view{};
  }

  /// Memory in use, without the definition.
  std::size_t bytes() const;

 private:
  friend class CompiledBuilder;
  /// What one outcome of a condition step drops.
  struct Drop {
    StepIndex condition = 0;
    bool outcome = false;
    std::vector<StepIndex> steps;
  };
  /// What only a graph from a definition has.
  struct Described {
    std::vector<Drop> drops;  // by (condition, outcome)
    std::vector<Edge> edges;
    std::vector<Edge> drawn_edges;
    std::vector<StepIndex> parts;
    std::vector<std::uint16_t> layers;
    std::shared_ptr<Definition const> definition;
  };

  static Described const kNothing;

  static constexpr std::size_t kLine = 64;  // a cache line
  struct Release {
    void operator()(std::byte* memory) const {
      ::operator delete[](memory, std::align_val_t{kLine});
    }
  };

  /// Of unmet, roots, order and successors, which end where the rows start.
  std::span<std::uint16_t const> numbers(std::size_t at, std::size_t size) const {
    return {table_.numbers() - numbers_count_ + at, size};
  }
  Described const& described() const { return described_ ? *described_ : kNothing; }

  std::unique_ptr<std::byte[], Release> memory_;  // the numbers, then the rows
  StepTable table_;
  std::uint32_t step_count_ = 0;
  std::uint32_t roots_count_ = 0;
  std::uint32_t numbers_count_ = 0;
  std::unique_ptr<Described const> described_;  // or null
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
