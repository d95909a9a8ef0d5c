"""Where archives lie: a folder, or a prefix in an S3-compatible bucket. Only whole archives ever get their name."""

import hashlib
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import File

from hulul.kernel import files
from hulul.kernel.errors import Conflict, Invalid

PART = ".part"
OTHER_MACHINES_LEFTOVERS = 24 * 3600


class Destination(Protocol):
    """`fixed` is the name that the archive must have, if the person gave one."""

    fixed: str

    def check(self) -> None:
        """Invalid or Conflict when nothing can be written there."""

    def beginning(self, name: str) -> Path:
        """Where the archive is written and verified before it gets its name."""

    def place(self, path: Path, name: str) -> str:
        """Give the finished file its name; its full address."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int | None:
        """Bytes; None when it is not there."""

    def delete(self, name: str) -> None: ...

    def sweep(self) -> int:
        """Remove what killed backups left; gives how many."""


def find(address: str) -> Destination:
    """What a FILE, a FOLDER or s3://bucket/prefix means."""
    if address.startswith("s3://"):
        return Bucket(address)
    path = Path(address).expanduser().absolute()
    if path.is_dir() or address.endswith("/"):
        return Folder(path, "")
    return Folder(path.parent, path.name)


class Folder:
    """A folder of this machine."""

    def __init__(self, folder: Path, fixed: str) -> None:
        self.folder = folder
        self.fixed = fixed

    def check(self) -> None:
        if not self.folder.is_dir():
            raise Invalid(
                f"There is no folder {self.folder}.", hint="Make it first, or mount the disk that it should be on."
            )
        if self.fixed and (self.folder / self.fixed).exists():
            raise Conflict(f"{self.folder / self.fixed} is there already.", hint="Give another name, or a folder.")
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise Invalid(f"Nothing can be written into {self.folder}.", hint="Mend its owner or mode.")

    def beginning(self, name: str) -> Path:
        return self.folder / f".{name}.{socket.gethostname()[:40]}{PART}"

    def place(self, path: Path, name: str) -> str:
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        path.replace(self.folder / name)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return str(self.folder / name)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.is_file())

    def size(self, name: str) -> int | None:
        path = self.folder / name
        return path.stat().st_size if path.is_file() else None

    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what killed backups left: of this machine at once, since only one runs here; of others after a day."""
        found = 0
        mine = f".{socket.gethostname()[:40]}{PART}"
        for path in self.folder.glob(f".hulul-*{PART}"):
            if path.name.endswith(mine) or path.stat().st_mtime < time.time() - OTHER_MACHINES_LEFTOVERS:
                path.unlink(missing_ok=True)
                found += 1
        return found


class Bucket:
    """s3://bucket/prefix, reached with the access that HULUL_S3_ENDPOINT and its keys give."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"s3://([A-Za-z0-9._-]+)(?:/(.*))?", address)
        if not found:
            raise Invalid(f"{address} is not an address such as s3://bucket/prefix.")
        self.bucket = found[1]
        prefix = (found[2] or "").strip("/")
        self.fixed = ""
        if prefix.endswith((".zst", ".enc")):
            prefix, _, self.fixed = prefix.rpartition("/")
        self.prefix = prefix
        self.storage = self._storage()

    def check(self) -> None:
        if self.fixed and self.storage.exists(self.fixed):
            raise Conflict(f"{self._address(self.fixed)} is there already.", hint="Give another name, or a prefix.")

    def beginning(self, name: str) -> Path:
        return files.new_path(f".{name}{PART}")

    def place(self, path: Path, name: str) -> str:
        """Upload, read back and compare: an object is seen only when all of it has arrived."""
        digest = files.sha256(path)
        with path.open("rb") as stream:
            self.storage.save(name, File(stream))
        if self._digest(name) != digest:
            self.storage.delete(name)
            raise Conflict("The store gave back another archive than it was given. It was removed; try again.")
        path.unlink()
        return self._address(name)

    def names(self) -> list[str]:
        return sorted(self.storage.listdir("")[1])

    def size(self, name: str) -> int | None:
        return int(self.storage.size(name)) if self.storage.exists(name) else None

    def delete(self, name: str) -> None:
        self.storage.delete(name)

    def fetch(self) -> Path:
        """The archive that the address names, on this machine; NotFound-like Invalid when there is none."""
        if not self.fixed or not self.storage.exists(self.fixed):
            raise Invalid(f"There is no archive at {self._address(self.fixed)}.")
        path = files.new_path(".archive")
        with path.open("wb") as target:
            for piece in self._pieces(self.fixed):
                target.write(piece)
        return path

    def sweep(self) -> int:
        """Nothing: what was being written lies among temporary files, and the store shows whole objects only."""
        return 0

    def _address(self, name: str) -> str:
        return "/".join(filter(None, (f"s3://{self.bucket}", self.prefix, name)))

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        for piece in self._pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def _pieces(self, name: str) -> Iterator[bytes]:
        with self.storage.open(name) as stream:
            yield from stream.chunks(2**20)

    def _storage(self) -> Any:
        try:
            from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]
        except ImportError as error:
            raise Invalid("Archives in an object store need the part s3.", hint='pip install "hulul[s3]"') from error
        access = settings.S3_ACCESS | {"bucket_name": self.bucket, "location": self.prefix}
        return S3Storage(**access)
