// Bad usage, traces that are not whole, disks that are full, runs that are interrupted.
#include <catch2/catch.hpp>

#include <cstdio>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

void put_small(Folder const& folder) {
  folder.write("definition.json", definition());
  folder.write(
      "s.lua",
      scenario("  sagemaker:start_pipeline_execution { PipelineName = p }\n  sleep \"3h\""));
}

/// A run of many events: some 30 seconds when nobody stops it.
void put_long(Folder const& folder) {
  folder.write("definition.json", definition());
  folder.write("s.lua",
               scenario("  for _ = 1, 100000000 do sagemaker:list_pipelines {} sleep \"1s\" end"));
}

bool says(Ended const& ended, std::string_view text) {
  return ended.err.find(text) != std::string::npos;
}

/// Can util-linux's `script` run a program as if somebody sat before it? It may be absent, or the
/// system may give it no terminal.
bool on_a_terminal(Folder const& folder) {
  bool there = folder.shell("script -qec true /dev/null").code == 0;
  if (!there) std::puts("SKIP: `script` is absent or gets no terminal here");
  return there;
}

}  // namespace

TEST_CASE("usage: unknown commands and options are refused with the nearest", "[cli][bad]") {
  struct BadRun {
    char const *command, *said;
  };
  BadRun const rows[] = {
      {"rnu s.lua", "no command `rnu`; did you mean `run`?"},
      {"xyzzy", "`rehearse --help` lists the commands"},
      {"run s.lua --sed 7", "did you mean `--seed`?"},
      {"run s.lua --seed seven", "--seed"},
      {"run s.lua --seed -1", "`-1` is no whole number from 0 to 18446744073709551615"},
      {"run s.lua --seed 18446744073709551616", "`18446744073709551616` is no whole number"},
      {"run s.lua --until soon", "soon"},
      {"run s.lua --report xyzzy", "there is no report `xyzzy`; there are "},
      {"run /dev/zero", "`/dev/zero` is no regular file"},
      {"run s.lua --schedule x.y", "x.y"},
      {"run s.lua --report htlm", "no report `htlm`; did you mean `html`?"},
      {"run", "SCENARIO"},
      {"test --seeds 5..1", "`5..1` is no range of seeds"},
      {"test --ci --update", "--ci refuses --update"},
      {"test s.lua --filter nothing", "no scenario's path contains `nothing`"},
      {"report", "TRACE"},
      {"report t.jsonl --fromat text", "did you mean `--format`?"},
      {"diff one.jsonl", "TRACE_B"},
      {"validate", "FILE"},
      {"decide a b", "b"},
  };
  for (BadRun const& row : rows) {
    Folder folder;
    put_small(folder);
    Ended ended = folder.rehearse(row.command);
    INFO(row.command << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(says(ended, row.said));
    CHECK(ended.out.empty());
    CHECK(folder.files() == std::vector<std::string>{"definition.json", "s.lua"});
  }
}

TEST_CASE("usage: the greatest seed is a seed", "[cli]") {
  Folder folder;
  put_small(folder);
  Ended ended = folder.rehearse("run s.lua --seed 18446744073709551615");
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.out.find("seed 18446744073709551615") != std::string::npos);
}

TEST_CASE("usage: a scenario is a file of reasonable size", "[cli][bad]") {
  Folder folder;
  folder.shell("mkfifo pipe; head -c 9000000 /dev/zero > large.lua");
  Ended ended = folder.shell("timeout 10 \"$R\" run pipe");
  CHECK(ended.code == 2);
  CHECK(says(ended, "`pipe` is no regular file but a pipe or a device"));
  ended = folder.shell("timeout 10 \"$R\" test pipe");
  CHECK(ended.code == 2);
  CHECK(ended.out.find("`pipe` is no regular file") != std::string::npos);
  ended = folder.rehearse("run large.lua");
  CHECK(ended.code == 2);
  CHECK(says(ended, "`large.lua` is larger than 8 MiB, which is the limit"));
}

TEST_CASE("usage: a report that is not there is answered with those that are", "[cli][bad]") {
  Folder folder;
  put_small(folder);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  Ended ended = folder.rehearse("report out/s/trace.jsonl --format xyzzy");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(says(ended, "there is no report `xyzzy`; there are "));
  CHECK(says(ended, "html"));
}

