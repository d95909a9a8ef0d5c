"""`hulul restore`: an installation from an archive."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from hulul.site.cli.start import start


@click.command()
@click.argument("archive", metavar="FILE|S3-ADDRESS")
@click.option("--replace", is_flag=True, help="Replace the installation that is here; its database is kept aside.")
@click.option("--verify", "verify_only", is_flag=True, help="Only check the archive; restore nothing.")
def restore(archive: str, replace: bool, verify_only: bool) -> None:
    """Bring an installation back from an archive into an empty home folder and database, SQLite or PostgreSQL.

    Everything is checked before anything is changed; rows are read back from the new database and compared. An archive
    of an older version is brought up to date. When this is interrupted, simply give it again. Ends with what
    `hulul doctor` finds, and with status 1 when the archive lacks stored files.
    """
    start(initialised=False)
    if verify_only:
        check(archive)
        return
    from django.conf import settings

    from hulul.kernel.actors import SYSTEM
    from hulul.site import first_run
    from hulul.site.backup.actions import restore as bring_back
    from hulul.site.cli.backup import summary
    from hulul.site.cli.progress import Bar

    with local(archive) as path:
        bar = Bar("Restoring")
        done = bring_back(SYSTEM, path, key=settings.HULUL_BACKUP_KEY, replace=replace, progress=bar)
        bar.finish()
    first_run.collect_static()
    manifest = done.contents.manifest
    click.echo(
        f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC (Hulul {manifest.hulul}): {summary(done.contents)}"
    )
    if done.kept:
        click.echo(f"The database that was here is kept: {done.kept}. Remove it when you are sure.")
    if not done.with_key:
        click.secho("The secret key is not in this archive.", fg="yellow", err=True)
        click.echo(
            "Put the old one back (HULUL_HOME/secret_key or HULUL_SECRET_KEY): without it everybody has to sign in "
            "again, and authenticator apps and webhook secrets have to be set up again.",
            err=True,
        )
    if manifest.missing:
        click.secho(f"{len(manifest.missing)} stored files were missing already when it was made.", fg="red", err=True)
    click.echo("The doctor says (the worker starts with `hulul serve`):")
    subprocess.run([sys.executable, "-m", "hulul.site.cli", "doctor"], check=False)
    if manifest.missing:
        sys.exit(1)


def check(archive: str) -> None:
    """Read all of an archive and say what is in it."""
    from django.conf import settings

    from hulul.site.backup.verifying import verify
    from hulul.site.cli.backup import summary
    from hulul.site.cli.progress import Bar

    with local(archive) as path:
        bar = Bar("Verifying")
        contents = verify(path, settings.HULUL_BACKUP_KEY, bar)
        bar.finish()
    manifest = contents.manifest
    click.echo(f"{archive} is whole: {summary(contents)}")
    click.echo(
        f"Made {manifest.made_at:%Y-%m-%d %H:%M} UTC by Hulul {manifest.hulul} from {manifest.vendor}, "
        f"country pack {manifest.pack}, {'with' if manifest.secret_key else 'without'} the secret key."
    )
    if manifest.missing:
        click.echo(
            f"{len(manifest.missing)} stored files were missing when it was made, such as {manifest.missing[0]}."
        )


@contextmanager
def local(archive: str) -> Iterator[Path]:
    """The archive as a file of this machine; one from an object store only as long as the block lasts."""
    from hulul.site.backup.destinations import Bucket

    if not archive.startswith("s3://"):
        yield Path(archive).expanduser()
        return
    path = Bucket(archive).fetch()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
