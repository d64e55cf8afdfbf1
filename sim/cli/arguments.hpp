// The command line of one command: what it takes, its help with one example, and clear errors.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/exit_code.hpp"

namespace rehearse::cli {

class Arguments {
 public:
  /// `example`: one line that works.
  Arguments(std::string_view command, std::string_view description, std::string_view example);
  ~Arguments();
  Arguments(Arguments const&) = delete;
  Arguments& operator=(Arguments const&) = delete;

  Arguments& positional(std::string_view name, std::string& target, std::string_view description);
  Arguments& optional(std::string_view name, std::string& target, std::string_view description);
  Arguments& positionals(std::string_view name, std::vector<std::string>& target, bool required,
                         std::string_view description);
  Arguments& option(std::string_view name, std::string& target, std::string_view value,
                    std::string_view description);
  Arguments& option(std::string_view name, std::uint64_t& target, std::string_view value,
                    std::string_view description);
  Arguments& option(std::string_view name, std::vector<std::string>& target, std::string_view value,
                    std::string_view description);
  /// Two values behind one name.
  Arguments& pair(std::string_view name, std::vector<std::string>& target, std::string_view value,
                  std::string_view description);
  Arguments& flag(std::string_view name, bool& target, std::string_view description);

  /// Nothing when the command may go on; else it has printed its help (well) or what is wrong
  /// (bad_input).
  std::optional<ExitCode> parse(std::vector<std::string> const& arguments);

 private:
  std::string what_is_wrong(std::exception const& error) const;

  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace rehearse::cli
