#include "reports/page_data.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <ranges>
#include <type_traits>

#include "reports/reasons.hpp"
#include "reports/troubles.hpp"
#include "reports/words.hpp"
#include "sim/base/json.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// A text longer than this is cut in the page; the trace has it whole.
constexpr std::size_t kTextBytesMax = 8000;

/// A text that is likely to come again: written as its position in the list of texts.
struct Shared {
  std::string_view text;
};

/// Appends JSON rows.
class Rows {
 public:
  /// `"name":[ ... ]`, with whatever `body` appends.
  template <class F>
  void member(std::string_view name, F&& body) {
    key(name);
    list(body);
  }
  template <class T>
  void member_value(std::string_view name, T const& value) {
    key(name);
    put(value);
  }
  template <class F>
  void list(F&& body) {
    separate();
    out_ += '[';
    body();
    out_ += ']';
  }
  template <class... T>
  void row(T const&... values) {
    list([&] { put_all(values...); });
  }
  template <class... T>
  void put_all(T const&... values) {
    (put(values), ...);
  }

  void put(std::string_view text) {
    separate();
    json::append_quoted(out_, shorten(text, kTextBytesMax));
  }
  void put(std::string const& text) { put(std::string_view(text)); }
  void put(char const* text) { put(std::string_view(text)); }
  void put(Time at) { put(at.time_since_epoch().count() / 1000); }
  template <class Tag>
  void put(Id<Tag> id) {
    put(id ? std::int64_t{id.index} : -1);
  }
  void put(Shared shared) { put(share(shared.text)); }
  template <class T>
    requires(std::is_integral_v<T> || std::is_enum_v<T>)
  void put(T value) {
    separate();
    std::array<char, 24> digits;
    if constexpr (std::is_enum_v<T>)
      number(digits, static_cast<unsigned>(value));
    else if constexpr (std::is_same_v<T, bool>)
      number(digits, value ? 1 : 0);
    else
      number(digits, value);
  }

  /// The finished object, fit for a script element.
  std::string take() {
    key("texts");
    list([&] {
      for (std::string_view text : in_order_) put(text);
    });
    std::string safe = "{";
    for (char c : out_) c == '<' ? safe += "\\u003c" : safe += c;
    return safe + "}";
  }

