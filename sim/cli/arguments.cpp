#include "sim/cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

#include "sim/base/text.hpp"

namespace rehearse::cli {

struct Arguments::Parser {
  std::string command;
  CLI::App app;
  std::vector<std::string> names;

  explicit Parser(std::string_view name, std::string_view description)
      : command(name), app(std::string(description)) {}
};

Arguments::Arguments(std::string_view command, std::string_view description,
                     std::string_view example)
    : parser_(std::make_unique<Parser>(command, description)) {
  parser_->app.name("rehearse " + std::string(command));
  parser_->app.footer("example:\n  " + std::string(example));
  parser_->app.set_help_flag("-h,--help", "print this help");
}

Arguments::~Arguments() = default;

Arguments& Arguments::positional(std::string_view name, std::string& target,
                                 std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))
      ->required()
      ->type_name("");
  return *this;
}

Arguments& Arguments::optional(std::string_view name, std::string& target,
                               std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))->type_name("");
  return *this;
}

Arguments& Arguments::positionals(std::string_view name, std::vector<std::string>& target,
                                  bool required, std::string_view description) {
  auto* option =
      parser_->app.add_option(std::string(name), target, std::string(description))->type_name("");
  if (required) option->required();
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::string& target, std::string_view value,
                             std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))
      ->type_name(std::string(value));
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::uint64_t& target, std::string_view value,
                             std::string_view description) {
  auto check = [](std::string const& text) -> std::string {  // CLI11 itself would wrap it around
    if (parse_unsigned<std::uint64_t>(text)) return {};
    return "`" + shorten(text, 40) + "` is no whole number from 0 to 18446744073709551615";
  };
  parser_->app.add_option(std::string(name), target, std::string(description))
      ->check(check)
      ->type_name(std::string(value));
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::vector<std::string>& target,
                             std::string_view value, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))
      ->type_name(std::string(value))
      ->take_all()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::pair(std::string_view name, std::vector<std::string>& target,
                           std::string_view value, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))
      ->type_name(std::string(value))
      ->expected(2);
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::flag(std::string_view name, bool& target, std::string_view description) {
  parser_->app.add_flag(std::string(name), target, std::string(description));
  parser_->names.emplace_back(name);
  return *this;
}

std::optional<ExitCode> Arguments::parse(std::vector<std::string> const& arguments) {
  std::vector<std::string> reversed(arguments.rbegin(),
                                    arguments.rend());  // CLI11 takes them from the back
  try {
    parser_->app.parse(reversed);
    return std::nullopt;
  } catch (CLI::CallForHelp const&) {
    std::fputs(parser_->app.help().c_str(), stdout);
    return ExitCode::well;
  } catch (CLI::ParseError const& error) {
    std::string said = what_is_wrong(error);
    std::fprintf(stderr, "rehearse %s: %s; try: rehearse %s --help\n", parser_->command.c_str(),
                 said.c_str(), parser_->command.c_str());
    return ExitCode::bad_input;
  }
}

std::string Arguments::what_is_wrong(std::exception const& error) const {
  auto const rest = parser_->app.remaining();
  if (dynamic_cast<CLI::ExtrasError const*>(&error) == nullptr || rest.empty()) {
    std::string said = error.what();  // `SCENARIO is required`, `Could not convert: --seed = seven`
    if (said.size() > 1 && said[1] >= 'a' && said[1] <= 'z')
      said[0] = static_cast<char>(said[0] | 0x20);
    return said;
  }
  std::string given = rest.front().substr(0, rest.front().find('='));
  if (!given.starts_with('-')) return "`" + shorten(given, 60) + "` is one argument too many";
  std::vector<std::string_view> names(parser_->names.begin(), parser_->names.end());
  std::string hint = did_you_mean(given, names);
  return "there is no option `" + shorten(given, 60) + "`" + (hint.empty() ? "" : "; " + hint);
}

}  // namespace rehearse::cli
