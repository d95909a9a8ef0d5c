"""Long work in the terminal: a bar that moves for people, a line now and then for logs."""

import sys
import time
from typing import TextIO

WIDTH = 28


class Bar:
    """A Progress for the terminal, on standard error so that output can be piped.

    On a terminal the bar is redrawn at most ten times a second; elsewhere a line is written every five seconds.
    """

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self.title = title
        self.stream = stream or sys.stderr
        self.moving = self.stream.isatty()
        self.last = 0.0
        self.started = time.monotonic()

    def __call__(self, done: int, total: int, message: str = "") -> None:
        moment = time.monotonic()
        if moment - self.last < (0.1 if self.moving else 5.0) and done != total:
            return
        self.last = moment
        count = f"{done}/{total}" if total else str(done)
        if self.moving:
            filled = WIDTH * done // total if total else 0
            bar = "█" * filled + "·" * (WIDTH - filled)
            self.stream.write(f"\r\033[K{self.title} {bar} {count} {message[:60]}")
        else:
            self.stream.write(f"{self.title} {count} {message}".rstrip() + "\n")
        self.stream.flush()

    def finish(self) -> None:
        """Leave the title and how long it took."""
        seconds = time.monotonic() - self.started
        self.stream.write(f"{chr(13) + chr(27) + '[K' if self.moving else ''}{self.title}: done in {seconds:.1f} s\n")
        self.stream.flush()
