// rehearse_month_bench: a scenario from its text to the digest of its trace, without a file.
//
//   rehearse_month_bench SCENARIO LIMIT_MS
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/run/run.hpp"
#include "tests/bench/measure.hpp"

namespace rehearse::bench {
namespace {

int main_of(std::string const& path, double limit_ms) {
  std::ifstream in(path, std::ios::binary);
  run::RunSpec spec;
  spec.source.assign(std::istreambuf_iterator<char>(in), {});
  spec.file = path;
  spec.root = std::filesystem::path(path).parent_path().string();
  std::uint64_t digest = 0;
  measure_once(std::filesystem::path(path).filename().string() + ", digest", limit_ms, [&] {
    auto const result = run::run(spec, {});
    if (!result || result->fault) {
      fmt::print(stderr, "{}\n", to_string(result ? *result->fault : result.error()));
      std::exit(1);
    }
    digest = result->digest;
  });
  fmt::print("digest {:016x}\n", digest);
  return 0;
}

}  // namespace
}  // namespace rehearse::bench

int main(int count, char** values) {
  if (count != 3) return 2;
  return rehearse::bench::main_of(values[1], std::atof(values[2]));
}
