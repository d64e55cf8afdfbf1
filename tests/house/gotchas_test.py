"""Every gotcha of sharing-and-access 8.1 has a test that runs into it through calls."""
import re
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "api"
GOTCHAS = range(1, 38)


class GotchasTest(unittest.TestCase):
    def test_each_of_them_is_a_test_of_the_running_world(self):
        found = set()
        for path in TESTS.glob("*_test.cpp"):
            for numbers in re.findall(r'TEST_CASE\(\s*"gotcha ([\d, ]+):', path.read_text()):
                found |= {int(number) for number in numbers.split(",")}
        self.assertEqual(sorted(found), list(GOTCHAS))


if __name__ == "__main__":
    unittest.main()
