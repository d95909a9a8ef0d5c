"""From the rows of a file to places: asks the matcher, and keeps what a new location needs to be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hulul.places.matching import Columns, Match, Matcher, Stated
from hulul.places.rules import REVIEWED
from hulul.tracking.checks.candidate import Placement, Texts
from hulul.tracking.reading.tables import SourceTable

NAMES = {"en": "name_en", "ar": "name_ar", "ckb": "name_ckb"}
AREAS = ("governorate", "district", "sub_district")


@dataclass(frozen=True)
class Newcomer:
    """A location nobody knows yet: what the file states of it and where the matcher would put it."""

    placeholder: str
    stated: Stated
    match: Match


@dataclass(frozen=True)
class Doubtful:
    """A distinct statement whose match a person should look at. `key` is equal for rows that state the same."""

    key: tuple[Any, ...]
    match: Match
    line: int


@dataclass(frozen=True)
class Placed:
    """Where all rows of a file were put, the distinct locations among them that are new, and matches to be reviewed."""

    placement: Placement
    newcomers: tuple[Newcomer, ...]
    doubtful: tuple[Doubtful, ...]
    columns: Columns

    def with_codes(self, codes: Sequence[str]) -> Texts:
        """The place of each row once the newcomers were given these codes, in order."""
        given = dict(zip((new.placeholder for new in self.newcomers), codes, strict=True))
        return np.array([given.get(place, place) for place in self.placement.place], dtype=object)


def place_rows(table: SourceTable, source: str, matcher: Matcher, country: str) -> Placed:
    """Match every row. Rows that say nothing usable are put at the country itself, and told by the checks."""
    columns = Columns(
        codes={
            "pcode": table.texts("area_code"),
            f"{source}_place": table.texts("place_code"),
            f"{source}_location": table.texts("location_code"),
        },
        names={language: table.texts(key) for language, key in NAMES.items()},
        area_names=[table.texts(key) for key in AREAS],
        lat=table.numbers("lat"),
        lon=table.numbers("lon"),
    )
    matches = matcher.match_columns(columns)
    rows = list(columns.rows())
    newcomers: dict[Any, Newcomer] = {}
    doubtful: dict[Any, Doubtful] = {}
    place: list[str] = []
    for position, match in enumerate(matches):
        if match.place:
            place.append(match.place)
            if match.findings and rows[position] not in doubtful and not REVIEWED.isdisjoint(match.findings):
                line = int(table.row_numbers[position])
                doubtful[rows[position]] = Doubtful(rows[position], match, line)
        elif match.how == "new":
            identity = columns.codes[f"{source}_place"][position] or rows[position]
            if identity not in newcomers:
                newcomers[identity] = Newcomer(f"new:{len(newcomers)}", columns.stated(rows[position]), match)
            place.append(newcomers[identity].placeholder)
        else:
            place.append(country)
    placement = Placement(
        place=np.array(place, dtype=object),
        how=np.array([match.how for match in matches], dtype=object),
        certainty=np.array([match.certainty for match in matches], dtype=np.float64),
        findings=_noticed(matches),
    )
    return Placed(placement, tuple(newcomers.values()), tuple(doubtful.values()), columns)


def _noticed(matches: Sequence[Match]) -> dict[str, NDArray[np.bool_]]:
    found: dict[str, NDArray[np.bool_]] = {}
    for position, match in enumerate(matches):
        for code in match.findings:
            if code not in found:
                found[code] = np.zeros(len(matches), dtype=bool)
            found[code][position] = True
    return found
