// Files that the command line reads and writes.
#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>

#include "sim/base/result.hpp"

namespace rehearse::cli {

/// A file to read line by line.
Result<std::ifstream> open_file(std::string const& path);
/// The same as a descriptor, which the caller closes.
Result<int> open_descriptor(std::string const& path);
/// The whole file, at most `bytes_max`.
Result<std::string> read_file(std::string const& path,
                              std::size_t bytes_max = std::size_t{1} << 30);
/// Refuses what is there and is no regular file: a pipe or a device may never end.
Result<void> check_regular(std::string const& path);
/// Writes `PATH.partial` and renames it: a cut-off write leaves nothing that passes for whole.
Result<void> write_file(std::string const& path, std::string_view content);
Result<void> make_folder(std::string const& path);
/// `scenarios/hello.lua` -> `hello`.
std::string stem_of(std::string_view path);
/// The folder of a path; `.` when it has none.
std::string folder_of(std::string_view path);
std::string base_of(std::string_view path);

}  // namespace rehearse::cli
