// The smallest program that embeds the library.
#include <cstdio>

#include "sim/base/time.hpp"

int main() {
  auto duration = rehearse::parse_duration("90m");
  if (!duration) return 1;
  std::puts(rehearse::format_duration(*duration).c_str());
}
