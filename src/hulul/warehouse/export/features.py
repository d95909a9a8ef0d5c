"""GeoJSON: each row a feature at its place. Locations are points; areas are outlines when one round is asked for.

Over many rounds the outlines would repeat with every row, so areas are points then, too.
"""

import datetime as dt
import json
from collections.abc import Iterator

from hulul.places.queries import boundaries
from hulul.warehouse.export.sheets import Sheet
from hulul.warehouse.export.text import dumps
from hulul.warehouse.queries import Question, stream

AREA_LEVELS = (0, 1, 2, 3)


def geojson_parts(sheet: Sheet) -> Iterator[bytes]:
    """A FeatureCollection, one feature a line; a place that is nowhere has no geometry."""
    head = {
        "type": "FeatureCollection",
        "name": sheet.dataset.name,
        "title": str(sheet.dataset.title),
        "source": list(sheet.sources),
        "edition": sheet.edition,
    }
    yield dumps(head)[:-1].encode() + b',"features":['
    shapes = _points(sheet) | (_outlines(sheet) if _one_round(sheet) else {})
    place = sheet.place_column or ""
    separator = "\n"
    for batch in sheet.batches:
        lines = [
            f'{{"type":"Feature","properties":{dumps(row)},"geometry":{shapes.get(row[place], "null")}}}'
            for row in batch.to_pylist()
        ]
        if lines:
            yield (separator + ",\n".join(lines)).encode()
            separator = ",\n"
    yield b"\n]}\n"


def _one_round(sheet: Sheet) -> bool:
    """Whether each area occurs about once: the gazetteer itself, one round, or one date."""
    names = {column.name for column in sheet.dataset.columns}
    if not names & {"round", "date"}:
        return True
    asked = [sheet.where.get(name) for name in ("round", "returnee_round", "date")]
    return any(isinstance(value, str | dt.date) for value in asked)


def _points(sheet: Sheet) -> dict[str, str]:
    _generation, _columns, batches = stream(sheet.actor, Question("places", columns=("code", "lat", "lon")))
    return {
        row["code"]: f'{{"type":"Point","coordinates":[{row["lon"]},{row["lat"]}]}}'
        for batch in batches
        for row in batch.to_pylist()
        if row["lat"] is not None
    }


def _outlines(sheet: Sheet) -> dict[str, str]:
    asked = sheet.where.get("level")
    levels = (asked,) if isinstance(asked, int) else asked if isinstance(asked, tuple) else AREA_LEVELS
    shapes: dict[str, str] = {}
    for level in levels:
        if level in AREA_LEVELS:
            for feature in json.loads(boundaries(sheet.actor, level))["features"]:
                shapes[feature["id"]] = dumps(feature["geometry"])
    return shapes
