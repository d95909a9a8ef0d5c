"""How far a regression can be trusted: fit, calibration, discrimination, collinearity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hulul.methods.severity.design import Design
from hulul.methods.severity.outcome import Outcome
from hulul.methods.severity.regression import Regression

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

TENTHS = 10
_SINGULAR = 1e-12


@dataclass(frozen=True)
class Tenth:
    """A tenth of the units, by their expected outcome: mean expected and mean observed (weighted), and how many."""

    expected: float
    observed: float
    units: int


@dataclass(frozen=True)
class Diagnostics:
    """Of one scale's regression.

    `pseudo_r2` McFadden's. `auc`: the chance that of two units the one with the better outcome is expected to have it
    (over all pairs of levels if ordered; None for shares). `hosmer_lemeshow`: statistic and p-value, for unweighted
    logistic fits without remedy. `calibration` describes the same units the fit saw. `vif`: variance inflation per
    indicator, generalised to indicators with several columns and brought to one degree of freedom (None: exactly
    collinear). `condition_number` of the design with its constant, columns scaled to length 1 (above 30: collinear).
    """

    scale: str
    units: int
    columns: int
    log_likelihood: float
    null_log_likelihood: float
    pseudo_r2: float
    auc: float | None
    hosmer_lemeshow: tuple[float, float] | None
    calibration: tuple[Tenth, ...]
    vif: Mapping[str, float | None]
    condition_number: float | None
    separation: str
    remedy: str
    covariance_of: str
    converged: bool


def diagnose(
    scale: str, design: Design, outcome: Outcome, weights: FloatArray | None, regression: Regression
) -> Diagnostics:
    """Everything of one scale's regression that its reader should look at; `weights` as they were fitted with."""
    counted = np.ones(len(design.x)) if weights is None else weights
    plain = outcome.model == "logistic" and weights is None and not regression.remedy
    null = regression.null_log_likelihood
    distinct = bool(regression.identified.all())
    return Diagnostics(
        scale=scale,
        units=len(design.x),
        columns=len(design.columns),
        log_likelihood=regression.log_likelihood,
        null_log_likelihood=null,
        pseudo_r2=1 - regression.log_likelihood / null if null else 0.0,
        auc=None if outcome.model == "fractional" else concordance(outcome.y, regression.fitted, counted),
        hosmer_lemeshow=hosmer_lemeshow(outcome.y, regression.fitted) if plain else None,
        calibration=calibration(outcome.y, regression.fitted, counted),
        vif=variance_inflation(design.x, [indicator for indicator, _ in design.columns]),
        condition_number=condition_number(design.x) if distinct else None,
        separation=regression.separation.kind,
        remedy=regression.remedy,
        covariance_of=regression.covariance_of,
        converged=regression.converged,
    )


def concordance(y: FloatArray, fitted: FloatArray, weights: FloatArray) -> float:
    """The area under the ROC curve, equal expectations counting half; over all pairs of different levels."""
    levels = np.unique(y)
    _, place = np.unique(fitted, return_inverse=True)
    mass = [np.bincount(place, weights=weights * (y == level)) for level in levels]
    agreeing = pairs = 0.0
    for at, worse in enumerate(mass):
        below = np.cumsum(worse) - worse / 2
        for better in mass[at + 1 :]:
            agreeing += float(better @ below)
            pairs += float(better.sum() * worse.sum())
    return agreeing / pairs


def calibration(y: FloatArray, fitted: FloatArray, weights: FloatArray) -> tuple[Tenth, ...]:
    """Tenths of the units in the order of what is expected of them (fewer where there are fewer than ten units)."""
    parts = [part for part in np.array_split(np.argsort(fitted, kind="stable"), TENTHS) if part.size]
    return tuple(
        Tenth(
            float(np.average(fitted[part], weights=weights[part])),
            float(np.average(y[part], weights=weights[part])),
            int(part.size),
        )
        for part in parts
    )


def hosmer_lemeshow(y: FloatArray, fitted: FloatArray) -> tuple[float, float] | None:
    """Statistic and p-value over tenths (χ², tenths less 2); None with fewer units than leave 5 in each."""
    from scipy.special import chdtrc

    if y.size < 5 * TENTHS:
        return None
    statistic = 0.0
    for part in np.array_split(np.argsort(fitted, kind="stable"), TENTHS):
        expected = fitted[part].sum()
        statistic += float((y[part].sum() - expected) ** 2 / (expected * (1 - expected / part.size)))
    return statistic, float(chdtrc(TENTHS - 2, statistic))


def variance_inflation(x: FloatArray, owners: Sequence[str]) -> dict[str, float | None]:
    """Generalised variance inflation (Fox and Monette 1992) per owner of columns, to the power 1 / its columns."""
    if not owners:
        return {}
    held = np.array(owners)
    correlation = np.atleast_2d(np.corrcoef(x, rowvar=False))
    if np.linalg.eigvalsh(correlation)[0] < _SINGULAR:
        return dict.fromkeys(owners)
    found: dict[str, float | None] = {}
    for owner in dict.fromkeys(owners):
        own = held == owner
        inflation = _log_determinant(correlation, own) + _log_determinant(correlation, ~own)
        inflation -= _log_determinant(correlation, np.ones_like(own))
        found[owner] = float(np.exp(inflation / own.sum()))
    return found


def _log_determinant(matrix: FloatArray, part: BoolArray) -> float:
    return float(np.linalg.slogdet(matrix[np.ix_(part, part)])[1]) if part.any() else 0.0


def condition_number(x: FloatArray) -> float:
    """Of the columns with a constant, each scaled to length 1 (Belsley, Kuh and Welsch 1980)."""
    rows = np.column_stack([np.ones(len(x)), x])
    rows /= np.linalg.norm(rows, axis=0)
    sizes = np.linalg.eigvalsh(rows.T @ rows)
    return float(np.sqrt(sizes[-1] / max(sizes[0], _SINGULAR)))
