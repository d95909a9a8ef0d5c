"""`hulul serve`: web server and worker start together, are watched, and stop together."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.site.processes import free_port, get, hulul, init, serving, wait_until


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "data"
    init(folder)
    return folder


def _children(process: "subprocess.Popen[str]") -> dict[int, str]:
    """Command lines of the direct children, by process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(parent) == process.pid:
            found[int(entry.name)] = line
    return found


def _worker(process: "subprocess.Popen[str]") -> int | None:
    return next((pid for pid, line in _children(process).items() if "hulul.site.cli worker" in line), None)


@pytest.mark.slow
def test_it_answers_restarts_a_dead_worker_and_stops_cleanly(home: Path) -> None:
    port = free_port()
    with serving(home, port) as process:
        status, body = get(port, "/health")
        assert status == 200
        assert json.loads(body)["database"] == "ok"

        first = _worker(process)
        assert first is not None
        assert os.getpgid(first) == os.getpgid(process.pid), "the worker is in the same process group"
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: _worker(process) not in (None, first))

        children = list(_children(process))
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        assert get(port, "/health")[0] == 0
        assert process.stdout
        said = process.stdout.read()
        assert f"Hulul is at http://127.0.0.1:{port}/" in said
        assert "starting another" in said


@pytest.mark.slow
def test_when_the_web_server_is_killed_nothing_of_it_keeps_the_port(home: Path) -> None:
    port = free_port()
    with serving(home, port, "--no-worker", "--workers", "2") as process:
        web = next(pid for pid, line in _children(process).items() if "granian" in line)
        os.kill(web, signal.SIGKILL)
        assert process.wait(40) == 1
        wait_until(lambda: get(port, "/health")[0] == 0)


@pytest.mark.slow
def test_the_doctor_finds_a_running_office_healthy(home: Path) -> None:
    port = free_port()
    with serving(home, port):
        wait_until(lambda: "ok      worker" in hulul(home, "doctor").stdout)
        examined = hulul(home, "doctor")
    assert examined.returncode == 0, examined.stdout


def test_a_port_in_use_is_said_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = hulul(home, "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "choose another with --port" in refused.stderr
