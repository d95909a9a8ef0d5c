"""The archive: a tar file in zstd, encrypted if there is a key. Written member by member, read with nothing believed.

    manifest.json          first: what there is (`manifest.Manifest`)
    database/<model>.jsonl one table each: a JSON list per row
    secret_key             only in encrypted archives
    files/<name>           stored files
    checksums.sha256       last: the SHA-256 of every member before it, as `sha256sum --check` reads it

Members are plain files in the oldest form of tar. Links, folders, devices and extended headers are refused, so that no
name and no declared size leads anywhere: whatever is not declared in the manifest stops the reading.
"""

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import pyarrow as pa

from hulul.kernel.errors import Invalid
from hulul.site.backup.encryption import Decrypting, Encrypting, Key, damaged, is_encrypted
from hulul.site.backup.manifest import LARGEST, Manifest, read_manifest

MANIFEST, CHECKSUMS, SECRET_KEY = "manifest.json", "checksums.sha256", "secret_key"
DATABASE, FILES = "database/", "files/"
BLOCK = tarfile.BLOCKSIZE
PIECE = 2**20
LARGEST_PLAIN = 8 * 2**30  # what a size in octal digits can say


class Source(Protocol):
    """What a member's bytes are read from."""

    def read(self, size: int, /) -> bytes: ...


class Writer:
    """Adds members one after another; `finish` adds the checksums. Use it within `writing`."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.checksums: dict[str, str] = {}

    def add(self, name: str, size: int, source: Source) -> None:
        """`size` bytes of `source` as a member; Invalid when the source has fewer."""
        self.out.write(_header(name, size))
        digest = hashlib.sha256()
        left = size
        while left:
            piece = source.read(min(PIECE, left))
            if not piece:
                raise Invalid(f"{name} became shorter while it was being read.")
            digest.update(piece)
            self.out.write(piece)
            left -= len(piece)
        self.out.write(b"\0" * (-size % BLOCK))
        self.checksums[name] = digest.hexdigest()

    def finish(self) -> None:
        lines = "".join(f"{digest}  {name}\n" for name, digest in self.checksums.items()).encode("utf-8")
        self.out.write(_header(CHECKSUMS, len(lines)) + lines + b"\0" * (-len(lines) % BLOCK) + b"\0" * (2 * BLOCK))


@contextmanager
def writing(path: Path, key: Key | None) -> Iterator[Writer]:
    """A writer of an archive at `path`. The file is whole only when the block ends without an error."""
    with path.open("wb") as file:
        encrypted = Encrypting(file, key) if key else None
        with pa.CompressedOutputStream(pa.PythonFile(encrypted or file, mode="w"), "zstd") as out:
            writer = Writer(out)
            yield writer
            writer.finish()
        if encrypted:
            encrypted.close()


@dataclass
class Member:
    """One file of an archive, to be read once, from its beginning."""

    name: str
    size: int
    source: Source
    digest: Any = field(default_factory=hashlib.sha256)
    left: int = -1

    def __post_init__(self) -> None:
        self.left = self.size

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(min(PIECE if size < 0 else size, self.left)) if self.left else b""
        if self.left and not piece and size:
            raise damaged(f"it ends within {self.name}")
        self.left -= len(piece)
        self.digest.update(piece)
        return piece

    def lines(self) -> Iterator[bytes]:
        """Line by line. A line is as long as the longest row, of which the database holds one at a time, too."""
        rest = b""
        while piece := self.read():
            first, *more = piece.split(b"\n")
            if not more:
                rest += first
                continue
            yield rest + first
            yield from more[:-1]
            rest = more[-1]
        if rest:
            raise damaged(f"the last line of {self.name} has no end")

    def text(self, largest: int) -> bytes:
        """All of it; for members that are small by their nature."""
        if self.size > largest:
            raise damaged(f"{self.name} is larger than any can be")
        return b"".join(iter(self.read, b""))


@contextmanager
def reading(path: Path, key: Key | None) -> Iterator[Iterator[Member]]:
    """The members of an archive in their order. Invalid where something is wrong with it.

    Each must be read before the next is asked for; what is left of it is skipped. Everything up to the end of the file
    is read, so that nothing can hide there.
    """
    with path.open("rb") as file:
        beginning = file.read(8)
        file.seek(0)
        if not beginning:
            raise damaged("it is empty")
        plain: Any = Decrypting(file, key) if is_encrypted(beginning) else file
        with pa.CompressedInputStream(pa.PythonFile(plain, mode="r"), "zstd") as stream:
            yield _members(_Unpacked(stream))


class _Unpacked:
    """What was packed, as far as it can be unpacked."""

    def __init__(self, stream: Source) -> None:
        self.stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            return self.stream.read(size)
        except (OSError, pa.ArrowException) as error:
            raise damaged(f"it cannot be unpacked ({error})") from error


def _members(stream: Source) -> Iterator[Member]:
    while True:
        block = _exactly(stream, BLOCK, "between two members")
        if block == b"\0" * BLOCK:
            break
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError, ValueError) as error:
            raise damaged("it is no tar file, or a header in it was altered") from error
        if info.type != tarfile.REGTYPE or not is_safe(info.name) or info.size < 0:
            raise damaged(f"it holds {info.name[:200]!r}, which no backup holds")
        member = Member(info.name, info.size, stream)
        yield member
        while member.left:
            member.read()
        _exactly(stream, -info.size % BLOCK, "after a member")
    while piece := stream.read(PIECE):
        if piece.strip(b"\0"):
            raise damaged("something follows its end")


def is_safe(name: str) -> bool:
    """Whether a name can only lie below the folder it is put in."""
    parts = name.split("/")
    return (
        0 < len(name) <= 255
        and name.isprintable()
        and "\\" not in name
        and not any(part in ("", ".", "..") for part in parts)
        and not PurePosixPath(name).is_absolute()
    )


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    try:
        block = info.tobuf(tarfile.USTAR_FORMAT if size < LARGEST_PLAIN else tarfile.GNU_FORMAT, "utf-8", "strict")
    except ValueError as error:
        raise Invalid(f"{name} cannot be put into an archive: its name is too long.") from error
    if len(block) != BLOCK or not is_safe(name):
        raise Invalid(f"{name!r} cannot be put into an archive.")
    return block


def _exactly(stream: Source, size: int, where: str) -> bytes:
    found = b""
    while len(found) < size:
        piece = stream.read(size - len(found))
        if not piece:
            raise damaged(f"it ends {where}")
        found += piece
    return found


@dataclass(frozen=True)
class Contents:
    """What a whole archive was found to hold: its manifest, and the SHA-256 of each member."""

    manifest: Manifest
    checksums: dict[str, str]

    @property
    def files(self) -> list[str]:
        """Names of the stored files in it."""
        return [name.removeprefix(FILES) for name in self.checksums if name.startswith(FILES)]


def first_member(members: Iterator[Member]) -> tuple[Manifest, Member]:
    member = next(members, None)
    if member is None or member.name != MANIFEST:
        raise damaged("it does not begin with a manifest")
    return read_manifest(member.text(LARGEST)), member
