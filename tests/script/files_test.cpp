#include "sim/script/files.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/base/hash.hpp"
#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

// A folder `root` with files, beside a secret.
struct Folder {
  Folder() : path(fs::temp_directory_path() / ("rehearse_files_" + std::to_string(::getpid()))) {
    fs::create_directories(path / "root/lib");
    write("secret.txt", "secret");
    write("root/a.txt", "alpha");
  }
  ~Folder() { fs::remove_all(path); }
  void write(std::string const& name, std::string const& text) const {
    std::ofstream(path / name) << text;
  }
  FileRoot root() const { return std::move(*FileRoot::open((path / "root").string())); }
  fs::path path;
};

}  // namespace

TEST_CASE("files: read once, remembered in order with their hash", "[script]") {
  Folder const folder;
  folder.write("root/lib/b.txt", "beta");
  FileRoot root = folder.root();
  CHECK(root.read("lib/b.txt") == "beta");
  CHECK(root.read("./a.txt") == "alpha");
  folder.write("root/a.txt", "changed");
  CHECK(root.read("lib/../a.txt") == "alpha");
  CHECK(root.seen() == std::vector<FileRoot::Seen>{{"lib/b.txt", hash_bytes("beta")},
                                                   {"a.txt", hash_bytes("alpha")}});
}

TEST_CASE("files: nothing outside of the root is read", "[script]") {
  Folder const folder;
  fs::create_symlink("../secret.txt", folder.path / "root/link.txt");
  fs::create_symlink("..", folder.path / "root/up");
  fs::create_symlink("a.txt", folder.path / "root/inside.txt");
  fs::create_symlink("loop", folder.path / "root/loop");
  FileRoot root = folder.root();
  for (std::string const& path :
       {std::string("../secret.txt"), (folder.path / "secret.txt").string(),
        std::string("link.txt"), std::string("up/secret.txt"),
        std::string("lib/../../secret.txt")}) {
    CAPTURE(path);
    auto const text = root.read(path);
    REQUIRE_FALSE(text);
    CHECK_THAT(text.error().message, Contains("leaves the root"));
  }
  CHECK(root.read("inside.txt") == "alpha");
  CHECK_THAT(root.read("loop").error().message, Contains("too many links"));
}

TEST_CASE("files: what is no readable file says so", "[script]") {
  Folder const folder;
  ::mkfifo((folder.path / "root/pipe").c_str(), 0600);
  {
    std::ofstream(folder.path / "root/big") << std::string(FileRoot::kBytesMax + 1, 'x');
  }
  FileRoot root = folder.root();
  CHECK_THAT(root.read("none.txt").error().message,
             Contains("there is no file `none.txt` below `"));
  CHECK_THAT(root.read("lib").error().message, Contains("`lib` is not a file"));
  CHECK_THAT(root.read("pipe").error().message, Contains("`pipe` is not a file"));
  CHECK_THAT(root.read("big").error().message, Contains("larger than 16 MiB"));
  CHECK_FALSE(root.read(""));
  CHECK_FALSE(root.read(std::string_view("a\0b", 3)));
  CHECK(root.seen().empty());
  CHECK_FALSE(FileRoot::open((folder.path / "nowhere").string()));
}

TEST_CASE("import: runs a file once and returns what it returns", "[script]") {
  Folder const folder;
  folder.write("root/lib/x.lua", "print('loaded') return { answer = 42 }");
  FileRoot root = folder.root();
  Machine m({}, &root);
  CHECK(m.run("local a, b = import 'lib/x.lua', import './lib/x.lua' print(a == b, a.answer)") ==
        "loaded\ntrue\t42\n");
  CHECK(root.seen().size() == 1);
}

TEST_CASE("import: errors carry the file's own name and line", "[script]") {
  Folder const folder;
  folder.write("root/lib/bad.lua", "\n\nlocal = 1");
  folder.write("root/lib/fails.lua", "\nlocal x = nil\nreturn x.y");
  folder.write("root/a.lua", "import 'b.lua'");
  folder.write("root/b.lua", "import 'a.lua'");
  FileRoot root = folder.root();
  Machine m({}, &root);
  CHECK_THAT(m.run("import 'lib/bad.lua'"), Contains("lib/bad.lua:3: <name> expected"));
  CHECK_THAT(m.run("import 'lib/fails.lua'"),
             Contains("lib/fails.lua:3: attempt to index a nil value"));
  CHECK(traceback(m.step.calls) == "called from a.lua:1");
  CHECK_THAT(m.run("import 'a.lua'", "main.lua"),
             Contains("b.lua:1: `a.lua` imports itself: a.lua -> b.lua -> a.lua"));
  CHECK_THAT(m.run("\nimport 'lib/none.lua'"),
             Contains("a.lua:2: there is no file `lib/none.lua`"));
}
