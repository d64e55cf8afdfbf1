// Collects every fault of a document while it is read, each with its place. Internal to the
// compiler.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"

namespace rehearse::iam {

/// A value of the document together with where it stands: the way to it is spelled out only when
/// there is a fault. REQUIRES: the node it was reached from is still there.
struct Node {
  json::Value const& value;
  Node const* parent = nullptr;
  std::string_view key = {};  // in an object
  std::size_t index = 0;      // in a list

  Node member(std::string_view name, json::Value const& at) const { return {at, this, name}; }
  Node element(std::size_t number, json::Value const& at) const { return {at, this, {}, number}; }
  /// The JSON pointer.
  std::string pointer() const {
    if (parent == nullptr) return "";
    std::string way = parent->pointer();
    return parent->value.is_array() ? json::pointer_step(way, index) : json::pointer_step(way, key);
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
        {Error::Code::policy, std::move(message), std::move(where), std::move(hint), at.pointer()});
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
