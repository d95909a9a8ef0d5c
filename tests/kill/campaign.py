"""Random kills (-9) of whatever works on an installation, each followed by a look at everything that is there.

A kill hits one kind of work at a random moment: the command line's import, publication, upgrade or backup, the worker
while it reads and publishes uploads, or one of the processes of a serving office while pages are read. What is drawn
comes from one seed, which is printed; the moment in the work that a drawn time meets depends on the machine.
"""

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kill import installation
from tests.kill.installation import Installation
from tests.site.processes import free_port, get, wait_until

KINDS = ("import", "publish", "worker", "server", "upgrade", "backup")
FILES_AT_ONCE = 6
ATTEMPTS = 10  # to hit; each that comes too late tells how long the work takes
READERS = 3
PAGES = ("/en/", "/ar/", "/health", "/en/rounds/", "/en/data/")


@dataclass
class Tally:
    """What a campaign did. `hit` are kills that met living processes, `late` came after the work had ended."""

    hit: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        told = ", ".join(f"{kind} {self.hit[kind]}" for kind in KINDS if self.hit[kind])
        return f"{self.hit.total()} kills ({told}), {self.late.total()} came too late, in {self.seconds:.0f} s"


class Campaign:
    """`work` is a folder for the installations; `lists` are master lists, oldest first, of the places in `start`."""

    def __init__(self, work: Path, start: Path, lists: list[Path], truth: installation.Facts, seed: int) -> None:
        self.work, self.start, self.lists, self.truth = work, start, lists, truth
        self.seed = seed
        self.draw = random.Random(seed)  # noqa: S311 - moments, not secrets
        self.tally = Tally()
        self.longest: dict[str, float] = {}
        self.home, self.old = Installation(work / "home"), Installation(work / "old")
        self.next_list = 0
        self._begin_again()
        self.static = self.last["static"]

    def run(self, kills: int, kinds: tuple[str, ...] = KINDS, say: Callable[[str], None] = print) -> Tally:
        """Kill so often, every kind in turn. AssertionError with the sentences of what is broken."""
        say(f"{kills} kills, seed {self.seed}")
        started = time.monotonic()
        try:
            self._strike(kills, kinds, say)
        finally:
            self.home.close()
            self.old.close()
        self.tally.seconds = time.monotonic() - started
        say(str(self.tally))
        return self.tally

    def _strike(self, kills: int, kinds: tuple[str, ...], say: Callable[[str], None]) -> None:
        for number in range(kills):
            kind = kinds[number % len(kinds)]
            for _attempt in range(ATTEMPTS):
                hit = getattr(self, f"_{kind}")()
                (self.tally.hit if hit else self.tally.late)[kind] += 1
                say(f"{self.tally.hit.total():4} {kind:8} {'hit' if hit else 'late'}")
                if hit:
                    break
            else:
                raise AssertionError(f"too many kills came too late: {self.tally}")

    def _begin_again(self) -> None:
        """An installation that has none of the lists, in the same folder."""
        shutil.rmtree(self.home.folder, ignore_errors=True)
        shutil.copytree(self.start, self.home.folder)
        self.next_list = 0
        self.last = self.home.look()

    def _import(self) -> bool:
        lists = self._some_lists()
        before = self.last["versions"]
        hit = self._killed("import", "import", "masterlist", *map(str, lists))
        self._check(before)
        self.home.run("import", "masterlist", *map(str, lists))
        self._check(before, arrived=lists)
        return hit

    def _publish(self) -> bool:
        self.home.run("import", "masterlist", *map(str, self._some_lists()))
        before, generation = self.last["versions"], self.last["generation"]
        hit = self._killed("publish", "publish")
        self._check(before)
        assert (self.last["generation"] or 0) >= (generation or 0), "an older generation became current"
        self.home.run("publish")
        self._check(before, published=True)
        return hit

    def _worker(self) -> bool:
        lists = self._some_lists()
        before = self.last["versions"]
        self.home.upload(lists)
        hit = self._killed("worker", "worker", "--once")
        self._check(before)
        self._work_off(before, lists)
        return hit

    def _server(self) -> bool:
        lists = self._some_lists()
        before = self.last["versions"]
        self.home.upload(lists)
        port = free_port()
        command = [sys.executable, "-m", "hulul.site.cli", "serve", "--port", str(port), "--workers", "2"]
        with installation.group(command, self.home.environment) as office:
            reading = Readers(port)
            time.sleep(self.draw.uniform(0.5, 8))
            members = installation.members(office.pid)
            victims = members if self.draw.random() < 0.3 else [self.draw.choice(members)] if members else []
            for pid in victims:
                installation.kill(pid)
            time.sleep(self.draw.uniform(0, 1))
            statuses = reading.stop()
        assert not any(status >= 500 for status in statuses), f"readers saw {statuses}"
        self._check(before)
        self._starts_again()
        self._work_off(before, lists)
        return bool(victims)

    def _starts_again(self) -> None:
        port = free_port()
        command = [sys.executable, "-m", "hulul.site.cli", "serve", "--port", str(port)]
        with installation.group(command, self.home.environment):
            try:
                wait_until(lambda: get(port, "/health/ready")[0] == 200, 180)
            except AssertionError as error:
                raise AssertionError(f"does not start again: {get(port, '/health/ready')}") from error

    def _upgrade(self) -> bool:
        before, home = self.last, self.home
        self._make_old()
        self.home = self.old
        try:
            hit = self._killed("upgrade", "init")
            self.home.run("init")
            self._check(before["versions"], published=True)
            assert self.last["static"] == self.static, "static files are missing or half"
        finally:
            self.home, self.last = home, before
        return hit

    def _backup(self) -> bool:
        before = self.last["versions"]
        archive, another = self.work / "backups" / "killed.hulul", self.work / "backups" / "whole.hulul"
        shutil.rmtree(archive.parent, ignore_errors=True)
        archive.parent.mkdir()
        hit = self._killed("backup", "backup", str(archive))
        self._check(before)
        if archive.exists():  # it has its name, so it is whole
            self.home.run("backup", "--verify", str(archive))
        self.home.run("backup", str(another))
        return hit

    def _some_lists(self) -> list[Path]:
        """The next few lists; a fresh installation when all of them are in."""
        if self.next_list + FILES_AT_ONCE > len(self.lists):
            self._begin_again()
        found = self.lists[self.next_list : self.next_list + FILES_AT_ONCE]
        self.next_list += FILES_AT_ONCE
        return found

    def _make_old(self) -> None:
        """A copy of the installation with the tables of an older version."""
        shutil.rmtree(self.old.folder, ignore_errors=True)
        shutil.copytree(self.home.folder, self.old.folder)
        self.old.run("publish")
        for app, migration in installation.OLDER:
            self.old.run("manage", "migrate", app, migration)

    def _killed(self, kind: str, *command: str) -> bool:
        """Run a command and kill it at a random moment; whether it was still at work."""
        longest = self.longest.get(kind, 6.0)
        started = time.monotonic()
        whole = [sys.executable, "-m", "hulul.site.cli", *command]
        with installation.group(whole, self.home.environment) as process:
            try:
                process.wait(self.draw.uniform(0.15, 1) * longest)
            except subprocess.TimeoutExpired:
                installation.kill(process.pid)
                process.wait()
        if process.returncode != -signal.SIGKILL:  # next time earlier: it took this long
            self.longest[kind] = time.monotonic() - started
            return False
        return True

    def _work_off(self, before: dict[str, Any], lists: list[Path]) -> None:
        """Let the worker finish what was uploaded: its tasks were put back by the housekeeping."""
        self.home.run("worker", "--once")
        self.home.accept_uploads()
        self.home.run("worker", "--once")
        self._check(before, arrived=lists, published=True, worked_off=True)

    def _check(
        self,
        before: dict[str, Any],
        *,
        arrived: list[Path] | None = None,
        published: bool = False,
        worked_off: bool = False,
    ) -> None:
        """Nothing broken, doubled, lost or different from the truth; the doctor complains of nothing unexpected."""
        seen = self.last = self.home.look()
        assert not seen["broken"], seen["broken"]
        allowed = ["worker: "]  # none runs between the kills
        if not worked_off:
            allowed.append("tasks: ")
        if not published:
            allowed.append("generation: rounds or places changed")
        troubles = [trouble for trouble in seen["troubles"] if not trouble.startswith(tuple(allowed))]
        assert not troubles, troubles
        for sha256, facts in seen["versions"].items():
            assert facts == self.truth[sha256], f"{facts} should be {self.truth[sha256]}"
        lost = before.keys() - seen["versions"].keys()
        assert not lost, f"lost: {[before[sha256][0] for sha256 in lost]}"
        for path in arrived or ():
            assert installation.sha256(path) in seen["versions"], f"{path.name} did not arrive"


class Readers:
    """People who read pages while something is killed; `stop` gives the statuses they saw, 0 for no answer."""

    def __init__(self, port: int) -> None:
        self._ended = threading.Event()
        self._statuses: list[int] = []
        self._threads = [threading.Thread(target=self._read, args=(port, number)) for number in range(READERS)]
        for thread in self._threads:
            thread.start()

    def _read(self, port: int, number: int) -> None:
        while not self._ended.is_set():
            for path in PAGES[number:] + PAGES[:number]:
                self._statuses.append(get(port, path)[0])
            time.sleep(0.05)

    def stop(self) -> Counter[int]:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return Counter(self._statuses)
