"""Several informants of one unit: their mean, and what it would have been with other informants (bootstrap)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Informants:
    """Answers (informants, indicators) sorted by unit, NaN = not answered; unit i has rows starts[i] and the next
    counts[i] - 1."""

    answers: Reals
    starts: Whole
    counts: Whole

    @classmethod
    def of(cls, answers: Reals, units: Sequence[str]) -> tuple[tuple[str, ...], "Informants"]:
        """Group the rows of answers by unit; also the units, in the order in which they first occur."""
        names = tuple(dict.fromkeys(units))
        place = {name: number for number, name in enumerate(names)}
        number = np.array([place[unit] for unit in units], dtype=np.intp)
        counts = np.bincount(number, minlength=len(names)).astype(np.intp)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        return names, cls(answers[np.argsort(number, kind="stable")], starts, counts)

    @property
    def alone(self) -> int:
        """How many units have one informant, so that nothing is known about what another would have said."""
        return int(np.sum(self.counts == 1))

    def mean(self) -> Reals:
        """The mean of each unit's answers (units, indicators); NaN where no informant answered."""
        return self._mean(self.answers)

    def resampled(self, seed: int, draw: int) -> Reals:
        """The same for as many informants of every unit, drawn with replacement. `draw` numbers the draw."""
        generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(draw,)))
        counts = np.repeat(self.counts, self.counts)
        chosen = np.minimum((generator.random(len(self.answers)) * counts).astype(np.intp), counts - 1)
        return self._mean(self.answers[np.repeat(self.starts, self.counts) + chosen])

    def _mean(self, answers: Reals) -> Reals:
        averages: Reals
        known = ~np.isnan(answers)
        if known.all():
            return np.add.reduceat(answers, self.starts) / self.counts[:, None]
        total = np.add.reduceat(np.where(known, answers, 0.0), self.starts)
        number = np.add.reduceat(known.astype(np.float64), self.starts)
        averages = np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
        return averages
