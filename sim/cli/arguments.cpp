#include "sim/cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

#include "sim/base/text.hpp"

namespace rehearse::cli {

struct Arguments::Parser {
  std::string command;
  CLI::App app;
  std::vector<std::string> names;

  explicit Parser(std::string_view name, std::string_view description) : command(name), app(std::string(description)) {}
};

Arguments::Arguments(std::string_view command, std::string_view description, std::string_view example)
    : parser_(std::make_unique<Parser>(command, description)) {
  parser_->app.name("rehearse " + std::string(command));
  parser_->app.footer("example:\n  " + std::string(example));
  parser_->app.set_help_flag("-h,--help", "print this help");
}

Arguments::~Arguments() = default;

Arguments& Arguments::positional(std::string_view name, std::string& target, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))->required()->type_name("");
  return *this;
}

Arguments& Arguments::positionals(std::string_view name, std::vector<std::string>& target, bool required, std::string_view description) {
  auto* option = parser_->app.add_option(std::string(name), target, std::string(description))->type_name("");
  if (required) option->required();
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::string& target, std::string_view value, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))->type_name(std::string(value));
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::uint64_t& target, std::string_view value, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))->type_name(std::string(value));
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::option(std::string_view name, std::vector<std::string>& target, std::string_view value, std::string_view description) {
  parser_->app.add_option(std::string(name), target, std::string(description))->type_name(std::string(value))->take_all()->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  parser_->names.emplace_back(name);
  return *this;
}

Arguments& Arguments::flag(std::string_view name, bool& target, std::string_view description) {
  parser_->app.add_flag(std::string(name), target, std::string(description));
  parser_->names.emplace_back(name);
  return *this;
}

std::optional<ExitCode> Arguments::parse(std::vector<std::string> const& arguments) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // CLI11 takes them from the back
  try {
    parser_->app.parse(reversed);
    return std::nullopt;
  } catch (CLI::CallForHelp const&) {
    std::fputs(parser_->app.help().c_str(), stdout);
    return ExitCode::well;
  } catch (CLI::ParseError const& error) {
    std::string hint;
    std::vector<std::string_view> names(parser_->names.begin(), parser_->names.end());
    for (std::string const& argument : arguments)
      if (argument.starts_with("--") && std::string(error.what()).find(argument) != std::string::npos) hint = did_you_mean(argument.substr(0, argument.find('=')), names);
    std::fprintf(stderr, "rehearse %s: %s%s%s\ntry: rehearse %s --help\n", parser_->command.c_str(), error.what(), hint.empty() ? "" : "; ", hint.c_str(), parser_->command.c_str());
    return ExitCode::bad_input;
  }
}

}  // namespace rehearse::cli
