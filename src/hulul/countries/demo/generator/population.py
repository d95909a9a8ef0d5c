"""Households by group and location at the end of the story, and how likely each overcame what displacement did to it.

Four groups: displaced (idp), returned (returnee), never displaced where others were (stayee), and at home where nobody
was displaced (host). What a household overcame depends on its group, on its location and on a strength of its own, so
that it hangs together.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.movement import Count, Counts
from hulul.countries.demo.generator.settlement import Floats
from hulul.countries.demo.generator.story import WAVES
from hulul.countries.demo.generator.vulnerabilities import ABOVE, GROUPS, VULNERABILITIES, Group

STRENGTH = 0.9  # how much a household's own strength counts, in log-odds per standard deviation
_PLACE = 0.35  # how much locations differ
_CAMP = -1.0
_QUADRATURE = 40

CODES = tuple(VULNERABILITIES)
DOES_NOT_ARISE: Floats = np.array([each.does_not_arise for each in VULNERABILITIES.values()])


@dataclass(frozen=True)
class Population:
    """`households` by group and location; `odds` by group, location and vulnerability (in the order of `CODES`)."""

    households: dict[Group, Counts]
    odds: dict[Group, Floats]

    def overcome(self, group: Group) -> Floats:
        """By vulnerability, the true share of the households whom it concerns."""
        shares = self._expected(group, lambda passed: passed)
        households = self.households[group]
        mean: Floats = households @ shares / households.sum()
        return mean

    def exits(self, group: Group, codes: tuple[str, ...]) -> float:
        """The true share that has overcome all of these, or is not concerned."""
        of = [CODES.index(code) for code in codes]
        arises = 1 - DOES_NOT_ARISE[of]
        shares = self._expected(group, lambda passed: np.prod(1 - arises * (1 - passed[:, of]), axis=1))
        households = self.households[group]
        return float(households @ shares / households.sum())

    def _expected(self, group: Group, of: Callable[[Floats], Floats]) -> Floats:
        """The mean over households of every strength, by location (Gauss-Hermite quadrature)."""
        points, weights = np.polynomial.hermite_e.hermegauss(_QUADRATURE)
        parts = [
            weight * of(chance(self.odds[group] + STRENGTH * point))
            for point, weight in zip(points, weights / weights.sum(), strict=True)
        ]
        total: Floats = np.sum(parts, axis=0)
        return total


def make(country: Country, last: Count, rng: np.random.Generator) -> Population:
    """The groups as they are on a date."""
    places = country.locations
    left = np.zeros(len(places))
    codes = np.array(country.governorates.codes)[country.location_governorate]
    for wave in WAVES:
        left[codes == wave.governorate] += wave.share
    stayed = np.round(places.households * np.clip(1 - left, 0, 1)).astype(np.int64)
    households: dict[Group, Counts] = {
        "idp": last.displaced.sum(axis=0),
        "returnee": last.returned.sum(axis=0),
        "stayee": np.where(left > 0, stayed, 0),
        "host": np.where(left > 0, 0, places.households),
    }
    local = rng.normal(0, _PLACE, len(places)) + np.where(places.camp, _CAMP, 0.0)
    odds = {
        group: local[:, None]
        + ABOVE[group]
        + np.array([each.odds + each.harder_for.get(group, 0.0) for each in VULNERABILITIES.values()])
        for group in GROUPS
    }
    return Population(households, odds)


def chance(odds: Floats) -> Floats:
    """The probability of log-odds."""
    probability: Floats = 1 / (1 + np.exp(-odds))
    return probability
