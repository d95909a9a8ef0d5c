"""Files out of ZIP and TAR archives, without trusting anything an archive says about itself.

Members are copied one at a time to temporary files under names of our own. Refused as a whole: archives with encrypted
members, links or devices, names that lead out of the archive, too many members, or content that unpacks to far more
than it should (counted while unpacking, because the sizes an archive states may be wrong).
"""

import bz2
import gzip
import hashlib
import io
import lzma
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from hulul.sheets.errors import Unreadable, too_many_files
from hulul.sheets.limits import Limits
from hulul.sheets.signatures import HEAD, Kind, kind_of, kind_of_file

_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
_CHUNK = 1 << 20
_DESCRIBING = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
_LARGEST_DESCRIPTION = 1 << 20
_OPENERS: dict[bytes, Callable[[IO[bytes]], Any]] = {b"\x1f\x8b": gzip.open, b"\xfd7": lzma.open, b"BZ": bz2.open}


@dataclass(frozen=True)
class Copied:
    """A member of an archive as a temporary file, which its receiver must remove."""

    path_in_archive: str
    location: Path
    sha256: str
    size: int


class Archive:
    """One archive and what reading it may cost, archives inside it included."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._packed = path.stat().st_size
        self._unpacked = 0
        self._members = 0

    def files(self) -> Iterator[Copied]:
        """Every file inside. Unreadable when the archive is damaged or hostile, possibly after some of its files."""
        try:
            yield from self._files(self._path, self._path.stem, "", 0)
        except _DAMAGED as error:
            raise Unreadable(
                _("The archive is damaged: it cannot be unpacked to the end."),
                code="archive_damaged",
                hint=_("Download or copy it again."),
            ) from error

    def _files(self, path: Path, stem: str, inside: str, depth: int) -> Iterator[Copied]:
        kind = kind_of_file(path)
        for copied in self._zipped(path) if kind is Kind.ZIP else self._streamed(path, stem, kind):
            full = f"{inside}{copied.path_in_archive}"
            if not kind_of_file(copied.location).holds_files:
                yield replace(copied, path_in_archive=full)
                continue
            try:
                if depth >= self._limits.nesting:
                    raise Unreadable(
                        _("“%(name)s” is an archive inside an archive inside an archive.") % {"name": full},
                        code="archive_nested",
                        hint=_("Unpack the outer archives and give the folder."),
                    )
                yield from self._files(copied.location, PurePosixPath(full).stem, f"{full}/", depth + 1)
            finally:
                copied.location.unlink(missing_ok=True)

    def _zipped(self, path: Path) -> Iterator[Copied]:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.filename.endswith("/")]
            for member in members:
                self._admit(member.filename, link=stat.S_ISLNK(member.external_attr >> 16))
                if member.flag_bits & 1:
                    raise Unreadable(
                        _("The archive is protected by a password."),
                        code="archive_encrypted",
                        hint=_("Unpack it yourself and give the files."),
                    )
            for member in sorted(members, key=lambda member: member.filename):
                # The stated size is not trusted: reading goes on to the end of the content or of our own limits.
                member.file_size = self._limits.archive_bytes
                with archive.open(member) as content:
                    yield self._copy(member.filename.replace("\\", "/"), content)

    def _streamed(self, path: Path, stem: str, kind: Kind) -> Iterator[Copied]:
        with path.open("rb") as packed:
            if kind is Kind.TAR:
                yield from self._tarred(packed)
                return
            opener = _OPENERS[packed.read(2)]
            packed.seek(0)
            with opener(packed) as unpacked, io.BufferedReader(unpacked, HEAD) as content:
                if kind_of(content.peek()) is Kind.TAR:
                    yield from self._tarred(content)
                else:
                    self._admit(stem, link=False)
                    yield self._copy(stem, content)

    def _tarred(self, content: IO[bytes]) -> Iterator[Copied]:
        with tarfile.open(fileobj=_Counted(content, self), mode="r|", tarinfo=_Header) as archive:
            for member in archive:
                if member.isdir():
                    continue
                self._admit(member.name, link=not member.isreg())
                opened = archive.extractfile(member)
                if opened is None:
                    raise tarfile.ReadError(member.name)
                with opened:
                    yield self._copy(member.name, opened, counted=True)

    def _admit(self, name: str, *, link: bool) -> None:
        """One more member, by what its entry says."""
        self._members += 1
        if self._members > self._limits.members:
            raise too_many_files(self._limits.members)
        parts = name.replace("\\", "/").split("/")
        if link or ".." in parts or not parts[0] or ":" in parts[0] or "\0" in name:
            raise Unreadable(
                _("The archive is not safe: “%(name)s” leads out of it.") % {"name": name},
                code="archive_unsafe",
                hint=_("Ask who made it for the plain files."),
            )

    def take(self, size: int) -> None:
        """Count unpacked bytes; Unreadable once they are out of all proportion."""
        limits = self._limits
        self._unpacked += size
        bomb = self._unpacked > limits.ratio_applies_above and self._unpacked > limits.ratio * self._packed
        if bomb or self._unpacked > limits.archive_bytes:
            raise Unreadable(
                _("The archive unpacks to far more than a set of tables can be; it was not unpacked further."),
                code="archive_bomb",
                hint=_("If you trust it, unpack it yourself and give the folder."),
            )

    def _copy(self, name: str, content: IO[bytes], *, counted: bool = False) -> Copied:
        """The content as a temporary file; `counted` when its bytes are counted on the way in already."""
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile(prefix="hulul-", delete=False) as copy:
            location = Path(copy.name)
            try:
                while chunk := content.read(_CHUNK):
                    size += len(chunk)
                    if not counted:
                        self.take(len(chunk))
                    if size > self._limits.file_bytes:
                        message = _("A file in the archive is larger than %(most)s MB.")
                        most = self._limits.file_bytes // 1_000_000
                        raise Unreadable(message % {"most": most}, code="too_large")
                    digest.update(chunk)
                    copy.write(chunk)
            except BaseException:
                location.unlink(missing_ok=True)
                raise
        return Copied(name, location, digest.hexdigest(), size)


class _Header(tarfile.TarInfo):
    """A header of a TAR. Long names and other facts stand in blocks that tarfile reads as a whole: they stay small."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Header":
        header = super().frombuf(buf, encoding, errors)
        if header.type in _DESCRIBING and header.size > _LARGEST_DESCRIPTION:
            raise tarfile.ReadError("the description of a member is too large")
        return header


class _Counted(io.RawIOBase):
    """A stream whose every byte is counted, those between the members too."""

    def __init__(self, content: IO[bytes], archive: Archive) -> None:
        self._content = content
        self._archive = archive

    def read(self, size: int = -1) -> bytes:
        chunk = self._content.read(size)
        self._archive.take(len(chunk))
        return chunk
