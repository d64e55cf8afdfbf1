// JSON lines: written, read back, and refused when they are not what was written.
#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/base/text.hpp"
#include "tests/trace/samples.hpp"

using namespace rehearse;
using namespace rehearse::trace;

namespace {

std::string sample_text() {
  Folder folder("sample");
  write_lines(sample_trace(), folder.file("trace.jsonl"));
  return text_of_file(folder.file("trace.jsonl"));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

Error refusal(std::string const& text) {
  auto read = read_jsonl_text(text, "t.jsonl");
  REQUIRE_FALSE(read.has_value());
  return read.error();
}

int line_of(std::string const& text, std::string_view what) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, text.find(what)), '\n'));
}

}  // namespace

TEST_CASE("lines: what was written reads back with the same digest and the same records",
          "[trace]") {
  Trace const trace = sample_trace();
  auto read = read_jsonl_text(sample_text(), "t.jsonl");
  if (!read) FAIL(to_string(read.error()));
  CHECK(read->digest() == trace.digest());
  CHECK(read->complete());
  REQUIRE(read->size() == trace.size());
  trace.for_each([&](Entry const& entry, auto const& record) {
    using R = std::remove_cvref_t<decltype(record)>;
    INFO(R::kName);
    bool seen = false;
    read->visit(entry.seq, overloaded{[&](Entry const& other, R const& again) {
                  seen = other.at == entry.at && other.cause == entry.cause && same(record, again);
                }});
    CHECK(seen);
  });
}

TEST_CASE("lines: null is null, whether a field is empty or says so", "[trace]") {
  Trace trace;
  trace.append(Time{}, kNoSeq, filled<RunStarted>(1));
  trace.append(Time{}, kNoSeq, StepProduced{{}, 2, ProductKind::property, "nothing", {"null"}});
  trace.append(Time{}, kNoSeq, StepProduced{{}, 2, ProductKind::property, "empty", {}});
  RunEnded end;
  end.digest = to_hex(trace.digest());
  trace.append(Time{}, kNoSeq, end);
  Folder folder("null");
  write_lines(trace, folder.file("t.jsonl"));
  auto read = read_jsonl(folder.file("t.jsonl"));
  if (!read) FAIL(to_string(read.error()));
  CHECK(read->digest() == trace.digest());
}

TEST_CASE("lines: a file that was cut off is read up to its last whole line and is not complete",
          "[trace]") {
  std::string const text = sample_text();
  auto whole_lines =
      read_jsonl_text(text.substr(0, text.rfind('\n', text.size() - 2) + 1), "t.jsonl");
  REQUIRE(whole_lines.has_value());
  CHECK(whole_lines->size() == Records::size - 1);
  CHECK_FALSE(whole_lines->complete());
  auto in_the_middle = read_jsonl_text(text.substr(0, text.size() - 3), "t.jsonl");
  REQUIRE(in_the_middle.has_value());
  CHECK_FALSE(in_the_middle->complete());
  // Not one whole line: not a trace.
  for (std::string nothing : {std::string{}, std::string("{\"seq\":0")}) {
    Error error = refusal(nothing);
    CHECK(error.code == Error::Code::trace);
    CHECK(error.message == "no whole line: this is not a trace");
  }
}

TEST_CASE("lines: another version is refused before anything else is looked at", "[trace]") {
  Error error = refusal(replaced(sample_text(), "\"format\":4,", "\"format\":9,\"new\":true,"));
  CHECK(error.message == "a trace of format version 9");
  CHECK(error.where == Where{"t.jsonl", 1, 0});
  CHECK(error.hint == "a trace is written by `rehearse run`; format version 4 is read");
}

TEST_CASE("lines: an edited line does not fit the digest at the end", "[trace]") {
  std::string const text = sample_text();
  Error error = refusal(replaced(text, "{\"seq\":9,\"at\":9000", "{\"seq\":9,\"at\":9001"));
  CHECK(error.message.starts_with("the digest does not fit the lines above it ("));
  CHECK(error.where.line == static_cast<int>(Records::size));
}

TEST_CASE("lines: moving a line of the scenario's source changes no digest", "[trace]") {
  auto read =
      read_jsonl_text(replaced(sample_text(), "folder/a:b.lua:", "folder/other.lua:1"), "t.jsonl");
  REQUIRE(read.has_value());
  CHECK(read->digest() == sample_trace().digest());
}

