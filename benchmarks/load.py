"""Many readers at once for minutes: how long they wait, how many errors they see, what it takes of the machine.

    python -m benchmarks.load [--readers 200] [--seconds 120] [--workers 2] [--markdown FILE] HOME...

A HOME is `iraq` (the real history on SQLite), `iraq-postgresql` (the same, loaded into PostgreSQL), or `demo-N`, the
demo country at N times its size; each is made once and kept (see benchmarks.homes). Readers ask for pages that all
differ, in random order from a fixed seed, each the next one as soon as the last has come: harder than people, who read
what they asked for. They run in processes of their own, on the same machine, and take a share of it.

Time is what a reader waits, connection and transfer included. Memory is what the server's processes hold together, each
shared page counted once (PSS). Prints a table in Markdown, which docs/explanation/load.md has.
"""

import contextlib
import http.client
import json
import multiprocessing
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks import homes, pages

PORT = pages.PORT
READER_PROCESSES = 4
PATIENCE = 60


@dataclass
class Seen:
    """What readers saw: milliseconds they waited for good answers; how often each status came (0: no answer)."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def error_rate(self) -> float:
        return 1 - self.statuses[200] / max(1, self.statuses.total())


@dataclass(frozen=True)
class Measured:
    """One line of the table. Megabytes are of 10^6 bytes."""

    name: str
    seen: Seen
    seconds: float
    resting_megabytes: float
    largest_megabytes: float
    disk_megabytes: float
    rows: int
    load_before: float

    def line(self) -> str:
        times = self.seen.times
        waited = [f"{pages.percentile(times, share):,.0f}" for share in (0.5, 0.95, 0.99)] if times else ["-"] * 3
        cells = [
            self.name,
            f"{self.rows:,}",
            f"{self.seen.statuses.total():,}",
            f"{self.seen.statuses.total() / self.seconds:,.0f}",
            *waited,
            f"{self.seen.error_rate:.2%}",
            f"{self.resting_megabytes:,.0f}",
            f"{self.largest_megabytes:,.0f}",
            f"{self.disk_megabytes:,.0f}",
            f"{self.load_before:.1f}",
        ]
        return "| " + " | ".join(cells) + " |"


COLUMNS = ("home", "rows", "answers", "per second", "p50 ms", "p95 ms", "p99 ms", "errors")
COLUMNS += ("MB at rest", "MB at most", "MB on disk", "load before")
HEAD = f"| {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * (len(COLUMNS) - 1)}"


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="HOME...")
@click.option("--readers", default=200, show_default=True)
@click.option("--seconds", default=120, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web server processes.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the table there, too.")
def main(names: tuple[str, ...], readers: int, seconds: int, workers: int, markdown: Path | None) -> None:
    """Measure every HOME in turn and print the table."""
    told = f"{readers} readers for {seconds} s, {workers} web processes, {os.cpu_count()} cores, by `python -m "
    told += f"benchmarks.load --readers {readers} --seconds {seconds} --workers {workers} {' '.join(names)}`"
    lines = [told, "", HEAD]
    for name in names:
        measured = measure(name, readers, seconds, workers)
        lines.append(measured.line())
        errors = {status: count for status, count in measured.seen.statuses.items() if status != 200}
        click.echo(f"{name}: {measured.seen.statuses.total()} answers; other than 200: {errors or 'none'}", err=True)
    text = "\n".join(lines)
    click.echo(text)
    if markdown:
        markdown.write_text(text + "\n", "utf-8")


def measure(name: str, readers: int, seconds: int, workers: int) -> Measured:
    with homes.found(name) as environment:
        before = os.getloadavg()[0]
        command = [sys.executable, "-m", "hulul.site.cli", "serve", "--no-worker"]
        command += ["--port", str(PORT), "--workers", str(workers)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            pages.wait()
            addresses = [address for _kind, address in pages.pages()]
            with watching(server.pid) as memory:
                started = time.monotonic()
                seen = read_all(addresses, readers, seconds)
                spent = time.monotonic() - started
        finally:
            server.terminate()
            server.wait(60)
        home = Path(environment["HULUL_HOME"])
        return Measured(name, seen, spent, memory[0], max(memory), size(home), rows(environment), before)


def read_all(addresses: list[str], readers: int, seconds: int) -> Seen:
    """All readers' answers together."""
    shares = [readers // READER_PROCESSES + (number < readers % READER_PROCESSES) for number in range(READER_PROCESSES)]
    tasks = [(addresses, share, seconds, number) for number, share in enumerate(shares) if share]
    with multiprocessing.get_context("spawn").Pool(len(tasks)) as pool:
        parts = pool.starmap(read, tasks)
    whole = Seen()
    for part in parts:
        whole.times += part.times
        whole.statuses += part.statuses
    return whole


def read(addresses: list[str], readers: int, seconds: int, seed: int) -> Seen:
    """What the readers of one process saw."""
    until = time.monotonic() + seconds
    found = [Seen() for _number in range(readers)]
    threads = [
        threading.Thread(target=_reader, args=(addresses, until, random.Random(1000 * seed + number), one))  # noqa: S311
        for number, one in enumerate(found)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Seen()
    for one in found:
        whole.times += one.times
        whole.statuses += one.statuses
    return whole


def _reader(addresses: list[str], until: float, draw: random.Random, seen: Seen) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)
    while time.monotonic() < until:
        started = time.perf_counter()
        try:
            connection.request("GET", draw.choice(addresses), headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            seen.statuses[0] += 1
            continue
        seen.statuses[answer.status] += 1
        if answer.status == 200:
            seen.times.append((time.perf_counter() - started) * 1000)
    connection.close()


@contextlib.contextmanager
def watching(leader: int) -> Iterator[list[float]]:
    """Megabytes that a session's processes hold, looked at every second; the first is before anything is asked."""
    held = [_memory(leader)]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            held.append(_memory(leader))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield held
    finally:
        ended.set()
        watcher.join()


def _memory(leader: int) -> float:
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                    lines = (entry / "smaps_rollup").read_text().splitlines()
                    total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total / 1e6


def size(home: Path) -> float:
    """Megabytes of files and database of a home; a PostgreSQL inside it is counted too."""
    return sum(path.lstat().st_size for path in home.rglob("*") if path.is_file()) / 1e6


def rows(environment: dict[str, str]) -> int:
    """Rows of all rounds that stand."""
    question = (
        "import json; from django.db.models import Sum; from hulul.tracking.models import Version;"
        "print(json.dumps(Version.objects.filter(state='accepted').aggregate(n=Sum('rows'))))"
    )
    command = [sys.executable, "-m", "hulul.site.cli", "manage", "shell", "-v", "0", "-c", question]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return int(json.loads(done.stdout.splitlines()[-1])["n"] or 0)


if __name__ == "__main__":
    main()
