"""Outlines for maps: all areas of a level simplified together, so that neighbours keep one common border."""

import json

import numpy as np
import shapely

from hulul.places.actions.writing import BATCH
from hulul.places.models import Boundary

# Bytes of GeoJSON a map may load for one level, before compression; and the digits that fit such a map (about 11 m).
BUDGET = {0: 30_000, 1: 90_000, 2: 110_000, 3: 280_000}
DECIMALS = 4
FIRST_TOLERANCE = 0.001  # degrees; grows until the level fits its budget
GROWTH = 1.3


def redraw(level: int) -> None:
    """Simplify the outlines of a level until they fit its budget.

    Uses the coverage simplification of GEOS (Visvalingam-Whyatt on shared edges): no gaps, no overlaps, no area lost.
    """
    boundaries = list(Boundary.objects.filter(place__level=level).order_by("place__code"))
    if not boundaries:
        return
    exact = shapely.from_wkb(np.array([bytes(boundary.wkb) for boundary in boundaries], dtype=object))
    tolerance = 0.0
    texts = _as_geojson(exact)
    while sum(map(len, texts)) > BUDGET[level]:
        tolerance = tolerance * GROWTH or FIRST_TOLERANCE
        texts = _as_geojson(shapely.coverage_simplify(exact, tolerance))
    for boundary, text in zip(boundaries, texts, strict=True):
        boundary.outline, boundary.tolerance = text, tolerance
    Boundary.objects.bulk_update(boundaries, ["outline", "tolerance"], batch_size=BATCH)


def _as_geojson(shapes: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> list[str]:
    return [
        json.dumps({"type": each["type"], "coordinates": _rounded(each["coordinates"])}, separators=(",", ":"))
        for each in (json.loads(text) for text in shapely.to_geojson(shapes))
    ]


def _rounded(coordinates: list[object]) -> list[object]:
    return [_rounded(each) if isinstance(each, list) else round(float(str(each)), DECIMALS) for each in coordinates]
