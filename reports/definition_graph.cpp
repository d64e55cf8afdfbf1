#include "reports/definition_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

using pipeline::Compiled;
using pipeline::Edge;
using pipeline::Outline;
using pipeline::Runner;
using pipeline::StepIndex;
using Kind = pipeline::EdgeKind;

constexpr std::string_view kCritical = "#c2410c";

/// What runs a step: how that is called and drawn, in the order of Runner.
struct RunnerLook {
  Runner runner;
  std::string_view name;
  std::string_view shape;
  std::string_view fill;
};
constexpr std::array kRunnerLooks{RunnerLook{Runner::job, "job", "box", "#e8f0fe"},
                                  RunnerLook{Runner::instant, "instant", "note", "#eef2f5"},
                                  RunnerLook{Runner::condition, "condition", "diamond", "#fff4d6"},
                                  RunnerLook{Runner::callback, "callback", "hexagon", "#f3e8ff"},
                                  RunnerLook{Runner::lambda, "lambda", "ellipse", "#e6f6ec"},
                                  RunnerLook{Runner::fail, "fail", "octagon", "#fde2e2"}};

RunnerLook const& look_of(Compiled const& pipeline, StepIndex step) {
  Runner const runner = pipeline::row_of(pipeline.type(step)).runner;
  return kRunnerLooks[static_cast<std::size_t>(runner)];
}

constexpr std::array<std::string_view, 3> kKindNames{"depends_on", "data", "branch"};

std::string_view name_of_kind(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }
std::string_view name_of_outcome(bool outcome) { return outcome ? "True" : "False"; }

/// Exact: microseconds as seconds with the zeros at the end left out.
json::Value seconds_of(Duration duration) {
  std::string text =
      fmt::format("{}.{:06}", duration.count() / 1'000'000, duration.count() % 1'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return json::Number{std::move(text)};
}

bool is_critical(Outline const& outline, StepIndex from, StepIndex to) {
  auto const& path = outline.critical_path;
  auto at = std::ranges::find(path, from);
  return at != path.end() && std::next(at) != path.end() && *std::next(at) == to;
}

json::Value names_of(Compiled const& pipeline, std::vector<StepIndex> const& steps) {
  json::Array out;
  for (StepIndex step : steps) out.emplace_back(pipeline.name(step));
  return out;
}

json::Value node_of(Compiled const& pipeline, Outline const& outline, StepIndex i) {
  auto const& steps = pipeline.definition()->steps;
  pipeline::OutlineStep const& planned = outline.steps[i];
  json::Value branch;
  if (auto const& in = steps[i].branch)
    branch.set("condition", steps[in->condition].name).set("outcome", in->outcome);
  json::Value node;
  node.set("name", steps[i].name)
      .set("type", pipeline::row_of(steps[i].type).name)
      .set("runner", look_of(pipeline, i).name)
      .set("branch", std::move(branch))
      .set("layer", std::uint32_t{pipeline.layers()[i]})
      .set("duration", format_duration(planned.duration))
      .set("seconds", seconds_of(planned.duration))
      .set("starts_at_seconds", seconds_of(planned.start))
      .set("critical", planned.critical);
  if (planned.never_runs) node.set("never_runs", true);
  return node;
}

std::string node_line(Compiled const& pipeline, Outline const& outline, StepIndex i) {
  pipeline::Step const& step = pipeline.definition()->steps[i];
  pipeline::OutlineStep const& planned = outline.steps[i];
  RunnerLook const& look = look_of(pipeline, i);
  std::string below(pipeline::row_of(step.type).name);
  below += planned.never_runs ? ", never runs" : ", " + format_duration(planned.duration);
  std::string style = look.runner == Runner::job ? "rounded,filled" : "filled";
  std::string_view const margin = look.runner == Runner::condition ? ", margin=\"0.05,0.04\"" : "";
  if (planned.never_runs) style += ",dashed";
  return fmt::format(
      "\"{}\" [label=<<b>{}</b><br/><font point-size=\"9\" color=\"#475569\">{}</font>>, shape={}, "
      "style=\"{}\", fillcolor=\"{}\"{}{}]\n",
      step.name, escape_html(step.name), escape_html(below), look.shape, style, look.fill, margin,
      planned.critical ? fmt::format(", color=\"{}\", penwidth=2.4", kCritical) : "");
}

std::string edge_line(Compiled const& pipeline, Outline const& outline, Edge const& edge) {
  std::string look = edge.kind == Kind::depends_on ? "style=dashed" : "style=solid";
  if (edge.kind == Kind::branch) {
    bool const outcome = pipeline.definition()->steps[edge.to].branch->outcome;
    look += fmt::format(", label=\" {} \", fontcolor=\"{}\"", name_of_outcome(outcome),
                        outcome ? "#15803d" : "#b91c1c");
  }
  if (is_critical(outline, edge.from, edge.to))
    look += fmt::format(", color=\"{}\", penwidth=2.4", kCritical);
  return fmt::format("  \"{}\" -> \"{}\" [{}]\n", pipeline.name(edge.from), pipeline.name(edge.to),
                     look);
}

/// Nodes outside of branches, then one box a branch, those of nested conditions side by side.
std::string node_lines(Compiled const& pipeline, Outline const& outline) {
  std::string out;
  std::map<pipeline::Branch, std::string, std::greater<>> boxes;  // True before False
  for (std::size_t i = 0; i < pipeline.step_count(); ++i) {
    auto const step = static_cast<StepIndex>(i);
    std::string line = node_line(pipeline, outline, step);
    auto const& branch = pipeline.definition()->steps[i].branch;
    if (branch)
      boxes[*branch] += "    " + line;
    else
      out += "  " + line;
  }
  for (auto const& [branch, lines] : boxes)
    out += fmt::format(
        "  subgraph \"cluster_{0}_{1}\" {{\n    label=\"{0} is {1}\"; labeljust=l; fontsize=10;\n"
        "    style=\"rounded,filled\"; color=\"#cbd5e1\"; fillcolor=\"#f8fafc\";\n{2}  }}\n",
        pipeline.name(branch.condition), name_of_outcome(branch.outcome), lines);
  return out;
}

std::string title_of(Compiled const& pipeline, Outline const& outline) {
  constexpr std::size_t kShown = 12;
  std::string path;
  for (std::size_t i = 0; i < outline.critical_path.size(); ++i) {
    if (i == kShown) return path + fmt::format(" and {} more", outline.critical_path.size() - i);
    path += (i == 0 ? "" : ", ") + std::string(pipeline.name(outline.critical_path[i]));
  }
  return path;
}

}  // namespace

