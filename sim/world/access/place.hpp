// Where what is Regional lives. Source: sagemaker-pipelines 3.2, 5.1, sharing-and-access 1.12.
#pragma once

#include <compare>
#include <string>

#include "sim/vocab/ids.hpp"

namespace rehearse::world {

/// An account's part of a Region: names are unique and quotas count there. What lives in one is
/// made from it.
struct Place {
  AccountId account;
  std::string region;

  Place const& place() const { return *this; }
  friend auto operator<=>(Place const&, Place const&) = default;
};

}  // namespace rehearse::world
