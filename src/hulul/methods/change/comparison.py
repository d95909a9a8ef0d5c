"""The change of scores between two rounds, on the units scored in both, and what made it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.methods.change.decomposition import ADDITIVE, Node, contributions
from hulul.methods.change.rounds import ScoredRound
from hulul.methods.composite import Index
from hulul.methods.errors import MethodError, Note

Reals = NDArray[np.float64]
Whole = NDArray[np.intp]

TOTAL, COVERAGE = "", "answered"  # rows of tables beside the indicators


@dataclass(frozen=True, eq=False)
class Change:
    """Change of one group's score, for the units scored in both rounds, in the order of the later one.

    `score`, `previous_score`, `change` (units,); `contributions` (units, indicators) in points of the score, and
    `coverage` (units,) the part that is there because other indicators were answered, not because answers changed:
    both sum to the change. They are None where the score is no mean of its members (notes say so). `only_now` and
    `only_before` are units scored in one of the rounds.
    """

    round: str
    previous_round: str
    code: str
    units: tuple[str, ...]
    score: Reals
    previous_score: Reals
    indicators: tuple[str, ...]
    contributions: Reals | None
    coverage: Reals | None
    only_now: tuple[str, ...]
    only_before: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def change(self) -> Reals:
        """Positive where the score rose."""
        return self.score - self.previous_score

    def drivers(self, number: int = 3) -> list[list[tuple[str, float]]]:
        """For every unit, the indicators that moved its score most, with their points, in either direction."""
        if self.contributions is None:
            return [[] for _ in self.units]
        order = np.argsort(-np.abs(self.contributions), axis=1, kind="stable")[:, :number]
        return [
            [(self.indicators[place], float(points[place])) for place in places if points[place] != 0]
            for points, places in zip(self.contributions, order.tolist(), strict=True)
        ]

    def table(self) -> pa.Table:
        """A row per unit and part: unit, indicator ("" = all, "answered" = coverage), score, previous_score, change."""
        parts = [(TOTAL, self.change)]
        if self.contributions is not None and self.coverage is not None:
            parts += zip((*self.indicators, COVERAGE), (*self.contributions.T, self.coverage), strict=True)
        number = len(parts)
        return pa.table(
            {
                "unit": pa.array(np.repeat(np.array(self.units, dtype=object), number), pa.string()),
                "indicator": pa.array([code for code, _ in parts] * len(self.units), pa.string()),
                "score": np.repeat(self.score, number),
                "previous_score": np.repeat(self.previous_score, number),
                "change": np.stack([points for _, points in parts], axis=1).ravel(),
            }
        )


def compare(now: ScoredRound, before: ScoredRound, *, code: str = "") -> Change:
    """How scores changed from `before` to `now`, in the group `code` ("" = the index itself).

    Raises MethodError baseline_differs, specification_differs, yardstick_differs, weights_differ, group_unknown,
    nothing_matched. An indicator's contribution is exact and does not depend on which round is called the first
    (change/decomposition.py says how).
    """
    _comparable(now, before)
    code = code or now.index.codes[0]
    if code not in now.index.codes:
        raise MethodError("group_unknown", "There is no group {code}.", {"code": code})
    column = now.index.codes.index(code)
    matched_now, matched_before, only_now, only_before = _match(now.index, before.index, column)
    if not matched_now.size:
        sentence = "No unit is scored in both {now} and {before}, so there is no change to speak of."
        raise MethodError("nothing_matched", sentence, {"now": now.round, "before": before.round})
    parts, coverage, notes = _divided(now, before, matched_now, matched_before, code)
    return Change(
        now.round,
        before.round,
        code,
        tuple(str(unit) for unit in now.index.units[matched_now]),
        now.index.scores[matched_now, column],
        before.index.scores[matched_before, column],
        now.index.indicators,
        parts,
        coverage,
        only_now,
        only_before,
        notes,
    )


def _comparable(now: ScoredRound, before: ScoredRound) -> None:
    rounds: dict[str, object] = {"now": now.round, "before": before.round}
    if now.baseline != before.baseline:
        sentence = (
            "{before} belongs to baseline {baseline_before} and {now} to {baseline_now}: the model changed between "
            "them, so a difference of scores is not a change of conditions."
        )
        baselines = {"baseline_now": now.baseline, "baseline_before": before.baseline}
        raise MethodError("baseline_differs", sentence, {**rounds, **baselines})
    if now.specification != before.specification:
        sentence = "{before} and {now} were scored under different specifications. Score both again under one."
        raise MethodError("specification_differs", sentence, rounds)
    alone = now.round not in before.together or before.round not in now.together or now.together != before.together
    if now.own_yardstick and alone:
        sentence = (
            "{before} and {now} were each scored by a yardstick of their own: units are measured by the other units "
            "of their round. Score both again together."
        )
        raise MethodError("yardstick_differs", sentence, rounds)


def _match(now: Index, before: Index, column: int) -> tuple[Whole, Whole, tuple[str, ...], tuple[str, ...]]:
    earlier = {unit: row for row, unit in enumerate(map(str, before.units)) if np.isfinite(before.scores[row, column])}
    later = {unit: row for row, unit in enumerate(map(str, now.units)) if np.isfinite(now.scores[row, column])}
    both = [unit for unit in later if unit in earlier]
    return (
        np.array([later[unit] for unit in both], dtype=np.intp),
        np.array([earlier[unit] for unit in both], dtype=np.intp),
        tuple(unit for unit in later if unit not in earlier),
        tuple(unit for unit in earlier if unit not in later),
    )


def _divided(
    now: ScoredRound, before: ScoredRound, matched_now: Whole, matched_before: Whole, code: str
) -> tuple[Reals | None, Reals | None, tuple[Note, ...]]:
    nodes = _nodes(now.index, code)
    for node in nodes:
        if node.aggregation not in ADDITIVE:
            sentence = "The change of {code} is not divided: a score by {rule} is not a mean of its members."
            return None, None, (Note("not_divided", {"code": code, "rule": node.aggregation}, sentence),)
    _same_weights(now, before)
    parts, coverage = contributions(
        np.hstack([now.index.normalised, now.index.scores])[matched_now],
        np.hstack([before.index.normalised, before.index.scores])[matched_before],
        nodes,
        len(now.index.indicators),
    )
    return parts, coverage, ()


def _same_weights(now: ScoredRound, before: ScoredRound) -> None:
    for code, weight in now.index.weights.items():
        if weight != before.index.weights[code]:
            sentence = "The weight of {code} differs between {before} and {now}."
            raise MethodError("weights_differ", sentence, {"code": code, "now": now.round, "before": before.round})


def _nodes(index: Index, code: str) -> list[Node]:
    """The group and those below it, every group before its members."""
    plan, number = index.plan, len(index.indicators)
    nodes, waiting = [], [plan.groups.index(code)]
    for group in waiting:  # grows while it is read: level by level downwards
        members = plan.members[group]
        waiting.extend(int(member) - number for member in members if member >= number)
        own = Node(number + group, members, index.scored.weights[members], plan.aggregations[group])
        nodes.append(own)
    return nodes
