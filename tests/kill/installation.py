"""An installation that is struck at: commands on it, what is in it, and its processes."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hulul.countries.demo.generator import Manifest
from tests.site.processes import EMAIL, PASSWORD, environment, hulul

# By the hash of a master list's bytes: round, rows, households and individuals that stand once it is in.
Facts = dict[str, list[Any]]

# (app, the last migration that the older version had); later migrations of other apps that need them go back with them.
OLDER = (("agencies", "0001"),)

INSPECTION = Path(__file__).with_name("inspection.py")


class Installation:
    """A home folder and what can be done to it from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = environment(folder, DJANGO_SETTINGS_MODULE="hulul.site.settings")
        self._inside: subprocess.Popen[str] | None = None

    def run(self, *command: str) -> str:
        """One command to its good end; what it said."""
        done = self._ask("command", *command)
        assert done["status"] == 0, f"hulul {' '.join(command[:2])}: {done['said']}"
        return str(done["said"])

    def look(self) -> dict[str, Any]:
        """What `inspection` finds, after the housekeeping."""
        found: dict[str, Any] = self._ask("look")
        return found

    def upload(self, paths: list[Path]) -> None:
        """Send lists in, as the upload page does, and have them read and accepted by whatever worker comes."""
        self._ask("upload", *map(str, paths))

    def accept_uploads(self) -> None:
        """Have everything accepted that was read without errors."""
        self._ask("accept")

    def _ask(self, do: str, *arguments: str) -> Any:
        if self._inside is None:
            self._inside = subprocess.Popen(
                [sys.executable, str(INSPECTION)],
                env=self.environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        assert self._inside.stdin
        assert self._inside.stdout
        assert self._inside.stderr
        self._inside.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
        self._inside.stdin.flush()
        line = self._inside.stdout.readline()
        assert line, self._inside.stderr.read()
        return json.loads(line)

    def close(self) -> None:
        """Let the process inside go."""
        if self._inside is not None:
            self._inside.communicate()
            self._inside = None


def made(folder: Path, manifest: Manifest) -> Path:
    """A new installation in `folder` with the places of a generated country."""
    begun = hulul(folder, "init", "--email", EMAIL, "--name", "Amal", "--password-file", "-", text=PASSWORD)
    assert begun.returncode == 0, begun.stderr
    loaded = hulul(folder, "places", "load", *(str(file.path) for file in manifest.places))
    assert loaded.returncode == 0, loaded.stderr
    return folder


def truth(start: Path, work: Path, lists: list[Path]) -> Facts:
    """What stands when everything is imported without any interruption."""
    shutil.copytree(start, work)
    calm = Installation(work)
    calm.run("import", "masterlist", "--quiet", *map(str, lists))
    seen = calm.look()
    calm.close()
    assert not seen["broken"], seen["broken"]
    assert len(seen["versions"]) == len(lists)
    found: Facts = seen["versions"]
    return found


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def group(command: list[str], env: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that leads a group of its own; whoever is left of the group is killed in the end, as systemd does."""
    process = subprocess.Popen(
        command, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        left = members(process.pid)
        for pid in left:
            kill(pid)
        process.wait()
        deadline = time.monotonic() + 20
        while any(Path("/proc", str(pid)).exists() for pid in left) and time.monotonic() < deadline:
            time.sleep(0.02)  # what starts next must not take them for living


def members(leader: int) -> list[int]:
    """Living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, _parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(session) == leader and state != "Z":
                    found.append(int(entry.name))
    return sorted(found)


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
