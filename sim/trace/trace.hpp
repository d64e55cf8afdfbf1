// A run's records, kept in memory as their canonical bytes.
//
//   trace.for_each(overloaded{[](Entry const&, StepMoved const& r) {...}, [](Entry const&, auto
//   const&) {}});
#pragma once

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

  /// Calls `f(Entry, R const&)` for every record in order.
  template <class F>
  void for_each(F&& f) const {
    for (Seq seq = 0; seq < frames_.size(); ++seq) visit(seq, f);
  }
  /// Calls `f(Entry, R const&)` for one record.
  template <class F>
  void visit(Seq seq, F&& f) const {
    std::span<std::byte const> bytes = frame(seq);
    Head head = Decoder(bytes).head();
    visit_type(head.type, Entry{seq, head.at, head.cause}, bytes, f, Records{});
  }

 private:
  std::span<std::byte const> frame(Seq seq) const;

  template <class F, class... R>
  static void visit_type(std::uint16_t type, Entry const& entry, std::span<std::byte const> bytes,
                         F&& f, TypeList<R...>) {
    (void)((type == kTypeOf<R> ? (f(entry, decode<R>(bytes)), true) : false) || ...);
  }

  std::vector<std::byte> bytes_;
  std::vector<std::size_t> frames_;  // where each record starts
  std::uint64_t digest_ = 0;
  bool complete_ = true;
};

}  // namespace rehearse::trace
