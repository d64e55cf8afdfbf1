// The heap against the standard library's, over random operations.
#include "sim/engine/queue.hpp"

#include <catch2/catch.hpp>
#include <queue>
#include <vector>

#include "sim/base/rng.hpp"

using namespace rehearse;
using namespace rehearse::engine;

namespace {

struct Later {
  bool operator()(Key const& a, Key const& b) const { return b < a; }
};

std::pair<std::int64_t, std::uint64_t> place(Key const& key) {
  return {key.at().time_since_epoch().count(), key.order()};
}

}  // namespace

TEST_CASE("queue: 10,000 random pushes and takes agree with std::priority_queue", "[engine]") {
  Queue queue;
  std::priority_queue<Key, std::vector<Key>, Later> plain;
  Stream stream(7, "queue");
  std::uint64_t order = 0;
  for (int i = 0; i < 10'000; ++i) {
    // Runs of growth and of shrinking; times from few values, so that ties are common.
    bool grow = plain.empty() || stream.below(100) < ((i / 500) % 2 == 0 ? 65U : 35U);
    if (grow) {
      Key key(Time{Duration{static_cast<std::int64_t>(stream.below(50))}}, order++,
              static_cast<std::uint32_t>(stream.below(1000)));
      queue.push(key);
      plain.push(key);
    } else {
      if (stream.below(2) == 0) REQUIRE(place(queue.top()) == place(plain.top()));
      Key taken = queue.take();
      REQUIRE(place(taken) == place(plain.top()));
      REQUIRE(taken.slot() == plain.top().slot());
      plain.pop();
    }
    REQUIRE(queue.size() == plain.size());
    REQUIRE(queue.empty() == plain.empty());
  }
}

TEST_CASE("queue: a key gives back its time, order and slot at their largest", "[engine]") {
  std::uint64_t const order = (std::uint64_t{1} << 44) - 1;
  std::uint32_t const slot = (1U << 28) - 1;
  Key key(Time{kDurationMax}, order, slot);
  CHECK(key.at() == Time{kDurationMax});
  CHECK(key.order() == order);
  CHECK(key.slot() == slot);
  CHECK(Key(Time{Duration{1}}, order, slot) < Key(Time{Duration{2}}, 0, 0));
}
