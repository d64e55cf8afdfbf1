// Every report there is. A new one is a file and a row in catalog.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

struct Report {
  std::string_view name;         // what `--report` and `--format` call it
  std::string_view file;         // what it is written as
  std::string_view description;  // one line for the help
  std::string (*render)(RunModel const&);
};

std::span<Report const> catalog();
/// The row of that name, or null.
Report const* find_report(std::string_view name);
/// Where the page that links lead to is written: empty when none of `written` is that page.
std::string page_path(std::span<Report const* const> written, std::string_view folder);
/// All names, for a message about an unknown one.
std::vector<std::string_view> report_names();

}  // namespace rehearse::reports
