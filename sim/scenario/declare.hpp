// What the words that declare the world share.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"

namespace rehearse::scenario {

/// An error when the actors run already.
Result<void> only_at_top(Host& host, std::string const& word);
/// A Region of the partition `aws`. Error: with the nearest that there is.
Result<std::string> read_region(std::string const& text);
/// Is it the name of one?
bool is_region(std::string_view text);
/// Where a word declares something: the account's part of the Region that it names, else of the
/// account's own.
Result<world::Place> read_place(Host& host, AccountId account,
                                std::optional<std::string> const& region);
/// `n` lower-case letters and digits that follow from a name, for ids that AWS draws.
std::string id_text(std::string_view name, std::size_t n);
/// Leaves the handle as a word's one result.
script::Outcome pushed(lua_State* lua, HandleKind kind, std::uint32_t index);

}  // namespace rehearse::scenario
