"""Who is where on each date: displaced households and returned households per location, wave by wave.

Households leave their homes in waves, settle as `settlement` says, and go home with time. Each location is counted by
its own informant, whose figures lag and wander a little; between visits a figure stands as it was.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.countries.demo.generator import settlement, story
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.settlement import Floats
from hulul.countries.demo.generator.story import WAVES

_STREAM = 4
_LEFT_AGAIN = 12  # villages at scale 1 where everybody who returned left again
_LATE_KNOWN_SHARE = 0.006  # locations that informants began to report in 2022
LATE_KNOWN = dt.date(2022, 1, 1)
EVICTION = dt.date(2025, 11, 15)  # most people leave one of the camps that are still open and settle around it
_EVICTED_SHARE = 0.6

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Count:
    """One date: households by wave by location, of displaced people and of those who returned."""

    date: dt.date
    displaced: Counts
    returned: Counts


@dataclass(frozen=True)
class Movement:
    """What decides who is where; `counts` goes through the dates."""

    country: Country
    settle: settlement.Settlement
    leaving: Floats  # waves by locations: households that are displaced from each location
    return_start: Floats  # day of the first return per location, as ordinal
    return_share: Floats  # of those displaced, how many ever return; 0 where nobody does
    left_again: NDArray[np.bool_]
    late_known: NDArray[np.bool_]
    without_informant: NDArray[np.bool_]
    seed: int

    def counts(self) -> Iterator[Count]:
        """Every date of the story in order."""
        rng = np.random.default_rng([self.seed, _STREAM, 1])
        places = self.country.locations
        rounding = rng.uniform(size=(2, *self.leaving.shape))
        drift = np.zeros((2, len(places)))
        told = np.zeros((2, *self.leaving.shape), dtype=np.int64)
        before: dt.date | None = None
        for date in story.round_dates():
            weeks = (date - before).days / 7 if before else 8.0
            before = date
            drift = 0.9 * drift + rng.normal(0, 0.05, drift.shape)
            drift[:, places.camp] *= 0.3
            visited = rng.uniform(size=drift.shape) < 1 - np.exp(-weeks / 5)
            true = np.stack(self._on(date))
            fresh = np.floor(true * np.exp(drift)[:, None, :] + rounding).astype(np.int64)
            old, new = told.sum(axis=1), fresh.sum(axis=1)
            visited |= np.abs(new - old) > 0.2 * np.maximum(old, 10)  # what moves that much is heard of at once
            told = np.where(visited[:, None, :], fresh, told)
            told[:, :, self._uncounted(date)] = 0
            yield Count(date, told[0].copy(), told[1].copy())

    def _on(self, date: dt.date) -> tuple[Floats, Floats]:
        left = np.array([settlement.passed(date, wave.since, wave.until) for wave in WAVES])[:, None]
        back = self._returned(date)
        displaced = (self.leaving * np.maximum(left - back, 0)).sum(axis=1)
        where = displaced[:, None] * self.settle.spread(date)
        if date >= EVICTION:
            self._evict(where)
        return where, self.leaving * back

    def _returned(self, date: dt.date) -> Floats:
        """Waves by locations: the share of those displaced who are back."""
        back = np.zeros_like(self.leaving)
        eve = story.CAMP_CLOSURE - dt.timedelta(days=1)
        for index, wave in enumerate(WAVES):
            back[index] = self._back_of_own_accord(wave, date)
            if date >= story.CAMP_CLOSURE:
                then = self._back_of_own_accord(wave, eve)
                waiting = self.leaving[index] * (1 - then) * self._open
                going = (self.leaving[index] * (1 - then)).sum() * settlement.share_in_closing_camps(wave)
                share = min(1.0, story.HOME_FROM_CAMPS * going / max(waiting.sum(), 1.0))
                back[index] += self._open * share * (1 - back[index])
        if date >= story.LEFT_AGAIN:
            back[:, self.left_again] = 0
        return back

    def _back_of_own_accord(self, wave: story.Wave, date: dt.date) -> Floats:
        days = np.maximum(date.toordinal() - np.maximum(self.return_start, wave.return_from.toordinal()), 0)
        back: Floats = wave.return_share * self.return_share * (1 - 0.5 ** (days / wave.return_days))
        return back

    @property
    def _open(self) -> NDArray[np.bool_]:
        """Locations to which people can return."""
        return (self.return_share > 0) & ~self.left_again

    def _evict(self, where: Floats) -> None:
        places = self.country.locations
        camp = int(np.flatnonzero(places.camp)[story.CLOSED_CAMPS])
        around = (places.sub_district == places.sub_district[camp]) & ~places.camp
        leaving = where[:, camp] * _EVICTED_SHARE
        where[:, camp] -= leaving
        where[:, around] += leaving[:, None] * (places.households[around] / places.households[around].sum())

    def _uncounted(self, date: dt.date) -> NDArray[np.bool_]:
        unknown = self.late_known if date < LATE_KNOWN else np.zeros_like(self.late_known)
        return unknown | self.without_informant if date >= story.EXCLUSION else unknown


def make(country: Country, seed: int, scale: float) -> Movement:
    """The movements in that country. Larger scales have more villages where everybody left again."""
    rng = np.random.default_rng([seed, _STREAM])
    places = country.locations
    settle = settlement.make(country, rng)
    codes = np.array(country.governorates.codes)[country.location_governorate]
    share = np.array([np.where(codes == wave.governorate, wave.share, 0.0) for wave in WAVES])
    leaving = places.households * share * np.clip(rng.normal(1, 0.06, len(places)), 0.85, 1.12)

    area_delay = rng.exponential(110, len(country.sub_districts.codes))[places.sub_district]
    returns = np.array([wave.return_from.toordinal() for wave in WAVES])
    first = np.array([returns[[wave.governorate == code for wave in WAVES]].min(initial=10**6) for code in codes])
    blocked = country.location_district == settlement.no_return_district(country)
    return_share = np.where(blocked, 0.0, np.clip(rng.normal(1, 0.12, len(places)), 0.5, 1.0))

    edge = (codes == story.EPICENTRE) & ~blocked & ~places.camp
    to_blocked = np.linalg.norm(places.points - places.points[blocked].mean(axis=0), axis=1)
    left_again = np.zeros(len(places), dtype=bool)
    left_again[np.argsort(np.where(edge, to_blocked, np.inf), kind="stable")[: round(_LEFT_AGAIN * scale) or 1]] = True
    first = np.where(left_again, dt.date(2019, 5, 1).toordinal(), first + area_delay)

    quiet = ~places.camp & ~left_again & ~blocked
    return Movement(
        country,
        settle,
        leaving,
        first,
        return_share,
        left_again,
        _some(rng, quiet, _LATE_KNOWN_SHARE),
        _some(rng, quiet, story.EXCLUDED_SHARE),
        seed,
    )


def _some(rng: np.random.Generator, among: NDArray[np.bool_], share: float) -> NDArray[np.bool_]:
    return among & (rng.uniform(size=len(among)) < share)
