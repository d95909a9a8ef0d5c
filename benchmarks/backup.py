"""Backing up and restoring the full real history: time and memory, beside `tar` of the same files in the same run.

Expected: no more than three times what tar and zstd need for the same bytes (an archive is read back, tar's is not),
and memory that does not grow with what is stored: below 250 MB.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import homes

PASSPHRASE = "only for measuring, not for keeping"  # noqa: S105 - guards nothing


def measured(name: str, command: list[str], home: Path, **options: str) -> None:
    """Run a command; print its seconds, its processor time and the largest memory of its process."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=homes.environment(home, "iraq") | options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name} failed: {os.waitstatus_to_exitcode(status)}")
    seconds = time.perf_counter() - started
    print(f"{name:34} {seconds:6.1f} s {used.ru_utime + used.ru_stime:6.1f} s of processor {_mb(used):6.0f} MB")


def _mb(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


def hulul(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "hulul.site.cli", *arguments]


def main() -> None:
    home = homes.iraq()
    work = homes.KEPT / "backup"
    shutil.rmtree(work, ignore_errors=True)
    (work / "plain").mkdir(parents=True)
    (work / "encrypted").mkdir()
    size = sum(path.stat().st_size for path in (home / "files").rglob("*") if path.is_file())
    database = (home / "hulul.sqlite3").stat().st_size
    print(f"stored files {size / 2**20:,.0f} MB, database {database / 2**20:,.0f} MB")
    tar = ["tar", "--zstd", "-cf", str(work / "peer.tar.zst"), "-C", str(home), "files", "hulul.sqlite3"]
    measured("tar --zstd of the same", tar, home)
    measured("hulul --version (start alone)", hulul("--version"), home)
    measured("hulul backup", hulul("backup", f"{work}/plain/"), home)
    measured("hulul backup, encrypted", hulul("backup", f"{work}/encrypted/"), home, HULUL_BACKUP_KEY=PASSPHRASE)
    archive = next((work / "plain").iterdir())
    measured("hulul restore --verify", hulul("restore", "--verify", str(archive)), home)
    measured("hulul restore, with the doctor", hulul("restore", str(archive)), work / "restored")
    peer = (work / "peer.tar.zst").stat().st_size
    print(f"archive {archive.stat().st_size / 2**20:,.0f} MB, tar's {peer / 2**20:,.0f} MB")
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
