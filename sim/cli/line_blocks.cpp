#include "sim/cli/line_blocks.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "sim/cli/files.hpp"

namespace rehearse::cli {
namespace {
constexpr std::size_t kReadSize = std::size_t{256} << 10;
}

std::vector<std::string_view> LineBlock::lines() const {
  std::vector<std::string_view> out;
  for (std::string_view left = text; !left.empty();) {
    std::size_t end = std::min(left.find('\n'), left.size());
    std::string_view line = left.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line.substr(0, LineBlocks::kLineMax));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return out;
}

Result<LineBlocks> LineBlocks::open(std::string const& path) {
  if (path == "-") return LineBlocks(STDIN_FILENO, "<stdin>");
  auto descriptor = open_descriptor(path);
  if (!descriptor) return std::unexpected(descriptor.error());
  return LineBlocks(*descriptor, path);
}

LineBlocks::LineBlocks(LineBlocks&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      rest_(std::move(other.rest_)) {}

LineBlocks::~LineBlocks() {
  if (descriptor_ > STDIN_FILENO) close(descriptor_);
}

/// Appends what is there. False at the end, which a fault of reading is too.
bool LineBlocks::read_more() {
  std::size_t const before = rest_.size();
  rest_.resize_and_overwrite(before + kReadSize, [&](char* data, std::size_t) {
    ssize_t got = 0;
    do got = read(descriptor_, data + before, kReadSize);
    while (got < 0 && errno == EINTR);
    return before + static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  });
  return rest_.size() > before;
}

/// The two texts change places, so that a block's memory serves again for what is read next.
void LineBlocks::cut(std::size_t size, LineBlock& out) {
  out.number = blocks_++;
  out.text.assign(rest_, size);
  rest_.resize(size);
  std::swap(rest_, out.text);
}

bool LineBlocks::next(LineBlock& out) {
  while (!ended_) {
    std::size_t searched = rest_.size();
    ended_ = !read_more();
    if (skipping_) {
      std::size_t end = rest_.find('\n');
      skipping_ = end == std::string::npos;
      rest_.erase(0, skipping_ ? end : end + 1);
      searched = 0;
    }
    std::size_t last = rest_.rfind('\n');
    if (last != std::string::npos && last >= searched) return cut(last + 1, out), true;
    if (rest_.size() < kLineMax) continue;
    skipping_ = true;
    cut(rest_.size(), out);
    return true;
  }
  if (rest_.empty()) return false;
  cut(rest_.size(), out);
  return true;
}

}  // namespace rehearse::cli
