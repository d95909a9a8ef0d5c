"""How conditions are where people return: a latent severity that the surveys only see through answers.

It is worst where the story was worst, lingers in neighbourhoods, eases with the years, and answers to what happens:
many people sent home at once, a drought, the edge of the area to which nobody returns.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.countries.demo.generator import settlement, story
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.questions import Form
from hulul.countries.demo.generator.settlement import Floats

_STREAM = 9
_SCALES = 2  # livelihoods and services, safety and cohesion

# Where a governorate stands at the start, per scale, in standard deviations of a location.
_START = {
    story.EPICENTRE: (1.5, 1.4),
    story.SECOND: (0.8, 0.4),
    story.EARLY_RETURN: (-0.6, -0.5),
    story.SECOND_WAVE: (0.3, 1.0),
}
_EASING = (0.9, 0.6)  # how much better it is at the end of the story than at its beginning
_EASING_SINCE, _EASING_UNTIL = dt.date(2019, 6, 1), dt.date(2025, 12, 31)
_EDGE = (0.5, 1.5)  # beside the area of no return
_EDGE_REACH = 0.3  # degrees
_CROWDING = (1.8, 1.2)  # where the number of returnees doubles at the closure of camps
_CROWDING_DAYS = 500.0
DROUGHT = (dt.date(2022, 6, 1), dt.date(2023, 6, 1))  # wells of Mezroun run low; over by the second date
_DROUGHT = {"water": 1.1, "agriculture": 0.9}


@dataclass(frozen=True)
class Moment:
    """One date: the latent severity by scale and location, and by question and location (which also wanders).

    `absent` marks, by question and location, what does not arise there.
    """

    date: dt.date
    scales: Floats
    questions: Floats
    absent: NDArray[np.bool_]


class Conditions:
    """Goes through the dates of the surveys in order; each location remembers what it was like before."""

    def __init__(self, country: Country, form: Form, seed: int) -> None:
        self._country, self._form = country, form
        self._rng = np.random.default_rng([seed, _STREAM])
        areas, places, questions = len(country.sub_districts.codes), len(country.locations), len(form.questions)
        size = (_SCALES, places)
        self._codes = np.array(country.governorates.codes)[country.location_governorate]
        neighbourhood = self._rng.normal(0, 0.45, (_SCALES, areas))[:, country.locations.sub_district]
        self._base = self._start() + neighbourhood + self._rng.normal(0, 0.45, size)
        self._pace = self._rng.gamma(4.0, 0.25, size)
        local = self._rng.normal(0, 0.45, (questions, areas))[:, country.locations.sub_district]
        self._own = local + self._rng.normal(0, 0.5, (questions, places))
        self._drift = np.zeros((questions, places))
        self._absent = self._rng.uniform(size=(questions, places)) < np.array(
            [[question.trait.does_not_arise if question.absent else 0.0] for question in form.questions]
        )
        self._before_closure: Floats | None = None

    def at(self, date: dt.date, returned: NDArray[np.int64]) -> Moment:
        """The conditions on a date, later than those asked for before; `returned` is households by location."""
        scales = self._base - self._eased(date)
        scales += np.array(_CROWDING)[:, None] * self._crowded(date, returned)
        self._drift = 0.85 * self._drift + self._rng.normal(0, 0.25, self._drift.shape)
        asked = self._form.questions
        questions = 0.8 * scales[[question.scale for question in asked]] + self._own + self._drift
        questions += np.array([question.trait.hardship for question in asked])[:, None]
        if DROUGHT[0] <= date < DROUGHT[1]:
            dry = self._codes == story.SECOND
            for row, question in enumerate(asked):
                questions[row, dry] += _DROUGHT.get(question.code, 0.0)
        return Moment(date, scales, questions, self._absent)

    def _start(self) -> Floats:
        start = np.array([_START.get(code, (0.0, 0.0)) for code in self._codes]).T
        places = self._country.locations
        start[0] -= np.where(places.urban, 0.4, 0.0)
        blocked = self._country.location_district == settlement.no_return_district(self._country)
        far = np.linalg.norm(places.points - places.points[blocked].mean(axis=0), axis=1)
        edge: Floats = start + np.array(_EDGE)[:, None] * np.exp(-far / _EDGE_REACH)
        return edge

    def _eased(self, date: dt.date) -> Floats:
        passed = settlement.passed(date, _EASING_SINCE, _EASING_UNTIL)
        eased: Floats = np.array(_EASING)[:, None] * passed * self._pace
        return eased

    def _crowded(self, date: dt.date, returned: NDArray[np.int64]) -> Floats:
        """0 before the closure of camps; then how much fuller a location became by it, 1 = twice as full, fading."""
        if date < story.CAMP_CLOSURE:
            self._before_closure = returned.astype(np.float64)
        if date < story.CAMP_CLOSURE or self._before_closure is None:
            return np.zeros(len(returned))
        growth = np.clip(returned / np.maximum(self._before_closure, 1.0) - 1.0, 0.0, 1.0)
        faded: Floats = growth * np.exp(-(date - story.CAMP_CLOSURE).days / _CROWDING_DAYS)
        return faded
