"""`hulul export`: one table of the warehouse as a file."""

from pathlib import Path

import click

from hulul.kernel.errors import Invalid
from hulul.site.cli.start import start


@click.command()
@click.argument("dataset")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write; its ending says the format: .csv, .xlsx, .geojson.",
)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only these rows; may be given several times.")
def export(dataset: str, output: Path, where: tuple[str, ...]) -> None:
    """Write DATASET as the public may see it, with titles, HXL tags, source and licence."""
    start()
    conditions = dict(_condition(text) for text in where)
    click.echo(conditions)


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise Invalid(f"{text!r} is not COLUMN=VALUE.", hint="For example: --where population=idp --where level=1")
    return column.strip(), value.strip()
