"""Runs workload W and the minimal loop in alternation, starts the command, and prints one table against the limits.

    compare.py BUILD [PEER] [--rounds 5]      BUILD: the folder with rehearse_bench and rehearse; PEER: dag_min

Only ratios within one run count: the machine is never alone. Time is the processes' CPU time; of each pair of runs that
stand next to each other the ratio is taken, and of the ratios the median.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Run:
    """One measured process: its RESULT line as a dict, and its peak memory in KiB."""

    def __init__(self, command):
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        line = re.search(r"^RESULT (.*)$", output, re.M)
        if process.returncode != 0 or not line:
            sys.exit(f"bench: {' '.join(map(str, command))} failed with {process.returncode}: {output.strip()}")
        self.fields = dict(part.split("=", 1) for part in line[1].split() if "=" in part)
        self.nanoseconds = float(self.fields["cpu"]) * 1e9 / float(self.fields["events"])
        self.memory = usage.ru_maxrss

    @property
    def result(self):
        return self.fields["makespan"], self.fields["sum"]


class Table:
    def __init__(self):
        self.rows = []
        self.over = False

    def add(self, what, measured, ratio, limit):
        verdict = "" if limit is None else "ok" if ratio <= limit else "OVER"
        self.over |= verdict == "OVER"
        shown = "" if limit is None else f"{limit:g}"
        self.rows.append((what, measured, f"{ratio:.2f}", shown, verdict))
        print(".", end="", file=sys.stderr, flush=True)

    def show(self):
        print(file=sys.stderr)
        rows = [("what", "measured", "ratio", "limit", ""), *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        for row in rows:
            print("  ".join(cell.ljust(width) if i < 2 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))).rstrip())


class Bench:
    def __init__(self, build, peer, rounds, folder):
        self.program = build / "tests/bench/rehearse_bench"
        self.command = build / "sim/cli/rehearse"
        self.peer = peer
        self.rounds = rounds
        self.folder = folder
        self.table = Table()

    def ours(self, executions, form, trace, out="/dev/null"):
        return Run([self.program, "--P", executions, "--form", form, "--trace", trace, "--out", out])

    def minimal(self, executions, trace, out=""):
        loop = ["--q", "quad", "--canon", 1, "--trace", trace]
        return Run([self.peer, "--P", executions, *loop, *(["--out", out] if out else [])])

    def pairs(self, ours, minimal, rounds=None):
        return [(ours(), minimal()) for _ in range(rounds or self.rounds)]

    def time_row(self, what, pairs, limit, same_result=True):
        for mine, theirs in pairs:
            if same_result and mine.result != theirs.result:
                sys.exit(f"bench: {what}: makespan and checksum are {mine.result}, the minimal loop's {theirs.result}")
        mine, theirs = (statistics.median(run.nanoseconds for run in runs) for runs in zip(*pairs))
        ratio = statistics.median(a.nanoseconds / b.nanoseconds for a, b in pairs)
        self.table.add(what, f"{mine:.0f} against {theirs:.0f} ns/event", ratio, limit)
        return ratio

    def workload(self):
        file, other = self.folder / "trace.jsonl", self.folder / "peer.jsonl"
        own = self.pairs(lambda: self.ours(10_000, "own", "digest"), lambda: self.minimal(10_000, "digest"))
        self.time_row("W, digest", own, 3)
        memory = [statistics.median(run.memory for run in runs) for runs in zip(*own)]
        for what, form, trace, out, peer, limit in (
            ("W, digest, 10 shared definitions", "shared", "digest", None, ("digest",), None),
            ("W, kept in memory", "own", "keep", None, ("digest",), None),
            ("W, JSON lines to a file", "own", "json", file, ("json", other), 3),
            ("W, JSON lines to /dev/null", "own", "json", "/dev/null", ("json", "/dev/null"), None),
            ("W, each step a judged call, digest", "judged", "digest", None, ("digest",), 8),
        ):
            runs = self.pairs(lambda: self.ours(10_000, form, trace, out or "/dev/null"), lambda: self.minimal(10_000, *peer))
            self.time_row(what, runs, limit, same_result=form != "shared")
        small = self.pairs(lambda: self.ours(1_000, "own", "digest"), lambda: self.minimal(1_000, "digest"), 5 * self.rounds)
        large = self.pairs(lambda: self.ours(100_000, "own", "digest"), lambda: self.minimal(100_000, "digest"))
        low = self.time_row("W, digest, P = 1,000", small, None)
        high = self.time_row("W, digest, P = 100,000", large, None)
        self.table.add("growth from P = 1,000 to 100,000", "of the two ratios above", high / low, 1.3)
        self.table.add("peak memory at P = 10,000, digest", f"{memory[0] / 1024:.1f} against {memory[1] / 1024:.1f} MiB", memory[0] / memory[1], 3)

    def start_to_exit(self, scenario, limit):
        """Milliseconds from start to exit, html report included: the median of 20."""
        if not (ROOT / scenario).exists():
            print(f"bench: {scenario} is not there: skipped", file=sys.stderr)
            return
        times = []
        for _ in range(20):
            start = time.perf_counter()
            done = subprocess.run([self.command, "run", scenario, "--out", self.folder / "out"], cwd=ROOT, stdout=subprocess.DEVNULL)
            times.append((time.perf_counter() - start) * 1000)
            if done.returncode not in (0, 1):
                sys.exit(f"bench: {scenario} ended with {done.returncode}")
        median = statistics.median(times)
        self.table.add(f"{scenario}, start to exit", f"{median:.1f} of {limit} ms", median / limit, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("peer", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.build.resolve(), given.peer and given.peer.resolve(), given.rounds, Path(folder))
        if given.peer:
            bench.workload()
        bench.start_to_exit("scenarios/hello.lua", 15)
        bench.start_to_exit("scenarios/promotion.lua", 100)
        bench.table.show()
        return 1 if bench.table.over else 0


if __name__ == "__main__":
    sys.exit(main())
