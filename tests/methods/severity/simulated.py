"""Surveys whose truth is known: answers drawn from latent conditions, returns drawn from stated effects."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hulul.methods import severity

FloatArray = npt.NDArray[np.float64]

ANSWERS = ("all", "most", "some", "none")
SCALES = (
    severity.Scale("services", tuple(severity.Indicator(code, ANSWERS) for code in ("water", "power", "schools"))),
    severity.Scale("safety", tuple(severity.Indicator(code, ANSWERS) for code in ("mines", "blocked"))),
)
# The effect of each answer on the log-odds of returns, against "all".
TRUTH = {
    "water": (0.0, -0.5, -1.0, -2.0),
    "power": (0.0, -0.2, -0.4, -0.6),
    "schools": (0.0, 0.0, -1.0, -1.0),
    "mines": (0.0, -1.0, -1.5, -2.5),
    "blocked": (0.0, -0.3, -0.6, -1.5),
}


@dataclass(frozen=True)
class Survey:
    positions: dict[str, npt.NDArray[np.int64]]
    linear: FloatArray  # log-odds of returns per scale added up
    columns: dict[str, Any]

    @property
    def table(self) -> pa.Table:
        return pa.table(self.columns)

    def with_(self, **columns: Any) -> pa.Table:
        return pa.table({**self.columns, **columns})


def survey(n: int, seed: int, *, scales: tuple[severity.Scale, ...] = SCALES, alike: float = 0.0) -> Survey:
    """`alike`: how much answers of a place go together through its latent condition."""
    random = np.random.default_rng(seed)
    latent = random.normal(size=n)
    positions = {}
    for scale in scales:
        for indicator in scale.indicators:
            condition = alike * latent + np.sqrt(1 - alike**2) * random.normal(size=n)
            positions[indicator.code] = np.digitize(condition, [-0.7, 0.1, 0.9])
    linear = 1.0 + sum(np.array(TRUTH[code])[given] for code, given in positions.items()) + np.zeros(n)
    chance = 1 / (1 + np.exp(-linear))
    columns: dict[str, Any] = {"unit": [f"u{row}" for row in range(n)]}
    columns |= {code: np.array(ANSWERS)[given] for code, given in positions.items()}
    columns["returned"] = (random.random(n) < chance).astype(int)
    columns["share"] = np.clip(chance + random.normal(0, 0.1, n), 0, 1)
    noisy = linear + random.logistic(size=n)
    columns["level"] = np.array(["none", "few", "some", "many"])[np.digitize(noisy, [-2.0, -0.5, 1.0])]
    columns["people"] = random.integers(10, 500, n)
    return Survey(positions, linear, columns)


LEVELS = ("none", "few", "some", "many")


def one_scale(*codes: str) -> tuple[severity.Scale, ...]:
    return (severity.Scale("only", tuple(severity.Indicator(code, ANSWERS) for code in codes)),)


def dummies(made: Survey, codes: tuple[str, ...]) -> FloatArray:
    """The design a reader would write down: an answer per column, "all" left out."""
    return np.column_stack([made.positions[code] == at for code in codes for at in (1, 2, 3)]).astype(float)


def effects(fit: severity.Fit) -> FloatArray:
    """Of the worse answers, in the order of `dummies`."""
    return np.array([each.effect for each in fit.effects if each.answer not in (ANSWERS[0], severity.MISSING)])


def errors(fit: severity.Fit) -> FloatArray:
    return np.array([each.standard_error for each in fit.effects if each.answer not in (ANSWERS[0], severity.MISSING)])


def codes_of(fit: severity.Fit | severity.SeverityScores) -> set[str]:
    return {note.code for note in fit.notes}
