"""The score of a group from its members: one function per rule, for many runs at once.

A member is an array (runs, units) or (1, units) when it is the same in every run, NaN where it is missing; weights are
(runs, members). A missing member drops out with its weight, as in COINr's a_amean, a_gmean and a_hmean. Scores are
(runs, units), NaN where no member with a weight is there.
"""

from collections.abc import Callable, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Aggregation
from hulul.methods.errors import MethodError

Floats = NDArray[np.float64]
TIE = 1e-9  # of a member's range: what is nearer than this differs by rounding only
Members = Sequence[Floats]


def aggregate(members: Members, weights: Floats, rule: Aggregation) -> Floats:
    """The group's scores (runs, units). Raises MethodError (not_positive) from means that need positive members."""
    return RULES[rule](members, weights)


def arithmetic(members: Members, weights: Floats) -> Floats:
    """The weighted mean: what one member lacks, another makes up for.

    >>> arithmetic([np.array([[2.0]]), np.array([[8.0]])], np.array([[1.0, 2.0]]))
    array([[6.]])
    """
    fixed = all(member.shape[0] == 1 for member in members)
    if fixed:
        stacked = np.concatenate(members)
        known = ~np.isnan(stacked)
        if known.all():
            return _divided(weights @ stacked, weights.sum(axis=1, keepdims=True))
        return _divided(weights @ np.where(known, stacked, 0.0), weights @ known.astype(np.float64))
    return _accumulated(members, weights)


def _accumulated(members: Members, weights: Floats) -> Floats:
    total, weight = np.zeros(1), np.zeros(1)
    for column, member in enumerate(members):
        share = weights[:, column, None]
        known = ~np.isnan(member)
        if known.all():
            total, weight = total + share * member, weight + share
        else:
            total, weight = total + share * np.where(known, member, 0.0), weight + share * known
    return _divided(total, weight)


def _divided(total: Floats, weight: Floats) -> Floats:
    result: Floats = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return result


def geometric(members: Members, weights: Floats) -> Floats:
    """The weighted geometric mean: a low member is only partly made up for. Members must be positive.

    >>> geometric([np.array([[2.0]]), np.array([[8.0]])], np.array([[1.0, 1.0]]))
    array([[4.]])
    """
    _positive(members, "geometric")
    score: Floats = np.exp(arithmetic([np.log(member) for member in members], weights))
    return score


def harmonic(members: Members, weights: Floats) -> Floats:
    """The weighted harmonic mean, which forgives a low member least. Members must be positive.

    >>> harmonic([np.array([[2.0]]), np.array([[6.0]])], np.array([[1.0, 1.0]]))
    array([[3.]])
    """
    _positive(members, "harmonic")
    score: Floats = 1.0 / arithmetic([1.0 / member for member in members], weights)
    return score


def _positive(members: Members, rule: Aggregation) -> None:
    for place, member in enumerate(members):
        number = int((member <= 0).any(axis=0).sum())
        if number:
            sentence = (
                "The {rule} mean needs values above 0; member {member} has {number} that are not. "
                "Normalise to a scale that begins above 0, for example 1 to 100."
            )
            raise MethodError("not_positive", sentence, {"rule": rule, "member": place + 1, "number": number})


def worst(members: Members, weights: Floats) -> Floats:
    """The highest member with a weight: in an index of severity, the worst one. Nothing makes up for it.

    >>> worst([np.array([[20.0, 5.0]]), np.array([[60.0, np.nan]])], np.array([[1.0, 1.0]]))
    array([[60.,  5.]])
    """
    highest = np.full(1, np.nan)
    for column, member in enumerate(members):
        highest = np.fmax(highest, np.where(weights[:, column, None] > 0, member, np.nan))
    return highest


def outranking(members: Members, weights: Floats) -> Floats:
    """The sum over all other units of the weight of members in which the unit is higher, and half where they are equal.

    The row sums of COINr's outrankMatrix (a_copeland): 0 to units - 1. Summed by member instead of by pair, which is
    the same and needs no matrix. Where one of two units lacks the member, each gets half: pairs then still sum to one
    in whichever order the units come (COINr's depend on it). Units without any member are not compared.

    >>> outranking([np.array([[1.0, 2.0, 3.0]]), np.array([[5.0, 5.0, 4.0]])], np.array([[1.0, 1.0]]))
    array([[0.75, 1.25, 1.  ]])
    """
    return arithmetic(standings(members), weights)


def standings(members: Members) -> list[Floats]:
    """For every member, how many of the other units each unit outranks, equals and unknowns counting half."""
    runs = max(member.shape[0] for member in members)
    compared = np.zeros((runs, members[0].shape[1]), dtype=np.bool_)
    for member in members:
        compared |= ~np.isnan(member)
    if (compared == compared[0]).all():
        compared = compared[:1]
    return [_standing(member, compared) for member in members]


def _standing(member: Floats, compared: NDArray[np.bool_]) -> Floats:
    rows = max(member.shape[0], compared.shape[0])
    standing = np.full((rows, member.shape[1]), np.nan)
    for row in range(rows):
        values, present = member[row % member.shape[0]], compared[row % compared.shape[0]]
        known = ~np.isnan(values)
        missing = present.sum() - known.sum()
        standing[row, present] = (present.sum() - 1) / 2
        if not known.any():
            continue
        rounded = np.round((values[known] - values[known].min()) / ((np.ptp(values[known]) or 1.0) * TIE))
        ordered = np.sort(rounded)
        lower, upto = (np.searchsorted(ordered, rounded, side=side) for side in ("left", "right"))
        standing[row, known] = (lower + upto - 1 + missing) / 2
    return standing


RULES: dict[Aggregation, Callable[[Members, Floats], Floats]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "outranking": outranking,
    "worst": worst,
}
assert set(RULES) == set(get_args(Aggregation))  # noqa: S101 - a rule without a function would fail only when used
