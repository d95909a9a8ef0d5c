"""An upgrade while people read: the server runs, the tables change under it, it starts again; nobody reads nonsense.

The installation is put back to an older state of its tables; the server of this version stands for the one that runs
while they do not fit. Readers see what they saw before or, where the tables do not fit, the page that says so.
"""

import json
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.kill.installation import OLDER
from tests.site.processes import free_port, get, hulul, serving, wait_until

# What visitors read, and what is in it that has to stay the same.
PAGES = {
    "/en/": re.compile(rb"<h1[^>]*>.*?</h1>", re.DOTALL),
    "/ar/rounds/": re.compile(rb"<h1[^>]*>.*?</h1>", re.DOTALL),
    "/en/data/stocks.json?level=1&population=idp": re.compile(rb'"rows".*', re.DOTALL),
    "/api/v1/rounds": re.compile(rb".*", re.DOTALL),
}
AWAY = 0  # nobody listens; behind the proxy this is its page and 503


class Reader(threading.Thread):
    """Reads all pages again and again; `seen` counts statuses, `wrong` has every answer that is not the right one."""

    def __init__(self, port: int, right: dict[str, bytes]) -> None:
        super().__init__()
        self.port, self.right = port, right
        self.ended = threading.Event()
        self.seen: Counter[int] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.ended.is_set():
            for path, right in self.right.items():
                status, body = get(self.port, path)
                self.seen[status] += 1
                if status == 200 and part(path, body) != right:
                    self.wrong.append(f"{path} says something else")
                elif status not in (200, AWAY) and not (status == 503 and b"Back in a moment" in body):
                    self.wrong.append(f"{path} answered {status}")


def part(path: str, body: bytes) -> bytes:
    found = PAGES[path].search(body)
    assert found, f"{path} has lost its contents"
    return found[0]


@contextmanager
def reading(port: int, right: dict[str, bytes]) -> Iterator[list[Reader]]:
    readers = [Reader(port, right) for _number in range(3)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.ended.set()
            reader.join()


@pytest.fixture
def home(demo_folder: Path, tmp_path: Path) -> Path:
    """A published installation whose tables are those of an older version."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder, folder)
    return folder


@pytest.mark.slow
def test_readers_notice_nothing_of_an_upgrade_but_a_moment_of_silence(home: Path) -> None:
    port = free_port()
    with serving(home, port, "--no-worker"):
        right = {path: part(path, get(port, path)[1]) for path in PAGES}
    for app, migration in OLDER:
        back = hulul(home, "manage", "migrate", app, migration)
        assert back.returncode == 0, back.stderr

    with reading(port, right) as readers:
        with serving(home, port, "--no-worker"):
            assert json.loads(get(port, "/health/ready")[1])["migrations"] == "older"
            before = sum(reader.seen[200] for reader in readers)
            upgraded = hulul(home, "init")
            assert upgraded.returncode == 0, upgraded.stderr
            assert sum(reader.seen[200] for reader in readers) > before, "nobody could read during the migration"
        with serving(home, port, "--no-worker"):
            assert json.loads(get(port, "/health/ready")[1])["migrations"] == "ok"
            after = sum(reader.seen[200] for reader in readers)
            wait_until(lambda: sum(reader.seen[200] for reader in readers) >= after + 6)

    assert not [wrong for reader in readers for wrong in reader.wrong]
    assert sum(reader.seen[AWAY] for reader in readers) > 0, "the server did start again in between"


@pytest.mark.slow
def test_a_version_that_is_older_than_its_database_says_so(home: Path) -> None:
    newer = (
        "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder;"
        "MigrationRecorder(connection).record_applied('agencies', '9999_of_the_future')"
    )
    assert hulul(home, "manage", "shell", "-v", "0", "-c", newer).returncode == 0
    port = free_port()
    with serving(home, port, "--no-worker"):
        status, body = get(port, "/health/ready")
        assert (status, json.loads(body)["migrations"]) == (503, "newer")
        assert get(port, "/en/")[0] == 200, "what can be read is read"
    assert "1 of a newer version of Hulul" in hulul(home, "doctor").stdout
