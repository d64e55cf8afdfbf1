#include "sim/cli/find_scenarios.hpp"

#include <algorithm>
#include <filesystem>

namespace rehearse::cli {

namespace fs = std::filesystem;

Result<std::vector<std::string>> find_scenarios(std::string const& path) {
  auto unreadable = [&](std::error_code fault) {
    return std::unexpected(Error{Error::Code::io,
                                 "cannot read `" + path + "`: " + fault.message(),
                                 {},
                                 "name a scenario or a folder of scenarios",
                                 {}});
  };
  std::error_code fault;
  fs::file_status status = fs::status(path, fault);
  if (!fs::exists(status))
    return unreadable(std::make_error_code(std::errc::no_such_file_or_directory));
  if (!fs::is_directory(status)) return std::vector<std::string>{path};
  std::vector<std::string> out;
  fs::recursive_directory_iterator each(path, fault), end;
  for (; !fault && each != end; each.increment(fault)) {
    if (each->is_directory() && each->path().filename() == "lib")
      each.disable_recursion_pending();
    else if (each->path().extension() == ".lua" && each->is_regular_file())
      out.push_back(each->path().lexically_normal().string());
  }
  if (fault) return unreadable(fault);
  std::ranges::sort(out);
  return out;
}

}  // namespace rehearse::cli
