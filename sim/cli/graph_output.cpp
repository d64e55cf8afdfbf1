#include "sim/cli/graph_output.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include <fmt/format.h>

#include "reports/definition_graph.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/step_durations.hpp"

namespace rehearse::cli {
namespace {

struct GraphFormat {
  std::string_view name;
  std::string_view file;
  std::string (*write)(pipeline::Compiled const&, pipeline::Outline const&);
};
constexpr std::array kFormats{GraphFormat{"dot", "graph.dot", reports::definition_dot},
                              GraphFormat{"json", "graph.json", reports::definition_json}};

std::unexpected<Error> bad_graph_option(std::string message, std::string hint = {}) {
  return std::unexpected(Error{Error::Code::usage, std::move(message), {}, std::move(hint), {}});
}

}  // namespace

Result<GraphOutput> GraphOutput::create(GraphOptions const& options,
                                        std::span<std::string const> paths) {
  GraphOutput out;
  if (options.formats.empty()) {
    if (!options.durations.empty() || !options.folder.empty())
      return bad_graph_option("`--durations` and `--out` belong to `--graph`", "add `--graph dot`");
    return out;
  }
  for (std::string_view name : split(options.formats, ',')) {
    auto format = std::ranges::find(kFormats, name, &GraphFormat::name);
    if (format == kFormats.end())
      return bad_graph_option("there is no graph format `" + shorten(name, 40) + "`",
                              "there are `dot` and `json`");
    if (std::ranges::find(out.formats_, name) == out.formats_.end())
      out.formats_.push_back(format->name);
  }
  if (!options.durations.empty()) {
    auto durations = read_step_durations(options.durations);
    if (!durations) return std::unexpected(durations.error());
    out.durations_ = std::move(*durations);
    out.durations_file_ = options.durations;
  }
  out.folder_ = options.folder;
  out.several_ = paths.size() > 1;
  out.to_standard_output_ = !out.several_ && out.formats_.size() == 1 && out.folder_.empty();
  std::set<std::string> folders;
  for (std::string const& path : paths)
    if (!folders.insert(out.folder_of(path)).second)
      return bad_graph_option("two graphs would go to `" + out.folder_of(path) + "`",
                              "draw one after the other, each with its own `--out`");
  return out;
}

std::string GraphOutput::folder_of(std::string const& path) const {
  std::string const stem = stem_of(path);
  if (folder_.empty()) return "out/" + stem;
  return several_ ? folder_ + "/" + stem : folder_;
}

Result<void> GraphOutput::draw(std::string const& path, pipeline::Compiled const* pipeline) {
  if (formats_.empty()) return {};
  if (pipeline == nullptr)
    return bad_graph_option("`" + path + "` is a policy: only definitions have graphs");
  for (pipeline::Step const& step : pipeline->definition()->steps) steps_.insert(step.name);
  pipeline::Outline const outline = pipeline::outline_of(*pipeline, durations_);
  for (GraphFormat const& format : kFormats) {
    if (std::ranges::find(formats_, format.name) == formats_.end()) continue;
    std::string const text = format.write(*pipeline, outline);
    if (to_standard_output_) {
      std::fwrite(text.data(), 1, text.size(), stdout);
      continue;
    }
    std::string const folder = folder_of(path);
    if (auto made = make_folder(folder); !made) return made;
    std::string const file = folder + "/" + std::string(format.file);
    if (auto written = write_file(file, text); !written) return written;
    fmt::print("  {}: {}\n", format.name, file);
  }
  return {};
}

void GraphOutput::warn_of_unused_durations() const {
  if (!steps_.empty()) warn_of_unknown_steps(durations_, steps_, durations_file_);
}

}  // namespace rehearse::cli
