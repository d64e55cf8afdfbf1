// Definitions from public repositories: those that stand alone are read, the others refused for
// their known reason.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/pipeline/compiled.hpp"
#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

namespace {

std::filesystem::path corpus() { return std::filesystem::path(REHEARSE_CORPUS_DIR) / "pipelines"; }

std::string contents(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

/// `parameter X is not defined` in the manifest: X.
std::string undefined_parameter(std::string_view why) {
  auto words = split(why, ' ');
  REQUIRE(words.size() == 5);
  return std::string(words[1]);
}

}  // namespace

TEST_CASE("corpus: every definition is read or refused as its row says", "[pipeline][corpus]") {
  if (std::string_view(REHEARSE_CORPUS_DIR).empty()) {
    WARN("skipped: no corpus (configure with REHEARSE_CORPUS)");
    return;
  }
  auto manifest = json::parse(contents(corpus() / "manifest.json"));
  REQUIRE(manifest);
  std::size_t read = 0;
  for (json::Value const& row : manifest->as_array()) {
    std::string name(row.string_or_empty("file"));
    INFO(name);
    std::string text = contents(corpus() / name);
    auto definition = parse_definition(text, name);
    auto steps = row.find("steps")->as_integer();
    if (!row.find("self_contained")->as_bool()) {
      REQUIRE_FALSE(definition);
      CHECK(definition.error().front().message ==
            "Parameter '" + undefined_parameter(row.string_or_empty("why_not")) +
                "' is undefined.");
      CHECK(definition.error().front().where.line > 0);
      continue;
    }
    if (*steps > 50) {
      REQUIRE_FALSE(definition);
      CHECK(definition.error().front().message.find("the quota `Steps per pipeline` is 50") !=
            std::string::npos);
      definition = parse_definition(text, name, {.steps_max = 10'000});
    }
    if (!definition) FAIL_CHECK(to_string(definition.error().front()));
    if (!definition) continue;
    CHECK(definition->steps.size() == static_cast<std::size_t>(*steps));
    CHECK(compile(std::move(*definition)));
    ++read;
  }
  CHECK(read > 40);
}
