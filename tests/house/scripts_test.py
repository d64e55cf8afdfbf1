"""The scripts' own promises: exit codes, refusals, skips, the comparison of digests."""
import os
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from planted import SCRIPTS


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    return done.returncode, done.stdout + done.stderr


def write(path, text, executable=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if executable:
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class ScriptsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = Path(scratch.name)

    def copy(self, *names):
        for name in names:
            write(self.root / "scripts" / name, (SCRIPTS / name).read_text(), executable=True)

    def test_a_checker_ends_with_1_on_a_fault(self):
        write(self.root / "sim/base/a.cpp", "int counter = 0;\n")
        for checker in ("check_tidy", "check_sources"):
            code, output = run(SCRIPTS / checker, self.root)
            self.assertEqual(code, 1, output)
            self.assertIn("sim/base/a.cpp", output)

    def test_setup_refuses_an_unknown_goal(self):
        code, output = run(SCRIPTS / "setup", "everything")
        self.assertEqual(code, 2)
        self.assertIn("usage: scripts/setup run|test|ci", output)

    def test_setup_says_nothing_where_all_is_installed(self):
        code, output = run(SCRIPTS / "setup", "run")
        self.assertEqual((code, output), (0, ""))

    def test_skipped_names_the_test_and_the_reason(self):
        write(self.root / "Testing/Temporary/LastTest.log",
              "1/2 Testing: run: corpus\n1/2 Test: run: corpus\nSKIP: no corpus was given\n2/2 Testing: run: other\nfine\n")
        code, output = run(SCRIPTS / "skipped", self.root)
        self.assertEqual((code, output), (0, "1 tests skipped\n  SKIPPED run: corpus: no corpus was given\n"))

    def program(self, name, digest):
        return write(self.root / name, f"#!/bin/sh\necho 'all checks passed'\necho 'trace digest: {digest}'\n", executable=True)

    def test_determinism_accepts_equal_digests(self):
        self.copy("determinism")
        write(self.root / "scenarios/hello.lua", "")
        write(self.root / "scenarios/digests.txt", "hello 00ff\n")
        code, output = run(self.root / "scripts/determinism", self.program("a", "00ff"), self.program("b", "00ff"))
        self.assertEqual(code, 0, output)
        self.assertIn("43 of 43 digests as committed", output)

    def test_determinism_catches_one_program_that_differs(self):
        self.copy("determinism")
        write(self.root / "scenarios/hello.lua", "")
        write(self.root / "scenarios/digests.txt", "hello 00ff\n")
        code, output = run(self.root / "scripts/determinism", self.program("a", "00ff"), self.program("b", "00fe"))
        self.assertEqual(code, 1, output)
        self.assertIn("FAILED: hello:", output)

    def test_determinism_catches_a_scenario_without_a_committed_digest(self):
        self.copy("determinism")
        write(self.root / "scenarios/hello.lua", "")
        code, output = run(self.root / "scripts/determinism", self.program("a", "00ff"))
        self.assertEqual(code, 1, output)

    def test_determinism_updates_the_committed_digests(self):
        self.copy("determinism")
        write(self.root / "scenarios/hello.lua", "")
        code, output = run(self.root / "scripts/determinism", "--update", self.program("a", "00ff"))
        self.assertEqual(code, 0, output)
        self.assertEqual((self.root / "scenarios/digests.txt").read_text(), "hello 00ff\n")

    def built(self):
        """A tree that scripts/rehearse takes for built."""
        self.copy("rehearse")
        for folder in ("sim", "reports", "scripts/cmake"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        source = write(self.root / "sim/a.cpp", "")
        write(self.root / "CMakeLists.txt", "")
        write(self.root / "build/release/sim/cli/rehearse", '#!/bin/sh\necho "ran $*"\n', executable=True)
        stamp = write(self.root / "build/release/program.stamp", "")
        os.utime(stamp, (time.time() + 60, time.time() + 60))
        return source

    def test_rehearse_goes_straight_to_a_program_that_is_fresh(self):
        self.built()
        code, output = run(self.root / "scripts/rehearse", "run", "a b.lua")
        self.assertEqual((code, output), (0, "ran run a b.lua\n"))

    def test_rehearse_builds_when_a_source_is_newer(self):
        source = self.built()
        os.utime(source, (time.time() + 120, time.time() + 120))
        write(self.root / "scripts/setup", "#!/bin/sh\nexit 0\n", executable=True)
        write(self.root / "bin/cmake", '#!/bin/sh\necho "compiler says no"; exit 1\n', executable=True)
        path = f"{self.root}/bin:{os.environ['PATH']}"
        code, output = run(self.root / "scripts/rehearse", "run", env=os.environ | {"PATH": path})
        self.assertEqual(code, 3, output)
        self.assertIn("compiler says no", output)
        self.assertIn("the build failed", output)


if __name__ == "__main__":
    unittest.main()
