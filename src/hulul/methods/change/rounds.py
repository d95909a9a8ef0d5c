"""Rounds to compare: their data, their scores, and what makes scores of two rounds comparable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np

from hulul.methods import composite
from hulul.methods.composite import Index, Specification
from hulul.methods.errors import MethodError

_APART = "\x1f"  # between a round's place in the sequence and a unit: occurs in no code


@dataclass(frozen=True, eq=False)
class Round:
    """The data of one round, a row per unit. Rounds of different baselines asked different things."""

    code: str
    data: Any
    baseline: str = ""


@dataclass(frozen=True, eq=False)
class ScoredRound:
    """The scores of one round. `together` names the rounds whose units were scored as one."""

    round: str
    index: Index
    specification: Specification
    baseline: str = ""
    together: tuple[str, ...] = ()

    @property
    def own_yardstick(self) -> bool:
        """Whether equal answers in another round may score differently, because units are measured by each other."""
        normalisation, weighting = self.specification.normalisation, self.specification.weighting
        return (
            normalisation.rule not in ("goalposts", "none")
            or self.specification.outliers.rule != "none"
            or weighting.rule in ("pca", "optimised")
        )


def rescore(rounds: Sequence[Round], specification: Specification, *, unit: str = "unit") -> tuple[ScoredRound, ...]:
    """Score rounds, from the earliest, under one specification, as one body of units: by one yardstick.

    Minima, means, medians, limits of outliers, weights from data and quantiles are those of all rounds together (as
    COINr does for panels), so that a change of score is a change of answers. "carry_forward" takes the answers of the
    round before. Raises MethodError as `composite.build`, and rounds_none, round_twice.
    """
    codes = tuple(one.code for one in rounds)
    if not codes:
        raise MethodError("rounds_none", "There is no round to score.")
    if len(set(codes)) < len(codes):
        raise MethodError("round_twice", "A round is there twice: {rounds}.", {"rounds": ", ".join(codes)})
    frames = [nw.from_native(one.data, eager_only=True) for one in rounds]
    labelled = [_labelled(frame, unit, number) for number, frame in enumerate(frames)]
    before = [_labelled(frame, unit, number + 1) for number, frame in enumerate(frames[:-1])]
    index = composite.build(
        nw.concat(labelled, how="vertical").to_native(),
        specification,
        unit=unit,
        previous=nw.concat(before, how="vertical").to_native() if before else None,
    )
    numbers = np.array([int(name.split(_APART, 1)[0]) for name in index.units])
    return tuple(
        ScoredRound(one.code, _part(index, numbers == number), specification, one.baseline, codes)
        for number, one in enumerate(rounds)
    )


def _labelled(frame: nw.DataFrame[Any], unit: str, number: int) -> nw.DataFrame[Any]:
    label = nw.concat_str(nw.lit(str(number)), nw.col(unit).cast(nw.String), separator=_APART)
    return frame.with_columns(label.alias(unit))


def _part(index: Index, rows: np.ndarray[Any, np.dtype[np.bool_]]) -> Index:
    """The rows of one round, under their own names; weights, log and notes are those of all rounds together."""
    prepared = index.scored.prepared
    arrays = {name: getattr(prepared, name)[rows] for name in ("answered", "filled", "treated", "normalised")}
    return replace(
        index,
        units=np.array([name.split(_APART, 1)[1] for name in index.units[rows]], dtype=np.object_),
        scores=index.scores[rows],
        normalised=index.normalised[rows],
        imputed=index.imputed[rows],
        answered=index.answered[rows],
        categories=index.categories[rows] if index.categories.size else index.categories,
        scored=replace(index.scored, prepared=replace(prepared, **arrays), scores=index.scored.scores[rows]),
    )
