"""`hulul backup`: one verified archive of the installation."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hulul.kernel.errors import Invalid
from hulul.site.cli.start import start

if TYPE_CHECKING:
    from hulul.site.backup.archives import Contents


@click.command()
@click.argument("place", metavar="[FILE|FOLDER|S3-ADDRESS]", default="")
@click.option(
    "--verify", "verify_only", is_flag=True, help="Only check an archive that is there, as `restore --verify`."
)
def backup(place: str, verify_only: bool) -> None:
    """Write the database and the stored files into one archive, and verify it; without a place, into HULUL_BACKUP_TO.

    People may go on working. The archive gets its name when all of it has been read back. It is encrypted when
    HULUL_BACKUP_KEY is set. Ends with status 1 when stored files were missing, which the archive then lacks.
    """
    start(initialised=not verify_only)
    from django.conf import settings

    if verify_only:
        from hulul.site.cli.restore import check

        check(place)
        return
    place = place or settings.HULUL_BACKUP_TO
    if not place:
        raise Invalid(
            "Where should the backup be put?",
            hint="Give a FILE, a FOLDER or s3://bucket/prefix, or set HULUL_BACKUP_TO.",
        )
    from hulul.kernel.actors import SYSTEM
    from hulul.site.backup.actions import back_up
    from hulul.site.cli.progress import Bar

    bar = Bar("Backing up")
    made = back_up(SYSTEM, place, key=settings.HULUL_BACKUP_KEY, progress=bar)
    bar.finish()
    click.echo(made.address)
    click.echo(f"{made.size / 2**20:,.1f} MB, verified: {summary(made.contents)}; {made.seconds:.1f} s")
    if settings.HULUL_BACKUP_KEY is None:
        click.echo("It is not encrypted, so it leaves out the secret key. Keep a copy of it in a safe place:", err=True)
        click.echo(f"    {Path(settings.HULUL_HOME) / 'secret_key'} (or HULUL_SECRET_KEY)", err=True)
    missing = made.contents.manifest.missing
    if missing:
        click.secho(f"{len(missing)} stored files were missing, such as {missing[0]}.", fg="red", err=True)
        click.echo("Put them back from an older backup, and make this one again.", err=True)
        sys.exit(1)


def summary(contents: "Contents") -> str:
    manifest = contents.manifest
    return (
        f"{len(manifest.tables)} tables with {manifest.rows:,} rows, "
        f"{manifest.files:,} files of {manifest.file_bytes / 2**20:,.1f} MB"
    )
