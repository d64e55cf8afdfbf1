#include "sim/trace/jsonl_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace rehearse::trace {
namespace {

Error io_error(std::string const& path, int fault) {
  std::string hint = fault == ENOSPC ? "make room and run again" : "name another folder with --out";
  return Error{
      Error::Code::io, "cannot write `" + path + "`: " + std::strerror(fault), {}, hint, {}};
}

}  // namespace

Result<LineFile> LineFile::create(std::string path) {
  LineFile file(std::move(path));
  struct stat status{};
  // A pipe or a device has no `.partial`: it is written as the lines come.
  file.rename_ = ::stat(file.path_.c_str(), &status) != 0 || S_ISREG(status.st_mode);
  std::string opened = file.rename_ ? file.path_ + ".partial" : file.path_;
  file.fd_ = ::open(opened.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file.fd_ < 0) return std::unexpected(io_error(opened, errno));
  return file;
}

LineFile::LineFile(LineFile&& other) noexcept
    : path_(std::move(other.path_)),
      size_(other.size_),
      buffer_(std::move(other.buffer_)),
      used_(other.used_),
      fd_(std::exchange(other.fd_, -1)),
      fault_(other.fault_),
      rename_(other.rename_) {}

LineFile::~LineFile() {
  if (fd_ < 0) return;
  flush();
  ::close(fd_);
}

void LineFile::make_room(std::size_t size) {
  flush();
  if (size <= size_) return;
  buffer_ = std::make_unique_for_overwrite<char[]>(size);
  size_ = size;
}

void LineFile::flush() {
  std::size_t written = 0;
  while (written < used_ && fault_ == 0) {
    ssize_t n = ::write(fd_, buffer_.get() + written, used_ - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      fault_ = errno;
    else
      written += static_cast<std::size_t>(n);
  }
  used_ = 0;
}

void LineFile::text(std::string_view text) {
  char* out = room(text.size());
  advance(std::copy(text.begin(), text.end(), out));
}

Result<void> LineFile::finish() {
  flush();
  if (::close(std::exchange(fd_, -1)) != 0 && fault_ == 0) fault_ = errno;
  if (fault_ != 0) return std::unexpected(io_error(path_, fault_));
  if (rename_ && std::rename((path_ + ".partial").c_str(), path_.c_str()) != 0)
    return std::unexpected(io_error(path_, errno));
  return {};
}

template <class R>
void JsonlWriter::write_any(Entry const& entry, R const& record) {
  if constexpr (kFixedRecord<R>) return write(entry, record);
  file_.advance(start(file_.room(kHeadMax), entry, R::kName));
  for_each_field<R>([&](auto f) {
    file_.advance(key(file_.room(f.name.size() + kKeyMax), f.name));
    value(record.*(f.member));
  });
  file_.text("}\n");
}

template <class... R>
void JsonlWriter::write_of(TypeList<R...>, std::uint16_t type, Entry const& entry,
                           void const* record) {
  auto write_one = [&]<class One>(One const& one) { return write_any(entry, one), true; };
  (void)((type == kTypeOf<R> && write_one(*static_cast<R const*>(record))) || ...);
}

void JsonlWriter::write(std::uint16_t type, Entry const& entry, void const* record) {
  write_of(Records{}, type, entry, record);
}

void JsonlWriter::value(std::string const& text) {
  scratch_.clear();
  json::append_quoted(scratch_, text);
  file_.text(scratch_);
}

void JsonlWriter::value(SourceLine const& where) {
  if (where.file.empty())
    file_.text("null");
  else
    value(where.file + ":" + std::to_string(where.line));
}

}  // namespace rehearse::trace
