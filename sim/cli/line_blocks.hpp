// Reads lines that may never end, in blocks of what is there: bounded memory, and no line waits for
// a later one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"

namespace rehearse::cli {

/// Some whole lines of a file.
struct LineBlock {
  std::size_t number = 0;  // of the block, from 0
  std::string text;        // lines that end in `\n`, the file's last one perhaps not

  /// Without their ends; a line that is longer than LineBlocks::kLineMax is cut off behind it.
  std::vector<std::string_view> lines() const;
};

class LineBlocks {
 public:
  /// `-` is standard input.
  static Result<LineBlocks> open(std::string const& path);
  LineBlocks(LineBlocks&& other) noexcept;
  LineBlocks(LineBlocks const&) = delete;
  LineBlocks& operator=(LineBlocks const&) = delete;
  LineBlocks& operator=(LineBlocks&&) = delete;
  ~LineBlocks();

  /// Waits for the next whole lines; false at the end. No more is held of a line than kLineMax and
  /// a little.
  bool next(LineBlock& out);
  std::string const& name() const { return name_; }

  static constexpr std::size_t kLineMax = (std::size_t{16} << 20) + 1;

 private:
  LineBlocks(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  bool read_more();
  void cut(std::size_t size, LineBlock& out);

  int descriptor_;
  std::string name_;
  std::string rest_;       // the start of a line whose end was not yet read
  bool skipping_ = false;  // the rest of a line that was too long
  bool ended_ = false;
  std::size_t blocks_ = 0;
};

}  // namespace rehearse::cli
