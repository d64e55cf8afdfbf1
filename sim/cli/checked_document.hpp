// One document of `rehearse validate`: a pipeline definition or a policy, with all that is wrong or
// doubtful about it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/policy.hpp"
#include "sim/pipeline/compiled.hpp"

namespace rehearse::cli {

/// What is legal and surely not meant, and which rule says so.
struct Doubt {
  std::string_view rule;
  Error what;
};

/// A document without faults.
struct Fine {
  std::string said;  // one line about it
  std::vector<Doubt> warnings;
  pipeline::CompiledPtr pipeline;  // null for a policy
};
using Checked = std::expected<Fine, Errors>;

/// Reads a file and checks it: as a policy of that kind, or as what its content says it is.
Checked check_document(std::string const& path, std::optional<iam::PolicyKind> kind);

/// `1 step`, `2 steps`.
std::string counted(std::size_t count, std::string_view noun);

}  // namespace rehearse::cli
