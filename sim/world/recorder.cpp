#include "sim/world/recorder.hpp"

namespace rehearse::world {

DocumentId Recorder::document(trace::DocumentKind kind, std::string name, std::string text,
                              std::string lines) {
  if (mutation_ != nullptr && mutation_->is_of(kind, text)) {
    text = mutation_->becomes;
    lines.clear();
  }
  if (DocumentId known = world_.documents().find(kind, text)) return known;
  DocumentId id{static_cast<std::uint32_t>(world_.documents().size())};
  record(trace::DocumentStored{id, kind, std::move(name), {std::move(text)}, {std::move(lines)}});
  return id;
}

trace::Seq Recorder::put_text(std::uint16_t type, void const* record) {
  std::size_t digested = trace::encode(type, now_, cause_, record, scratch_);
  if (type != trace::kTypeOf<trace::RunEnded>)
    digest_ = trace::digest_step(digest_, scratch_.data(), digested);
  if (sinks_.keep != nullptr) sinks_.keep->append(scratch_, digest_);
  trace::Entry entry{seq_++, now_, cause_};
  if (sinks_.lines != nullptr) sinks_.lines->write(type, entry, record);
  world_.apply(type, entry, record);
  if (sinks_.shadow != nullptr) sinks_.shadow->apply_encoded(entry, scratch_);
  return entry.seq;
}

}  // namespace rehearse::world
