// rehearse decide: access decisions, one case a line in, one word a line out, in order.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/iam/case.hpp"

namespace rehearse::cli {
namespace {

/// Answers every line of `in`, also after one that cannot be read.
ExitCode decide_all(std::istream& in, std::string const& file) {
  ExitCode code = ExitCode::well;
  std::string line, out;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    auto value = json::parse(line);
    auto decision = value ? iam::decide_case(*value) : std::unexpected(value.error());
    if (decision) {
      out = iam::answer_word(decision->outcome);
    } else {
      Error error = decision.error();
      error.where = {file, number, error.where.column};
      std::fprintf(stderr, "rehearse: %s\n", to_string(error).c_str());
      out = "Error";
      code = ExitCode::check_failed;
    }
    out += '\n';
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) break;  // main says why
  }
  return code;
}

}  // namespace

ExitCode command_decide(std::vector<std::string> const& arguments) {
  std::string path;
  Arguments parser("decide",
                   "Decides access cases: reads one JSON object a line, prints Allowed, "
                   "ExplicitlyDenied, ImplicitlyDenied or Error for each.",
                   "rehearse decide cases.jsonl");
  parser.optional("FILE", path, "the cases; without it they come from standard input");
  if (auto done = parser.parse(arguments)) return *done;
  if (path.empty() || path == "-") {
    std::ios::sync_with_stdio(false);
    return decide_all(std::cin, "<stdin>");
  }
  auto file = open_file(path);
  if (!file) return complain(file.error());
  return decide_all(*file, path);
}

}  // namespace rehearse::cli
