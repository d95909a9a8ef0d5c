"""One regression: from design, outcome and weights to effects on the log-odds with their covariance.

Without weights a logistic or ordered fit has the covariance of its likelihood; with weights, and for shares always, the
sandwich (HC0), since weighted likelihoods are not likelihoods. Columns that say the same share their effect equally
(the shortest solution), and have no interval of their own.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from hulul.methods.severity import likelihoods, separation
from hulul.methods.severity.likelihoods import maximise
from hulul.methods.severity.outcome import Outcome

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Standard deviation of the prior on effects that an ordered fit falls back on: odds ratios from 1/150 to 150 (95 %).
PRIOR = 2.5

# Effects beyond this many log-odds are looked at for separation; without it they do not get there.
_SUSPICIOUS = 6.0

# Share of the greatest variance below which a combination of columns has none: far below what one unit can make.
_NOTHING = 1e-11


@dataclass(frozen=True, eq=False)
class Regression:
    """`effects` (p,), `covariance` (p, p), `identified` (p,) whether a column has an effect of its own.

    `fitted` (n,) the expected outcome (for levels: expected position). `remedy`: "firth" or "prior" where separation
    called for one. Likelihoods are without penalty, and with weights of mean 1.
    """

    effects: FloatArray
    covariance: FloatArray
    identified: BoolArray
    fitted: FloatArray
    log_likelihood: float
    null_log_likelihood: float
    separation: separation.Separation
    remedy: Literal["", "firth", "prior"]
    covariance_of: Literal["likelihood", "sandwich"]
    converged: bool
    steps: int


def regress(x: FloatArray, outcome: Outcome, weights: FloatArray | None) -> Regression:
    """`x` (n, p) without constant and gaps, `outcome.y` (n,) without gaps, `weights` (n,) positive or None."""
    scaled = np.ones(len(x)) if weights is None else weights * (len(x) / weights.sum())
    basis, identified = _basis(x)
    fit = (_Levels if outcome.model == "ordered" else _Shares)(x @ basis, outcome, scaled)
    found = maximise(fit.likelihood(penalised=False), fit.start)
    apart = separation.Separation("none")
    if not found.converged or np.abs(basis @ found.parameters[fit.constants :]).max(initial=0.0) > _SUSPICIOUS:
        apart = fit.separation(x)
    if apart.kind != "none":
        found = maximise(fit.likelihood(penalised=True), fit.start)
    robust = weights is not None or outcome.model == "fractional"
    inverse = np.linalg.inv(found.point.information)
    if robust:
        scores = fit.scores(found.parameters)
        inverse = inverse @ (scores.T @ scores) @ inverse
    plain, null = fit.likelihood(penalised=False), fit.likelihood(penalised=False)(fit.start)
    reached = plain(found.parameters)
    return Regression(
        effects=basis @ found.parameters[fit.constants :],
        covariance=basis @ inverse[fit.constants :, fit.constants :] @ basis.T,
        identified=identified,
        fitted=fit.fitted(found.parameters),
        log_likelihood=reached.value if reached else np.nan,
        null_log_likelihood=null.value if null else np.nan,
        separation=apart,
        remedy="" if apart.kind == "none" else fit.remedy,
        covariance_of="sandwich" if robust else "likelihood",
        converged=found.converged,
        steps=found.steps,
    )


@dataclass(frozen=True, eq=False)
class _Shares:
    """Logistic and fractional; the first parameter is the constant."""

    x: FloatArray
    outcome: Outcome
    weights: FloatArray
    constants: ClassVar[int] = 1
    remedy: ClassVar[Literal["firth"]] = "firth"

    @property
    def _rows(self) -> FloatArray:
        return np.column_stack([np.ones(len(self.x)), self.x])

    @property
    def start(self) -> FloatArray:
        mean = float(self.weights @ self.outcome.y / self.weights.sum())
        return np.concatenate([[np.log(mean / (1 - mean))], np.zeros(self.x.shape[1])])

    def likelihood(self, *, penalised: bool) -> likelihoods.Likelihood:
        return likelihoods.logistic(self._rows, self.outcome.y, self.weights, firth=penalised)

    def scores(self, parameters: FloatArray) -> FloatArray:
        return likelihoods.logistic_scores(self._rows, self.outcome.y, self.weights, parameters)

    def fitted(self, parameters: FloatArray) -> FloatArray:
        return likelihoods.expit(self._rows @ parameters)

    def separation(self, x: FloatArray) -> separation.Separation:
        return separation.of_shares(x, self.outcome.y)


@dataclass(frozen=True, eq=False)
class _Levels:
    """Ordered; the first parameters are the thresholds."""

    x: FloatArray
    outcome: Outcome
    weights: FloatArray
    remedy: ClassVar[Literal["prior"]] = "prior"

    @property
    def constants(self) -> int:
        return len(self.outcome.levels) - 1

    @property
    def _levels(self) -> IntArray:
        return self.outcome.y.astype(np.int64)

    @property
    def start(self) -> FloatArray:
        return likelihoods.ordered_start(self._levels, self.constants + 1, self.weights, self.x.shape[1])

    def likelihood(self, *, penalised: bool) -> likelihoods.Likelihood:
        prior = PRIOR if penalised else None
        return likelihoods.ordered(self.x, self._levels, self.constants + 1, self.weights, prior=prior)

    def scores(self, parameters: FloatArray) -> FloatArray:
        return likelihoods.ordered_scores(self.x, self._levels, self.constants + 1, self.weights, parameters)

    def fitted(self, parameters: FloatArray) -> FloatArray:
        probabilities = likelihoods.ordered_probabilities(self.x, self.constants + 1, parameters)
        expected: FloatArray = probabilities @ np.arange(self.constants + 1)
        return expected

    def separation(self, x: FloatArray) -> separation.Separation:
        return separation.of_levels(x, self._levels, self.constants + 1)


def _basis(x: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Directions (p, rank) that the columns tell apart, and which columns lie in them entirely.

    All columns for themselves where they are independent, so that nothing is turned without need.
    """
    columns = x.shape[1]
    apart = x - x.mean(axis=0)
    sizes, directions = np.linalg.eigh(apart.T @ apart)  # of so few columns; a decomposition of x itself is slow
    kept = sizes > sizes.max(initial=0.0) * _NOTHING
    if kept.all():
        return np.eye(columns), np.ones(columns, dtype=np.bool_)
    basis = directions[:, kept]
    within = np.sum(basis**2, axis=1)
    return basis, np.asarray(within > 1 - 1e-8)
