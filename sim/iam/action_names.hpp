// The names of every action of a few services, also of those that no rule here knows more about.
#pragma once

#include <span>
#include <string_view>

namespace rehearse::iam {

struct ServiceNames {
  std::string_view service;
  std::string_view names;  // one space between two
};

std::span<ServiceNames const> service_names();

}  // namespace rehearse::iam
