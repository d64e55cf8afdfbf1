#include "reports/access.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/world/world.hpp"

namespace rehearse::reports {
namespace {

std::vector<Right> rights_of(world::World const& world) {
  world::Matrix const matrix = world::matrix_of(world.access(), world::pipelines_of(world));
  std::vector<Right> out;
  for (world::Cell const& cell : matrix.cells)
    if (cell.decision.allowed())
      out.push_back({world.principals()[cell.principal].arn,
                     std::string(world::matrix_actions()[cell.action]),
                     matrix.pipelines[cell.pipeline]});
  std::ranges::sort(out);
  return out;
}

std::string short_name(std::string_view arn) { return std::string(arn.substr(arn.rfind('/') + 1)); }
std::string short_action_of(std::string_view action) {
  return std::string(action.substr(action.find(':') + 1));
}
std::string account_in(std::string_view arn) {
  auto fields = split(arn, ':');
  return fields.size() > 4 ? std::string(fields[4]) : std::string{};
}

json::Value as_json(Right const& right) {
  return json::Value{}
      .set("principal", right.principal)
      .set("action", right.action)
      .set("pipeline", right.pipeline);
}

/// Principal and pipeline once, its actions behind them.
std::string table_of(std::vector<Right> const& rights, std::string_view mark) {
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> rows;
  for (Right const& right : rights)
    rows[{right.principal, right.pipeline}].push_back(short_action_of(right.action));
  std::string out;
  for (auto const& [key, actions] : rows)
    out += fmt::format("{}{} of {} on {} of {}\n{}    {}\n", mark, short_name(key.first),
                       account_in(key.first), short_name(key.second), account_in(key.second),
                       std::string(mark.size(), ' '), join(actions, ", "));
  return out;
}

/// A finding that opened something, as code scanners read it (SARIF 2.1.0).
json::Value sarif_result(RightChange const& change) {
  std::string const text = fmt::format("{} may now {} on {}", change.right.principal,
                                       change.right.action, change.right.pipeline);
  return json::Value{}
      .set("ruleId", "access-opened")
      .set("level", "warning")
      .set("message", json::Value{}.set("text", text))
      .set("locations",
           json::Array{json::Value{}.set(
               "logicalLocations",
               json::Array{json::Value{}.set("fullyQualifiedName", change.right.pipeline)})});
}

json::Value sarif(json::Array results) {
  json::Value driver = json::Value{}
                           .set("name", "rehearse")
                           .set("rules", json::Array{json::Value{}.set("id", "access-opened")});
  json::Value run = json::Value{}
                        .set("tool", json::Value{}.set("driver", std::move(driver)))
                        .set("results", std::move(results));
  return json::Value{}
      .set("version", "2.1.0")
      .set("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      .set("runs", json::Array{std::move(run)});
}

}  // namespace

std::vector<Right> rights_at(trace::Trace const& trace, std::optional<Time> at) {
  world::World world;
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) {
    bool over = false;
    trace.visit(seq, [&](trace::Entry const& entry, auto const& record) {
      over = at && entry.at > *at;
      if (!over) world.apply(entry, record);
    });
    if (over) break;
  }
  if (at) world.set_now(*at);
  return rights_of(world);
}

std::vector<RightChange> changes_between(std::vector<Right> const& before,
                                         std::vector<Right> const& after) {
  std::vector<RightChange> out;
  for (Right const& right : after)
    if (!std::ranges::binary_search(before, right)) out.push_back({right, true});
  for (Right const& right : before)
    if (!std::ranges::binary_search(after, right)) out.push_back({right, false});
  return out;
}

std::vector<RightChange> changes_between(trace::Trace const& trace, Time from, Time to) {
  world::World world;
  std::vector<Right> start, now;
  bool begun = false;
  std::map<Right, trace::Seq> by;
  std::uint64_t seen = 0;
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) {
    bool over = false;
    trace.visit(seq, [&](trace::Entry const& entry, auto const& record) {
      over = entry.at > to;
      if (!begun && entry.at > from) {
        start = now = rights_of(world);
        begun = true;
        seen = world.access().changes();
      }
      if (!over) world.apply(entry, record);
    });
    if (over) break;
    if (!begun || world.access().changes() == seen) continue;
    seen = world.access().changes();
    std::vector<Right> next = rights_of(world);
    for (RightChange const& change : changes_between(now, next)) by[change.right] = seq;
    now = std::move(next);
  }
  std::vector<RightChange> out = changes_between(start, now);
  for (RightChange& change : out)
    if (auto at = by.find(change.right); at != by.end()) change.by = at->second;
  return out;
}

std::string render_rights(std::vector<Right> const& rights, AccessFormat format) {
  switch (format) {
    case AccessFormat::table:
      return rights.empty() ? "nobody may do anything\n" : table_of(rights, "");
    case AccessFormat::csv: {
      std::string out = "principal,action,pipeline\n";
      for (Right const& r : rights) out += r.principal + "," + r.action + "," + r.pipeline + "\n";
      return out;
    }
    case AccessFormat::sarif:
      return json::dump(sarif({})) + "\n";
    case AccessFormat::json:
      break;
  }
  json::Array list;
  for (Right const& right : rights) list.push_back(as_json(right));
  return json::dump(json::Value{std::move(list)}) + "\n";
}

std::string render_changes(std::vector<RightChange> const& changes,
                           std::vector<std::string> const& by, AccessFormat format) {
  switch (format) {
    case AccessFormat::table: {
      if (changes.empty()) return "nothing opened, nothing closed\n";
      std::string out;
      for (std::size_t i = 0; i < changes.size(); ++i) {
        Right const& right = changes[i].right;
        out += fmt::format("{} {} of {}: {} on {}\n", changes[i].opened ? "opened" : "closed",
                           short_name(right.principal), account_in(right.principal),
                           short_action_of(right.action), short_name(right.pipeline));
        if (i < by.size() && !by[i].empty()) out += "         by " + by[i] + "\n";
      }
      return out;
    }
    case AccessFormat::csv: {
      std::string out = "change,principal,action,pipeline\n";
      for (RightChange const& c : changes)
        out += fmt::format("{},{},{},{}\n", c.opened ? "opened" : "closed", c.right.principal,
                           c.right.action, c.right.pipeline);
      return out;
    }
    case AccessFormat::sarif: {
      json::Array results;
      for (RightChange const& c : changes)
        if (c.opened) results.push_back(sarif_result(c));
      return json::dump(sarif(std::move(results))) + "\n";
    }
    case AccessFormat::json:
      break;
  }
  json::Array list;
  for (RightChange const& c : changes)
    list.push_back(as_json(c.right).set("change", c.opened ? "opened" : "closed"));
  return json::dump(json::Value{std::move(list)}) + "\n";
}

}  // namespace rehearse::reports
