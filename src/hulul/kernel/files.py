"""Immutable files: a name is written once and never changes. Local folder or S3-compatible store, by setting.

Writing is atomic: a reader sees the whole file or none. `local_path` gives a path that DuckDB can open; from a remote
store the file is fetched once into the cache (safe, because files never change).
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def new_path(suffix: str = "") -> Path:
    """A fresh temporary file on the same disk as the store, so that `keep` can move it in one step."""
    folder = Path(settings.HULUL_HOME) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=suffix, dir=folder)
    os.close(handle)
    return Path(name)


def receive(chunks: Iterable[bytes]) -> Path:
    """A fresh temporary file with these bytes, in the order they come."""
    path = new_path()
    with path.open("wb") as target:
        for chunk in chunks:
            target.write(chunk)
    return path


def keep(path: Path, name: str) -> None:
    """Move a finished file into the store under its name, durably. A name that exists keeps its first contents."""
    if default_storage.exists(name):
        path.unlink(missing_ok=True)
        return
    if _is_local():
        target = Path(default_storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        path.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    else:
        with path.open("rb") as stream:
            default_storage.save(name, File(stream))
        path.unlink()


def local_path(name: str) -> Path:
    """Where the file can be read on this machine. FileNotFoundError when the store does not have it."""
    if _is_local():
        path = Path(default_storage.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        return path
    cached = Path(settings.HULUL_HOME) / "cache" / name
    if not cached.is_file():
        cached.parent.mkdir(parents=True, exist_ok=True)
        fresh = new_path(cached.suffix)
        with default_storage.open(name) as source, fresh.open("wb") as target:
            for chunk in source.chunks():
                target.write(chunk)
        fresh.replace(cached)
    return cached


def exists(name: str) -> bool:
    return default_storage.exists(name)


def delete(name: str) -> None:
    """Remove a file that nothing refers to any more (retention, an upload that was refused)."""
    default_storage.delete(name)
    (Path(settings.HULUL_HOME) / "cache" / name).unlink(missing_ok=True)


def clear_temporary(older_than: timedelta) -> int:
    """Remove temporary files that a killed process left behind; returns how many."""
    limit = time.time() - older_than.total_seconds()
    folder = Path(settings.HULUL_HOME) / "tmp"
    stale = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < limit]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _is_local() -> bool:
    return isinstance(default_storage, FileSystemStorage)
