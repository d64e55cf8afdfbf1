#include "sim/cli/scenario_file.hpp"

#include "sim/base/text.hpp"
#include "sim/cli/files.hpp"

namespace rehearse::cli {
namespace {

constexpr std::size_t kScenarioBytesMax = std::size_t{8} << 20;

}  // namespace

Result<run::RunSpec> read_scenario(std::string const& path, std::string const& root) {
  if (auto regular = check_regular(path); !regular) return std::unexpected(regular.error());
  auto source = read_file(path, kScenarioBytesMax);
  if (!source) return std::unexpected(source.error());
  run::RunSpec spec;
  spec.source = std::move(*source);
  spec.file = base_of(path);
  spec.root = root.empty() ? folder_of(path) : root;
  return spec;
}

std::string name_of_scenario(std::string const& path) {
  return path.ends_with(".lua") ? path.substr(0, path.size() - 4) : path;
}

Result<std::map<std::string, std::string>> read_parameters(std::vector<std::string> const& given) {
  std::map<std::string, std::string> out;
  for (std::string const& each : given) {
    auto equals = each.find('=');
    if (equals == std::string::npos || equals == 0)
      return std::unexpected(Error{Error::Code::usage,
                                   "`--set " + shorten(each, 60) + "` is no parameter",
                                   {},
                                   "write --set NAME=VALUE",
                                   {}});
    if (!out.emplace(each.substr(0, equals), each.substr(equals + 1)).second)
      return std::unexpected(Error{Error::Code::usage,
                                   "`--set " + each.substr(0, equals) + "` is given twice",
                                   {},
                                   "keep one",
                                   {}});
  }
  return out;
}

}  // namespace rehearse::cli
