#include "sim/pipeline/compiled.hpp"

#include <algorithm>
#include <string>

#include "sim/pipeline/graph.hpp"

namespace rehearse::pipeline {

/// Lays a graph out into the tables.
class CompiledBuilder {
 public:
  explicit CompiledBuilder(Graph const& graph) : graph_(graph) { lay_out(); }

  void describe(std::shared_ptr<Definition const> definition) {
    tables_.described_ = std::make_unique<Compiled::Described const>(
        drops_of(*definition), graph_.edges, transitive_reduction(graph_), connected_parts(graph_),
        layers(), std::move(definition));
  }
  void set_step(std::size_t step, StepType type, Duration delay) {
    rows_[step].type = type;
    auto const microseconds =
        std::clamp<std::int64_t>(delay.count(), 0, (std::int64_t{1} << 48) - 1);
    rows_[step].delay_low = static_cast<std::uint32_t>(microseconds);
    rows_[step].delay_high = static_cast<std::uint16_t>(microseconds >> 32);
  }
  /// Puts numbers and rows into one piece of memory, the rows on a cache line's start.
  CompiledPtr finish() {
    std::size_t const numbers = numbers_.size() * sizeof(std::uint16_t);
    std::size_t const before = (numbers + kLine - 1) / kLine * kLine;
    std::size_t const rows = rows_.size() * sizeof(Row);
    tables_.step_count_ = static_cast<std::uint32_t>(graph_.count);
    tables_.numbers_count_ = static_cast<std::uint32_t>(numbers_.size());
    tables_.memory_.reset(new (std::align_val_t{kLine}) std::byte[before + rows]);
    std::byte* memory = tables_.memory_.get();
    std::ranges::copy(std::as_bytes(std::span(numbers_)), memory + before - numbers);
    std::ranges::copy(std::as_bytes(std::span(rows_)), memory + before);
    tables_.table_ = StepTable(memory + before);
    return std::make_shared<Compiled const>(std::move(tables_));
  }

 private:
  using Row = StepTable::Row;
  static constexpr std::size_t kLine = Compiled::kLine;

  /// What each outcome of each condition step drops: everything reachable from the other branch.
  std::vector<Compiled::Drop> drops_of(Definition const& definition) const {
    std::vector<Compiled::Drop> out;
    for (std::size_t i = 0; i < definition.steps.size(); ++i) {
      if (definition.steps[i].type != StepType::condition) continue;
      auto condition = static_cast<StepIndex>(i);
      for (bool outcome : {false, true}) {
        std::vector<StepIndex> other = branch_of(definition, Branch{condition, !outcome});
        if (!other.empty()) out.push_back({condition, outcome, reachable(graph_, other)});
      }
    }
    return out;
  }

  static std::vector<StepIndex> branch_of(Definition const& definition, Branch branch) {
    std::vector<StepIndex> out;
    for (std::size_t i = 0; i < definition.steps.size(); ++i)
      if (definition.steps[i].branch == branch) out.push_back(static_cast<StepIndex>(i));
    return out;
  }

  void lay_out() {
    std::size_t n = graph_.count;
    std::vector<std::uint16_t> unmet(n, 0);
    rows_.resize(n + 1);
    auto back = static_cast<std::uint32_t>(graph_.edges.size());
    std::size_t next = 0;  // edge
    for (std::size_t i = 0; i <= n; ++i) {
      rows_[i].successors_back = back;
      for (; next < graph_.edges.size() && graph_.edges[next].from == i; ++next, --back)
        ++unmet[graph_.edges[next].to];
    }
    std::vector<StepIndex> roots;
    for (std::size_t i = 0; i < n; ++i)
      if (unmet[i] == 0) roots.push_back(static_cast<StepIndex>(i));

    tables_.roots_count_ = static_cast<std::uint32_t>(roots.size());
    for (auto const* list : {&unmet, &roots, &order_})
      numbers_.insert(numbers_.end(), list->begin(), list->end());
    for (Edge const& edge : graph_.edges) numbers_.push_back(edge.to);
  }

  std::vector<std::uint16_t> layers() const {
    std::vector<std::uint16_t> out(graph_.count, 0);
    for (StepIndex step : order_)
      for (Edge const& edge : edges_from(step))
        out[edge.to] = std::max(out[edge.to], static_cast<std::uint16_t>(out[step] + 1));
    return out;
  }

