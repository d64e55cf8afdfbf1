// Files below one folder, read once, remembered for the trace. Nothing else of the disk is ever
// opened.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"

namespace rehearse::script {

/// A folder and what was read below it. Links that lead out, absolute paths and `..` beyond it are
/// refused by the kernel.
class FileRoot {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{16} << 20;
  struct Seen {
    std::string path;  // relative to the root
    std::uint64_t hash = 0;
    auto operator<=>(Seen const&) const = default;
  };

  static Result<FileRoot> open(std::string folder);
  ~FileRoot();
  FileRoot(FileRoot&& other) noexcept;
  FileRoot& operator=(FileRoot&& other) noexcept;

  /// The content of a file. The second reading gives the first one's bytes. The text lives as long
  /// as the root.
  Result<std::string_view> read(std::string_view path);
  /// `./a//b/../c` -> `a/c`: the name a file has in the cache, the trace and messages.
  static std::string normal(std::string_view path);
  /// What was read, in order of the first reading.
  std::vector<Seen> const& seen() const { return seen_; }
  std::string const& folder() const { return folder_; }

 private:
  FileRoot(std::string folder, int descriptor)
      : folder_(std::move(folder)), descriptor_(descriptor) {}
  Result<std::string> read_uncached(std::string const& path) const;

  std::string folder_;
  int descriptor_ = -1;
  std::map<std::string, std::string, std::less<>> contents_;
  std::vector<Seen> seen_;
};

}  // namespace rehearse::script
