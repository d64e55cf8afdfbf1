// Cases as `rehearse decide` reads them, for measuring how many it answers in a second.
#pragma once

#include <cstddef>
#include <string>

namespace rehearse::bench {

/// The case with that number, one line of about 4 kB without its end: a role session, 18 context
/// keys, two identity policies, a boundary, two levels of SCPs, a resource policy. No two are alike
/// in any of their documents.
std::string case_line(std::size_t number);

}  // namespace rehearse::bench
