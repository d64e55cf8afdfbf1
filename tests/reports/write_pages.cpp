// Writes the pages that browser_check.mjs looks at: `reports_pages DIR`.
#include <cstdio>
#include <fstream>
#include <string>

#include "reports/html.hpp"
#include "tests/reports/story.hpp"

using namespace rehearse::reports;

static void write(std::string const& path, std::string const& text) {
  std::ofstream(path, std::ios::binary) << text;
}

int main(int argc, char** argv) {
  if (argc != 2) return std::puts("usage: reports_pages DIR"), 2;
  std::string folder = argv[1];
  write(folder + "/promotion.html", render_html(fold(testing::promotion())));
  write(folder + "/many.html", render_html(fold(testing::many_executions(1000))));
  write(folder + "/empty.html", render_html(fold(testing::empty_run())));
  write(folder + "/checks.html", render_html(fold(testing::checks_only(5000))));
  write(folder + "/faulted.html", render_html(fold(testing::faulted())));
  write(folder + "/moved.html", render_html(fold(testing::reorganization())));
  return 0;
}
