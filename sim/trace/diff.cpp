#include "sim/trace/diff.hpp"

#include <algorithm>

namespace rehearse::trace {
namespace {

/// Of RunEnded no field is digested, but why it ended and how many checks failed is behaviour.
template <class R, class T>
constexpr bool is_behaviour(Field<R, T> const& field) {
  if constexpr (std::is_same_v<R, RunEnded>)
    return field.name == "reason" || field.name == "checks" || field.name == "failed";
  else if constexpr (std::is_same_v<R, CheckDone>)
    return field.digested && field.name != "call";
  else
    return field.digested;
}

/// What counts of one record: its fields in order, each in its canonical bytes.
struct Behaviour {
  struct Part {
    std::string_view field;
    std::vector<std::byte> bytes;
    bool operator==(Part const&) const = default;
  };
  Entry entry;
  std::uint16_t type = 0;
  std::vector<Part> parts;

  bool operator==(Behaviour const& other) const {
    return type == other.type && entry.at == other.entry.at && parts == other.parts;
  }
};

Behaviour behaviour(Trace const& trace, Seq seq) {
  Behaviour out;
  trace.visit(seq, [&]<class R>(Entry const& entry, R const& record) {
    out.entry = entry;
    out.type = kTypeOf<R>;
    for_each_field<R>([&](auto f) {
      if (!is_behaviour(f)) return;
      out.parts.push_back({f.name, {}});
      Encoder(out.parts.back().bytes).put(record.*(f.member));
    });
  });
  return out;
}

std::vector<std::string_view> differing(Behaviour const& a, Behaviour const& b) {
  std::vector<std::string_view> out;
  if (a.type != b.type) return out;
  for (std::size_t i = 0; i < a.parts.size(); ++i)
    if (a.parts[i] != b.parts[i]) out.push_back(a.parts[i].field);
  return out;
}

}  // namespace

std::optional<Divergence> first_divergence(Trace const& a, Trace const& b, Seq from) {
  Seq common = std::min(a.size(), b.size());
  // Equal digests: nothing but the last record, which they leave out, can differ.
  bool alike = a.digest() == b.digest() && a.size() == b.size() && common > 0;
  for (Seq seq = alike ? common - 1 : from; seq < common; ++seq) {
    Behaviour in_a = behaviour(a, seq), in_b = behaviour(b, seq);
    if (in_a != in_b) return Divergence{in_a.entry, in_b.entry, differing(in_a, in_b)};
  }
  if (a.size() > common) return Divergence{behaviour(a, common).entry, std::nullopt, {}};
  if (b.size() > common) return Divergence{std::nullopt, behaviour(b, common).entry, {}};
  return std::nullopt;
}

}  // namespace rehearse::trace
