#include "sim/base/text_index.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace rehearse {
namespace {

TEST_CASE("An index finds the id of a text, and tells apart those that share it", "[text_index]") {
  std::vector<std::string> const owners{"nobody", "staging", "production", "production"};
  TextIndex<std::size_t> index;
  for (std::size_t i = 1; i < owners.size(); ++i) index.add(i == 1 ? "train" : "promote", i);
  auto owned_by = [&](std::string_view owner) {
    return [&owners, owner](std::size_t id) { return owners[id] == owner; };
  };
  CHECK(index.find("train", owned_by("staging")) == 1);
  CHECK(index.find("train", owned_by("production")) == 0);
  CHECK(index.find("Train", owned_by("staging")) == 0);
  CHECK(index.find("promote", [](std::size_t id) { return id == 3; }) == 3);
}

}  // namespace
}  // namespace rehearse
