"""Households of a location by origin or last displacement, shelter and wave. Every breakdown sums to the households."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.movement import Counts, Movement
from hulul.countries.demo.generator.settlement import Floats
from hulul.countries.demo.generator.story import WAVES
from hulul.kernel.packs import Category, Masterlist, Population

_STREAM = 6


@dataclass(frozen=True)
class Shares:
    """How households are split: shelter at the start and at the end of the story per population, locations by types."""

    masterlist: Masterlist
    wave_origin: Counts  # waves by origin categories, 0 or 1
    wave_period: Counts  # waves by wave categories, 0 or 1
    came_from: Floats  # waves by origin categories: last displacement
    shelter: dict[Population, tuple[Floats, Floats]]

    def shelters(self, population: Population) -> tuple[Category, ...]:
        return tuple(each for each in self.masterlist.shelter if population in each.populations)

    def displaced(self, counted: Counts, rows: Counts, progress: float) -> dict[str, Counts]:
        """Dimension -> rows by categories, from waves by locations; `rows` are the locations that are listed.

        `progress` is how far the story is, 0 to 1.
        """
        listed = counted[:, rows]
        return {
            "origin": listed.T @ self.wave_origin,
            "shelter": self._shelter("idp", listed, rows, progress),
            "wave": listed.T @ self.wave_period,
        }

    def returned(self, counted: Counts, rows: Counts, progress: float) -> dict[str, Counts]:
        """The same for those who returned; origin is where they were displaced to."""
        listed = counted[:, rows]
        split = [_split(row, self.came_from[index]) for index, row in enumerate(listed)]
        return {
            "origin": np.sum(split, axis=0),
            "shelter": self._shelter("returnee", listed, rows, progress),
            "wave": listed.T @ self.wave_period,
        }

    def _shelter(self, population: Population, listed: Counts, rows: Counts, progress: float) -> Counts:
        start, end = self.shelter[population]
        return _split(listed.sum(axis=0), start[rows] + (end[rows] - start[rows]) * progress)


# The usual mix of shelter: (at the start, at the end) of the story. Camps hold only those in camps.
_IDP_MIX = {
    "host_family": (34, 16),
    "rented_habitable": (30, 66),
    "rented_uninhabitable": (9, 7),
    "informal_settlement": (7, 5),
    "school_building": (8, 0.2),
    "unfinished_building": (11, 5),
    "unknown": (1, 0.8),
}
_RETURNEE_MIX = {
    "habitual_residence_habitable": (78, 93),
    "habitual_residence_uninhabitable": (11, 3),
    "host_family": (6, 1.5),
    "rented": (3, 2),
    "informal_settlement": (0.7, 0.2),
    "unfinished_building": (0.8, 0.2),
    "unknown": (0.5, 0.1),
}


def shares(country: Country, movement: Movement, masterlist: Masterlist, seed: int) -> Shares:
    """The shares of that country, a little different at every location."""
    rng = np.random.default_rng([seed, _STREAM])
    origins = [category.code for category in masterlist.origin]
    periods = [category.code for category in masterlist.wave]
    at = np.array([origins.index(code) for code in country.governorates.codes])
    came_from = np.zeros((len(WAVES), len(origins)))
    came_from[:, at] = movement.settle.last_displacement(country.location_governorate, len(at))
    return Shares(
        masterlist,
        np.array([[int(code == wave.governorate) for code in origins] for wave in WAVES]),
        np.array([[int(code == wave.category) for code in periods] for wave in WAVES]),
        came_from,
        {
            "idp": _mixes(rng, country, masterlist, "idp", _IDP_MIX),
            "returnee": _mixes(rng, country, masterlist, "returnee", _RETURNEE_MIX),
        },
    )


def _mixes(
    rng: np.random.Generator,
    country: Country,
    masterlist: Masterlist,
    population: Population,
    mix: Mapping[str, tuple[float, float]],
) -> tuple[Floats, Floats]:
    types = [each.code for each in masterlist.shelter if population in each.populations]
    local = rng.gamma(2.0, 0.5, (len(country.locations), len(types)))
    ends = []
    for moment in (0, 1):
        share = local * np.array([mix.get(code, (0.0, 0.0))[moment] for code in types])
        share /= share.sum(axis=1, keepdims=True)
        if population == "idp":
            share[country.locations.camp] = [code == "camp" for code in types]
        ends.append(share)
    return ends[0], ends[1]


def _split(households: Counts, share: Floats) -> Counts:
    """Whole households split by shares (one row of shares, or one per location) so that each row sums exactly."""
    upto = np.cumsum(np.broadcast_to(share, (len(households), share.shape[-1])), axis=1)
    upto[:, -1] = 1.0
    reached = np.floor(households[:, None] * np.minimum(upto, 1.0) + 0.5).astype(np.int64)
    reached[:, -1] = households
    parts: Counts = np.diff(reached, axis=1, prepend=0)
    return parts
