// Who may do what on which pipeline, at an instant of a trace: as a table, CSV, JSON or SARIF.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/nearest/matrix.hpp"

namespace rehearse::reports {

/// A cell with names: the same in every run in which the names are the same.
struct Right {
  std::string principal;  // its ARN
  std::string action;
  std::string pipeline;  // its ARN
  auto operator<=>(Right const&) const = default;
};

/// Everything that is allowed at `at`, in order. Nothing given: when the trace ends.
std::vector<Right> rights_at(trace::Trace const& trace, std::optional<Time> at);

struct RightChange {
  Right right;
  bool opened = false;
  trace::Seq by = trace::kNoSeq;  // the record after which it was so, where one trace tells
  std::string expected_by{};      // the check that names it as meant: `"text" (file.lua:12)`

  /// Opened, and no check says that it should be.
  bool unexpected() const { return opened && expected_by.empty(); }
};
/// What opened and closed from `from` to `to`, each with the record that did it last.
std::vector<RightChange> changes_between(trace::Trace const& trace, Time from, Time to);
/// What the second has and the first has not, and the other way round.
std::vector<RightChange> changes_between(std::vector<Right> const& before,
                                         std::vector<Right> const& after);

/// Marks what opened and is named by a check that held in `trace`: what expect.only lists, what
/// expect.changed_access says opened, what expect.allowed called last.
void mark_expected(trace::Trace const& trace, std::vector<RightChange>& changes);

enum class AccessFormat : std::uint8_t { table, csv, json, sarif };

std::string rights_text(std::vector<Right> const& rights, AccessFormat format);
/// `by`: the words of a record; may be empty.
std::string changes_text(std::vector<RightChange> const& changes,
                         std::vector<std::string> const& by, AccessFormat format);

}  // namespace rehearse::reports

REHEARSE_ENUM_NAMES(rehearse::reports::AccessFormat, "table", "csv", "json", "sarif");
