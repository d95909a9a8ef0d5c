"""Where displaced people settle: how the people of each wave spread over the locations, and how that shifts."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.countries.demo.generator import story
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.geography import Indices
from hulul.countries.demo.generator.story import WAVES, Wave

Floats = NDArray[np.float64]

_REACH = 1.6  # degrees within which most people stay
_EMPTIED = (story.EPICENTRE, story.SECOND, story.SECOND_WAVE)  # nobody flees there


@dataclass(frozen=True)
class Settlement:
    """Ways of settling, each waves by locations with rows that sum to 1.

    nearby: first, within the governorate; hosted: in other governorates; open_camps, closed_camps; returned_near: late,
    in the towns of the governorate of origin; secondary: in the district of secondary displacement.
    """

    nearby: Floats
    hosted: Floats
    open_camps: Floats
    closed_camps: Floats
    returned_near: Floats
    secondary: Floats

    def spread(self, on: dt.date) -> Floats:
        """Waves by locations: the share of each wave's displaced people at each location on that day."""
        shares = np.zeros_like(self.hosted)
        for index, wave in enumerate(WAVES):
            for way, share in mixture(wave, on).items():
                shares[index] += share * getattr(self, way)[index]
        return shares

    def last_displacement(self, governorate: Indices, count: int) -> Floats:
        """Waves by governorates: where those who return have mostly been."""
        where = 0.75 * self.hosted + 0.15 * self.closed_camps + 0.1 * self.open_camps
        return np.array([np.bincount(governorate, row, minlength=count) for row in where])


def make(country: Country, rng: np.random.Generator) -> Settlement:
    """The ways of settling in that country."""
    places = country.locations
    at = country.location_governorate
    codes = np.array(country.governorates.codes)[at]
    lived_in = ~places.camp & (places.households > 0)
    attraction = np.where(lived_in, places.households**0.8 * rng.lognormal(0, 0.6, len(places)), 0.0)
    attraction *= np.where(rng.uniform(size=len(places)) < 0.8, 1.0, 1e-6)  # some places take hardly anybody in
    size = rng.lognormal(0, 0.5, len(places))
    closing = places.camp & (np.cumsum(places.camp) <= story.CLOSED_CAMPS)
    home_towns = np.array([country.governorates.codes.index(wave.governorate) for wave in WAVES])
    nearness = np.array([np.exp(-_distance(places.points, places.points[at == home]) / _REACH) for home in home_towns])
    own = at[None, :] == home_towns[:, None]
    hosts = ~np.isin(codes, _EMPTIED)[None, :] & ~own
    towns = places.urban & (country.location_district != no_return_district(country))
    chosen = rng.uniform(size=nearness.shape) < 0.7  # people of one wave do not settle everywhere
    return Settlement(
        nearby=_rows(attraction * own),
        hosted=_rows(attraction * nearness * hosts * chosen),
        open_camps=_rows(size * nearness * (places.camp & ~closing)),
        closed_camps=_rows(size * nearness * closing),
        returned_near=_rows(attraction * own * towns),
        secondary=_rows(
            np.ones_like(nearness) * attraction * (country.location_district == secondary_district(country))
        ),
    )


def mixture(wave: Wave, on: dt.date) -> dict[str, float]:
    """The share of a wave's displaced people that settle in each way on that day; the shares sum to 1.

    Nobody is nearby any more once the wave is over: the places people first fled to were emptied too.
    """
    nearby = 0.6 * (1 - passed(on, wave.since, wave.until)) if wave.until <= dt.date(2018, 12, 31) else 0.0
    camps = 0.19 * passed(on, dt.date(2017, 5, 15), dt.date(2018, 3, 1))
    camps += 0.12 * passed(on, dt.date(2018, 6, 1), dt.date(2021, 6, 1))
    returned_near = 0.2 * passed(on, wave.return_from, wave.return_from + dt.timedelta(days=800))
    camps *= 1 - nearby
    closed, opened = 0.62 * camps, 0.38 * camps
    secondary = 0.012
    if on >= story.CAMP_CLOSURE:
        stay = 1 - story.HOME_FROM_CAMPS * closed  # of those displaced before the closure
        again = (1 - story.HOME_FROM_CAMPS) * closed / stay
        secondary = secondary / stay + story.TO_SECONDARY * again
        opened, returned_near, closed = opened / stay, returned_near / stay, 0.0
    hosted = 1 - nearby - closed - opened - returned_near - secondary
    return {
        "nearby": nearby,
        "hosted": hosted,
        "open_camps": opened,
        "closed_camps": closed,
        "returned_near": returned_near,
        "secondary": secondary,
    }


def share_in_closing_camps(wave: Wave) -> float:
    """The share of a wave's displaced people in the camps that will close, on the eve of the closure."""
    return mixture(wave, story.CAMP_CLOSURE - dt.timedelta(days=1))["closed_camps"]


def passed(on: dt.date, since: dt.date, until: dt.date) -> float:
    """How much of a period has passed, 0 to 1."""
    return min(1.0, max(0.0, (on - since).days / (until - since).days))


def secondary_district(country: Country) -> int:
    """The district of secondary displacement: the most populous of its governorate."""
    return _districts_by_people(country, story.SECONDARY)[-1]


def no_return_district(country: Country) -> int:
    """The district without any return: of middling size within the governorate that was hit first."""
    districts = _districts_by_people(country, story.EPICENTRE)
    return districts[len(districts) // 2]


def _districts_by_people(country: Country, governorate: str) -> list[int]:
    people = np.bincount(country.sub_districts.parents, country.people)
    members = np.flatnonzero(country.districts.parents == country.governorates.codes.index(governorate))
    return sorted((int(member) for member in members), key=lambda member: (people[member], member))


def _distance(points: Floats, home: Floats) -> Floats:
    result: Floats = np.linalg.norm(points - home.mean(axis=0), axis=1)
    return result


def _rows(weights: Floats) -> Floats:
    """The same weights with every row summing to 1."""
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares
