// The only door through which anything happens: record = encode once, digest, keep, write a line,
// apply.
#pragma once

#include <span>
#include <vector>

#include "sim/trace/jsonl_writer.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/mutation.hpp"
#include "sim/world/world.hpp"

namespace rehearse::world {

/// Where records go besides into the digest and the world. Any of them may be null.
struct Sinks {
  trace::Trace* keep = nullptr;
  trace::JsonlWriter* lines = nullptr;
  World* shadow = nullptr;  // a second world, fed with each record as read back from its encoding
};

class Recorder {
 public:
  Recorder(World& world, Sinks sinks) : world_(world), sinks_(sinks) {}

  /// Called at every engine step: what follows happens now and because of `cause`.
  void begin(Time now, trace::Seq cause) {
    now_ = now;
    cause_ = cause;
    world_.set_now(now);  // an expiry is exact, whether or not anything is recorded at its instant
  }
  Time now() const { return now_; }
  trace::Seq cause() const { return cause_; }
  void set_cause(trace::Seq cause) { cause_ = cause; }
  std::uint64_t digest() const { return digest_; }
  void set_sinks(Sinks sinks) { sinks_ = sinks; }
  trace::Seq next_seq() const { return seq_; }
  /// From here on this one thing is not as the scenario says. REQUIRES: outlives the recorder.
  void set_mutation(Mutation const& mutation) { mutation_ = &mutation; }

  /// Returns the record's position.
  template <class R>
  trace::Seq record(R const& record) {
    if constexpr (Mutable<R>)
      if (mutation_ != nullptr) return put(mutated(*mutation_, world_.access(), record));
    return put(record);
  }

  /// The id of a document, which is recorded when it is new. `text`: compact JSON. `lines`: see
  /// DocumentStored.
  DocumentId document(trace::DocumentKind kind, std::string name, std::string text,
                      std::string lines = {});

 private:
  /// The hot path: encoded on the stack, the sizes known to the compiler.
  template <class R>
    requires trace::kFixedRecord<R>
  trace::Seq put(R const& record) {
    auto bytes = trace::encode_fixed(now_, cause_, record);
    digest_ = trace::digest_step(digest_, bytes.data(), bytes.size());
    if (sinks_.keep != nullptr) sinks_.keep->append(bytes, digest_);
    trace::Entry entry{seq_++, now_, cause_};
    if (sinks_.lines != nullptr) sinks_.lines->write(entry, record);
    world_.apply(entry, record);
    if (sinks_.shadow != nullptr) sinks_.shadow->apply_encoded(entry, bytes);
    return entry.seq;
  }
  template <class R>
  trace::Seq put(R const& record) {
    return put_text(trace::kTypeOf<R>, &record);
  }
  /// A record with texts.
  trace::Seq put_text(std::uint16_t type, void const* record);

  World& world_;
  Sinks sinks_;
  Mutation const* mutation_ = nullptr;
  Time now_{};
  trace::Seq cause_ = trace::kNoSeq;
  trace::Seq seq_ = 0;
  std::uint64_t digest_ = 0;
  std::vector<std::byte> scratch_;
};

}  // namespace rehearse::world
