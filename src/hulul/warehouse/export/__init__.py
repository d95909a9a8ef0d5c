"""Datasets as files: CSV, XLSX, GeoJSON, JSON and Parquet, each with its source, licence and HXL tags.

    write(actor, "stocks", Path("stocks.csv"), {"level": 1, "population": "idp"})

The rows are those of `queries.stream`: the actor's tiers apply here as everywhere.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from hulul.kernel import files
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.warehouse.export import features, parquet, text, workbook
from hulul.warehouse.export.sheets import Sheet, sheet
from hulul.warehouse.questions import Question

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "json": "application/json",
}

_STREAMED: dict[str, Callable[[Sheet], Iterator[bytes]]] = {
    "csv": text.csv_parts,
    "json": text.json_parts,
    "geojson": features.geojson_parts,
}
_WRITTEN: dict[str, Callable[[Sheet, Path], None]] = {"xlsx": workbook.write, "parquet": parquet.write}


def write(actor: Actor, dataset: str, path: Path, where: Mapping[str, Any] | None = None, *, hxl: bool = True) -> None:
    """Write a dataset, narrowed as in `Question.where`; the ending of the path says the format.

    The file appears whole or not at all. Invalid for an ending that is no format, and what `queries.ask` raises.
    """
    extension = path.suffix.removeprefix(".").lower()
    check_format(extension)
    prepared = sheet(actor, Question(dataset, where=where or {}), hxl=hxl, spatial=extension == "geojson")
    unfinished = path.with_name(path.name + ".part")
    try:
        if extension in _WRITTEN:
            _WRITTEN[extension](prepared, unfinished)
        else:
            with unfinished.open("wb") as stream:
                for part in _STREAMED[extension](prepared):
                    stream.write(part)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def parts(prepared: Sheet, extension: str) -> Iterator[bytes] | None:
    """The file in pieces, as its rows are read; None for a format that is complete only at its end."""
    streamed = _STREAMED.get(extension)
    return streamed(prepared) if streamed else None


def write_sheet(prepared: Sheet, extension: str, path: Path) -> None:
    """The file of a format that cannot be sent in pieces."""
    _WRITTEN[extension](prepared, path)


def written(prepared: Sheet, extension: str) -> BinaryIO:
    """The finished file of such a format, open; it has no name any more, so that it goes when it is closed."""
    path = files.new_path(f".{extension}")
    try:
        write_sheet(prepared, extension, path)
        return path.open("rb")
    finally:
        path.unlink(missing_ok=True)


def check_format(extension: str) -> None:
    if extension not in MEDIA_TYPES:
        raise Invalid(
            _("There is no format %(format)s. Formats: %(formats)s.")
            % {"format": extension, "formats": ", ".join(MEDIA_TYPES)},
            code="unknown_format",
        )
