// rehearse validate: pipeline definitions and IAM policies, every fault with its place and what
// would be right; and the graph of a definition.
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/checked_document.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/graph_output.hpp"
#include "sim/cli/terminal.hpp"

namespace rehearse::cli {
namespace {

/// What `--kind` calls the kinds of policies.
struct KindName {
  std::string_view name;
  iam::PolicyKind kind;
};
constexpr std::array kKinds = {KindName{"identity", iam::PolicyKind::identity},
                               KindName{"resource", iam::PolicyKind::resource},
                               KindName{"trust", iam::PolicyKind::trust},
                               KindName{"boundary", iam::PolicyKind::boundary},
                               KindName{"session", iam::PolicyKind::session},
                               KindName{"scp", iam::PolicyKind::scp},
                               KindName{"rcp", iam::PolicyKind::rcp},
                               KindName{"permission", iam::PolicyKind::ram_permission}};

/// Nothing when `--kind` was not given.
Result<std::optional<iam::PolicyKind>> read_kind(std::string const& text) {
  if (text.empty()) return std::nullopt;
  auto known = std::ranges::find(kKinds, text, &KindName::name);
  if (known != kKinds.end()) return known->kind;
  std::vector<std::string_view> names;
  for (KindName const& each : kKinds) names.push_back(each.name);
  std::string hint = did_you_mean(text, names);
  return std::unexpected(
      Error{Error::Code::usage,
            "there is no kind of policy `" + shorten(text, 40) + "`",
            {},
            hint.empty() ? "`rehearse validate --help` lists them" : std::move(hint),
            {}});
}

/// Where a graph goes to standard output, what is said about the files goes beside it.
void print_verdict(std::FILE* out, std::string const& path, Fine const& fine) {
  std::size_t const warned = fine.warnings.size();
  fmt::print(out, "ok  {}  {}{}\n", path, fine.said,
             warned == 0 ? "" : ", " + counted(warned, "warning"));
  for (Doubt const& doubt : fine.warnings)
    fmt::print(out, "  warning: {} [{}]\n", to_string(doubt.what), doubt.rule);
}

}  // namespace

ExitCode command_validate(std::vector<std::string> const& arguments) {
  std::vector<std::string> paths;
  std::string kind_text;
  GraphOptions graph_options;
  Arguments parser(
      "validate",
      "Checks pipeline definitions and IAM policies: says what is wrong, where, and what would be "
      "right.",
      "rehearse validate scenarios/definitions/hello.json scenarios/policies/engineer.json");
  parser.positionals("FILE", paths, true, "definitions and policies, told apart by their content")
      .option(
          "--kind", kind_text, "KIND",
          "all are policies of this kind: identity, resource, trust, boundary, session, scp, rcp, "
          "permission")
      .option("--graph", graph_options.formats, "FORMAT,...",
              "the graph of each definition: dot (Graphviz), json; one of one file goes to "
              "standard output")
      .option("--durations", graph_options.durations, "FILE",
              "how long steps last in it, as `rehearse learn` writes: {\"Train\": \"25m\"}")
      .option("--out", graph_options.folder, "DIR",
              "write graphs there (default: out/<definition's name>)");
  if (auto done = parser.parse(arguments)) return *done;
  auto kind = read_kind(kind_text);
  if (!kind) return complain(kind.error());
  auto graphs = GraphOutput::create(graph_options, paths);
  if (!graphs) return complain(graphs.error());
  ExitCode code = ExitCode::well;
  for (std::string const& path : paths) {
    Checked verdict = check_document(path, *kind);
    if (!verdict) {
      for (Error const& fault : verdict.error()) code = complain(fault);
      continue;
    }
    print_verdict(graphs->takes_standard_output() ? stderr : stdout, path, *verdict);
    if (auto drawn = graphs->draw(path, verdict->pipeline.get()); !drawn)
      code = complain(drawn.error());
  }
  graphs->warn_of_unused_durations();
  return code;
}

}  // namespace rehearse::cli
