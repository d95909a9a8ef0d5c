"""Killed at any moment (-9), a backup leaves no half archive, and a restore nothing that the next one cannot take over.

HULUL_TEST_KILLS says how often each is killed: once in the suite, as many as one likes by hand.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.backup.installations import back_up, records, restore, stored_files
from tests.site.processes import environment, hulul

KILLS = int(os.environ.get("HULUL_TEST_KILLS", "1"))
SHORTEST = 0.3  # of the time that it takes: earlier, Python is still starting


def _killed(home: Path, seconds: float, *arguments: str) -> bool:
    """Start a command and kill it after some time; False when it was done before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hulul.site.cli", *arguments],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


@pytest.mark.slow
def test_a_killed_backup_leaves_no_half_archive_and_the_next_one_sweeps(office: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    back_up(office, tmp_path / "first")
    lasts = time.monotonic() - started
    folder = tmp_path / "archives"
    folder.mkdir()
    for number in range(KILLS):
        _killed(office, random.uniform(SHORTEST, 1) * lasts, "backup", str(folder))  # noqa: S311 - no secret
        for path in folder.glob("hulul-*"):
            checked = hulul(office, "backup", "--verify", str(path))
            assert checked.returncode == 0, f"kill {number}: {checked.stderr}"
            path.unlink()
    (folder / f".hulul-demo-x.tar.zst.{os.uname().nodename[:40]}.part").write_bytes(b"half")
    back_up(office, folder)
    assert len(list(folder.iterdir())) == 1, "leftovers are swept"


@pytest.mark.slow
def test_a_killed_restore_is_simply_given_again(office: Path, archive: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    restore(tmp_path / "first", archive)
    lasts = time.monotonic() - started
    rows, files = records(tmp_path / "first"), stored_files(tmp_path / "first")
    for number in range(KILLS):
        home = tmp_path / f"home-{number}"
        if _killed(home, random.uniform(SHORTEST, 0.8) * lasts, "restore", str(archive)):  # noqa: S311 - no secret
            again = hulul(home, "restore", str(archive))
            assert again.returncode == 0 or "There is an installation here already" in again.stderr, again.stderr
        assert records(home) == rows
        assert stored_files(home) == files
        assert not list(home.glob("hulul.sqlite3.restoring*"))
