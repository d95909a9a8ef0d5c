"""What a file is, by its first bytes and never by the ending of its name."""

import io
import zipfile
from enum import Enum
from pathlib import Path
from typing import IO

from hulul.sheets.errors import too_many_files

HEAD = 4096
_CHUNK = 1 << 20
_ENTRY = b"PK\x01\x02"  # before each member in the directory of a zip container
_MOST_ENTRIES = 100_000  # each costs about a kilobyte of memory before anything can be known of it

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    b"%PDF": "PDF",
    b"\x89PNG": "IMAGE",
    b"\xff\xd8\xff": "IMAGE",
    b"GIF8": "IMAGE",
    b"II*\0": "IMAGE",
    b"MM\0*": "IMAGE",
    b"RIFF": "IMAGE",
    b"{\\rtf": "DOCUMENT",
    b"Rar!": "FOREIGN_ARCHIVE",
    b"7z\xbc\xaf": "FOREIGN_ARCHIVE",
    b"PAR1": "BINARY",
    b"SQLite": "BINARY",
    _OLE: "OLD_OFFICE",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x1f\x8b": "COMPRESSED",
    b"\xfd7zXZ\0": "COMPRESSED",
    b"BZh": "COMPRESSED",
}
_WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin"}


class Kind(Enum):
    """The kinds of content that reading tells apart."""

    EMPTY = "empty"
    TEXT = "text"
    WORKBOOK = "workbook"  # XLSX, XLSM, XLSB, ODS
    OLD_OFFICE = "old office file"  # XLS, or an encrypted XLSX in its envelope
    DOCUMENT = "document"
    ZIP = "zip"
    TAR = "tar"
    COMPRESSED = "compressed"  # gzip, xz, bzip2: of a TAR or of one file
    FOREIGN_ARCHIVE = "foreign archive"
    HTML = "html"
    PDF = "pdf"
    IMAGE = "image"
    BINARY = "binary"

    @property
    def holds_files(self) -> bool:
        return self in (Kind.ZIP, Kind.TAR, Kind.COMPRESSED)


def kind_of(head: bytes) -> Kind:
    """The kind by the first 4 kB; ZIP for anything in a zip container (`kind_of_file` looks inside)."""
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Kind.EMPTY
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return Kind[kind]
    if head[257:262] == b"ustar":
        return Kind.TAR
    if _looks_like_html(head):
        return Kind.HTML
    return Kind.BINARY if _looks_binary(head) else Kind.TEXT


def kind_of_file(path: Path) -> Kind:
    """The kind of a file on disk; a zip container is told apart by the parts it lists."""
    with path.open("rb") as content:
        kind = kind_of(content.read(HEAD))
        return _kind_of_container(content) if kind is Kind.ZIP else kind


def kind_of_content(content: bytes) -> Kind:
    """The kind of a file's whole content."""
    kind = kind_of(content[:HEAD])
    return _kind_of_container(io.BytesIO(content)) if kind is Kind.ZIP else kind


def _kind_of_container(content: IO[bytes]) -> Kind:
    """By its parts; when it is too damaged to list them, by its start: a truncated workbook still names its first.

    Unreadable when it lists so many that the list alone would fill the memory.
    """
    if _entries(content) > _MOST_ENTRIES:
        raise too_many_files(_MOST_ENTRIES)
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            return kind_of_parts(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        content.seek(0)
        start = content.read(HEAD)
        office = any(part in start for part in (b"[Content_Types].xml", b"_rels/.rels", b"xl/", b"docProps/"))
        return Kind.WORKBOOK if office else Kind.ZIP


def _entries(content: IO[bytes]) -> int:
    """How many members the container lists at most: the marks of its directory, wherever in the file they stand."""
    content.seek(0)
    counted, last = 0, b""
    while chunk := content.read(_CHUNK):
        counted += (last + chunk).count(_ENTRY)
        last = chunk[-len(_ENTRY) + 1 :]
    return counted


def kind_of_parts(names: list[str]) -> Kind:
    """What a zip container is, by the names of its parts."""
    parts = set(names)
    if parts & _WORKBOOK_PARTS or {"mimetype", "content.xml", "META-INF/manifest.xml"} <= parts:
        return Kind.WORKBOOK
    if "[Content_Types].xml" in parts:
        return Kind.DOCUMENT
    return Kind.ZIP


def is_encrypted_office(content: bytes) -> bool:
    """Whether an OLE envelope holds an encrypted modern workbook."""
    return "EncryptedPackage".encode("utf-16-le") in content


def _looks_like_html(head: bytes) -> bool:
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<?xml", b"<meta", b"<div"))


def _looks_binary(head: bytes) -> bool:
    """UTF-16 text has many zero bytes, nearly all at even or all at odd places; other text has no control bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if zeros := head.count(0):
        even, odd = head[::2].count(0), head[1::2].count(0)
        return min(even, odd) > 0.05 * max(even, odd) or zeros < 0.02 * len(head)
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 11, 12, 13, 26, 27))
    return controls > 0.01 * len(head)
