"""How the households came into the sample: weights, strata, clusters and the size of what they were drawn from.

The design decides how sure an estimate is. Clusters (the places that were drawn) make it less sure than as many
households drawn one by one, strata and a sample that is a large part of the population make it surer.

One stage is what variance formulas of this kind need: the first units drawn. Households drawn within a drawn place add
nothing to the formula, because how places differ contains how their households do (the ultimate cluster of Hansen,
Hurwitz and Madow, 1953; Cochran, Sampling Techniques, 3rd edition, 1977, section 11).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Codes, Frame, Numbers, frame_of, groups, numbers

Lonely = Literal["adjust", "certainty", "refuse"]


@dataclass(frozen=True)
class Design:
    """The columns that say how each household was drawn. All are optional; none means a simple random sample.

    `weights` how many households of the population one stands for. `strata` the part of the population that was
    sampled for itself. `clusters` the place drawn within it; the same name in two strata is two clusters. `population`
    the number of clusters (without clusters: households) in the stratum, the same in all its rows: the finite
    population correction.

    `lonely` says what a stratum with a single cluster contributes, whose spread nobody can know:
    "adjust" its distance from the mean of all strata (too wide rather than too narrow), "certainty" nothing (right
    only when everything there was to draw was drawn), "refuse" a MethodError. Reported in the notes.
    """

    weights: str = ""
    strata: str = ""
    clusters: str = ""
    population: str = ""
    lonely: Lonely = "adjust"


@dataclass(frozen=True, eq=False)
class Sample:
    """A design read from data: n rows, C clusters, H strata.

    weights (n,); clusters (n,) 0..C-1; stratum (C,) of each cluster; drawn (H,) clusters in the sample;
    left (H,) the share of the stratum's clusters not drawn (1 without `population`).
    """

    weights: Numbers
    clusters: Codes
    stratum: Codes
    drawn: Codes
    left: Numbers
    lonely: Lonely
    notes: tuple[Note, ...]


def sampled(data: IntoDataFrame, design: Design) -> Sample:
    """The design as arrays.

    MethodError: weights that are missing or not above 0, rows without stratum or cluster, a population that differs
    within a stratum or is smaller than what was drawn, and lonely clusters when the design refuses them.
    """
    frame = frame_of(data)
    rows = len(frame)
    weights = _weights(frame, design.weights)
    strata, names = groups(frame, [design.strata] if design.strata else [])
    _complete(strata, design.strata)
    if design.clusters:
        within, labels = groups(frame, [design.clusters])
        _complete(within, design.clusters)
        keys, clusters = np.unique(strata * len(labels) + within, return_inverse=True)
        clusters, stratum = clusters.reshape(-1).astype(np.int64), keys // len(labels)
    else:
        clusters, stratum = np.arange(rows), strata
    drawn = np.bincount(stratum, minlength=len(names))
    left = _left(frame, design.population, strata, drawn, [name[0] if name else "" for name in names])
    alone = [names[index][0] if names[index] else "" for index in np.flatnonzero((drawn == 1) & (left > 0))]
    return Sample(weights, clusters, stratum, drawn, left, design.lonely, _notes(alone, design.lonely))


def _weights(frame: Frame, column: str) -> Numbers:
    if not column:
        return np.ones(len(frame))
    weights = numbers(frame, column)
    wrong = np.flatnonzero(~(weights > 0))
    if wrong.size:
        value = weights[wrong[0]]
        raise MethodError(
            "weight_not_positive",
            "A weight must be above 0: {column} is {value} in row {row} ({rows} such rows).",
            {
                "column": column,
                "row": int(wrong[0]) + 1,
                "rows": int(wrong.size),
                "value": "missing" if np.isnan(value) else float(value),
            },
        )
    return weights


def _complete(codes: Codes, column: str) -> None:
    wrong = np.flatnonzero(codes < 0)
    if wrong.size:
        raise MethodError(
            "design_incomplete",
            "Every household has a {column}: row {row} has none ({rows} such rows).",
            {"column": column, "row": int(wrong[0]) + 1, "rows": int(wrong.size)},
        )


def _left(frame: Frame, column: str, strata: Codes, drawn: Codes, names: list[str]) -> Numbers:
    if not column:
        return np.ones(len(drawn))
    stated = numbers(frame, column)
    size = np.full(len(drawn), np.nan)
    size[strata] = stated
    for index, name in enumerate(names):
        inside = stated[strata == index]
        if not np.all(inside == inside[0]):
            raise MethodError(
                "population_differs",
                "{column} must be known and the same in all rows of a stratum; it is not in stratum {stratum}.",
                {"column": column, "stratum": name},
            )
        if size[index] < drawn[index]:
            raise MethodError(
                "population_too_small",
                "Stratum {stratum} has {population} units, but {drawn} were drawn.",
                {"stratum": name, "population": float(size[index]), "drawn": int(drawn[index])},
            )
    left: Numbers = 1 - drawn / size
    return left


def _notes(alone: list[str], lonely: Lonely) -> tuple[Note, ...]:
    if not alone:
        return ()
    params = {"strata": ", ".join(alone), "number": len(alone), "rule": lonely}
    if lonely == "refuse":
        raise MethodError("lonely_cluster", "Strata with a single cluster have no known spread: {strata}.", params)
    return (Note("lonely_cluster", params, "{number} strata have a single cluster ({strata}); rule applied: {rule}."),)
