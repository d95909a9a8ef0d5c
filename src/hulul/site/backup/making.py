"""Writing an archive and reading it back."""

from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from hulul import __version__
from hulul.kernel import clock, files
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress
from hulul.site.backup.archives import DATABASE, FILES, MANIFEST, SECRET_KEY, Contents, Writer, writing
from hulul.site.backup.encryption import Key
from hulul.site.backup.manifest import FORMAT, Manifest, Table
from hulul.site.backup.snapshots import snapshot
from hulul.site.backup.stored_files import named_files
from hulul.site.backup.tables import columns, write_rows
from hulul.site.backup.verifying import verify


def make(path: Path, key: Key | None, progress: Progress) -> Contents:
    """Write the whole installation to `path`, read it back and compare; what was found.

    The database is written out first, as it is at one moment. The files that its rows name never change, and none is
    swept away while the job of this backup runs, so that they can follow in their time.
    """
    manifest = Manifest(
        format=FORMAT,
        hulul=__version__,
        made_at=clock.now(),
        pack=settings.HULUL_PACK,
        vendor="",
        migrations=[],
        tables={},
        files=0,
        file_bytes=0,
        secret_key=key is not None and _own_key().is_file(),
    )
    with ExitStack() as spooled:
        tables, named = _write_out(manifest, spooled, progress)
        sizes = _sizes(named, manifest)
        steps = len(tables) + len(sizes)

        def step(number: int, message: str) -> None:
            progress(number, 2 * steps, message)

        with writing(path, key) as writer:
            _add_text(writer, MANIFEST, manifest.model_dump_json(indent=1).encode("utf-8") + b"\n")
            for number, (label, table) in enumerate(tables.items()):
                step(number, label)
                _add_path(writer, f"{DATABASE}{label}.jsonl", table)
            if manifest.secret_key:
                _add_path(writer, SECRET_KEY, _own_key())
            for number, (name, size) in enumerate(sizes.items(), len(tables)):
                step(number, name)
                with default_storage.open(name) as stream:
                    writer.add(FILES + name, size, stream)
    return _read_back(path, key, writer, lambda done, total, message="": progress(total + done, 2 * total, message))


def _write_out(manifest: Manifest, spooled: ExitStack, progress: Progress) -> tuple[dict[str, Path], set[str]]:
    """Every table as a temporary file, and the names of the files that rows refer to, all of one moment."""
    tables: dict[str, Path] = {}
    with snapshot() as moment:
        manifest.vendor, manifest.migrations = moment.vendor, moment.migrations
        for number, (label, model) in enumerate(moment.models.items(), 1):
            progress(number, 0, label)
            tables[label] = files.new_path(".jsonl")
            spooled.callback(tables[label].unlink, missing_ok=True)
            with tables[label].open("wb") as out:
                rows = write_rows(model, out, moment.using)
            size = tables[label].stat().st_size
            manifest.tables[label] = Table(columns=columns(model), rows=rows, bytes=size)
        return tables, named_files(moment.models, moment.using)


def _sizes(named: set[str], manifest: Manifest) -> dict[str, int]:
    """Bytes by name, of the files that are there; the others are told in the manifest."""
    sizes = {name: default_storage.size(name) for name in sorted(named) if default_storage.exists(name)}
    manifest.files, manifest.file_bytes = len(sizes), sum(sizes.values())
    manifest.missing = sorted(named - set(sizes))
    return sizes


def _add_path(writer: Writer, name: str, path: Path) -> None:
    with path.open("rb") as stream:
        writer.add(name, path.stat().st_size, stream)


def _add_text(writer: Writer, name: str, text: bytes) -> None:
    writer.add(name, len(text), BytesIO(text))


def _read_back(path: Path, key: Key | None, writer: Writer, progress: Progress) -> Contents:
    """What can be read from the disk must be what was written to it."""
    contents = verify(path, key, progress)
    for name, digest in writer.checksums.items():
        if contents.checksums.get(name) != digest:
            raise Invalid(f"{name} was read back from {path} as something else than was written.", code="not_written")
    return contents


def _own_key() -> Path:
    return Path(settings.HULUL_HOME) / "secret_key"
