"""The files as they came: kept under the hash of their bytes, so that what was imported can always be read again."""

from hulul.kernel import files
from hulul.sheets import kept
from hulul.sheets.sources import SourceFile
from hulul.tracking.models import Import

FOLDER = "uploads"


def keep_original(source: SourceFile) -> str:
    """Copy a file into the store, once however often it comes, and give its name there."""
    return kept.keep_original(source, FOLDER)


def original(item: Import) -> SourceFile:
    """The file of an import, under the name it came with."""
    return SourceFile(item.file_name, None, item.sha256, item.size, files.local_path(item.stored))
