#include "sim/cli/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

std::unexpected<Error> io_error(std::string const& what, std::string const& path, int fault,
                                std::string hint) {
  return std::unexpected(Error{
      Error::Code::io, what + " `" + path + "`: " + std::strerror(fault), {}, std::move(hint), {}});
}

}  // namespace

Result<std::ifstream> open_file(std::string const& path) {
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault))
    return io_error("cannot read", path, EISDIR, "name a file");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error("cannot read", path, errno, "is the name right?");
  return in;
}

Result<int> open_descriptor(std::string const& path) {
  std::error_code fault;
  int out = std::filesystem::is_directory(path, fault) ? (errno = EISDIR, -1)
                                                       : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (out < 0)
    return io_error("cannot read", path, errno,
                    errno == EISDIR ? "name a file" : "is the name right?");
  return out;
}

Result<std::string> read_file(std::string const& path, std::size_t bytes_max) {
  auto in = open_file(path);
  if (!in) return std::unexpected(in.error());
  std::string text;
  std::array<char, 1 << 16> block;
  while (in->read(block.data(), block.size()), in->gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in->gcount()));
    if (text.size() > bytes_max)
      return std::unexpected(Error{Error::Code::limit,
                                   "`" + path + "` is larger than " +
                                       std::to_string(bytes_max >> 20) + " MiB, which is the limit",
                                   {},
                                   "is it the file you mean?",
                                   {}});
  }
  if (in->bad()) return io_error("cannot read", path, EIO, {});
  return text;
}

Result<void> check_regular(std::string const& path) {
  std::error_code fault;
  auto status = std::filesystem::status(path, fault);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status) ||
      std::filesystem::is_directory(status))  // what is not there is said by who opens it
    return {};
  return std::unexpected(Error{Error::Code::io,
                               "`" + path + "` is no regular file but a pipe or a device",
                               {},
                               "name a file on disk",
                               {}});
}

Result<void> write_file(std::string const& path, std::string_view content) {
  auto file = trace::LineFile::create(path);
  if (!file) return std::unexpected(file.error());
  file->text(content);
  return file->finish();
}

Result<void> make_folder(std::string const& path) {
  std::error_code fault;
  std::filesystem::create_directories(path, fault);
  if (fault)
    return io_error("cannot make the folder", path, fault.value(), "name another one with --out");
  return {};
}

std::string stem_of(std::string_view path) { return std::filesystem::path(path).stem().string(); }
std::string base_of(std::string_view path) {
  return std::filesystem::path(path).filename().string();
}

std::string folder_of(std::string_view path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace rehearse::cli