TEST_CASE("fault: on one screen its sentence is printed once, and the exit code stays", "[cli]") {
  Folder folder;
  if (!on_a_terminal(folder)) return;
  folder.write("s.lua", "actor(\"x\", function() error \"one sentence\" end)\n");
  Ended ended = folder.shell("script -qec '\"$R\" run s.lua' /dev/null");
  INFO(ended.out);
  CHECK(ended.code == 2);
  auto first = ended.out.find("one sentence");
  CHECK(first != std::string::npos);
  CHECK(ended.out.find("one sentence", first + 1) == std::string::npos);
  ended = folder.rehearse("run s.lua");  // two places: the remedy is on standard error
  CHECK(says(ended, "rehearse: s.lua:1: one sentence"));
}

TEST_CASE("progress: a long run shows how far it is on a terminal, and nowhere else", "[cli]") {
  Folder folder;
  if (!on_a_terminal(folder)) return;
  put_long(folder);
  // Ends by itself as soon as something was shown.
  std::string const stop =
      "script -qefc '\"$R\" run s.lua' /dev/null > seen & p=$!; n=0; while ! grep -q ' events' "
      "seen "
      "&& [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done; kill $p; wait; grep -c ' events' seen";
  CHECK(folder.shell(stop).out != "0\n");
  Ended ended = folder.shell("timeout -s INT 2 \"$R\" run s.lua");
  CHECK(ended.code == 124);  // interrupted after two seconds
  CHECK(ended.err.empty());
  folder.write("s.lua", "actor(\"x\", function() sleep \"1h\" end)\n");
  CHECK(folder.shell("script -qec '\"$R\" run s.lua' /dev/null").out.find(" events") ==
        std::string::npos);
}

TEST_CASE("usage: every command has a help with one example", "[cli]") {
  Folder folder;
  std::string help = folder.rehearse("--help").out;
  for (std::string command : {"run", "test", "report", "diff", "validate", "decide"}) {
    INFO(command);
    CHECK(help.find("\n  " + command + " ") != std::string::npos);
    Ended ended = folder.rehearse(command + " --help");
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK(ended.out.find("example:\n  rehearse " + command + " ") != std::string::npos);
  }
  CHECK(folder.rehearse("--version").out.find("trace format 4") != std::string::npos);
}

TEST_CASE("trace: one that was cut off is shown as incomplete, and not compared", "[cli][bad]") {
  Folder folder;
  put_small(folder);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  REQUIRE(folder.shell("f=out/s/trace.jsonl; head -c $(($(wc -c <$f) / 2)) $f > cut.jsonl").code ==
          0);
  Ended ended = folder.rehearse("report cut.jsonl --format text");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(says(ended, "incomplete"));
  CHECK(ended.out.find("incomplete") != std::string::npos);
  ended = folder.rehearse("diff cut.jsonl out/s/trace.jsonl");
  CHECK(ended.code == 2);
  CHECK(says(ended, "cut.jsonl: the trace is incomplete"));
  folder.shell("cp cut.jsonl s.approved.jsonl");
  ended = folder.rehearse("test s.lua");
  CHECK(ended.code == 1);
  CHECK(ended.out.find("s.approved.jsonl is incomplete") != std::string::npos);
}

TEST_CASE("trace: another version, an edited line and what is no trace are refused with their line",
          "[cli][bad]") {
  Folder folder;
  put_small(folder);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  folder.shell(
      "sed '1s/\"format\":[0-9]*/\"format\":7/' out/s/trace.jsonl > other.jsonl; sed 's/3h/4h/; "
      "s/Succeeded/Failed/' out/s/trace.jsonl > edited.jsonl");
  folder.write("no.jsonl", "{\"a\": 1}\n");
  folder.write("empty.jsonl", "");
  Ended ended = folder.rehearse("report other.jsonl --format text");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(says(ended, "other.jsonl:1: a trace of format version 7; "));
  CHECK(says(ended, "format version 4 is read"));
  CHECK(ended.out.empty());
  ended = folder.rehearse("report edited.jsonl --format text");
  CHECK(ended.code == 2);
  CHECK(says(ended, "the file was edited"));
  CHECK(folder.rehearse("diff no.jsonl no.jsonl").code == 2);
  ended = folder.rehearse("report empty.jsonl");
  CHECK(ended.code == 2);
  CHECK(says(ended, "this is not a trace"));
}

