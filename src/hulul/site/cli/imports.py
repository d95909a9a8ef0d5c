"""`hulul import masterlist`: rounds of displacement and return, one file or many at once."""

from datetime import datetime
from pathlib import Path

import click

from hulul.site.cli.start import start


@click.group("import")
def imports() -> None:
    """Bring in statistical files."""


@imports.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", default="", help="Who counted, as the country pack codes it (for example dtm).")
@click.option("--population", type=click.Choice(["idp", "returnee"]), help="Who was counted, when the file is silent.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of the round, when the file is silent.")
@click.option("--yes", is_flag=True, help="Accept rounds that have warnings without asking.")
def masterlist(paths: tuple[Path, ...], source: str, population: str | None, date: datetime | None, yes: bool) -> None:
    """Import master lists: CSV, XLSX, folders of them, ZIP and TAR archives.

    Ends with status 0 when every round is in, 1 when one was refused or still has a question.
    """
    start()
