"""The hotspot rule: areas of severe conditions, or of middling ones that host many returnees.

Source: IOM DTM Iraq, Return Index: a sub-district is a hotspot when it scores high on at least one scale, or medium on
one or both while hosting a relatively large number of returnees. The words are confirmed; the number is unpublished.
Our default: a quarter of the assessed areas with returnees host relatively many, those with the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note

if TYPE_CHECKING:
    import pyarrow as pa

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

HIGH_SCALE, MEDIUM_MANY = "high_scale", "medium_many"


@dataclass(frozen=True, eq=False)
class Hotspots:
    """One row per area, in the order given; (areas, scales) where a reason holds per scale.

    `many_from` is the number of returnees from which an area hosts relatively many (NaN: no area does). An area that
    was assessed on no scale is no hotspot and no other area either: `assessed` tells them apart.
    """

    areas: tuple[str, ...]
    scales: tuple[str, ...]
    individuals: FloatArray
    high: BoolArray
    medium_many: BoolArray
    assessed: BoolArray
    many_from: float
    notes: tuple[Note, ...]

    @property
    def hotspot(self) -> BoolArray:
        """(areas,)"""
        found: BoolArray = np.logical_or.reduce(self.high | self.medium_many, axis=1)
        return found

    def table(self) -> "pa.Table":
        """One row per reason: area, reason ("high_scale" or "medium_many"), scale, individuals (null: unknown)."""
        import pyarrow as pa

        either = self.high | self.medium_many
        rows = [(int(area), int(scale)) for area, scale in np.argwhere(either)]
        return pa.table(
            {
                "area": pa.array([self.areas[area] for area, _ in rows], pa.string()),
                "reason": pa.array([HIGH_SCALE if self.high[at] else MEDIUM_MANY for at in rows], pa.string()),
                "scale": pa.array([self.scales[scale] for _, scale in rows], pa.string()),
                "individuals": pa.array([self.individuals[area] for area, _ in rows], pa.float64(), from_pandas=True),
            }
        )


def rule(
    data: IntoDataFrame,
    *,
    scales: Sequence[str],
    area: str = "area",
    individuals: str = "individuals",
    high: Sequence[str] = ("high", "very_high"),
    medium: Sequence[str] = ("medium",),
    many_share: float = 0.25,
    many_from: float | None = None,
) -> Hotspots:
    """Hotspots among areas (sub-districts).

    `data` has one row per area: its code, its category on each of `scales` (columns of codes; null where not assessed),
    and how many returnees it hosts. `high` and `medium` name the categories that count as such. `many_share` is the
    share of the assessed areas with returnees that host relatively many; areas with equally many as the last of them
    host many too. `many_from` says the number itself instead, should it ever be published.

    Notes: area_not_assessed, scale_not_assessed (areas judged on the other scales alone), individuals_unknown.
    MethodError: column_missing, area_twice, many_unclear, scales_missing.
    """
    frame = nw.from_native(data, eager_only=True)
    codes, hosted = _read(frame, area, individuals, scales)
    if not 0 < many_share <= 1 or (many_from is not None and not many_from >= 0):
        raise MethodError("many_unclear", "The share of areas hosting many must be above 0 and at most 1.")
    categories = np.full((len(codes), len(scales)), "", dtype=object)
    for at, scale in enumerate(scales):
        categories[:, at] = [value if isinstance(value, str) else "" for value in frame[scale].to_list()]
    known = categories != ""
    assessed = known.any(axis=1)
    counted = hosted[assessed & (hosted > 0)]
    if many_from is None:
        ranked = np.sort(counted)[::-1]
        many_from = float(ranked[max(int(np.floor(many_share * ranked.size + 1e-9)), 1) - 1]) if ranked.size else np.nan
    many = np.nan_to_num(hosted, nan=-1.0) >= many_from
    is_high = np.isin(categories, list(high)) & known
    is_medium = np.isin(categories, list(medium)) & known & many[:, None]
    notes = _notes(known, assessed, hosted)
    return Hotspots(tuple(codes), tuple(scales), hosted, is_high, is_medium, assessed, many_from, notes)


def _read(
    frame: nw.DataFrame[IntoDataFrame], area: str, individuals: str, scales: Sequence[str]
) -> tuple[list[str], FloatArray]:
    if not scales:
        raise MethodError("scales_missing", "Say which columns hold the categories of the scales.")
    for column in (area, individuals, *scales):
        if column not in frame.columns:
            raise MethodError("column_missing", "The data have no column {column}.", {"column": column})
    codes = [str(code) for code in frame[area].to_list()]
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise MethodError("area_twice", "The area {area} is listed more than once.", {"area": twice})
    hosted = [np.nan if value is None else float(value) for value in frame[individuals].to_list()]
    return codes, np.array(hosted, dtype=np.float64)


def _notes(known: BoolArray, assessed: BoolArray, hosted: FloatArray) -> tuple[Note, ...]:
    counts = {
        "area_not_assessed": (int((~assessed).sum()), "{areas} areas were assessed on no scale."),
        "scale_not_assessed": (
            int((assessed & ~known.all(axis=1)).sum()),
            "{areas} areas were assessed on some scales only and judged by these.",
        ),
        "individuals_unknown": (
            int((assessed & np.isnan(hosted)).sum()),
            "For {areas} areas nobody knows how many returnees they host: they do not count as hosting many.",
        ),
    }
    return tuple(Note(code, {"areas": areas}, sentence) for code, (areas, sentence) in counts.items() if areas)