TEST_CASE("disk: a full one is said so, and nothing passes for whole", "[cli][bad]") {
  Folder folder;
  put_small(folder);
  Ended ended = folder.rehearse("run s.lua --trace /dev/full");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(says(ended, "cannot write `/dev/full`: No space left on device; make room"));
  CHECK_FALSE(folder.has("out/s/trace.jsonl"));
  CHECK_FALSE(folder.has("out/s/report.html"));
  ended = folder.shell("\"$R\" run s.lua > /dev/full");
  CHECK(ended.code == 2);
  CHECK(says(ended, "standard output"));
}

TEST_CASE("disk: a folder that cannot be made or written is named before anything is written",
          "[cli][bad]") {
  Folder folder;
  put_small(folder);
  folder.write("file", "in the way");
  Ended ended = folder.rehearse("run s.lua --out file/below");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(says(ended, "`file/below`"));
  CHECK(says(ended, "--out"));
  ended = folder.rehearse("run s.lua --trace file/trace.jsonl --out o");
  CHECK(ended.code == 2);
  CHECK(says(ended, "file/trace.jsonl"));
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  ended = folder.rehearse("report out/s/trace.jsonl --format text --out file/below");
  CHECK(ended.code == 2);
  ended = folder.rehearse("test s.lua --junit file/x.xml");
  CHECK(ended.code == 2);
  CHECK(says(ended, "file/x.xml"));
  CHECK(folder.read("file") == "in the way");
}

TEST_CASE("interrupt: the run ends there with 130, its trace readable and marked", "[cli][bad]") {
  Folder folder;
  put_long(folder);
  Ended ended = folder.shell(
      "\"$R\" run s.lua --out o & p=$!; while [ ! -s o/trace.jsonl.partial ]; do sleep 0.05; done; "
      "kill -INT $p; wait $p");
  INFO(ended.err);
  CHECK(ended.code == 130);
  CHECK(ended.out.find("interrupted") != std::string::npos);
  std::string trace = folder.read("o/trace.jsonl");
  CHECK(trace.find("\"type\":\"RunEnded\",\"reason\":\"interrupted\"") != std::string::npos);
  Ended report = folder.rehearse("report o/trace.jsonl --format text");
  CHECK(report.code == 2);
  CHECK(report.err.find("incomplete") != std::string::npos);
  CHECK(folder.rehearse("diff o/trace.jsonl o/trace.jsonl").code == 2);
}

TEST_CASE("interrupt: a killed run leaves only what is marked as partial", "[cli][bad]") {
  Folder folder;
  put_long(folder);
  Ended ended = folder.shell(
      "\"$R\" run s.lua --out o & p=$!; while [ ! -s o/trace.jsonl.partial ]; do sleep 0.05; done; "
      "kill -KILL $p; wait $p");
  CHECK(ended.code == 137);
  CHECK(folder.files() ==
        std::vector<std::string>{"definition.json", "o/trace.jsonl.partial", "s.lua"});
  Ended report = folder.rehearse("report o/trace.jsonl.partial --format text");
  CHECK(report.code == 2);
  CHECK(report.out.find("incomplete") != std::string::npos);
}

TEST_CASE("interrupt: tests stop, approve nothing more, and say what is left", "[cli][bad]") {
  Folder folder;
  put_long(folder);
  Ended ended = folder.shell(
      "\"$R\" test s.lua --update --junit x.xml & p=$!; sleep 0.5; kill -INT $p; wait $p");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 130);
  CHECK(ended.out.find("interrupted: 1 of 1 scenarios were not tested") != std::string::npos);
  CHECK(folder.files() == std::vector<std::string>{"definition.json", "s.lua"});
}

TEST_CASE("trace: a file that names what it never defined is refused with its line", "[cli][bad]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua",
               world() + R"(local guest = role { account = staging, name = "Guest", policies = {} }
actor("guest", function() guest:client("sagemaker"):start_pipeline_execution { PipelineName = p } end)
)");
  REQUIRE(folder.rehearse("run s.lua").code == 1);
  for (char const* key : {"role", "account", "pipeline", "document", "actor", "owner"}) {
    // Without its last line nothing vouches for the others.
    folder.shell("sed -E 's/\"" + std::string(key) + "\":[0-9]+/\"" + key +
                 "\":99999/; $d' out/s/trace.jsonl > bad.jsonl");
    Ended ended = folder.rehearse("report bad.jsonl --format text");
    INFO(key << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(says(ended, "`" + std::string(key) + "` names what no line above has defined"));
  }
}
