"""scripts/check_tidy sees each ban, and leaves innocent look-alikes alone."""
import unittest

from planted import PlantedTest

CAUGHT = [  # (ban, a line that breaks it)
    ("tidy-clock", "auto now = std::chrono::steady_clock::now();"),
    ("tidy-clock", "auto seconds = std::time(nullptr);"),
    ("tidy-clock", "auto seconds = time(0);"),
    ("tidy-clock", "clock_gettime(CLOCK_REALTIME, &spec);"),
    ("tidy-random", "#include <random>"),
    ("tidy-random", "  int dice = rand() % 6;"),
    ("tidy-random", "  std::mt19937_64 generator;"),
    ("tidy-random", "  std::shuffle(a.begin(), a.end(), g);"),
    ("tidy-hash", "  auto h = std::hash<Account*>{}(account);"),
    ("tidy-unordered", "  std::unordered_map<int, int> seen;"),
    ("tidy-pointer-key", "  std::map<Account*, int> seen;"),
    ("tidy-pointer-key", "  std::set<Account const*> seen;"),
    ("tidy-locale", '  setlocale(LC_ALL, "");'),
    ("tidy-env", '  auto home = std::getenv("HOME");'),
    ("tidy-pointer", '  std::snprintf(text, 9, "%p", at);'),
    ("tidy-pointer", "  fmt::format(kForm, fmt::ptr(at));"),
    ("tidy-static", "  static int calls = 0;"),
    ("tidy-static", "static std::vector<int> table;"),
    ("tidy-static", "  static char const* last = nullptr;"),
    ("tidy-static", "thread_local int depth;"),
    ("tidy-static", "int counter = 0;"),
    ("tidy-static", "std::map<int, std::string> names;"),
    ("tidy-static", "inline bool verbose{false};"),
]
INNOCENT = """\
// rand() and std::getenv("HOME") in a comment; time(nullptr) too
auto const text = f("rand() steady_clock"); auto const raw = R"x(static int n = 0; getenv)x";
static constexpr int kLimit = 3;
static char const* const kNames[] = {"a"};
std::array<int, 2> const kTable{1, 2};
constexpr std::string_view kWord = "x";
static int helper(int n);
static std::optional<Decimal> parse(std::string_view text);
int main() { int operand(4); Time time() const; return operand; }
std::uint64_t apply(int n) {
  int local = 0; char c = '"'; auto big = 1'000'000;
  static std::map<std::string, int> const kRows = rows();
  return at.time();
}
struct Row {
  int fields = 0;
  static Row from(int n) { return {n}; }
};
using Table = std::map<int, int>;
enum class Kind : int { a, b };
"""


class TidyTest(PlantedTest):
    checker = "check_tidy"

    def test_each_ban_is_caught(self):
        for ban, line in CAUGHT:
            with self.subTest(line=line):
                self.assert_caught({"sim/base/a.cpp": "\n" + line + "\n"}, f"sim/base/a.cpp:2: {ban}: use ")

    def test_look_alikes_are_left_alone(self):
        self.assert_clean({"sim/base/a.cpp": INNOCENT})

    def test_the_terminal_may_read_the_environment(self):
        self.assert_clean({"sim/cli/terminal.cpp": '  auto c = std::getenv("NO_COLOR");\n'})

    def test_an_exception_with_a_reason_is_accepted(self):
        self.assert_clean({"sim/base/a.cpp": "  static int n = 0;  // NOLINT(tidy-static): nobody reads it\n"})

    def test_an_exception_without_a_reason_is_caught(self):
        self.assert_caught({"sim/base/a.cpp": "  static int n = 0;  // NOLINT(tidy-static)\n"}, "needs a reason")

    def test_an_exception_for_another_ban_is_caught(self):
        self.assert_caught({"sim/base/a.cpp": "  static int n = 0;  // NOLINT(tidy-env): because\n"},
                           "tidy-static", "excepts nothing")

    def test_a_long_file_is_caught(self):
        self.assert_caught({"tests/base/a_test.cpp": "\n" * 501}, "501 lines")
        self.assert_clean({"tests/base/a_test.cpp": "\n" * 500})
        self.assert_clean({"sim/base/a.cpp": "// NOLINT(tidy-length): generated\n" + "\n" * 500})


if __name__ == "__main__":
    unittest.main()
