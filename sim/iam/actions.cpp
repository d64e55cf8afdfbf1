// Looking actions up: those with a row, and those of which only the name is known.
#include "sim/iam/actions.hpp"

#include <algorithm>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/iam/action_names.hpp"

namespace rehearse::iam {
namespace {

/// The service's row of names, or null.
ServiceNames const* find_names(std::string_view service) {
  for (ServiceNames const& row : service_names())
    if (equals_ignoring_case(row.service, service)) return &row;
  return nullptr;
}

bool is_called(ActionRow const& row, std::string_view service, std::string_view name) {
  return equals_ignoring_case(row.service, service) && equals_ignoring_case(row.name, name);
}

}  // namespace

ActionRow const* find_action(std::string_view action) {
  auto colon = action.find(':');
  if (colon == std::string_view::npos) return nullptr;
  for (ActionRow const& row : action_rows())
    if (is_called(row, action.substr(0, colon), action.substr(colon + 1))) return &row;
  return nullptr;
}

bool is_known_service(std::string_view service) { return find_names(service) != nullptr; }

bool any_action(std::string_view service, std::function<bool(std::string_view)> const& test) {
  ServiceNames const* row = find_names(service);
  return row != nullptr && std::ranges::any_of(split(row->names, ' '), test);
}

std::string nearest_action(std::string_view action) {
  std::string_view service = action.substr(0, action.find(':'));
  std::vector<std::string> names;
  for (ActionRow const& row : action_rows())
    names.push_back(std::string(row.service) + ":" + std::string(row.name));
  if (ServiceNames const* row = find_names(service))
    for (std::string_view name : split(row->names, ' '))
      names.push_back(std::string(row->service) + ":" + std::string(name));
  std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(action, views);
}

}  // namespace rehearse::iam
