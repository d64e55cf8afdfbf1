// rehearse decide: access decisions, one case a line in, one word a line out, in order, on all
// processors, also from a stream that never ends.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/line_blocks.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/iam/case.hpp"

namespace rehearse::cli {
namespace {

struct Answers {
  std::string words;  // one a line
  std::size_t lines = 0;
  Errors faults;  // of the cases that cannot be read; lines count from the block's first
};

/// Answers every line of the block, also after one that cannot be read.
Answers answer(LineBlock const& block, iam::CaseJudge& judge) {
  Answers out;
  for (std::string_view line : block.lines()) {
    ++out.lines;
    auto decision = judge.decide(line);
    if (decision) {
      out.words += iam::answer_word(decision->outcome);
    } else {
      Error error = std::move(decision.error());
      error.where.line = static_cast<int>(out.lines);
      out.faults.push_back(std::move(error));
      out.words += "Error";
    }
    out.words += '\n';
  }
  return out;
}

/// Several workers: each takes the next block, answers it, and writes when its turn has come. So no
/// more blocks are held than there are workers.
class Deciding {
 public:
  explicit Deciding(LineBlocks& in) : in_(in) {}

  ExitCode run() {
    // One more than processors, since some wait for their turn.
    std::size_t workers = std::max(1U, std::thread::hardware_concurrency()) + 1;
    {
      std::vector<std::jthread> pool;
      for (std::size_t i = 0; i < workers; ++i) pool.emplace_back([&] { work(); });
    }
    return code_;
  }

 private:
  void work() {
    LineBlock block;
    iam::CaseJudge judge;
    while (take(block)) {
      Answers answers = answer(block, judge);
      std::unique_lock lock(writing_);
      turn_came_.wait(lock, [&] { return turn_ == block.number; });
      write(answers);
      ++turn_;
      turn_came_.notify_all();
    }
  }

  bool take(LineBlock& block) {
    std::scoped_lock lock(reading_);
    return !stopped_ && in_.next(block);
  }

  void write(Answers& answers) {
    for (Error& fault : answers.faults) {
      fault.where = {in_.name(), lines_ + fault.where.line, fault.where.column};
      std::fprintf(stderr, "rehearse: %s\n", to_string(fault).c_str());
      code_ = ExitCode::check_failed;
    }
    lines_ += static_cast<int>(answers.lines);
    bool written = std::fwrite(answers.words.data(), 1, answers.words.size(), stdout) ==
                       answers.words.size() &&
                   std::fflush(stdout) == 0;
    if (!written) stopped_ = true;  // main says why
  }

  LineBlocks& in_;
  std::mutex reading_, writing_;
  std::condition_variable turn_came_;
  std::size_t turn_ = 0;
  int lines_ = 0;  // before the block whose turn it is
  std::atomic<bool> stopped_ = false;
  ExitCode code_ = ExitCode::well;
};

}  // namespace

ExitCode command_decide(std::vector<std::string> const& arguments) {
  std::string path = "-";
  Arguments parser("decide",
                   "Decides access cases: reads one JSON object a line, prints Allowed, "
                   "ExplicitlyDenied, ImplicitlyDenied or Error for each.",
                   "rehearse decide cases.jsonl");
  parser.optional("FILE", path, "the cases; without it they come from standard input");
  if (auto done = parser.parse(arguments)) return *done;
  auto in = LineBlocks::open(path.empty() ? "-" : path);
  if (!in) return complain(in.error());
  return Deciding(*in).run();
}

}  // namespace rehearse::cli
