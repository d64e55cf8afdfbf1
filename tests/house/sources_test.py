"""scripts/check_sources sees a file and a folder that nobody builds."""
import unittest

from planted import PlantedTest

TREE = {"tests/CMakeLists.txt": "foreach(layer IN ITEMS base vocab)\nadd_executable(t main.cpp)", "tests/main.cpp": "",
        "tests/base/CMakeLists.txt": "rehearse_test(base SOURCES a_test.cpp)", "tests/base/a_test.cpp": ""}


class SourcesTest(PlantedTest):
    checker = "check_sources"

    def test_a_tree_with_all_lines_is_in_order(self):
        self.assert_clean(TREE)

    def test_a_forgotten_test_file_is_caught(self):
        self.assert_caught(TREE | {"tests/base/b_test.cpp": ""}, "tests/base/b_test.cpp: not listed in tests/base/CMakeLists.txt")

    def test_a_line_in_a_comment_does_not_count(self):
        self.assert_caught(TREE | {"tests/base/CMakeLists.txt": "# a_test.cpp"}, "a_test.cpp: not listed")

    def test_a_folder_that_is_not_added_is_caught(self):
        self.assert_caught(TREE | {"tests/iam/CMakeLists.txt": "rehearse_test(iam SOURCES p_test.cpp)", "tests/iam/p_test.cpp": ""},
                           "tests/iam: not in tests/CMakeLists.txt")

    def test_a_forgotten_source_is_caught(self):
        self.assert_caught(TREE | {"sim/CMakeLists.txt": "foreach(layer IN ITEMS base)", "sim/base/CMakeLists.txt": "rehearse_layer(base SOURCES a.cpp)",
                                   "sim/base/a.cpp": "", "sim/base/b.cpp": ""}, "sim/base/b.cpp: not listed")


if __name__ == "__main__":
    unittest.main()
