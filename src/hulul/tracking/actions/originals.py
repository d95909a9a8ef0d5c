"""The files as they came: kept under the hash of their bytes, so that what was imported can always be read again."""

import re
import shutil
from pathlib import Path, PurePath

from hulul.kernel import files
from hulul.tracking.models import Import
from hulul.tracking.reading.sources import SourceFile

FOLDER = "uploads"


def keep_original(source: SourceFile) -> str:
    """Copy a file into the store, once however often it comes, and give its name there."""
    name = f"{FOLDER}/{source.sha256}{_suffix(source.name)}"
    if not files.exists(name):
        copy = files.new_path()
        shutil.copyfile(source.location, copy)
        files.keep(copy, name)
    return name


def original(item: Import) -> SourceFile:
    """The file of an import, under the name it came with."""
    return SourceFile(item.file_name, None, item.sha256, item.size, files.local_path(item.stored))


def as_named(path: Path, name: str) -> SourceFile:
    """A file that lies under another name than its own, as an upload does."""
    return SourceFile(name, None, files.sha256(path), path.stat().st_size, path)


def _suffix(name: str) -> str:
    suffix = "".join(PurePath(name.lower()).suffixes[-2:])
    return suffix if re.fullmatch(r"(\.[a-z0-9]{1,8}){0,2}", suffix) else PurePath(name).suffix.lower()[:9]