std::string definition_json(Compiled const& pipeline, Outline const& outline) {
  json::Array nodes, edges, layers;
  for (std::size_t i = 0; i < pipeline.step_count(); ++i)
    nodes.push_back(node_of(pipeline, outline, static_cast<StepIndex>(i)));
  for (Edge const& edge : pipeline.edges()) {
    json::Value one;
    one.set("from", pipeline.name(edge.from))
        .set("to", pipeline.name(edge.to))
        .set("kind", name_of_kind(edge.kind))
        .set("drawn", std::ranges::binary_search(pipeline.drawn_edges(), edge))
        .set("critical", is_critical(outline, edge.from, edge.to));
    edges.push_back(std::move(one));
  }
  for (auto const& layer : outline.layers) layers.push_back(names_of(pipeline, layer));
  json::Value path;
  path.set("steps", names_of(pipeline, outline.critical_path))
      .set("duration", format_duration(outline.length))
      .set("seconds", seconds_of(outline.length));
  json::Value graph;
  graph.set("nodes", std::move(nodes))
      .set("edges", std::move(edges))
      .set("layers", std::move(layers))
      .set("critical_path", std::move(path));
  return json::dump_pretty(graph) + "\n";
}

std::string definition_dot(Compiled const& pipeline, Outline const& outline) {
  std::string out = fmt::format(
      "digraph pipeline {{\n"
      "  graph [rankdir=LR, fontname=\"Helvetica\", fontsize=12, labelloc=t, nodesep=0.3, "
      "ranksep=0.6,\n"
      "         label=\"critical path {}: {}\"]\n"
      "  node [fontname=\"Helvetica\", fontsize=11, color=\"#94a3b8\", margin=\"0.14,0.07\"]\n"
      "  edge [fontname=\"Helvetica\", fontsize=10, color=\"#64748b\", arrowsize=0.7]\n",
      format_duration(outline.length), title_of(pipeline, outline));
  out += node_lines(pipeline, outline);
  for (Edge const& edge : pipeline.drawn_edges()) out += edge_line(pipeline, outline, edge);
  return out + "}\n";
}

}  // namespace rehearse::reports
