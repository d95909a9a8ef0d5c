"""Real installations in folders of their own, driven through the `hulul` command as people drive it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

EMAIL = "amal@office.example"
PASSWORD = "seven clear springs"


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of this test run's own options; SQLite in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HULUL_", "DJANGO_"))}
    return kept | {"HULUL_HOME": str(home), "HULUL_PACK": "demo"} | more


def hulul(home: Path, *arguments: str, text: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "hulul.site.cli", *arguments],
        env=environment(home, **more),
        input=text,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def init(home: Path) -> None:
    done = hulul(home, "init", "--email", EMAIL, "--name", "Amal", "--password-file", "-", text=PASSWORD)
    assert done.returncode == 0, done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, port: int, *arguments: str, **more: str) -> "Iterator[subprocess.Popen[str]]":
    """`hulul serve` that answers, also on a machine with much else to do; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hulul.site.cli", "serve", "--port", str(port), *arguments],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until(lambda: process.poll() is not None or get(port, "/health")[0] == 200, 180)
        assert process.poll() is None, process.stdout and process.stdout.read()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(40)
        if process.stdout:
            process.stdout.close()


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body; status 0 when nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Poll a callable until it is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
