"""The files behind the paths somebody gave: plain files, folders, and what is inside archives, one at a time.

Nothing an archive says is trusted: names that leave the archive, links, encrypted members, too many members and members
that unpack to far more than they hold are refused before anything is read from them (`archives`).
"""

import hashlib
import weakref
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SourceFile:
    """One file to read. `path_in_archive` is None for a file that lay there by itself. `open()` reads the content.

    A file from an archive lives as a temporary copy for as long as its SourceFile does, so an archive of hundreds of
    files takes no more room than the files still held. It can be sent to another process while its owner keeps it.
    """

    name: str
    path_in_archive: str | None
    sha256: str
    size: int
    location: Path
    keeper: "Spooled | None" = field(default=None, compare=False, repr=False)

    def open(self) -> bytes:
        """The whole content."""
        return self.location.read_bytes()

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "keeper": None}


class Spooled:
    """Owns a temporary file: when the last reference goes, so does the file."""

    def __init__(self, location: Path) -> None:
        self.location = location
        weakref.finalize(self, location.unlink, missing_ok=True)


def plain(path: Path) -> SourceFile:
    """A file that lies there by itself."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return SourceFile(path.name, None, digest, path.stat().st_size, path)
