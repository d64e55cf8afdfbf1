"""scripts/check_catalogs sees a report without a row."""
import unittest

from planted import PlantedTest

TREE = {"reports/catalog.cpp": '  {"text", ".txt", render_text},\n', "reports/text.cpp": "std::string render_text(RunModel const& model) {\n"}


class CatalogsTest(PlantedTest):
    checker = "check_catalogs"

    def test_a_report_with_a_row_is_in_order(self):
        self.assert_clean(TREE)

    def test_a_report_without_a_row_is_caught(self):
        self.assert_caught(TREE | {"reports/html.cpp": "std::string render_html(RunModel const& model) {\n"},
                           "reports/html.cpp: the report `render_html` has no row in reports/catalog.cpp")

    def test_a_row_in_a_comment_does_not_count(self):
        self.assert_caught(TREE | {"reports/catalog.cpp": "  // render_text later\n"}, "render_text")


if __name__ == "__main__":
    unittest.main()
