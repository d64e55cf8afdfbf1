// Collects every fault of a document while it is read, each with its place. Internal to the
// compiler.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"

namespace rehearse::iam {

/// A value of the document together with where it stands.
struct Node {
  json::Value const& value;
  std::string pointer;

  Node member(std::string_view key, json::Value const& at) const {
    return {at, json::pointer_step(pointer, key)};
  }
  Node element(std::size_t index, json::Value const& at) const {
    return {at, json::pointer_step(pointer, index)};
  }
};

class Faults {
 public:
  Faults(std::string_view file, std::string_view text) : file_(file), text_(text) {}

  void add(Node const& at, std::string message, std::string hint = {}) {
    if (found_.size() == kFaultsMax) return;
    Where where = text_.empty() ? Where{std::string(file_), 0, 0}
                                : json::locate(text_, at.value.offset(), file_);
    found_.push_back(
        {Error::Code::policy, std::move(message), std::move(where), std::move(hint), at.pointer});
  }

  bool none() const { return found_.empty(); }
  Errors take() { return std::move(found_); }

 private:
  static constexpr std::size_t kFaultsMax =
      100;  // nobody reads more, and a hostile document has millions
  std::string_view file_;
  std::string_view text_;
  Errors found_;
};

}  // namespace rehearse::iam
