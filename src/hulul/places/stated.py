"""What a file says about where something is, and what was made of it. Plain values, no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hulul.methods.names import fold

How = Literal["code", "alias", "decision", "point", "nearest", "name", "new", "area", "none"]


@dataclass(frozen=True, slots=True)
class Stated:
    """One row as the file has it.

    `codes`: what systems call the place ({"dtm_place": "7860", "pcode": "IQG01"}); `names` per language (en, ar, ckb);
    `area_names`: governorate, district, sub-district as far as stated, from the top; `lat`, `lon` in degrees or None.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    area_names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None

    def as_detail(self) -> dict[str, Any]:
        """For review items and the audit log: only what was stated."""
        detail: dict[str, Any] = {"codes": dict(self.codes), "names": dict(self.names)}
        detail["area_names"] = [*self.area_names]
        if self.lat is not None and self.lon is not None:
            detail |= {"lat": self.lat, "lon": self.lon}
        return {key: value for key, value in detail.items() if value}

    @property
    def name(self) -> str:
        return next((name for name in self.names.values() if name), "")


@dataclass(frozen=True, slots=True)
class Columns:
    """Many rows at once, column by column; all of one length. Empty text and NaN mean "not stated"."""

    codes: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    area_names: Sequence[Sequence[str]]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each row as one flat tuple, equal for rows that state the same; NaN becomes None."""
        columns: list[Sequence[Any]] = [*self.codes.values(), *self.names.values(), *self.area_names]
        lat, lon = (
            [None if unknown else value for unknown, value in zip(np.isnan(degrees), degrees.tolist(), strict=True)]
            for degrees in (self.lat, self.lon)
        )
        return zip(*columns, lat, lon, strict=True)

    def stated(self, row: tuple[Any, ...]) -> Stated:
        """The row of `rows` as Stated."""
        after_codes = len(self.codes)
        after_names = after_codes + len(self.names)
        return Stated(
            codes={system: code for system, code in zip(self.codes, row, strict=False) if code},
            names={lang: name for lang, name in zip(self.names, row[after_codes:], strict=False) if name},
            area_names=tuple(row[after_names:-2]),
            lat=row[-2],
            lon=row[-1],
        )


@dataclass(frozen=True, slots=True)
class Match:
    """Which place a row is about.

    `how`: code, decision, alias, name: the place itself; point, nearest: the area its coordinates fall into (nothing
    else was stated); area: the area it names; new: a location nobody knows yet, to be made under `parent` with
    `actions.add_locations`; none: nothing usable. `place` is None for new and none. `certainty` is 0..1. `findings` are
    codes of `rules`; `suggestion` says what would be right: {"place": code}, {"lat": …, "lon": …} or {"parent": code}.
    """

    place: str | None
    how: How
    certainty: float
    parent: str | None = None
    findings: tuple[str, ...] = ()
    suggestion: Mapping[str, Any] = field(default_factory=dict)


def key_of(stated: Stated) -> str:
    """What a decision about this row is learned under: its area names and names, folded; its codes if it has no name.

    Coordinates are left out: they drift from file to file while the name stays.
    """
    areas = "/".join(fold(name) for name in stated.area_names)
    names = "|".join(sorted({folded for name in stated.names.values() if (folded := fold(name))}))
    if not names:
        names = "|".join(f"{system}:{code}" for system, code in sorted(stated.codes.items()))
    return f"{areas}//{names}"[:400]