  std::span<Edge const> edges_from(StepIndex step) const {
    std::size_t const end = graph_.edges.size();
    return std::span(graph_.edges)
        .subspan(end - rows_[step].successors_back,
                 rows_[step].successors_back - rows_[step + 1U].successors_back);
  }

  Graph const& graph_;
  std::vector<StepIndex> order_ = topological_order(graph_);
  std::vector<Row> rows_;
  std::vector<std::uint16_t> numbers_;
  Compiled tables_;
};

constinit Compiled::Described const Compiled::kNothing{};

namespace {

std::unexpected<Errors> bad_graph(std::string message, Where where = {}, std::string pointer = {}) {
  return std::unexpected(Errors{Error{
      Error::Code::definition, std::move(message), std::move(where), {}, std::move(pointer)}});
}

/// A `rehearse:Delay` step's duration; zero for other types and for anything but a literal.
Duration delay_of(Step const& step) {
  if (step.type != StepType::delay) return {};
  auto duration = parse_duration(step.arguments.string_or_empty("Duration"));
  return duration ? *duration : row_of(StepType::delay).duration.p50;
}

}  // namespace

std::span<StepIndex const> Compiled::dropped(StepIndex condition, bool outcome) const {
  for (Drop const& drop : described().drops)
    if (drop.condition == condition && drop.outcome == outcome) return drop.steps;
  return {};
}

std::size_t Compiled::bytes() const {
  auto of = [](auto const& list) { return list.capacity() * sizeof(list[0]); };
  std::size_t sum = sizeof(*this) + numbers_count_ * sizeof(std::uint16_t) +
                    (step_count_ + 1) * sizeof(StepTable::Row);
  if (!described_) return sum;
  sum += sizeof(Described) + of(described_->drops) + of(described_->edges) +
         of(described_->drawn_edges) + of(described_->parts) + of(described_->layers);
  for (Drop const& drop : described_->drops) sum += of(drop.steps);
  return sum;
}

std::string cycle_text(Definition const& definition, std::span<StepIndex const> cycle) {
  constexpr std::size_t kShownMax = 20;
  std::string out;
  for (std::size_t i = 0; i < cycle.size() && i < kShownMax; ++i)
    out += definition.steps[cycle[i]].name + " -> ";
  if (cycle.size() > kShownMax) out += "... -> ";
  return out + definition.steps[cycle.front()].name;
}

std::expected<CompiledPtr, Errors> compile(Definition definition) {
  Graph graph = graph_of(definition);
  if (auto cycle = find_cycle(graph); !cycle.empty()) {
    Step const& first = definition.steps[cycle.front()];
    return bad_graph("Cycle detected in pipeline step graph: " + cycle_text(definition, cycle),
                     definition.where(first.offset), first.pointer);
  }
  CompiledBuilder builder(graph);
  for (std::size_t i = 0; i < definition.steps.size(); ++i)
    builder.set_step(i, definition.steps[i].type, delay_of(definition.steps[i]));
  builder.describe(std::make_shared<Definition const>(std::move(definition)));
  return builder.finish();
}

std::expected<CompiledPtr, Errors> compile_graph(std::span<StepSpec const> steps) {
  if (steps.size() > kStepsLimit)
    return bad_graph("a graph of " + std::to_string(steps.size()) + " steps is too large");
  Graph graph{steps.size(), {}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (StepIndex to : steps[i].successors) {
      if (to >= steps.size())
        return bad_graph("step " + std::to_string(i) + " has the successor " + std::to_string(to) +
                         ", which is no step");
      graph.edges.push_back({static_cast<StepIndex>(i), to, EdgeKind::depends_on});
    }
  }
  std::ranges::sort(graph.edges);
  auto twice = std::ranges::unique(graph.edges);
  graph.edges.erase(twice.begin(), twice.end());
  if (auto cycle = find_cycle(graph); !cycle.empty())
    return bad_graph("the steps form a cycle through step " + std::to_string(cycle.front()));
  CompiledBuilder builder(graph);
  for (std::size_t i = 0; i < steps.size(); ++i)
    builder.set_step(i, steps[i].type, steps[i].duration);
  return builder.finish();
}

}  // namespace rehearse::pipeline
