// The documents of a run, interned by content; definitions are compiled once and shared by every
// execution.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/text_index.hpp"
#include "sim/pipeline/compiled.hpp"
#include "sim/trace/trace.hpp"

namespace rehearse::world {

/// Gives the compiled definition of a text, or null where it knows none, for runs that share them
/// (a sweep, a benchmark).
using DefinitionLibrary = std::function<pipeline::CompiledPtr(std::string_view)>;

class Document {
 public:
  trace::DocumentKind kind{};
  std::string text;
  pipeline::CompiledPtr compiled;  // of a definition

  Document() = default;
  explicit Document(trace::DocumentStored const& record);

  std::string_view name() const { return origin_ ? std::string_view(origin_->name) : ""; }
  /// Of a policy's statements, `{"FILE":[3,9]}`; or empty.
  std::string_view lines() const { return origin_ ? std::string_view(origin_->lines) : ""; }

 private:
  struct Origin {
    std::string name;
    std::string lines;
  };
  std::unique_ptr<Origin const> origin_;  // of many documents nothing is known
};

/// Where a statement stands in the file that the policy was read from: `line 14`, or
/// `policies/scp.json:14` where the document is called otherwise; empty where there is no file.
std::string place_of(Document const& document, std::size_t statement);

/// A copy shares the texts.
class Documents {
 public:
  /// `library`, where there is one, outlives this.
  explicit Documents(DefinitionLibrary const* library = nullptr) : library_(library) {}

  Document const& operator[](DocumentId id) const { return *documents_[id.index]; }
  std::size_t size() const { return documents_.size(); }
  /// The document with this kind and text, or none.
  DocumentId find(trace::DocumentKind kind, std::string_view text) const;
  pipeline::Compiled const& definition(DocumentId id) const {
    return *documents_[id.index]->compiled;
  }

  void apply(trace::Entry const&, trace::DocumentStored const& record);

 private:
  DefinitionLibrary const* library_;
  std::vector<std::shared_ptr<Document const>> documents_;
  TextIndex<DocumentId> by_text_;
};

/// How a definition was checked when it entered: quotas lifted by a setting do not make an old
/// trace unreadable.
pipeline::Options lenient_options();

}  // namespace rehearse::world
