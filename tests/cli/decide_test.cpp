// decide, as a pipe meets it: a stream of any length, lines of any length, in order.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

/// One case whose one statement has the effect, and speaks of the action.
std::string case_of(std::string_view effect, std::string_view action = "sagemaker:*",
                    std::string_view filler = "") {
  return R"({"principal":"arn:aws:iam::111111111111:user/ana","principalKind":"user",)"
         R"("principalAccount":"111111111111","action":"sagemaker:ListPipelines","resource":"*",)"
         R"("resourceAccount":"111111111111","context":{"x:filler":")" +
         std::string(filler) +
         R"("},"scpLevels":[],"identityPolicies":[{"Version":"2012-10-17","Statement":{"Effect":")" +
         std::string(effect) + R"(","Action":")" + std::string(action) + R"(","Resource":"*"}}]})";
}

struct Kind {
  std::string line, word;
};

std::vector<Kind> kinds() {
  return {{case_of("Allow"), "Allowed\n"},
          {case_of("Deny"), "ExplicitlyDenied\n"},
          {case_of("Allow", "s3:*"), "ImplicitlyDenied\n"}};
}

/// 9,000 cases of three kinds in an order that no block's size divides; some 5 MB, which is many
/// blocks.
struct Stream {
  std::string lines, words;
};

Stream long_stream() {
  auto rows = kinds();
  Stream out;
  for (std::size_t i = 0; i < 9'000; ++i) {
    Kind const& row = rows[i * i % 7 % rows.size()];
    out.lines += row.line + "\n";
    out.words += row.word;
  }
  return out;
}

constexpr std::size_t kLineMax = std::size_t{16} << 20;

}  // namespace

TEST_CASE("decide: thousands of cases from a file or a pipe are answered in their order",
          "[cli][decide]") {
  Folder folder;
  Stream stream = long_stream();
  folder.write("cases.jsonl", stream.lines);
  for (auto const* command :
       {"\"$R\" decide cases.jsonl", "\"$R\" decide < cases.jsonl",
        "cat cases.jsonl | \"$R\" decide", "(cat cases.jsonl; sleep 0.1) | \"$R\" decide -"}) {
    INFO(command);
    Ended ended = folder.shell(command);
    CHECK(ended.code == 0);
    CHECK(ended.out == stream.words);
    CHECK(ended.err.empty());
  }
}

TEST_CASE(
    "decide: an unreadable line far down is an Error with its number, and all others are answered",
    "[cli][decide]") {
  Folder folder;
  Stream before = long_stream();
  folder.write("cases.jsonl", before.lines + "{\"action\":7}\n" + before.lines + "\n[]\n" +
                                  case_of("Perhaps") + "\n" + case_of("Allow"));
  Ended ended = folder.shell("cat cases.jsonl | \"$R\" decide");
  CHECK(ended.code == 1);
  CHECK(ended.out == before.words + "Error\n" + before.words + "Error\nError\nError\nAllowed\n");
  for (char const* said : {"rehearse: <stdin>:9001: the case has no `principal` (at /principal)\n",
                           "\nrehearse: <stdin>:18002:1: not valid JSON: ",
                           "\nrehearse: <stdin>:18003: a case is an object, not array\n",
                           "\nrehearse: <stdin>:18004: `Perhaps` is no effect"})
    CHECK(ended.err.find(said) != std::string::npos);
  CHECK(std::ranges::count(ended.err, '\n') == 4);
  CHECK(folder.rehearse("decide cases.jsonl").err.starts_with("rehearse: cases.jsonl:9001: "));
}

TEST_CASE("decide: an answer comes before the next question is asked", "[cli][decide]") {
  Folder folder;
  folder.write("1.jsonl", kinds()[0].line + "\n");
  folder.write("2.jsonl", kinds()[1].line + "\n");
  // The second case is only written once the first one's answer is there.
  Ended ended = folder.shell(
      "mkfifo in; \"$R\" decide < in > out & exec 3> in; cat 1.jsonl >&3; "
      "for i in $(seq 500); do [ -s out ] && break; sleep 0.02; done; cp out first; "
      "cat 2.jsonl >&3; exec 3>&-; wait; cat out");
  CHECK(folder.read("first") == "Allowed\n");
  CHECK(ended.out == "Allowed\nExplicitlyDenied\n");
}

TEST_CASE("decide: a line without an end is refused, and what follows is answered",
          "[cli][decide]") {
  Folder folder;
  folder.write("allowed", case_of("Allow") + "\n");
  // 40 MB in one line, of which not more than a little is held.
  Ended ended = folder.shell(
      "(cat allowed; head -c 40000000 /dev/zero | tr '\\0' x; echo; cat allowed) "
      "| "
      "\"$R\" decide");
  CHECK(ended.code == 1);
  CHECK(ended.out == "Allowed\nError\nAllowed\n");
  CHECK(ended.err ==
        "rehearse: <stdin>:2:1: a document of 16777217 bytes; at most 16777216 are read\n");
}

TEST_CASE("decide: the longest line that is read, and one byte more", "[cli][decide]") {
  Folder folder;
  std::size_t room = kLineMax - case_of("Allow").size();
  std::string fits = case_of("Allow", "sagemaker:*", std::string(room, 'f'));
  std::string over = case_of("Allow", "sagemaker:*", std::string(room + 1, 'f'));
  REQUIRE(fits.size() == kLineMax);
  folder.write("cases.jsonl", fits + "\n" + over + "\n" + kinds()[1].line + "\n");
  Ended ended = folder.rehearse("decide cases.jsonl");
  CHECK(ended.code == 1);
  CHECK(ended.out == "Allowed\nError\nExplicitlyDenied\n");
  CHECK(ended.err.find("cases.jsonl:2") != std::string::npos);
}

TEST_CASE("decide: lines that end as on Windows, an empty stream, a reader that goes away",
          "[cli][decide]") {
  Folder folder;
  auto rows = kinds();
  folder.write("cases.jsonl", rows[0].line + "\r\n" + rows[1].line + "\r\n");
  CHECK(folder.rehearse("decide cases.jsonl").out == "Allowed\nExplicitlyDenied\n");
  Ended empty = folder.shell("\"$R\" decide < /dev/null");
  CHECK(empty.code == 0);
  CHECK(empty.out.empty());
  folder.write("many.jsonl", long_stream().lines);
  Ended gone = folder.shell("yes \"$(head -1 many.jsonl)\" | \"$R\" decide | head -2");
  CHECK(gone.out == "Allowed\nAllowed\n");
}
