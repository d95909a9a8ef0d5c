"""The exit measure of a survey: which share of the displaced has overcome displacement, by every published metric.

One measure, many metrics: nobody has agreed on one, and on the same data they range from none to half of the
displaced. Therefore all are computed and shown, with the shares that are undecided and not assessed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.exit.cdf import cdf
from hulul.methods.exit.cells import cells as homogeneous_cells
from hulul.methods.exit.classifier import classifier
from hulul.methods.exit.composite import composite
from hulul.methods.exit.criterion import criterion
from hulul.methods.exit.households import Coded, Households, Tally, coded, need_some, stray_note
from hulul.methods.exit.indicators import SUB_CRITERIA, Indicator, measured
from hulul.methods.exit.pass_fail import pass_fail
from hulul.methods.exit.result import METRICS, Exits
from hulul.methods.exit.sub_criterion import sub_criterion
from hulul.methods.surveys.columns import Flags, Frame, frame_of, texts

FLOOR = 10  # interviews; fewer in a group would come close to saying something of a household


@dataclass(frozen=True)
class Comparator:
    """With whom the displaced are compared: the populations of that name, or everybody when there are none.

    `Comparator("stayee", ("stayee",))`, `Comparator("host", ("host",))`, `Comparator("national")`. `data` is the
    comparator's own survey with the same columns (a national household survey); None: the survey that is measured.
    IRIS prefers the national population.
    """

    name: str
    populations: tuple[str, ...] = ()
    data: IntoDataFrame | None = field(default=None, compare=False)


def measure(
    data: IntoDataFrame,
    indicators: Sequence[Indicator],
    *,
    population: str,
    displaced: Collection[str],
    comparator: Comparator,
    weight: str = "",
    by: Sequence[str] = (),
    cells: Sequence[str] = (),
    without: Collection[str] = (),
    minimum: int = 30,
) -> Exits:
    """All metrics for the households whose `population` is one of `displaced`, in total or `by` columns.

    `weight` the column of survey weights; `cells` the columns whose combinations are the homogeneous cells; `without`
    the sub-criteria left out knowingly. Groups with fewer than `minimum` interviews get no figures; `minimum` cannot be
    below 10. A sub-criterion with several indicators is overcome when all of them are (ours: IRIS names one each).

    MethodError: indicators that are not 0/1 or not of the ten sub-criteria, weights that are not above 0, nobody
    displaced, no comparator household without missing answers.
    """
    if minimum < FLOOR:
        raise MethodError(
            "minimum_too_small",
            "The measure is for groups of at least {floor} interviews, not {minimum}: it says nothing of households.",
            {"floor": FLOOR, "minimum": minimum},
        )
    names = measured(indicators, without)
    frame = frame_of(data)
    mine = coded(frame, indicators, names, weight)
    away = _is(frame, population, displaced)
    stock = mine.of(away, away, by, cells)
    need_some(stock, f"one of {', '.join(displaced)}")
    theirs, benchmark = _benchmark(mine, away, indicators, names, population, displaced, comparator, weight)
    notes = [*_left_out(without), *stray_note(mine.stray + (theirs.stray if theirs is not mine else 0))]
    notes += _incomplete(benchmark, comparator.name)
    tallies, more = _tallies(stock, benchmark.complete())
    return _result(stock, tallies, tuple(by), comparator.name, minimum, [*notes, *more])


def _is(frame: Frame, column: str, wanted: Collection[str]) -> Flags:
    codes, words = texts(frame, column)
    flags: Flags = np.array([*(word in wanted for word in words), False])[codes]
    return flags


def _benchmark(
    mine: Coded,
    away: Flags,
    indicators: Sequence[Indicator],
    names: tuple[str, ...],
    population: str,
    displaced: Collection[str],
    comparator: Comparator,
    weight: str,
) -> tuple[Coded, Households]:
    theirs, gone = mine, away
    if comparator.data is not None:
        frame = frame_of(comparator.data)
        theirs = coded(frame, indicators, names, weight)
        known = population in frame.columns
        gone = _is(frame, population, displaced) if known else np.zeros(len(frame), dtype=bool)
    everybody = np.ones(len(gone), dtype=bool)
    rows = _is(theirs.frame, population, comparator.populations) if comparator.populations else everybody
    benchmark = theirs.of(rows, gone)
    need_some(benchmark, f"of the comparator ({comparator.name})")
    if not benchmark.assessed.any():
        raise MethodError(
            "comparator_incomplete",
            "No household of the comparator ({name}) has answers to all indicators.",
            {"name": comparator.name},
        )
    return theirs, benchmark


def _tallies(stock: Households, comparator: Households) -> tuple[dict[str, Tally], list[Note]]:
    third, third_notes = sub_criterion(stock, comparator)
    fourth, fourth_notes = homogeneous_cells(stock, comparator)
    fifth, fifth_notes = classifier(stock, comparator)
    tallies = {
        "pass_fail": pass_fail(stock),
        "composite": composite(stock, comparator),
        "criterion": criterion(stock, comparator),
        "sub_criterion": third,
        "cells": fourth,
        "classifier": fifth,
        "cdf": cdf(stock, comparator),
    }
    return tallies, [*third_notes, *fourth_notes, *fifth_notes]


def _result(
    stock: Households, tallies: dict[str, Tally], by: tuple[str, ...], name: str, minimum: int, notes: list[Note]
) -> Exits:
    sample = np.bincount(stock.groups[stock.groups >= 0], minlength=len(stock.labels))
    households = stock.sums(np.ones(len(stock.weights)))
    hidden = (sample < minimum)[:, None]
    ordered = [tallies[metric] for metric in METRICS]
    exits, undecided, not_assessed = (
        np.where(hidden, np.nan, np.column_stack([getattr(tally, part) for tally in ordered]))
        for part in ("exits", "undecided", "not_assessed")
    )
    if hidden.any():
        params = {"number": int(hidden.sum()), "minimum": minimum}
        sentence = "{number} groups have fewer than {minimum} interviews and get no figures."
        notes = [*notes, Note("small_group", params, sentence)]
    homeless = int((stock.groups < 0).sum())
    if homeless:
        sentence = "{number} displaced households have no value in {by} and count in no group."
        notes = [*notes, Note("no_group", {"number": homeless, "by": ", ".join(by)}, sentence)]
    whole = households[:, None]
    return Exits(
        by,
        stock.labels,
        name,
        minimum,
        sample,
        households,
        exits,
        undecided / whole,
        not_assessed / whole,
        tuple(notes),
    )


def _left_out(without: Collection[str]) -> list[Note]:
    sentence = "Sub-criterion {code} ({title}) is left out: the measure is not the full one."
    return [
        Note("sub_criterion_left_out", {"code": code, "title": SUB_CRITERIA.get(code, "unknown")}, sentence)
        for code in sorted(without)
    ]


def _incomplete(benchmark: Households, name: str) -> list[Note]:
    number = int((~benchmark.assessed).sum())
    params = {"number": number, "sample": len(benchmark.weights), "name": name}
    sentence = "{number} of {sample} households of the comparator ({name}) have missing answers and are left out of it."
    return [Note("comparator_incomplete", params, sentence)] if number else []
