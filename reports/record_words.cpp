#include "reports/record_words.hpp"

#include <cctype>
#include <type_traits>

#include <fmt/format.h>

#include "reports/change_words.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// `StepMoved` -> `step moved`.
std::string words_of(std::string_view camel) {
  std::string out;
  for (char c : camel) {
    if (c >= 'A' && c <= 'Z' && !out.empty()) out += ' ';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

/// Turns a record's fields into words.
class Names {
 public:
  Names(trace::Trace const& trace, RunModel const& model) : model_(model), changes_(trace, model) {}

  /// The commonest records in a sentence, the others field by field.
  std::string phrase(trace::StepMoved const& r) const {
    return fmt::format("step {} of {} goes from {} to {}", step(r.execution, r.step),
                       text(r.execution), text(r.from), text(r.to));
  }
  std::string phrase(trace::ExecutionMoved const& r) const {
    return fmt::format("execution {} goes from {} to {}", text(r.execution), text(r.from),
                       text(r.to));
  }
  std::string phrase(trace::ApiCalled const& r) const {
    std::string came = !r.code.empty()              ? r.code
                       : r.outcome == Outcome::none ? "not judged"
                                                    : "allowed";
    return fmt::format("{} calls {} on {}: {}", r.actor ? text(r.actor) : text(r.principal),
                       r.operation, quote(r.resource), came);
  }
  std::string phrase(trace::CheckDone const& r) const {
    return fmt::format("the check {} {}{}", quote(r.text), r.held ? "held" : "failed",
                       r.detail.empty() ? "" : ": " + shorten(r.detail, kPhraseBytesMax));
  }
  std::string phrase(trace::DocumentStored const& r) const {
    return fmt::format("the run reads {}", quote(r.name));
  }
  template <class R>
  std::string phrase(R const& record) const {
    if constexpr (requires { changes_.phrase(record); }) return changes_.phrase(record);
    std::vector<std::pair<std::string_view, std::string>> parts;
    trace::for_each_field<R>([&](auto f) {
      if (f.digested || std::is_same_v<R, trace::RunEnded>)
        parts.emplace_back(f.name, value(record, f.name, record.*(f.member)));
    });
    return list(words_of(R::kName), parts);
  }

  template <class R, class T>
  std::string value(R const& record, std::string_view field, T const& value) const {
    if constexpr (std::is_same_v<T, std::uint16_t> && requires { record.execution; }) {
      if (field == "step") return step(record.execution, value);
    }
    return text(value);
  }

 private:
  std::string text(AccountId id) const { return named(model_.accounts, id, "account"); }
  std::string text(PrincipalId id) const { return named(model_.roles, id, "role"); }
  std::string text(ActorId id) const { return named(model_.actors, id, "actor"); }
  std::string text(PipelineId id) const { return named(model_.pipelines, id, "pipeline"); }
  std::string text(ShareId id) const { return named(model_.shares, id, "share"); }
  std::string text(EndpointId id) const { return named(model_.endpoints, id, "endpoint"); }
  std::string text(RuleId id) const { return named(model_.rules, id, "rule"); }
  std::string text(QueueId id) const { return named(model_.queues, id, "queue"); }
  std::string text(ExecutionId id) const {
    Execution const* execution = item(model_.executions, id);
    if (execution == nullptr) return numbered("execution", id.index);
    return text(execution->pipeline) + "/" + execution->name;
  }
  template <class Tag>
  std::string text(Id<Tag> id) const {
    return id ? "#" + std::to_string(id.index) : "none";
  }
  std::string text(bool value) const { return value ? "true" : "false"; }
  std::string text(Duration value) const { return format_duration(value); }
  std::string text(trace::Base36 value) const { return to_text(value); }
  std::string text(std::string const& value) const {
    return value.empty() ? "nothing" : quote(value);
  }
  std::string text(trace::JsonText const& value) const {
    return value.text.empty() ? "nothing" : quote(value.text);
  }
  std::string text(SourceLine const& value) const { return place(value); }
  template <class T>
  std::string text(T value) const {
    if constexpr (NamedEnum<T>)
      return std::string(name_of(value));
    else
      return std::to_string(value);
  }

  static std::string list(std::string out,
                          std::vector<std::pair<std::string_view, std::string>> const& parts) {
    std::string_view separator = ": ";
    for (auto const& [name, value] : parts) {
      out.append(separator).append(name).append(" ").append(value);
      separator = ", ";
    }
    return out;
  }
  static std::string quote(std::string_view value) {
    std::string out = shorten(value, kPhraseBytesMax);
    for (char& c : out)
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return "`" + out + "`";
  }
  static std::string numbered(std::string_view kind, std::uint32_t index) {
    return index == Id<void>::kNone ? "none" : fmt::format("{} #{}", kind, index);
  }
  template <class T, class Tag>
  static std::string named(std::vector<T> const& items, Id<Tag> id, std::string_view kind) {
    T const* found = item(items, id);
    return found == nullptr || found->name.empty() ? numbered(kind, id.index)
                                                   : shorten(found->name, kPhraseBytesMax);
  }
  std::string step(ExecutionId id, std::uint16_t index) const {
    Execution const* execution = item(model_.executions, id);
    if (execution == nullptr || execution->graph >= model_.graphs.size())
      return std::to_string(index);
    auto const& nodes = model_.graphs[execution->graph].nodes;
    return index < nodes.size() ? shorten(nodes[index].name, kPhraseBytesMax)
                                : std::to_string(index);
  }

  RunModel const& model_;
  ChangeWords changes_;
};

}  // namespace

std::string record_phrase(trace::Trace const& trace, RunModel const& model, Seq seq) {
  std::string out;
  Names names(trace, model);
  trace.visit(seq, [&](trace::Entry const&, auto const& record) { out = names.phrase(record); });
  return out;
}

std::string field_phrase(trace::Trace const& trace, RunModel const& model, Seq seq,
                         std::string_view field) {
  std::string out;
  Names names(trace, model);
  trace.visit(seq, [&]<class R>(trace::Entry const&, R const& record) {
    trace::for_each_field<R>([&](auto f) {
      if (f.name == field) out = names.value(record, f.name, record.*(f.member));
    });
  });
  return out;
}

std::optional<std::string> field_text(trace::Trace const& trace, Seq seq, std::string_view field) {
  std::optional<std::string> out;
  trace.visit(seq, [&]<class R>(trace::Entry const&, R const& record) {
    trace::for_each_field<R>([&](auto f) {
      using T = std::remove_cvref_t<decltype(record.*(f.member))>;
      if constexpr (std::is_same_v<T, std::string>) {
        if (f.name == field) out = record.*(f.member);
      } else if constexpr (std::is_same_v<T, trace::JsonText>) {
        if (f.name == field) out = (record.*(f.member)).text;
      }
    });
  });
  return out;
}

}  // namespace rehearse::reports
