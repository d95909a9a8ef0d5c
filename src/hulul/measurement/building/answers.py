"""Answers of a survey as a matrix: places by indicators, in numbers and as the answer that most informants gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from hulul.kernel.errors import Invalid
from hulul.measurement.framing import Framed
from hulul.measurement.reading.answering import NOT_ASKED

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Codes = NDArray[np.object_]
Values = Mapping[str, Mapping[str, float]]  # indicator -> answer code -> number


@dataclass(frozen=True, eq=False)
class Matrix:
    """Places (n) by indicators (k).

    `values` (n, k) are means over informants, NaN where nobody said anything that counts; `answers` (n, k) the answer
    most gave (of equally many the worst), None where there is none; `informants` (n,) how many were asked. `outcome`
    (n,) is the mean of the outcome's column, NaN where there is none.
    """

    places: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    answers: Codes
    informants: NDArray[np.int64]
    outcome: Floats

    @property
    def answered(self) -> Floats:
        """The share of indicators with a value, of each place."""
        share: Floats = np.isfinite(self.values).mean(axis=1)
        return share


def matrix_of(table: "pa.Table", framed: Framed, values: Values | None = None) -> Matrix:
    """The matrix of a survey. `values` overrule what the framework's answers count.

    Invalid when nothing was answered, for answers that the framework does not know, and for a place that is there
    twice without an informant to tell its rows apart.
    """
    places, place = _encoded(table, "place")
    if not len(places):
        raise Invalid(_("This survey has no answers."), code="no_answers")
    known = [indicator.code for indicator in framed.indicators]
    outcome = framed.outcome.code if framed.outcome else ""
    codes, asked = _encoded(table, "indicator")
    _check_rows(table, places, place)
    column = {code: number for number, code in enumerate(known)}
    at = np.array([column.get(code, -1) for code in codes], dtype=np.int64)[asked]
    numbers = _numbers(table, framed, codes, asked, values or {})
    shape = (len(places), len(known))
    wanted = (at >= 0) & np.isfinite(numbers)
    cell = place * len(known) + at
    total = np.bincount(cell[wanted], numbers[wanted], shape[0] * shape[1])
    count = np.bincount(cell[wanted], minlength=shape[0] * shape[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = (total / count).reshape(shape)
    order = np.argsort(np.array(places, dtype=object).astype(str), kind="stable")
    return Matrix(
        tuple(places[row] for row in order),
        tuple(known),
        means[order],
        _most_given(table, cell, at, shape, framed)[order],
        _informants(table, place, len(places))[order],
        _outcome(table, codes, asked, place, len(places), outcome)[order],
    )


def informant_rows(table: "pa.Table", framed: Framed, values: Values | None = None) -> "pa.Table":
    """One row per interview: the place, and a column of numbers for each indicator."""
    import pyarrow as pa

    rows = table["row"].to_numpy(zero_copy_only=False).astype(np.int64)
    numbers, first, interview = np.unique(rows, return_index=True, return_inverse=True)
    codes, asked = _encoded(table, "indicator")
    counts = _numbers(table, framed, codes, asked, values or {})
    columns = {}
    for indicator in framed.indicators:
        column = np.full(len(numbers), np.nan)
        if indicator.code in codes:
            mine = asked == codes.index(indicator.code)
            column[interview[mine]] = counts[mine]
        columns[indicator.code] = pa.array(column, from_pandas=True)
    return pa.table({"place": table["place"].combine_chunks().take(pa.array(first)), **columns})


def _encoded(table: "pa.Table", name: str) -> tuple[list[str], NDArray[np.int64]]:
    """The different texts of a column in the order they come, and for each row which."""
    encoded = table[name].combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _check_rows(table: "pa.Table", places: Sequence[str], place: NDArray[np.int64]) -> None:
    """A row of the file is one interview: without informants there is one for every place."""
    seen: dict[tuple[int, str], int] = {}
    for number, row, informant in zip(
        place.tolist(), table["row"].to_pylist(), table["informant"].to_pylist(), strict=True
    ):
        if seen.setdefault((number, informant or ""), row) != row:
            message = _("The place %(place)s is there more than once, and nothing says that different people answered.")
            raise Invalid(message % {"place": places[number]}, code="place_twice")


def _numbers(
    table: "pa.Table", framed: Framed, codes: Sequence[str], asked: NDArray[np.int64], values: Values
) -> Floats:
    """What each row counts: the value of its answer, or its own number."""
    given = table["value"].to_numpy(zero_copy_only=False).astype(np.float64)
    answers, which = _encoded_answers(table)
    found: Floats = given.copy()
    for number, code in enumerate(codes):
        indicator = next((each for each in framed.indicators if each.code == code), None)
        if indicator is None or not indicator.answers:
            continue
        rows = np.flatnonzero(asked == number)
        counts = values.get(code, indicator.values)
        listed = {NOT_ASKED, *(answer.code for answer in indicator.answers)}
        outside = sorted({answers[each] for each in np.unique(which[rows]) if each >= 0} - listed)
        if outside:
            message = _("“%(indicator)s” has answers that the framework does not know: %(answers)s.")
            raise Invalid(message % {"indicator": code, "answers": ", ".join(outside[:5])}, code="answers_outside")
        lookup = np.array([*(counts.get(answer, np.nan) for answer in answers), np.nan])
        found[rows] = lookup[which[rows]]
    return found


def _encoded_answers(table: "pa.Table") -> tuple[list[str], NDArray[np.int64]]:
    """The different answers, and for each row which; -1 for none."""
    encoded = table["answer"].combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)


def _most_given(
    table: "pa.Table", cell: NDArray[np.int64], at: NDArray[np.int64], shape: tuple[int, int], framed: Framed
) -> Codes:
    answers, which = _encoded_answers(table)
    found: Codes = np.full(shape[0] * shape[1], None, dtype=object)
    rows = np.flatnonzero((at >= 0) & (which >= 0))
    if rows.size:
        rank = {
            (number, answer.code): position
            for number, indicator in enumerate(framed.indicators)
            for position, answer in enumerate(indicator.answers)
        }
        pairs, times = np.unique(cell[rows] * len(answers) + which[rows], return_counts=True)
        cells, chosen = pairs // len(answers), pairs % len(answers)
        worse = [rank.get((each % shape[1], answers[code]), 0) for each, code in zip(cells, chosen, strict=True)]
        for index in np.lexsort((worse, times, cells)):  # the last of a cell wins: given most often, then the worst
            found[cells[index]] = answers[chosen[index]]
    return found.reshape(shape)


def _informants(table: "pa.Table", place: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    pairs = np.unique(np.stack([place, table["row"].to_numpy(zero_copy_only=False).astype(np.int64)]), axis=1)
    return np.bincount(pairs[0], minlength=number)


def _outcome(
    table: "pa.Table", codes: Sequence[str], asked: NDArray[np.int64], place: NDArray[np.int64], number: int, code: str
) -> Floats:
    found: Any = np.full(number, np.nan)
    if code in codes:
        given = table["value"].to_numpy(zero_copy_only=False).astype(np.float64)
        rows = (asked == codes.index(code)) & np.isfinite(given)
        count = np.bincount(place[rows], minlength=number)
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.bincount(place[rows], given[rows], number) / count
    return np.asarray(found, dtype=np.float64)
