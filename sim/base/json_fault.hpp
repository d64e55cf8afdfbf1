// Where a text stops being JSON, in words for whoever wrote it. Internal to sim/base.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rehearse::json {

struct SyntaxFault {
  std::size_t offset = 0;  // of what stands there, in bytes
  std::string message;     // what is expected there, and what is found
  std::string hint;        // what would be right; may be empty
};

/// The first syntax fault of the text, or nothing. Keys given twice, depth and size are not its
/// business. REQUIRES: UTF-8.
///
///     find_syntax_fault("[1,]")  ->  3: expected an element after `,`, found `]`
std::optional<SyntaxFault> find_syntax_fault(std::string_view text);

}  // namespace rehearse::json
