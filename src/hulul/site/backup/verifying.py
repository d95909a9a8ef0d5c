"""Reading an archive to its end, comparing what it declares with what it holds. Changes and unpacks nothing."""

import hmac
from collections.abc import Iterator
from pathlib import Path

from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.site.backup.archives import (
    CHECKSUMS,
    DATABASE,
    FILES,
    SECRET_KEY,
    Contents,
    Member,
    first_member,
    reading,
)
from hulul.site.backup.encryption import Key, damaged
from hulul.site.backup.manifest import Table

LARGEST_KEY = 4_096
CHECKSUM_LINE = 64 + 2 + 255 + 1


def verify(path: Path, key: Key | None, progress: Progress = silent) -> Contents:
    """What the archive holds, once all of it was read. Invalid for anything that is not as declared, or a wrong key."""
    try:
        with reading(path, key) as members:
            return _verify(members, progress)
    except FileNotFoundError as error:
        raise Invalid(f"There is no file {path}.") from error
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror or error}.") from error


def _verify(members: Iterator[Member], progress: Progress) -> Contents:
    manifest, member = first_member(members)
    found = {member.name: member.digest.hexdigest()}
    steps = 2 + len(manifest.tables) + manifest.files
    tables = iter(manifest.tables.items())
    files = file_bytes = 0
    for member in members:
        progress(len(found), steps, member.name)
        if member.name in found or CHECKSUMS in found:
            raise damaged(f"it holds {member.name} twice or too late")
        if member.name == CHECKSUMS:
            _compare(member, found)
            found[CHECKSUMS] = member.digest.hexdigest()
            continue
        if member.name.startswith(DATABASE):
            _count_rows(member, next(tables, None))
        elif member.name == SECRET_KEY and manifest.secret_key and member.size <= LARGEST_KEY:
            member.text(LARGEST_KEY)
        elif member.name.startswith(FILES):
            files, file_bytes = files + 1, file_bytes + member.size
            if files > manifest.files or file_bytes > manifest.file_bytes:
                raise damaged("it holds more files than its manifest declares")
            _read(member)
        else:
            raise damaged(f"it holds {member.name}, which its manifest does not declare")
        found[member.name] = member.digest.hexdigest()
    if CHECKSUMS not in found:
        raise damaged("its checksums are missing")
    if next(tables, None) or (files, file_bytes) != (manifest.files, manifest.file_bytes):
        raise damaged("tables or files that its manifest declares are missing")
    if manifest.secret_key != (SECRET_KEY in found):
        raise damaged("the secret key that its manifest declares is missing")
    progress(steps, steps)
    return Contents(manifest, found)


def _count_rows(member: Member, declared: tuple[str, object] | None) -> None:

    name, table = declared or ("", None)
    if not isinstance(table, Table) or member.name != f"{DATABASE}{name}.jsonl" or member.size != table.bytes:
        raise damaged(f"{member.name} is not the table that its manifest declares")
    rows = 0
    last = b"\n"
    while piece := member.read():
        rows += piece.count(b"\n")
        last = piece[-1:]
    if rows != table.rows or last != b"\n":
        raise damaged(f"{member.name} does not hold the {table.rows} rows that its manifest declares")


def _read(member: Member) -> None:
    while member.read():
        pass


def _compare(member: Member, found: dict[str, str]) -> None:
    stated = {}
    for line in member.text(CHECKSUM_LINE * len(found)).decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        stated[name] = digest
    for name, digest in found.items():
        if not hmac.compare_digest(stated.pop(name, ""), digest):
            raise damaged(f"the checksum of {name} does not fit")
    if stated:
        raise damaged(f"{next(iter(stated))[:200]} is missing")
