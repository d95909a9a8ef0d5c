"""How fast one reader may ask the API: counted in a small file that all processes of this machine share.

Every reader has a bucket that holds as many requests as its rate allows and fills up again steadily (the generic cell
rate algorithm: one number per reader, the moment at which its bucket is full again). The file has room for 65,536
readers in groups of eight; when all eight of a group ask at once, the one whose bucket is fullest is forgotten. Reading
and writing 128 bytes under a lock of that group takes some microseconds and no database. See docs/decisions/0011.
"""

import fcntl
import hashlib
import logging
import math
import os
import struct
import threading
import time
from pathlib import Path

GROUPS = 8192
SLOTS = 8
_SLOT = struct.Struct("<Qd")  # who (a hash, 0 = free), when its bucket is full again
_GROUP = _SLOT.size * SLOTS

log = logging.getLogger(__name__)


class Limiter:
    """One file of buckets. A file that cannot be used limits nobody: better too many answers than none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._process = 0

    def wait(self, who: str, rate: tuple[int, float], moment: float | None = None) -> int:
        """Count one request of `who` at `rate` (requests, seconds); 0, or the whole seconds to wait when too many.

        A request that is refused is not counted.
        """
        try:
            return self._wait(who, rate, time.time() if moment is None else moment)
        except OSError as error:
            log.warning("the file of request rates cannot be used, nobody is limited: %s", error)
            return 0

    def _wait(self, who: str, rate: tuple[int, float], moment: float) -> int:
        count, seconds = rate
        key = int.from_bytes(hashlib.blake2b(who.encode(), digest_size=8).digest(), "big") or 1
        place = (key % GROUPS) * _GROUP
        with self._lock:
            handle = self._open()
            fcntl.lockf(handle, fcntl.LOCK_EX, _GROUP, place)
            try:
                number, full = _found(os.pread(handle, _GROUP, place), key)
                # A clock that was set back must not lock anybody out for longer than one full bucket.
                full = min(max(full, moment), moment + seconds) + seconds / count
                if full > moment + seconds:
                    return max(1, math.ceil(full - moment - seconds))
                os.pwrite(handle, _SLOT.pack(key, full), place + number * _SLOT.size)
                return 0
            finally:
                fcntl.lockf(handle, fcntl.LOCK_UN, _GROUP, place)

    def _open(self) -> int:
        """The file of this process; a child of a fork opens it anew, because locks belong to a process."""
        if self._handle is None or self._process != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()
        return self._handle


def _found(group: bytes, key: int) -> tuple[int, float]:
    """The slot of a reader and when its bucket is full; for a new one the slot whose bucket is full first."""
    slots: list[tuple[int, float]] = list(_SLOT.iter_unpack(group.ljust(_GROUP, b"\0")))
    for number, (who, full) in enumerate(slots):
        if who == key:
            return number, full
    return min(range(SLOTS), key=lambda number: slots[number][1]), 0.0
