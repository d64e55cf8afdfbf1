"""Runs workload W and the minimal loop in alternation, decides, starts the command, and prints one table against the limits.

    compare.py BUILD [PEER] [--rounds 5]      BUILD: the folder with the benchmarks and rehearse; PEER: dag_min

Only ratios within one run count: the machine is never alone. Time is the processes' CPU time; of each pair of runs that
stand next to each other the ratio is taken, and of the ratios the median.
"""
import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MONTH = "tests/bench/month.lua"


class Run:
    """One measured process: its RESULT line as a dict."""

    def __init__(self, command):
        process = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        line = re.search(r"^RESULT (.*)$", process.stdout, re.M)
        if process.returncode != 0 or not line:
            sys.exit(f"bench: {' '.join(map(str, command))} failed with {process.returncode}: {process.stdout.strip()}")
        self.fields = dict(part.split("=", 1) for part in line[1].split() if "=" in part)
        self.cpu = float(self.fields["cpu"])

    @property
    def nanoseconds(self):
        return self.cpu * 1e9 / float(self.fields["events"])

    @property
    def result(self):
        return self.fields["makespan"], self.fields["sum"]


def peak_memory(command):
    """KiB. Read while the process runs: what the system reports at its end counts this interpreter too."""
    peak = 0
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, cwd=ROOT)
    while process.poll() is None:
        seen = re.search(r"^VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text(), re.M)
        peak = max(peak, int(seen[1])) if seen else peak
    return peak


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
        self.decide = build / "tests/bench/rehearse_decide_bench"
        self.access = build / "tests/bench/rehearse_access_bench"
        self.start = build / "tests/bench/rehearse_start_bench"
        self.month = build / "tests/bench/rehearse_month_bench"
        self.definition = build / "tests/bench/rehearse_definition_bench"
        self.peer = peer
        self.rounds = rounds
        self.folder = folder
        self.table = Table()

    def ours_command(self, executions, form, trace, out="/dev/null", repeat=1):
        return [self.program, "--P", executions, "--form", form, "--trace", trace, "--out", out, "--repeat", repeat]

    def ours(self, *settings, **more):
        return Run(self.ours_command(*settings, **more))

    def minimal_command(self, executions, trace, out=""):
        return [self.peer, "--P", executions, "--q", "quad", "--canon", 1, "--trace", trace, *(["--out", out] if out else [])]

    def minimal(self, *settings):
        return Run(self.minimal_command(*settings))

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
        self.time_row("W, digest", own, 2.3)
        for what, form, trace, out, peer, limit in (
            ("W, digest, 10 shared definitions", "shared", "digest", None, ("digest",), 2),
            ("W, kept in memory", "own", "keep", None, ("digest",), None),
            ("W, JSON lines to a file", "own", "json", file, ("json", other), 3),
            ("W, JSON lines to /dev/null", "own", "json", "/dev/null", ("json", "/dev/null"), None),
            ("W, each step a judged call, digest", "judged", "digest", None, ("digest",), 6),
        ):
            runs = self.pairs(lambda: self.ours(10_000, form, trace, out or "/dev/null"), lambda: self.minimal(10_000, *peer))
            self.time_row(what, runs, limit, same_result=form != "shared")
        self.growth()
        memory = [statistics.median(peak_memory(command) for _ in range(self.rounds))
                  for command in (self.ours_command(10_000, "own", "digest"), self.minimal_command(10_000, "digest"))]
        self.table.add("peak memory at P = 10,000, digest", f"{memory[0] / 1024:.1f} against {memory[1] / 1024:.1f} MiB", memory[0] / memory[1], 3)
        large = statistics.median(peak_memory(self.ours_command(100_000, "own", "digest")) for _ in range(self.rounds)) / 1024
        self.table.add("peak memory at P = 100,000, digest", f"{large:.1f} of 150 MiB", large / 150, 1)

    def growth(self):
        """Time per event at P = 100,000 over that at P = 1,000, against the minimal loop's own.

        A single run with P = 1,000 is over in 4 ms, most of which is the process getting warm. So both are measured warm there:
        ours as the last of 20 in one process, the minimal loop in its sweep, less the generation of the graphs, which ours times.
        """
        events = 41_000
        small = []
        for _ in range(self.rounds):
            mine = self.ours(1_000, "own", "digest", repeat=20)
            sweep = Run([self.peer, "--sweep", 100, "--threads", 1, "--A", 20, "--P", 1_000])
            small.append((mine.nanoseconds, (sweep.cpu / 100 - float(mine.fields["gen"])) * 1e9 / events))
        large = [(a.nanoseconds, b.nanoseconds) for a, b in self.pairs(lambda: self.ours(100_000, "own", "digest"),
                                                                       lambda: self.minimal(100_000, "digest"))]
        (mine_small, minimal_small), (mine_large, minimal_large) = ([statistics.median(column) for column in zip(*rows)] for rows in (small, large))
        self.table.add("W, digest, P = 1,000, warm", f"{mine_small:.0f} against {minimal_small:.0f} ns/event", mine_small / minimal_small, None)
        self.table.add("W, digest, P = 100,000", f"{mine_large:.0f} against {minimal_large:.0f} ns/event", mine_large / minimal_large, None)
        mine, minimal = mine_large / mine_small, minimal_large / minimal_small
        self.table.add("growth from P = 1,000 to 100,000", f"x{mine:.2f} against x{minimal:.2f}", mine / minimal, 1.25)

    def decisions(self):
        """One decision, and a memoized one: none may allocate."""
        allocated = self.lines_of(self.decide)
        self.table.add("allocations of all these", f"{allocated} of 0", allocated, 0)

    def lines_of(self, *command):
        """The lines of a program that measures, as rows. Returns the allocations that it counted."""
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
        allocated = 0
        for what, taken, unit, limit, allocations in re.findall(r"^(.+?) +([\d.]+) (ns|ms)  \(at most +(\d+)\)(?:, (\d+) allocations)?$", done.stdout, re.M):
            self.table.add(what, f"{taken} of {limit} {unit}", float(taken) / int(limit), 1)
            allocated += int(allocations or 0)
        return allocated

    def explained(self, scenario="scenarios/promotion.lua", limit=100):
        """Milliseconds of `explain --call` with the nearest change, for the first call that was refused: the median of 20."""
        out = self.folder / "explained"
        subprocess.run([self.command, "run", scenario, "--out", out], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        lines = [json.loads(line) for line in (out / "trace.jsonl").read_text().splitlines()]
        call = next(line["seq"] for line in lines if line["type"] == "ApiCalled" and "denied" in line["outcome"])
        times = []
        for _ in range(20):
            start = time.perf_counter()
            subprocess.run([self.command, "explain", out / "trace.jsonl", "--call", str(call)], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
            times.append((time.perf_counter() - start) * 1000)
        median = statistics.median(times)
        self.table.add(f"explain --call on {scenario}", f"{median:.1f} of {limit} ms", median / limit, 1)

    def decided_lines(self, lines=20_000, wanted=50_000):
        """Cases a second of the command, from a file of lines that are all different: the median of the rounds."""
        cases = self.folder / "cases.jsonl"
        with cases.open("w") as file:
            subprocess.run([self.decide, "--lines", str(lines)], stdout=file, check=True)
        times = []
        for _ in range(self.rounds):
            start = time.perf_counter()
            subprocess.run([self.command, "decide", cases], stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
            times.append(time.perf_counter() - start)
        speed = lines / statistics.median(times)
        size = cases.stat().st_size / lines
        self.table.add(f"decide, lines of {size / 1000:.1f} kB, all different", f"{speed:.0f} of {wanted} a second", wanted / speed, 1)

    def start_to_exit(self, scenario, limit, rounds=20):
        """Milliseconds from start to exit, trace and html report included: the median."""
        if not (ROOT / scenario).exists():
            print(f"bench: {scenario} is not there: skipped", file=sys.stderr)
            return
        times = []
        for _ in range(rounds):
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
        bench.decisions()
        bench.lines_of(bench.access)
        bench.lines_of(bench.definition)
        bench.lines_of(bench.start)
        bench.lines_of(bench.month, MONTH, "1000")
        bench.explained()
        bench.decided_lines()
        bench.start_to_exit("scenarios/hello.lua", 15)
        bench.start_to_exit("scenarios/promotion.lua", 100)
        bench.start_to_exit(MONTH, 6_000, given.rounds)
        bench.table.show()
        return 1 if bench.table.over else 0


if __name__ == "__main__":
    sys.exit(main())
