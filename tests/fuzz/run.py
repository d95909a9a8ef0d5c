"""Fuzz every target for a share of the time: `python -m tests.fuzz.run --minutes 30 [--targets lists,archives]`.

Prints for each target how many inputs were run, how many of them reached code that none had reached, the slowest, the
most memory, and what was found; ends with 1 if anything was. The corpus stays in the folder and is used again.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("lists", "workbooks", "archives", "tables", "outlines", "narrowings", "answers")
_STATISTIC = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)
_COVERAGE = re.compile(r"cov: (\d+)")


@dataclass
class Outcome:
    """Of one target: `executions`, inputs `kept` for reaching new code, edges of code reached, and what was found."""

    name: str
    executions: int = 0
    kept: int = 0
    edges: int = 0
    slowest: int = 0
    megabytes: int = 0
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = ", ".join(self.found) or "nothing"
        return (
            f"{self.name:<11} {self.executions:>9,} executions, {self.kept:>5,} inputs with new coverage, "
            f"{self.edges:>5,} edges; slowest {self.slowest} s; at most {self.megabytes} MB; found: {found}"
        )


def fuzz(name: str, folder: Path, seconds: int, seed: int) -> Outcome:
    """One target, begun again with the rest of its time where an input ended the process."""
    outcome, ends = Outcome(name), time.monotonic() + seconds
    while (left := int(ends - time.monotonic())) > 0 or not outcome.executions:
        command = [sys.executable, "-m", "tests.fuzz.one", name, str(folder), str(max(left, 1)), str(seed)]
        done = subprocess.run(command, capture_output=True, check=False)
        said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        numbers = {key: int(value) for key, value in _STATISTIC.findall(said)}
        outcome.executions += numbers.get("number_of_executed_units", 0)
        outcome.kept += numbers.get("new_units_added", 0)
        outcome.slowest = max(outcome.slowest, numbers.get("slowest_unit_time_sec", 0))
        outcome.megabytes = max(outcome.megabytes, numbers.get("peak_rss_mb", 0))
        outcome.edges = max([outcome.edges, *map(int, _COVERAGE.findall(said))])
        if done.returncode:
            (folder / f"ended-{left}.txt").write_text(said, "utf-8")
            if not numbers:
                outcome.found.append(f"ended with {done.returncode}: {said[-300:]}")
                break
        seed += 1
    outcome.found += sorted(path.name for path in (folder / "found").glob("*") if path.suffix != ".json")
    return outcome


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run")
    parser.add_argument("--minutes", type=float, default=30, help="for all targets together")
    parser.add_argument("--targets", default=",".join(NAMES), help="with commas between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "hulul-fuzz")
    given = parser.parse_args(arguments)
    names = given.targets.split(",")
    seconds = max(1, round(given.minutes * 60 / len(names)))
    outcomes = []
    for name in names:
        folder = given.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        outcomes.append(fuzz(name, folder, seconds, given.seed))
        print(outcomes[-1], flush=True)  # noqa: T201 - what the command is for
    return int(any(outcome.found for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
