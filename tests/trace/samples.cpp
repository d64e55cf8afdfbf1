#include "tests/trace/samples.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace rehearse::trace {

Folder::Folder(std::string const& name)
    : path_(std::filesystem::temp_directory_path().string() + "/rehearse_" + name + "_" +
            std::to_string(::getpid())) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string text_of_file(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(std::string const& path, std::string const& text) {
  std::ofstream(path, std::ios::binary) << text;
}

Trace sample_trace() {
  Trace trace;
  std::uint32_t n = 0;
  for_each_type([&]<class R>(R) {
    if constexpr (!std::is_same_v<R, RunEnded>) {
      trace.append(Time{Duration{1000 * n}}, n == 0 ? kNoSeq : n - 1, grounded<R>(7 * n));
      ++n;
    }
  });
  RunEnded end = filled<RunEnded>(3);
  end.reason = EndReason::finished;
  end.digest = to_hex(trace.digest());
  trace.append(Time{Duration{1000 * n}}, kNoSeq, end);
  return trace;
}

void write_lines(Trace const& trace, std::string const& path) {
  auto file = LineFile::create(path);
  REQUIRE(file.has_value());
  JsonlWriter writer(std::move(*file));
  trace.for_each([&](Entry const& entry, auto const& record) { writer.write(entry, record); });
  REQUIRE(writer.file().finish().has_value());
}

}  // namespace rehearse::trace
