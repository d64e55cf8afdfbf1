// Policies and definitions that a scenario gives, as tables or files.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/calls/shapes.hpp"
#include "sim/iam/policy.hpp"
#include "sim/scenario/handles.hpp"
#include "sim/world/world.hpp"

namespace rehearse::scenario {

class Host;

struct ReadPolicy {
  std::string name;   // the file's path, or what it is called
  std::string text;   // compact JSON
  std::string lines;  // of its statements in the file, a JSON list; empty for a table
};

/// Reads and checks a policy. Errors of a file carry its line and column, those of a table a JSON
/// pointer.
Result<ReadPolicy> read_policy(Host& host, DocumentArgument const& given, iam::PolicyKind kind,
                               std::string const& name);

struct ReadText {
  std::string name;
  std::string text;  // as it stands in the file, or made from the table
};
/// The text of a document, unchecked.
Result<ReadText> read_document(Host& host, DocumentArgument const& given, std::string const& name);

/// Makes a managed policy known that was named by its ARN: a customer's that the scenario declared,
/// or one of AWS's own. Error: there is none.
Result<void> know_managed_policy(Host& host, std::string const& arn);

using Tags = std::vector<std::pair<std::string, std::string>>;
/// A table of texts, by key.
Result<Tags> read_tags(std::optional<json::Value> const& given, std::string const& what);

/// `Workloads/Staging`, ...: for suggestions.
std::vector<std::string> ou_paths(world::Organization const& organization);

/// Is this a name that the service takes? `operation.member` says whose rules bind it: length and
/// pattern, as AWS's API models write them. `what`: `a role's name`; `rule`: what is right.
Result<void> check_name(std::string_view text, std::string_view what, std::string_view rule,
                        calls::Operation const& operation, std::string_view member);

/// The fault of a document to show: the first that knows what would be right, else the first.
/// `path`: the file in which `rehearse validate` shows the others, or empty.
Error telling_fault(Errors const& faults, std::string const& path);

}  // namespace rehearse::scenario
