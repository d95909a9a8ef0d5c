"""From effects to answer values: a worse answer never counts as less severe than a better one.

The severity of an answer is minus its effect on the outcome, against the best answer given. Where a worse answer came
out better than the one before, the two are pooled to their mean, weighted by how many gave them, and so on until none
is left (pool adjacent violators). Answers nobody gave lie on the line between those around them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hulul.methods.severity.scales import Indicator

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Severities:
    """`answers` (m,) rising from 0; `base`: what pooling took the best answer to, already subtracted from them."""

    answers: FloatArray
    base: float
    pooled: bool


def severities(effects: FloatArray, given: FloatArray) -> Severities:
    """`effects` (m,) on the outcome from the best answer to the worst, NaN where nobody gave it; `given` (m,) weights.

    >>> severities(np.array([0.0, -1.0, -0.4, -2.0]), np.array([10.0, 10.0, 20.0, 10.0])).answers
    array([0. , 0.6, 0.6, 2. ])
    """
    from scipy.optimize import isotonic_regression

    places = np.arange(effects.size)
    known = ~np.isnan(effects)
    if not known.any():
        return Severities(np.zeros(effects.size), 0.0, pooled=False)
    rising = isotonic_regression(-effects[known], weights=given[known]).x
    pooled = bool((np.abs(rising + effects[known]) > 1e-12).any())
    base = float(rising[0])
    return Severities(np.interp(places, places[known], rising - base), base, pooled)


def answer_values(indicator: Indicator, severities: FloatArray) -> dict[str, float]:
    """The value of each answer, 0 to 100: its severity as a share of the highest; equal steps where there is none."""
    highest = float(severities.max())
    steps = np.linspace(0.0, 1.0, severities.size)
    shares = severities / highest if highest > 0 else steps
    return dict(zip(indicator.answers, (100 * shares).tolist(), strict=True))