TEST_CASE("lines: what is no record is refused with its line", "[trace]") {
  std::string const text = sample_text();
  struct Row {
    std::string_view from;
    std::string_view to;
    std::string_view message;
  };
  Row const row = GENERATE(
      Row{"\"type\":\"OuDefined\"", "\"type\":\"OuDefinde\"", "`OuDefinde` is no record type"},
      Row{"\"type\":\"OuDefined\",\"ou\":", "\"type\":\"OuDefined\",\"uo\":", "`ou` is missing"},
      Row{"\"type\":\"OuDefined\",", "\"type\":\"OuDefined\",\"more\":1,",
          "a member that a OuDefined does not have"},
      Row{"\"type\":\"OuDefined\",\"ou\":", "\"type\":\"OuDefined\",\"ou\":-",
          "`ou` has a value that does not fit"},
      Row{"\"type\":\"OuDefined\",\"ou\":", "\"type\":\"OuDefined\",\"ou\":99999999999",
          "`ou` has a value that does not fit"},
      Row{"\"type\":\"ShareMoved\",\"share\":", "\"type\":\"ShareMoved\",\"share\":1.5",
          "`share` has a value that does not fit"},
      Row{"{\"seq\":6,", "{\"seq\":7,",
          "every line has `seq` (counting from 0), `at`, `cause` and `type`"},
      Row{"{\"seq\":6,", "[\"seq\",6,", ""});
  Error error = refusal(replaced(text, row.from, row.to));
  if (!row.message.empty()) CHECK(error.message == row.message);
  std::string_view place =
      row.from.starts_with("{") ? row.from : row.from.substr(0, row.from.find(','));
  CHECK(error.where.line == line_of(text, place));
  CHECK(error.code == Error::Code::trace);
}

TEST_CASE("lines: a trace starts with RunStarted and ends with RunEnded", "[trace]") {
  std::string const text = sample_text();
  std::string rest = text.substr(text.find('\n') + 1);
  CHECK(refusal(replaced(rest, "\"seq\":1,", "\"seq\":0,")).message ==
        "a trace starts with RunStarted");
  Error error = refusal(text + "{}\n");
  CHECK(error.message == "a line after RunEnded");
  CHECK(error.where.line == static_cast<int>(Records::size) + 1);
}

TEST_CASE("lines: the file has its name only when it is whole", "[trace]") {
  Folder folder("partial");
  std::string const path = folder.file("trace.jsonl");
  {
    auto file = LineFile::create(path);
    REQUIRE(file.has_value());
    file->text("{}\n");
    CHECK(std::filesystem::exists(path + ".partial"));
    CHECK_FALSE(std::filesystem::exists(path));
  }  // a run that was killed
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(text_of_file(path + ".partial") == "{}\n");
  write_lines(sample_trace(), path);
  CHECK(std::filesystem::exists(path));
  CHECK_FALSE(std::filesystem::exists(path + ".partial"));
}

TEST_CASE("lines: a line longer than the buffer is written whole", "[trace]") {
  Folder folder("long");
  Trace trace;
  trace.append(Time{}, kNoSeq, filled<RunStarted>(1));
  trace.append(Time{}, kNoSeq, NoteMade{{}, std::string(1'000'000, 'x'), {}});
  write_lines(trace, folder.file("t.jsonl"));
  auto read = read_jsonl(folder.file("t.jsonl"));
  REQUIRE(read.has_value());
  CHECK(read->digest() == trace.digest());
}

TEST_CASE("lines: a full disk and a folder that is not there are errors that say so", "[trace]") {
  auto full = LineFile::create("/dev/full");
  REQUIRE(full.has_value());
  full->text("{}\n");
  auto finished = full->finish();
  REQUIRE_FALSE(finished.has_value());
  CHECK(finished.error().code == Error::Code::io);
  CHECK(finished.error().message == "cannot write `/dev/full`: No space left on device");
  CHECK(finished.error().hint == "make room and run again");
  auto nowhere = LineFile::create("/nowhere/trace.jsonl");
  REQUIRE_FALSE(nowhere.has_value());
  CHECK(nowhere.error().hint == "name another folder with --out");
  auto unread = read_jsonl("/nowhere/trace.jsonl");
  REQUIRE_FALSE(unread.has_value());
  CHECK(unread.error().message == "cannot read `/nowhere/trace.jsonl`: No such file or directory");
  auto folder = read_jsonl("/");
  REQUIRE_FALSE(folder.has_value());
  CHECK(folder.error().message == "cannot read `/`: Is a directory");
}
