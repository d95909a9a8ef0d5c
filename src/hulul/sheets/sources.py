"""The files behind the paths somebody gave: plain files, folders, and what is inside archives, one at a time."""

import hashlib
import os
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from hulul.sheets.archives import Archive, Copied
from hulul.sheets.errors import Unreadable
from hulul.sheets.limits import ORDINARY, Limits
from hulul.sheets.signatures import kind_of_file

# What operating systems leave behind; never somebody's data.
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "__macosx"}


@dataclass(frozen=True)
class SourceFile:
    """One file to read. `path_in_archive` is None for a file that lay there by itself. `open()` reads the content.

    A file from an archive lives as a temporary copy for as long as its SourceFile does, so an archive of hundreds of
    files takes no more room than the files still held. It can be sent to another process while its owner keeps it.
    `trouble` is why there is nothing to read (a damaged or hostile archive); `read` raises it.
    """

    name: str
    path_in_archive: str | None
    sha256: str
    size: int
    location: Path
    trouble: Unreadable | None = field(default=None, compare=False)
    keeper: "_Keeper | None" = field(default=None, compare=False, repr=False)

    def open(self) -> bytes:
        """The whole content. Unreadable when there is none to be had."""
        if self.trouble:
            raise self.trouble
        try:
            return self.location.read_bytes()
        except OSError as error:
            raise _cannot_open(self.location, error) from error

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "keeper": None}


class _Keeper:
    """Owns a temporary file: when the last reference goes, so does the file."""

    def __init__(self, location: Path) -> None:
        weakref.finalize(self, location.unlink, missing_ok=True)


def sources(paths: Iterable[Path], *, limits: Limits = ORDINARY) -> Iterator[SourceFile]:
    """Every file behind the paths, folders in alphabetical order, archives (and archives in them, once) opened.

    One bad file never hides the others: an archive that is damaged, encrypted or hostile comes as one SourceFile whose
    `trouble` says so. Unreadable is raised at once only for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise Unreadable(_("There is no file or folder “%(path)s”.") % {"path": path}, code="not_found")
        if path.is_dir():
            for child in _files_below(path):
                yield from _from_file(child, limits)
        else:
            yield from _from_file(path, limits)


def _files_below(folder: Path) -> Iterator[Path]:
    """The folder's files; links to folders are not followed, so that nothing comes in from elsewhere or twice."""
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_system_file(name))
        yield from (Path(current) / name for name in sorted(names) if not is_system_file(name))


def is_system_file(path: str) -> bool:
    """Whether a path is an office program's or system's own trace ("__MACOSX/…", ".DS_Store", "~$list.xlsx")."""
    return any(part.lower() in _SYSTEM_FILES or part.startswith((".", "~$")) for part in path.split("/"))


def _from_file(path: Path, limits: Limits) -> Iterator[SourceFile]:
    try:
        whole = _plain(path)
        if whole.size > limits.file_bytes:
            message = _("The file has %(size)s MB; at most %(most)s MB can be read.")
            sizes = {"size": whole.size // 1_000_000, "most": limits.file_bytes // 1_000_000}
            raise Unreadable(message % sizes, code="too_large")
        if not kind_of_file(path).holds_files:
            yield whole
            return
    except OSError as error:
        yield SourceFile(path.name, None, "", 0, path, _cannot_open(path, error))
        return
    except Unreadable as trouble:
        yield SourceFile(path.name, None, whole.sha256, whole.size, path, trouble)
        return
    try:
        for copied in Archive(path, limits).files():
            if not is_system_file(copied.path_in_archive):
                yield _from_archive(copied)
            else:
                copied.location.unlink()
    except Unreadable as trouble:
        yield SourceFile(path.name, None, whole.sha256, whole.size, path, trouble)


def _plain(path: Path) -> SourceFile:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return SourceFile(path.name, None, digest, content.tell(), path)


def _from_archive(copied: Copied) -> SourceFile:
    name = copied.path_in_archive.rsplit("/", maxsplit=1)[-1]
    keeper = _Keeper(copied.location)
    return SourceFile(name, copied.path_in_archive, copied.sha256, copied.size, copied.location, keeper=keeper)


def _cannot_open(path: Path, error: OSError) -> Unreadable:
    reason = error.strerror or type(error).__name__
    return Unreadable(
        _("“%(path)s” cannot be opened: %(reason)s.") % {"path": path, "reason": reason}, code="not_opened"
    )