 private:
  void key(std::string_view name) {
    separate();
    json::append_quoted(out_, name);
    out_ += ':';
  }
  void separate() {
    if (!out_.empty() && out_.back() != '[' && out_.back() != ':') out_ += ',';
  }
  template <class T>
  void number(std::array<char, 24>& digits, T value) {
    out_.append(digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  }
  std::int64_t share(std::string_view text) {
    auto [known, is_new] = texts_.emplace(text, static_cast<std::int64_t>(in_order_.size()));
    if (is_new) in_order_.push_back(known->first);
    return known->second;
  }

  std::string out_;
  std::map<std::string_view, std::int64_t> texts_;
  std::vector<std::string_view> in_order_;
};

/// A record that may be missing.
std::int64_t seq_or_none(Seq seq) { return seq == kNoSeq ? -1 : static_cast<std::int64_t>(seq); }

template <class S>
void put_changes(Rows& rows, std::vector<Change<S>> const& changes) {
  rows.list([&] {
    for (auto const& change : changes) rows.row(change.at, change.to, change.why);
  });
}

void put_header(Rows& rows, RunModel const& model) {
  Header const& header = model.header;
  rows.member_value("scenario", scenario_stem(header.scenario));
  rows.member_value("seed",
                    std::to_string(header.seed));  // a text: a script's numbers hold only 53 bits
  rows.member_value("epoch", header.epoch.unix_microseconds / 1000);
  rows.member_value("end", header.end);
  rows.member_value("accountsPhrase", accounts_phrase(model));
  rows.member_value("spanPhrase", span_phrase(model));
  rows.member_value("verdict", verdict_phrase(model));
  rows.member_value("ending", ending_phrase(model));
  rows.member_value("fault", is_fault(model));
  rows.member_value("complete", header.complete);
  rows.member_value("digest", header.digest);
  rows.member_value("parameters", header.parameters);
  rows.member_value("stepCalls", model.step_calls_allowed);
}

/// The names of an enumeration, so that the page has no list of its own.
template <NamedEnum E>
void put_names(Rows& rows, std::string_view name) {
  rows.member(name, [&] {
    for (std::string_view word : EnumNames<E>::names) rows.put(word);
  });
}

void put_all_names(Rows& rows) {
  put_names<ExecutionStatus>(rows, "executionNames");
  put_names<StepStatus>(rows, "stepNames");
  put_names<ShareStatus>(rows, "shareNames");
  put_names<AssociationStatus>(rows, "associationNames");
  put_names<InvitationStatus>(rows, "invitationNames");
  put_names<ApprovalStatus>(rows, "approvalNames");
  put_names<EndpointStatus>(rows, "endpointNames");
  put_names<ActorStatus>(rows, "actorNames");
  put_names<CheckKind>(rows, "checkNames");
  put_names<Layer>(rows, "layerNames");
}

void put_people(Rows& rows, RunModel const& model) {
  rows.member("units", [&] {
    for (Unit const& u : model.units) rows.row(u.id, u.path);
  });
  rows.member("accounts", [&] {
    for (Account const& a : model.accounts)
      rows.list([&] {
        rows.put(a.id);
        rows.put(a.name);
        rows.put(a.region);
        rows.put(a.id == model.header.management);
        put_changes(rows, a.stored_units);
        put_changes(rows, a.units_in_force);
      });
  });
  rows.member("roles", [&] {
    for (Role const& r : model.roles) rows.row(r.account, r.name);
  });
  rows.member("actors", [&] {
    for (Actor const& actor : model.actors)
      rows.list([&] {
        rows.put(actor.name);
        put_changes(rows, actor.changes);
      });
  });
  rows.member("notes", [&] {
    for (Note const& n : model.notes) rows.row(n.at, n.actor, n.text, place(n.where));
  });
}

/// What failed first; a check's number is its place in the run.
void put_checks(Rows& rows, RunModel const& model) {
  ShownChecks shown = shown_checks(model, kPageChecksMax);
  rows.member("checks", [&] {
    for (std::size_t i : shown.indices) {
      Check const& c = model.checks[i];
      rows.row(i + 1, c.at, c.kind, c.held, c.text, c.detail, seq_or_none(c.call), c.actor,
               place(c.where));
    }
  });
  rows.member_value("failedLeft", shown.failed_left);
  rows.member_value("heldLeft", shown.held_left);
}

void put_runs(Rows& rows, RunModel const& model) {
  rows.member("graphs", [&] {
    for (Graph const& graph : model.graphs)
      rows.list([&] {
        rows.list([&] {
          for (GraphNode const& n : graph.nodes) rows.row(n.name, n.type, n.layer, n.place);
        });
        rows.list([&] {
          for (GraphEdge const& e : graph.edges) rows.row(e.from, e.to, e.kind);
        });
      });
  });
  rows.member("pipelines", [&] {
    for (Pipeline const& p : model.pipelines)
      rows.row(p.account, p.name, p.graph, p.version, p.role);
  });
  rows.member("executions", [&] {
    for (Execution const& x : model.executions)
      rows.list([&] {
        rows.put(x.pipeline);
        rows.put(x.graph);
        rows.put(x.starter);
        rows.put(x.name);
        rows.put(x.display_name);
        rows.put(seq_or_none(x.call));
        rows.put(x.start);
        rows.put(x.end);
        rows.put(x.status);
        rows.list([&] {  // step, status, milliseconds since the move before, flat
          std::int64_t last = x.start.time_since_epoch().count() / 1000;
          for (StepMove const& move : x.moves) {
            std::int64_t at = move.at.time_since_epoch().count() / 1000;
            rows.put(move.step);
            rows.put(move.to);
            rows.put(at - std::exchange(last, at));
          }
        });
        rows.list([&] {
          for (StepFault const& fault : x.faults)
            rows.row(fault.step, Shared{fault.reason}, fault.retried, fault.at);
        });
        rows.list([&] {
          for (StepReuse const& each : x.reused) rows.row(each.step, each.source);
        });
      });
  });
}

/// One row for failures that are alike; the others than the first inside it.
void put_trouble(Rows& rows, AlikeTroubles const& alike) {
  constexpr std::size_t kOthersMost = 100;
  Trouble const& first = alike.first;
  StepFault const& fault = *first.fault;
  rows.list([&] {
    rows.put_all(first.execution, fault.step, fault.at, Shared{fault.reason}, first.tries,
                 first.remedy, fault.struck, first.run, alike.count(), alike.last());
    rows.list([&] {
      for (std::size_t i = 0; i < std::min(alike.others.size(), kOthersMost); ++i) {
        Trouble const& other = alike.others[i];
        rows.row(other.execution, other.fault->at, other.tries, other.run);
      }
    });
  });
}

/// What went wrong, and the faults of the scenario with how often each struck.
void put_troubles(Rows& rows, RunModel const& model) {
  constexpr std::size_t kMost = 200;
  std::vector<AlikeTroubles> const all = alike(troubles(model));
  std::size_t left = 0;
  rows.member("troubles", [&] {
    for (std::size_t i = 0; i < all.size(); ++i)
      i < kMost ? put_trouble(rows, all[i]) : void(left += all[i].count());
  });
  rows.member_value("troublesLeft", left);
  rows.member("faults", [&] {
    for (Fault const& f : model.faults)
      rows.row(fault_phrase(model, f), place(f.where), f.hits.size());
  });
}

/// A quota's use over time: points of milliseconds and a number, flat.
void put_utilization(Rows& rows, RunModel const& model) {
  rows.member("utilization", [&] {
    for (Utilization const& u : model.utilization)
      rows.list([&] {
        rows.put(u.account);
        rows.put(u.quota);
        rows.put(u.limit);
        rows.put(u.most);
        rows.list([&] {
          for (Utilization::Point const& p : u.points) {
            rows.put(p.at);
            rows.put(p.used);
          }
        });
      });
  });
}

void put_texts(Rows& rows, std::vector<std::string> const& texts) {
  rows.list([&] {
    for (std::string const& each : texts) rows.put(each);
  });
}

void put_change(Rows& rows, NearestChange const& change) {
  rows.list([&] {
    rows.list([&] {
      for (NearestChange::Edit const& edit : change.edits) rows.row(edit.what, edit.paste);
    });
    put_texts(rows, side_effects(change));
  });
}

void put_calls(Rows& rows, RunModel const& model) {
  rows.member("calls", [&] {
    for (Call const& c : model.calls)
      rows.list([&] {
        rows.put(c.seq);
        rows.put(c.at);
        rows.put(c.actor);
        rows.put(c.role);
        rows.put(c.execution);
        rows.put(c.owner);
        rows.put(c.result);
        rows.put(c.layer);
        rows.put(Shared{c.caller});
        rows.put(Shared{c.service});
        rows.put(Shared{c.operation});
        rows.put(Shared{c.action});
        rows.put(Shared{c.resource});
        rows.put(Shared{c.input});
        rows.put(Shared{c.code});
        rows.put(Shared{c.message});
        rows.put(Shared{c.document});
        rows.put(c.statement);
        rows.put(place(c.where));
        rows.put(refusal_phrase(c));
        rows.put(c.why.summary);
        rows.list([&] {
          for (Reason const& reason : c.why.layers)
            rows.list([&] {
              rows.put(reason.verdict);
              rows.put(reason.heading);
              put_texts(rows, reason.statements);
            });
        });
        put_texts(rows, c.why.decided_by);
        rows.list([&] {
          for (NearestChange const& change : c.why.nearest) put_change(rows, change);
        });
      });
  });
}

void put_shares(Rows& rows, RunModel const& model) {
  rows.member("shares", [&] {
    for (Share const& s : model.shares)
      rows.list([&] {
        rows.put(s.owner);
        rows.put(s.name);
        rows.put(s.arn);
        put_changes(rows, s.changes);
        put_changes(rows, s.stored);
        put_changes(rows, s.in_force);
        rows.list([&] {
          for (Association const& a : s.associations)
            rows.list([&] {
              rows.put(a.type);
              rows.put(a.entity);
              rows.put(a.external);
              put_changes(rows, a.changes);
            });
        });
        rows.list([&] {
          for (Invitation const& i : s.invitations)
            rows.list([&] {
              rows.put(i.receiver);
              rows.put(i.principal);
              put_changes(rows, i.changes);
            });
        });
        rows.put(s.from_policy);
      });
  });
}

void put_outcomes(Rows& rows, RunModel const& model) {
  rows.member("packages", [&] {
    for (Package const& p : model.packages)
      rows.list([&] {
        rows.put(p.account);
        rows.put(p.group);
        rows.put(p.version);
        rows.put(p.execution);
        put_changes(rows, p.changes);
      });
  });
  rows.member("endpoints", [&] {
    for (Endpoint const& p : model.endpoints)
      rows.list([&] {
        rows.put(p.account);
        rows.put(p.name);
        if (p.deleted)
          rows.put(p.deleted_at);
        else
          rows.put(-1);
        rows.list([&] {
          for (EndpointChange const& c : p.changes) rows.row(c.at, c.to, c.config);
        });
      });
  });
  rows.member("listeners", [&] {
    for (auto const* listeners : {&model.rules, &model.queues})
      for (Listener const& l : *listeners) rows.row(l.account, l.name, l.role);
  });
  rows.member("events", [&] {
    std::vector<Event const*> all;
    auto const address = std::views::transform([](Event const& each) { return &each; });
    std::ranges::merge(model.events | address, model.messages | address, std::back_inserter(all),
                       {}, &Event::at, &Event::at);
    for (Event const* event : all)
      rows.list([&, &e = *event] {
        rows.put(e.at);
        rows.put(e.account);
        rows.put(Shared{e.detail_type});
        rows.put(e.document);
        rows.list([&] {
          for (Delivery const& d : e.deliveries)
            rows.row(d.at, d.rule ? d.rule.index : model.rules.size() + d.queue.index);
        });
      });
  });
  rows.member("assumptions", [&] {
    for (Assumption const& a : model.assumptions) rows.row(a.name, a.value, a.changed, a.consulted);
  });
  rows.member("settings", [&] {
    for (Setting const& s : model.settings)
      rows.row(s.account, s.region.empty() ? s.name : s.name + " in " + s.region, s.value,
               s.beyond_aws);
  });
}

}  // namespace

std::string page_data(RunModel const& model) {
  Rows rows;
  put_header(rows, model);
  put_all_names(rows);
  put_people(rows, model);
  put_checks(rows, model);
  put_runs(rows, model);
  put_troubles(rows, model);
  put_utilization(rows, model);
  put_calls(rows, model);
  put_shares(rows, model);
  put_outcomes(rows, model);
  return rows.take();
}

}  // namespace rehearse::reports
