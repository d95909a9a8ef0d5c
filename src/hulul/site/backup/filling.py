"""An archive's rows into a new database, its files into the store, its key into the home folder."""

import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from hulul.kernel import clock, files
from hulul.kernel.errors import Conflict, HululError, Invalid
from hulul.site.backup.archives import DATABASE, FILES, SECRET_KEY, Contents, Member, reading
from hulul.site.backup.encryption import Key, damaged
from hulul.site.backup.snapshots import last_of_each
from hulul.site.backup.stored_files import named_files
from hulul.site.backup.tables import Model, data_models, load_rows, reset_sequences


class Follow(Protocol):
    """Called with the number of members done, and what comes next."""

    def __call__(self, done: int, message: str = "") -> None: ...


def fill(path: Path, key: Key | None, contents: Contents, follow: Follow) -> None:
    """Make the tables as the archive's version had them, and load and compare its rows, all or none.

    Invalid when the rows break a rule of the database, or refer to other files than the archive holds.
    """
    models = _tables(contents)
    with transaction.atomic():
        for model in models.values():
            model._base_manager.all()._raw_delete("default")  # what the migrations put in
        with reading(path, key) as members:
            for number, member in enumerate(_checked(members, contents)):
                if member.name.startswith(FILES):
                    break
                if member.name.startswith(DATABASE):
                    follow(number, member.name)
                    _load(member, models, contents)
        connection.check_constraints()
        reset_sequences(models.values())
        named = named_files(models)
        if named != set(contents.files) | set(contents.manifest.missing):
            raise damaged("its files are not those that its rows refer to")


def _tables(contents: Contents) -> dict[str, Model]:
    executor = MigrationExecutor(connection)
    targets = last_of_each(executor.loader, contents.manifest.migrations)
    executor.migrate(targets)
    models = data_models(executor.loader.project_state(targets).apps)
    if set(models) != set(contents.manifest.tables):
        raise damaged("its tables are not those of its version")
    return models


def _load(member: Member, models: dict[str, Model], contents: Contents) -> None:
    label = member.name.removeprefix(DATABASE).removesuffix(".jsonl")
    table = contents.manifest.tables[label]
    rows = load_rows(models[label], table.columns, member.lines())
    if rows != table.rows or models[label]._base_manager.count() != rows:
        raise Invalid(f"{label} has other rows in the database than in the archive.", code="row_does_not_fit")


def _checked(members: Iterator[Member], contents: Contents) -> Iterator[Member]:
    """Members as they were verified: the file may have been changed between the two readings."""
    for member in members:
        yield member
        while member.left:
            member.read()
        if contents.checksums.get(member.name) != member.digest.hexdigest():
            raise damaged(f"{member.name} changed while it was being restored")


def put_files(path: Path, key: Key | None, contents: Contents, follow: Follow) -> None:
    """Every stored file into the store. One that is there already must be the same; Conflict when it is another."""
    with reading(path, key) as members:
        for number, member in enumerate(_checked(members, contents)):
            if member.name.startswith(FILES):
                follow(len(contents.checksums) + number, member.name)
                _put(member, member.name.removeprefix(FILES), contents.checksums[member.name])


def _put(member: Member, name: str, digest: str) -> None:
    if files.exists(name):
        if not hmac.compare_digest(_stored_digest(name), digest):
            raise Conflict(
                f"The store holds another file under the name {name}.",
                code="file_differs",
                hint="Restore into an empty folder or bucket, or move that file away if it is damaged.",
            )
        return
    fresh = files.new_path()
    try:
        with fresh.open("wb") as out:
            while piece := member.read():
                out.write(piece)
        if member.digest.hexdigest() != digest:
            raise damaged(f"{member.name} changed while it was being restored")
        files.keep(fresh, name)
    except (OSError, HululError):
        fresh.unlink(missing_ok=True)
        raise


def _stored_digest(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as stream:
        for piece in stream.chunks(2**20):
            digest.update(piece)
    return digest.hexdigest()


def put_key(path: Path, key: Key | None, contents: Contents) -> None:
    """The archive's secret key into the home folder; another one that is there is kept aside."""
    with reading(path, key) as members:
        found = next(member.text(4096) for member in _checked(members, contents) if member.name == SECRET_KEY)
    target = Path(settings.HULUL_HOME) / "secret_key"
    if target.is_file() and target.read_bytes() == found:
        return
    fresh = files.new_path()
    fresh.write_bytes(found)
    fresh.chmod(0o600)
    if target.is_file():
        os.link(target, target.with_name(f"secret_key.replaced-{clock.now():%Y%m%d%H%M%S}"))
    fresh.replace(target)
