#include "sim/script/files.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "sim/base/hash.hpp"

namespace rehearse::script {
namespace {

std::unexpected<Error> refuse(std::string message, std::string hint = {}) {
  return std::unexpected(Error{.code = Error::Code::io,
                               .message = std::move(message),
                               .where = {},
                               .hint = std::move(hint),
                               .pointer = {}});
}

// A descriptor that closes itself.
struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

int open_beneath(int folder, char const* path) {
  open_how how{};
  how.flags =
      O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;  // a pipe must not make the program wait
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path, &how, sizeof how));
}

}  // namespace

Result<FileRoot> FileRoot::open(std::string folder) {
  int const descriptor = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return refuse("cannot open the folder `" + folder + "`: " + std::strerror(errno));
  return FileRoot(std::move(folder), descriptor);
}

FileRoot::~FileRoot() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileRoot::FileRoot(FileRoot&& other) noexcept
    : folder_(std::move(other.folder_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      contents_(std::move(other.contents_)),
      seen_(std::move(other.seen_)) {}

FileRoot& FileRoot::operator=(FileRoot&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(contents_, other.contents_);
  std::swap(seen_, other.seen_);
  return *this;
}

std::string FileRoot::normal(std::string_view path) {
  return std::filesystem::path(path).lexically_normal().string();
}

Result<std::string_view> FileRoot::read(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos)
    return refuse("a file's path is empty or holds a zero byte");
  std::string name = normal(path);
  if (auto const known = contents_.find(name); known != contents_.end())
    return std::string_view(known->second);
  auto content = read_uncached(name);
  if (!content) return std::unexpected(std::move(content).error());
  seen_.push_back({name, hash_bytes(*content)});
  return std::string_view(contents_.emplace(std::move(name), std::move(*content)).first->second);
}

Result<std::string> FileRoot::read_uncached(std::string const& path) const {
  Descriptor const file{open_beneath(descriptor_, path.c_str())};
  if (file.number < 0) {
    switch (errno) {
      case ENOENT:
      case ENOTDIR:
        return refuse("there is no file `" + path + "` below `" + folder_ + "`",
                      "paths are relative to the root (`--root`)");
      case EXDEV:
        return refuse("the path `" + path + "` leaves the root `" + folder_ + "`",
                      "move the file below it, or give another `--root`");
      case ELOOP:
        return refuse("the path `" + path + "` goes through too many links");
      case ENOSYS:
        return refuse("this system cannot open files safely below a folder",
                      "Linux 5.6 or newer has openat2");
      default:
        return refuse("cannot open `" + path + "` below `" + folder_ +
                      "`: " + std::strerror(errno));
    }
  }
  struct stat status{};
  if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode))
    return refuse("`" + path + "` is not a file");
  std::string content;
  char buffer[1 << 16];
  while (true) {
    ssize_t const count = ::read(file.number, buffer, sizeof buffer);
    if (count == 0) return content;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return refuse("cannot read `" + path + "`: " + std::strerror(errno));
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > kBytesMax)
      return refuse("the file `" + path + "` is larger than 16 MiB, which is the limit");
  }
}

}  // namespace rehearse::script
