// The report that a browser opens: one file, nothing to fetch, everything a user wrote is text.
#pragma once

#include <string>
#include <string_view>

#include "reports/model.hpp"

namespace rehearse::reports {

/// A whole page. The model rides in it as JSON; the page's program (reports/web) draws it.
std::string render_html(RunModel const& model);

/// The page's program and its style, bundled from reports/web at build time.
/// INVARIANT: neither holds `</script` or `</style`; the build step refuses such a bundle.
extern std::string_view const kPageScript;
extern std::string_view const kPageStyle;

}  // namespace rehearse::reports
