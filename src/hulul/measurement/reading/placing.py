"""From the rows of a survey to places: asks the matcher, and takes only what the framework assesses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.kernel.packs import Pack
from hulul.measurement.reading.tables import SurveyTable, Texts
from hulul.measurement.reading.vocabulary import AREAS, NAMES, of_households
from hulul.measurement.rules import LEVELS
from hulul.places.matching import Columns, Match, Matcher
from hulul.places.rules import REVIEWED


@dataclass(frozen=True, eq=False)
class Placed:
    """Where all rows were put: `place` (rows,) codes, "" where none was found. `how` says by what, `doubtful` where
    somebody should look at the match."""

    place: Texts
    how: Texts
    doubtful: NDArray[np.bool_]

    @property
    def found(self) -> NDArray[np.bool_]:
        return np.asarray(self.place != "")


def place_rows(table: SurveyTable, source: str, matcher: Matcher, pack: Pack) -> Placed:
    """Match every row: households to the finest area that is known, other rows to a place of the unit's level."""
    # A survey numbers its places as its own lists do; surveys of others mostly use those of the leading source.
    leading = min(pack.sources, key=lambda each: (each.priority, each.code)).code
    codes: dict[str, Sequence[str]] = {"pcode": table.texts("area_code")}
    for owner in dict.fromkeys((source, leading)):
        codes[f"{owner}_place"] = table.texts("place_code")
        codes[f"{owner}_location"] = table.texts("location_code")
    columns = Columns(
        codes=codes,
        names={key.removeprefix("name_"): table.texts(key) for key in NAMES},
        area_names=[table.texts(key) for key in AREAS],
        lat=table.numbers("lat"),
        lon=table.numbers("lon"),
    )
    matches = matcher.match_columns(columns)
    households = of_households(table.framed)
    level = LEVELS.get(table.framed.framework.unit)
    place = [_area(match) if households else _at(match, matcher, level) for match in matches]
    return Placed(
        np.array(place, dtype=object),
        np.array([match.how for match in matches], dtype=object),
        np.array([not REVIEWED.isdisjoint(match.findings) for match in matches], dtype=bool),
    )


def _at(match: Match, matcher: Matcher, level: int | None) -> str:
    """The place of that level that a row is in; "" when it says nothing so fine."""
    if match.place is None or level is None:
        return ""
    return matcher.atlas.places[match.place].at(level) or ""


def _area(match: Match) -> str:
    """What a household's row leads to; of a location that nobody knows, the area it would be in."""
    return match.place or match.parent or ""
