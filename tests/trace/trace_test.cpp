// The canonical bytes and the digest over them.
#include "sim/trace/trace.hpp"

#include <catch2/catch.hpp>

#include "tests/trace/samples.hpp"

using namespace rehearse;
using namespace rehearse::trace;

TEST_CASE("encoding: every record type reads back as it was", "[trace]") {
  std::size_t types = 0;
  for_each_type([&]<class R>(R) {
    INFO(R::kName);
    R const record = filled<R>(40);
    std::vector<std::byte> bytes;
    encode(Time{Duration{123'456}}, 77, record, bytes);
    CHECK(bytes.size() % 8 == 0);
    Head const head = Decoder(bytes).head();
    CHECK(head.at == Time{Duration{123'456}});
    CHECK(head.cause == 77);
    CHECK(head.type == types);
    CHECK(same(decode<R>(bytes), record));
    ++types;
  });
  CHECK(types == Records::size);
}

TEST_CASE("encoding: no cause is a cause like any other", "[trace]") {
  std::vector<std::byte> bytes;
  encode(Time{}, kNoSeq, PipelineDeleted{PipelineId{3}}, bytes);
  CHECK(Decoder(bytes).head().cause == kNoSeq);
}

TEST_CASE("encoding: a fixed record has the same bytes on the stack and in a growing buffer",
          "[trace]") {
  int fixed = 0;
  for_each_type([&]<class R>(R) {
    if constexpr (kFixedRecord<R>) {
      INFO(R::kName);
      R const record = filled<R>(11);
      auto on_stack = encode_fixed(Time{Duration{5}}, 9, record);
      std::vector<std::byte> grown;
      CHECK(encode(Time{Duration{5}}, 9, record, grown) == on_stack.size());
      CHECK(std::ranges::equal(on_stack, grown));
      ++fixed;
    }
  });
  CHECK(fixed >= 10);  // StepMoved, the hottest, is one of them
  CHECK(kFixedRecord<StepMoved>);
}

TEST_CASE("encoding: a step's move is 24 bytes, little endian, as FORMAT.md says", "[trace]") {
  auto bytes =
      encode_fixed(Time{Duration{0x0102}}, 5,
                   StepMoved{ExecutionId{0x0A0B}, 3, StepStatus::none, StepStatus::starting});
  std::vector<int> seen;
  for (std::byte b : bytes) seen.push_back(std::to_integer<int>(b));
  int const type = kTypeOf<StepMoved>;
  CHECK(seen == std::vector<int>{2, 1, 0, 0, 0,    0,    0, 0, type, 0, 5, 0,
                                 0, 0, 0, 0, 0x0B, 0x0A, 0, 0, 3,    0, 0, 1});
}

template <class R>
std::string named(std::string_view field) {
  return std::string(R::kName) + "." + std::string(field);
}
template <class R>
std::uint64_t digest_of(R const& record) {
  Trace trace;
  trace.append(Time{}, kNoSeq, record);
  return trace.digest();
}

TEST_CASE("encoding: fields that the digest leaves out stand last", "[trace]") {
  std::vector<std::string> wrong;
  for_each_type([&]<class R>(R) {
    bool left_out = false;
    for_each_field<R>([&](auto f) {
      if (left_out && f.digested) wrong.push_back(named<R>(f.name));
      left_out = left_out || !f.digested;
    });
    if (left_out && kFixedRecord<R>) wrong.push_back(named<R>("encode_fixed knows no tail"));
  });
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("digest: moves with every digested field of every record, and with no other", "[trace]") {
  std::vector<std::string> wrong;
  std::size_t fields = 0;
  for_each_type([&]<class R>(R) {
    if constexpr (!std::is_same_v<R, RunEnded>) {
      R const base = filled<R>(2);
      std::uint64_t const digest = digest_of(base);
      for_each_field<R>([&](auto f) {
        R other = base;
        auto& value = other.*(f.member);
        for (std::uint32_t n = 200; value == base.*(f.member); ++n) fill(value, n);
        ++fields;
        if ((digest_of(other) != digest) != f.digested) wrong.push_back(named<R>(f.name));
      });
    }
  });
  CHECK(wrong == std::vector<std::string>{});
  CHECK(fields > 150);
}

TEST_CASE("digest: time, cause, type and order count, and RunEnded does not", "[trace]") {
  auto digest_of = [](auto... appends) {
    Trace trace;
    (appends(trace), ...);
    return trace.digest();
  };
  auto deleted = [](std::int64_t at, Seq cause, std::uint32_t id) {
    return [=](Trace& trace) {
      trace.append(Time{Duration{at}}, cause, PipelineDeleted{PipelineId{id}});
    };
  };
  std::uint64_t const base = digest_of(deleted(1, 2, 3), deleted(1, 2, 4));
  CHECK(digest_of(deleted(1, 2, 3), deleted(1, 2, 4)) == base);
  CHECK(digest_of(deleted(1, 2, 4), deleted(1, 2, 3)) != base);
  CHECK(digest_of(deleted(9, 2, 3), deleted(1, 2, 4)) != base);
  CHECK(digest_of(deleted(1, 9, 3), deleted(1, 2, 4)) != base);
  CHECK(digest_of(deleted(1, 2, 3), deleted(1, 2, 4),
                  [](Trace& t) { t.append(Time{}, kNoSeq, filled<RunEnded>(1)); }) == base);
  CHECK(digest_of([](Trace& t) { t.append(Time{}, 0, PipelineDeleted{PipelineId{3}}); }) !=
        digest_of([](Trace& t) { t.append(Time{}, 0, EndpointDeleted{EndpointId{3}}); }));
}

TEST_CASE("trace: every record is visited once, in order, with its place", "[trace]") {
  Trace const trace = sample_trace();
  CHECK(trace.size() == Records::size);
  Seq expected = 0;
  trace.for_each([&](Entry const& entry, auto const&) {
    CHECK(entry.seq == expected++);
    CHECK(entry.at == Time{Duration{static_cast<std::int64_t>(1000 * entry.seq)}});
  });
  CHECK(expected == trace.size());
  bool found = false;
  trace.visit(0, overloaded{[&](Entry const&, RunStarted const&) { found = true; }});
  CHECK(found);
}

TEST_CASE("base 36: twelve characters there and back", "[trace]") {
  Base36 value;
  CHECK(to_text(Base36{0}) == "000000000000");
  CHECK(to_text(Base36{35}) == "00000000000z");
  CHECK(from_text("zzzzzzzzzzzz", value));
  CHECK(value.bits == 4'738'381'338'321'616'895ULL);
  CHECK(to_text(value) == "zzzzzzzzzzzz");
  for (char const* text : {"", "abc", "ABCDEFGHIJKL", "0000000000000", "00000000000-"})
    CHECK_FALSE(from_text(text, value));
}
