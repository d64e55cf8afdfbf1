#include "reports/html.hpp"

#include <fmt/format.h>

#include "reports/page_data.hpp"
#include "reports/text.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

// Nothing may be fetched or sent, whatever a name in the trace looks like.
constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="rehearse">
)";

}  // namespace

std::string render_html(RunModel const& model) {
  std::string data = page_data(model);
  std::string out;
  out.reserve(data.size() + kPageScript.size() + kPageStyle.size() + 8192);
  out += kHead;
  out += fmt::format("<title>{} · {}</title>\n<style>",
                     escape_html(scenario_stem(model.header.scenario)), verdict_phrase(model));
  out += kPageStyle;
  out += "</style>\n</head>\n<body>\n<div id=\"app\"></div>\n<noscript><pre>";
  out += escape_html(render_text(model, {.explain = true, .checks_max = kPageChecksMax}));
  out += "</pre></noscript>\n<script type=\"application/json\" id=\"model\">";
  out += data;
  out += "</script>\n<script>";
  out += kPageScript;
  out += "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace rehearse::reports
