#include "reports/access.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "reports/folding.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/nearest/moving_matrix.hpp"

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

Right right_of(world::World const& world, world::Flip const& flip) {
  return {world.principals()[flip.principal].arn, std::string(flip.action), flip.pipeline};
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
    rows[{right.principal, right.pipeline}].emplace_back(iam::bare_action(right.action));
  std::string out;
  for (auto const& [key, actions] : rows)
    out += fmt::format("{}{} of {} on {} of {}\n{}    {}\n", mark, last_name(key.first),
                       account_in(key.first), last_name(key.second), account_in(key.second),
                       std::string(mark.size(), ' '), join(actions, ", "));
  return out;
}

/// `"the share reads" (promotion.lua:52)`.
std::string check_name(trace::Trace const& trace, trace::Seq check) {
  std::string out = "a check";
  if (check < trace.size())
    trace.visit(check, [&](trace::Entry const&, trace::CheckDone const& record) {
      out = fmt::format("\"{}\" ({})", record.text, place(record.where));
    });
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
  Folding fold(trace);
  while (!fold.at_end() && (!at || fold.next_at() <= *at)) fold.step();
  if (at) fold.world().set_now(*at);
  return rights_of(fold.world());
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
  Folding fold(trace);
  while (!fold.at_end() && fold.next_at() <= from) fold.step();
  world::World const& world = fold.world();
  world::MovingMatrix matrix(world.access());
  matrix.look(world::pipelines_of(world));
  std::map<Right, RightChange> changed;  // against how it was at `from`
  std::uint64_t seen = world.access_epoch();
  while (!fold.at_end() && fold.next_at() <= to) {
    trace::Seq const seq = fold.next();
    fold.step();
    bool moved = world.access_epoch() != seen;
    trace.visit(seq,
                trace::overloaded{
                    [&](trace::Entry const&, trace::PipelineStored const&) { moved = true; },
                    [&](trace::Entry const&, trace::PipelineDeleted const&) { moved = true; }});
    if (!moved) continue;
    seen = world.access_epoch();
    for (world::Flip const& flip : matrix.look(world::pipelines_of(world))) {
      Right right = right_of(world, flip);
      if (changed.erase(right) == 0) changed.emplace(right, RightChange{right, flip.opened, seq});
    }
  }
  std::vector<RightChange> out;
  for (bool opened : {true, false})
    for (auto const& [right, change] : changed)
      if (change.opened == opened) out.push_back(change);
  return out;
}

void mark_expected(trace::Trace const& trace, std::vector<RightChange>& changes) {
  Folding fold(trace);
  while (!fold.at_end()) fold.step();
  world::Principals const& principals = fold.world().principals();
  std::map<Right, std::string> expected;
  trace.for_each([&](trace::Entry const& entry, trace::AccessExpected const& record) {
    std::string const pipeline = record.resource.substr(0, record.resource.find("/execution/"));
    expected.emplace(Right{principals[record.principal].arn, record.action, pipeline},
                     check_name(trace, entry.cause));
  });
  for (RightChange& change : changes)
    if (auto at = expected.find(change.right); change.opened && at != expected.end())
      change.expected_by = at->second;
}

std::string rights_text(std::vector<Right> const& rights, AccessFormat format) {
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

std::string changes_text(std::vector<RightChange> const& changes,
                         std::vector<std::string> const& by, AccessFormat format) {
  switch (format) {
    case AccessFormat::table: {
      if (changes.empty()) return "nothing opened, nothing closed\n";
      std::string out;
      for (std::size_t i = 0; i < changes.size(); ++i) {
        Right const& right = changes[i].right;
        out += fmt::format("{} {} of {}: {} on {}\n", changes[i].opened ? "opened" : "closed",
                           last_name(right.principal), account_in(right.principal),
                           iam::bare_action(right.action), last_name(right.pipeline));
        if (i < by.size() && !by[i].empty()) out += "         when " + by[i] + "\n";
        if (!changes[i].expected_by.empty())
          out += "         as expected by " + changes[i].expected_by + "\n";
      }
      return out;
    }
    case AccessFormat::csv: {
      std::string out = "change,principal,action,pipeline,expected\n";
      for (RightChange const& c : changes)
        out += fmt::format("{},{},{},{},{}\n", c.opened ? "opened" : "closed", c.right.principal,
                           c.right.action, c.right.pipeline, c.expected_by.empty() ? "no" : "yes");
      return out;
    }
    case AccessFormat::sarif: {
      json::Array results;
      for (RightChange const& c : changes)
        if (c.unexpected()) results.push_back(sarif_result(c));
      return json::dump(sarif(std::move(results))) + "\n";
    }
    case AccessFormat::json:
      break;
  }
  json::Array list;
  for (RightChange const& c : changes) {
    json::Value each = as_json(c.right);
    each.set("change", c.opened ? "opened" : "closed");
    if (!c.expected_by.empty()) each.set("expected_by", c.expected_by);
    list.push_back(std::move(each));
  }
  return json::dump(json::Value{std::move(list)}) + "\n";
}

}  // namespace rehearse::reports
