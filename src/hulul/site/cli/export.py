"""`hulul export`: one table of the warehouse as a file."""

from collections import defaultdict
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
    help="File to write; its ending says the format: .csv, .xlsx, .geojson, .json, .parquet.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only these rows; several times for several columns or values. A..B is a range.",
)
@click.option("--staff", is_flag=True, help="Also what the public may not read.")
def export(dataset: str, output: Path, where: tuple[str, ...], staff: bool) -> None:
    """Write DATASET as the public may see it, with titles, HXL tags, source and licence."""
    start()
    from hulul.kernel.actors import ANONYMOUS, SYSTEM
    from hulul.warehouse import export as files
    from hulul.warehouse import queries
    from hulul.warehouse.filters import where_from

    actor = SYSTEM if staff else ANONYMOUS
    texts: dict[str, list[str]] = defaultdict(list)
    for condition in where:
        column, value = _condition(condition)
        texts[column].append(value)
    files.write(actor, dataset, output, where_from(queries.dataset(actor, dataset), texts))
    click.echo(f"Wrote {output} ({output.stat().st_size:,} bytes).")


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise Invalid(f"{text!r} is not COLUMN=VALUE.", hint="For example: --where population=idp --where level=1")
    return column.strip(), value.strip()
