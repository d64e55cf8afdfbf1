"""A small tree of files in a temporary folder, and what a checker of scripts/ says about it."""
import importlib.machinery
import importlib.util
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def load(name):
    """A script without .py as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class PlantedTest(unittest.TestCase):
    checker = ""  # the script under test

    def faults(self, files):
        """Writes {path: text} and returns the checker's faults, one a line."""
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                path = Path(root, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return "\n".join(load(self.checker).check(Path(root)))

    def assert_caught(self, files, *words):
        faults = self.faults(files)
        for word in words:
            self.assertIn(word, faults)

    def assert_clean(self, files):
        self.assertEqual(self.faults(files), "")
