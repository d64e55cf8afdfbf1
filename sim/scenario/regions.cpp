// The Regions that a scenario may name.
#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

/// The regions of the partition `aws`.
constexpr std::string_view kRegions[] = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ca-central-1",   "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",
    "eu-south-1",     "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",
    "il-central-1",   "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",
    "us-east-1",      "us-east-2",      "us-west-1",      "us-west-2",
};

}  // namespace

bool is_region(std::string_view text) {
  return std::ranges::find(kRegions, text) != std::end(kRegions);
}

Result<std::string> read_region(std::string const& text) {
  if (is_region(text)) return text;
  std::string const hint = did_you_mean(text, kRegions);
  return script::fail("there is no region `" + shorten(text, 40) + "`",
                      hint.empty() ? "write it like `us-east-1`" : hint);
}

Result<world::Place> read_place(Host& host, AccountId account,
                                std::optional<std::string> const& region) {
  if (!region) return host.world().organization().place(account);
  auto read = read_region(*region);
  if (!read) return std::unexpected(read.error());
  return world::Place{account, std::move(*read)};
}

}  // namespace rehearse::scenario
