"""Which areas the assessed places lie in, and how values of places become values of areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from hulul.kernel.errors import Invalid

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]

SHOWN = 5


@dataclass(frozen=True, eq=False)
class Areas:
    """The assessed places (n) of one level with their points, and the areas of the levels above them.

    `member[level]` (n,) is the position of each place's area in `codes[level]`, -1 where it lies in none.
    """

    places: tuple[str, ...]
    level: int
    lat: Floats
    lon: Floats
    codes: Mapping[int, tuple[str, ...]]
    member: Mapping[int, Whole]

    @property
    def above(self) -> tuple[int, ...]:
        """The levels of areas, the country first."""
        return tuple(sorted(self.codes))

    def sums(self, level: int, values: Floats) -> Floats:
        """Sums (areas,) of values (n,), missing ones left out."""
        member, known = self.member[level], np.nan_to_num(values)
        inside = member >= 0
        return np.bincount(member[inside], known[inside], len(self.codes[level])).astype(np.float64)

    def weights(self, level: int, people: Floats, known: Bools) -> Floats:
        """By what places (n,) count in their areas: people, or all alike where an area has nobody in a known place."""
        member = self.member[level]
        nobody = self.sums(level, np.where(known, people, np.nan)) <= 0
        return np.where((member >= 0) & nobody[member], 1.0, np.nan_to_num(people))

    def means(self, level: int, values: Floats, weights: Floats) -> Floats:
        """Weighted means (areas,) of values (n,), missing ones left out; NaN for areas without any."""
        known = np.isfinite(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            means: Floats = self.sums(level, values * weights) / self.sums(level, np.where(known, weights, np.nan))
        return means


def areas_of(gazetteer: "pa.Table", places: Sequence[str], level: int) -> Areas:
    """The areas of places. Invalid, naming some, when the gazetteer does not have them at that level."""
    rows = {code: row for row, code in enumerate(gazetteer["code"].to_pylist())}
    levels = gazetteer["level"].to_pylist()
    unknown = [code for code in places if code not in rows or levels[rows[code]] != level]
    if unknown:
        message = _("The answers are about places that are not known here at this level: %(places)s.")
        shown = ", ".join(unknown[:SHOWN]) + (", …" if len(unknown) > SHOWN else "")
        raise Invalid(message % {"places": shown}, code="unknown_places", hint=_("Match them to places first."))
    at = [rows[code] for code in places]
    codes: dict[int, tuple[str, ...]] = {}
    member: dict[int, Whole] = {}
    for above in range(level):
        column = gazetteer[f"adm{above}"].to_pylist()
        mine = [column[row] for row in at]
        codes[above] = tuple(sorted({code for code in mine if code}))
        position = {code: number for number, code in enumerate(codes[above])}
        member[above] = np.array([position.get(code or "", -1) for code in mine], dtype=np.int64)
    lat, lon = (_numbers(gazetteer[name].to_pylist(), at) for name in ("lat", "lon"))
    return Areas(tuple(places), level, lat, lon, codes, member)


def _numbers(column: Sequence[float | None], at: Sequence[int]) -> Floats:
    return np.array([np.nan if column[row] is None else column[row] for row in at], dtype=np.float64)
