// A run's records, kept in memory as their canonical bytes.
//
//   trace.for_each(overloaded{[](Entry const&, StepMoved const& r) {...},
//                             [](Entry const&, CheckDone const& r) {...}});
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/trace/encoding.hpp"
#include "sim/trace/records.hpp"

namespace rehearse::trace {

/// A set of lambdas as one visitor.
template <class... F>
struct overloaded : F... {
  using F::operator()...;
};

/// Where a record stands: its position, time and cause.
struct Entry {
  Seq seq = 0;
  Time at{};
  Seq cause = kNoSeq;
};

/// Calls `f(entry, R const&)` for a record as it is encoded, when `f` takes its type.
template <class F>
void visit_encoded(Entry const& entry, std::span<std::byte const> bytes, F&& f) {
  [&]<class... R>(TypeList<R...>) {
    auto visit_one = [&]<class One>(TypeList<One>) {
      if constexpr (std::invocable<F&, Entry const&, One const&>) f(entry, decode<One>(bytes));
      return true;
    };
    std::uint16_t const type = Decoder(bytes).head().type;
    (void)((type == kTypeOf<R> && visit_one(TypeList<R>{})) || ...);
  }(Records{});
}

class Trace {
 public:
  /// Appends one encoded record (head, body, tail); `digest`: the running digest after it.
  void append(std::span<std::byte const> bytes, std::uint64_t digest);
  /// Encodes and appends. The digest moves on, except for RunEnded.
  template <class R>
  void append(Time at, Seq cause, R const& record) {
    std::vector<std::byte> bytes;
    std::size_t digested = encode(at, cause, record, bytes);
    append(bytes,
           std::is_same_v<R, RunEnded> ? digest_ : digest_step(digest_, bytes.data(), digested));
  }

  std::size_t size() const { return frames_.size(); }
  std::uint64_t digest() const { return digest_; }
  /// False when the file it was read from was cut off or the run was interrupted.
  bool complete() const { return complete_; }
  void set_complete(bool complete) { complete_ = complete; }

  Entry entry(Seq seq) const {
    Head head = Decoder(encoded(seq)).head();
    return {seq, head.at, head.cause};
  }
  /// Calls `f(Entry, R const&)` in order for every record of a type that `f` takes.
  template <class F>
  void for_each(F&& f) const {
    for (Seq seq = 0; seq < frames_.size(); ++seq) visit(seq, f);
  }
  /// Calls `f(Entry, R const&)` for one record, when `f` takes its type.
  template <class F>
  void visit(Seq seq, F&& f) const {
    visit_encoded(entry(seq), encoded(seq), f);
  }
  /// The canonical bytes of a record.
  std::span<std::byte const> encoded(Seq seq) const;

 private:
  std::vector<std::byte> bytes_;
  std::vector<std::size_t> frames_;  // where each record starts
  std::uint64_t digest_ = 0;
  bool complete_ = true;
};

}  // namespace rehearse::trace
