#include "sim/trace/trace.hpp"

namespace rehearse::trace {

void Trace::append(std::span<std::byte const> bytes, std::uint64_t digest) {
  frames_.push_back(bytes_.size());
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  digest_ = digest;
}

std::span<std::byte const> Trace::encoded(Seq seq) const {
  std::size_t start = frames_[seq];
  std::size_t end = seq + 1 < frames_.size() ? frames_[seq + 1] : bytes_.size();
  return std::span(bytes_).subspan(start, end - start);
}

std::string to_text(Base36 value) {
  static constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text(12, '0');
  for (std::size_t i = 12; i-- > 0; value.bits /= 36) text[i] = kDigits[value.bits % 36];
  return text;
}

bool from_text(std::string_view text, Base36& value) {
  if (text.size() != 12) return false;
  value.bits = 0;
  for (char c : text) {
    unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                     : c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') + 10
                                            : 36;
    if (digit == 36) return false;
    value.bits = value.bits * 36 + digit;
  }
  return true;
}

}  // namespace rehearse::trace
