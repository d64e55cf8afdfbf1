// A small judge of well-formed XML: enough for documents without a DTD.
#pragma once

#include <string>
#include <string_view>

namespace rehearse::reports::testing {

/// What is wrong with the document, or an empty text.
std::string xml_fault(std::string_view xml);

}  // namespace rehearse::reports::testing
