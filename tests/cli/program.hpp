// The real program, run in a folder of its own; and what it left behind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rehearse::test {

/// How a command ended. `code`: 128 + n after signal n.
struct Ended {
  int code = 0;
  std::string out, err;
};

/// A fresh folder that goes away with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::string const& path() const { return path_; }
  /// Makes the folders on the way.
  void write(std::string_view name, std::string_view content) const;
  std::string read(std::string_view name) const;
  bool has(std::string_view name) const;
  /// Every file below it, by name.
  std::vector<std::string> files() const;
  /// `rehearse ARGUMENTS` in this folder. Words of a shell: quotes, pipes and `&` work.
  Ended rehearse(std::string_view arguments) const;
  /// Any shell text in this folder; `$R` is the program.
  Ended shell(std::string_view text) const;

 private:
  std::string path_;
};

/// The whole file; empty when there is none.
std::string contents(std::string const& path);

/// Without the line breaks and indents that a terminal's width makes.
std::string flat(std::string_view text);

/// A world with one account, two roles and the pipeline `p` of `definition.json`. Ends before the
/// actors.
std::string world(std::string_view pipeline_options = "");
/// A definition of one step that its world runs.
std::string definition();
/// `world()` and one actor with this body; `sagemaker` is its client.
std::string scenario(std::string_view body);

}  // namespace rehearse::test
