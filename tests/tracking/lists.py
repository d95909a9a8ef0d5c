"""Small master lists of Squareland, as the field sends them."""

import csv
from collections.abc import Sequence
from pathlib import Path

COLUMNS = (
    "Place ID", "Location ID", "Governorate", "District", "Location Name", "Arabic Name", "Latitude", "Longitude",
    "Families", "Individuals", "Ashvala", "Belqoun", "Camp", "Host families", "Apr17 Wave", "July17 Wave",
)  # fmt: skip

PLACES = {
    11: ("101011", "Al-Marja", "Bani Rashid", "Hay Al-Salam", "حي السلام", 10.5, 60.5),
    12: ("101012", "Al-Marja", "Bani Rashid", "Qaryat Al-Nur", "قرية النور", 11.2, 61.4),
    13: ("201013", "Dastan", "Karwan", "Kani Spi", "كاني سبي", 10.7, 62.3),
    14: ("201014", "Dastan", "Shaqlan", "Bardarash", "بردرش", 13.5, 63.5),
}


def row(place: int, families: int, **changes: object) -> dict[str, object]:
    """A row that is right in every respect: all families from Ashvala, in host families, since April 2017."""
    stated = PLACES.get(place, ("", "Al-Marja", "Bani Rashid", f"Location {place}", "", 10.6, 60.6))
    cells: dict[str, object] = dict(zip(COLUMNS, (place, *stated), strict=False))
    cells |= {"Families": families, "Individuals": families * 6, "Ashvala": families, "Belqoun": 0, "Camp": 0}
    cells |= {"Host families": families, "Apr17 Wave": families, "July17 Wave": 0}
    return cells | changes


def written(path: Path, rows: Sequence[dict[str, object]], columns: Sequence[str] = ()) -> Path:
    """A CSV file; columns beyond the usual ones follow at the end. Lists of returnees have no camps in Squareland."""
    usual = [name for name in COLUMNS if name != "Camp" or "eturnee" not in path.name]
    names = columns or [*usual, *dict.fromkeys(name for each in rows for name in each if name not in COLUMNS)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
