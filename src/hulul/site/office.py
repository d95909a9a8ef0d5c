"""A small office's whole server: one web server and one worker, started, watched and stopped together.

A worker that dies is started again; when the web server dies, everything stops, so that whatever started the office
(systemd, a container) notices.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from hulul.kernel.errors import Conflict

GRACE_SECONDS = 30
PAUSE_SECONDS = 0.2
WORKER_RESTART_SECONDS = 1.0
# More would only wait for each other: a page is computed, not waited for.
THREADS = 2


class Office:
    """`run` returns the exit status: 0 after a requested stop, 1 when the web server ended by itself."""

    def __init__(self, host: str, port: int, *, web_processes: int = 1, with_worker: bool = True) -> None:
        self.host = host
        self.port = port
        self.web_processes = web_processes
        self.with_worker = with_worker
        self.stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.worker_started = 0.0

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def run(self, say: Callable[[str], None]) -> int:
        self._check_port()
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.web = self._start_web()
        self._start_worker()
        announced = False
        try:
            while not self.stopping:
                if self.web.poll() is not None:
                    say(f"The web server ended by itself (status {self.web.returncode}).")
                    return 1
                if not announced and self._answers():
                    announced = True
                    say(f"Hulul is at {self.address}/ - stop it with Ctrl-C.")
                self._keep_worker(say)
                time.sleep(PAUSE_SECONDS)
            say("Stopping; a task that is under way is finished first.")
            return 0
        finally:
            self._stop_children()

    def _check_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Conflict(
                    f"Cannot listen on {self.host} port {self.port}: {error.strerror}.",
                    code="port",
                    hint="Stop what is using it, or choose another with --port.",
                ) from error

    def _start_web(self) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            self.host,
            "--port",
            str(self.port),
        ]
        command += ["--workers", str(self.web_processes), "--blocking-threads", str(THREADS), "--no-ws"]
        command += ["--workers-kill-timeout", str(GRACE_SECONDS // 2), "--log-level", "warning"]
        command += ["hulul.site.wsgi:application"]
        return subprocess.Popen(command, process_group=0)  # noqa: S603 - our own command; a group to end it with

    def _start_worker(self) -> None:
        if self.with_worker:
            self.worker_started = time.monotonic()
            self.worker = subprocess.Popen([sys.executable, "-m", "hulul.site.cli", "worker"])

    def _keep_worker(self, say: Callable[[str], None]) -> None:
        if self.worker is None or self.worker.poll() is None:
            return
        if time.monotonic() - self.worker_started >= WORKER_RESTART_SECONDS:
            say(f"The worker ended (status {self.worker.returncode}); starting another.")
            self._start_worker()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=2):  # noqa: S310 - http, our own address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_children(self) -> None:
        children = [child for child in (self.web, self.worker) if child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self.web is not None:  # its processes, should it have been killed itself: they would keep the port
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.web.pid, signal.SIGKILL)
