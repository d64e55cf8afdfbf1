// The schema and the description of the format say what the code does.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/trace/samples.hpp"

using namespace rehearse;
using namespace rehearse::trace;

namespace {

std::string const kSchemaFile = std::string(REHEARSE_SOURCE_DIR) + "/sim/trace/trace.schema.json";
std::string schema_text() { return json::dump_pretty(schema()) + "\n"; }

/// Validates each line; a line with one member more must be refused. 77: no python3 or no
/// jsonschema.
constexpr char kCheck[] = R"(
import json, sys
try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)
schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for number, line in enumerate(open(sys.argv[2], encoding='utf-8'), 1):
    record = json.loads(line)
    for fault in validator.iter_errors(record):
        sys.exit(f'line {number}: {fault.message}')
    record['more'] = 1
    if validator.is_valid(record):
        sys.exit(f'line {number}: a member too many passed')
)";

}  // namespace

TEST_CASE("schema: the committed file is what the field lists say", "[trace]") {
  CHECK(text_of_file(kSchemaFile) == schema_text());  // `trace_tests [.update]` writes it anew
}

TEST_CASE("schema: write the committed file anew", "[.update]") {
  write_file(kSchemaFile, schema_text());
  SUCCEED();
}

TEST_CASE("schema: an independent validator accepts a written trace", "[trace]") {
  Folder folder("schema");
  write_lines(sample_trace(), folder.file("t.jsonl"));
  write_file(folder.file("check.py"), kCheck);
  std::string command = "command -v python3 >/dev/null || exit 77; python3 " +
                        folder.file("check.py") + " " + kSchemaFile + " " + folder.file("t.jsonl");
  int const status = std::system(command.c_str());
  if (WEXITSTATUS(status) == 77) {
    std::cout << "SKIP: python3 with the jsonschema module is not here\n";
    return;
  }
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("format: FORMAT.md has a row for every record type and names every field it leaves out",
          "[trace]") {
  std::string const format =
      text_of_file(std::string(REHEARSE_SOURCE_DIR) + "/sim/trace/FORMAT.md");
  std::vector<std::string> wanted;
  for_each_type([&]<class R>(R) {
    wanted.push_back("| " + std::to_string(kTypeOf<R>) + " | `" + std::string(R::kName) + "` |");
    for_each_field<R>([&](auto f) {
      if (!f.digested) wanted.push_back("`" + std::string(f.name) + "`");
    });
  });
  for (std::string const& each : wanted) {
    INFO(each);
    CHECK(format.find(each) != std::string::npos);
  }
}
