// Every tie goes through a Chooser: which of several possible next things happens. The plain one is
// first in, first out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/base/rng.hpp"
#include "sim/base/time.hpp"

namespace rehearse::engine {

/// `tie`: several events at one instant. `scenario`: a `choose{}` that the scenario wrote.
enum class ChoiceKind : std::uint8_t { tie, scenario };

struct ChoicePoint {
  Time at{};
  ChoiceKind kind{};
  std::uint32_t options = 0;  // at least 2
};

class Chooser {
 public:
  virtual ~Chooser() = default;
  /// One of 0 .. options-1. 0 is what a plain run does.
  virtual std::uint32_t choose(ChoicePoint const& point) = 0;
  /// True when the answer is 0 whatever is asked: the engine then need not look for ties.
  virtual bool always_first() const { return false; }
};

/// First in, first out.
class FifoChooser final : public Chooser {
 public:
  std::uint32_t choose(ChoicePoint const&) override { return 0; }
  bool always_first() const override { return true; }
};

/// Any order, from a seed of its own (not the run's: the draws of the world stay as they are).
class RandomChooser final : public Chooser {
 public:
  explicit RandomChooser(std::uint64_t seed) : stream_(seed, "chooser") {}
  std::uint32_t choose(ChoicePoint const& point) override {
    return static_cast<std::uint32_t>(stream_.below(point.options));
  }

 private:
  Stream stream_;
};

/// The choices of an earlier run; after the last one, 0. A choice beyond the options becomes the
/// last option.
class ReplayChooser final : public Chooser {
 public:
  explicit ReplayChooser(std::vector<std::uint32_t> choices) : choices_(std::move(choices)) {}
  std::uint32_t choose(ChoicePoint const& point) override;

 private:
  std::vector<std::uint32_t> choices_;
  std::size_t next_ = 0;
};

/// Passes on what another chooser says and remembers it.
class RecordingChooser final : public Chooser {
 public:
  explicit RecordingChooser(Chooser& inner) : inner_(inner) {}
  std::uint32_t choose(ChoicePoint const& point) override;
  bool always_first() const override { return inner_.always_first(); }
  /// `2.0.1`, trailing zeros left out; `0` when every choice was the first.
  std::string schedule() const;

 private:
  Chooser& inner_;
  std::vector<std::uint32_t> choices_;
};

/// Reads `2.0.1`.
Result<std::vector<std::uint32_t>> parse_schedule(std::string_view text);

}  // namespace rehearse::engine
