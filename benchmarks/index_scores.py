"""How fast a composite index is scored, beside the same index written straightforwardly with pandas in this process.

    python -m benchmarks.index_scores

Sixteen ordinal indicators in two scales with 4 % of answers missing: gaps by the median, min-max, weighted means, three
classes. Prints one line per measure with its goal, and ends with status 1 when a goal is missed. Peak memory is what
Python and numpy allocate (tracemalloc). For comparison: the R package COINr needs 53 s for 500 runs of an index of this
size on a machine of this kind (measured apart from this program, which does not repeat it).
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from hulul.methods.composite import (
    Categories,
    Group,
    Imputation,
    Indicator,
    Specification,
    build,
    compiled,
    run,
    run_many,
)

LOCATIONS, MANY, ROUNDS, RUNS = 2_128, 100_000, 20, 500
ANSWERS = {"all": 0.0, "most": 33.0, "some": 67.0, "none": 100.0}
SCALES = {"services": [f"s{number:02}" for number in range(10)], "safety": [f"c{number:02}" for number in range(6)]}
SPECIFICATION = Specification(
    tuple(Indicator(code, scale, answers=ANSWERS) for scale, codes in SCALES.items() for code in codes),
    (Group("severity"), Group("services", "severity", weight=2), Group("safety", "severity")),
    imputation=Imputation("median"),
    categories=Categories("thresholds", ("low", "medium", "high"), (33.0, 66.0)),
)


def main() -> int:
    places, country = survey(LOCATIONS, 1), survey(MANY, 2)
    rounds = [survey(LOCATIONS, 100 + number) for number in range(ROUNDS)]
    np.testing.assert_allclose(build(places, SPECIFICATION).scores[:, 0], plain(places)["severity"])
    plan = compiled(SPECIFICATION)
    values = np.column_stack([places[code].map(ANSWERS) for code in plan.indicators]).astype(np.float64)
    chance = np.random.default_rng(3)
    drawn = [replace(plan, weights=plan.weights * chance.uniform(0.75, 1.25, 19)) for _ in range(RUNS)]
    one, many = timed(lambda: build(places, SPECIFICATION)), timed(lambda: build(country, SPECIFICATION))
    bare, bare_many = timed(lambda: plain(places)), timed(lambda: plain(country))
    again = timed(lambda: [build(frame, SPECIFICATION) for frame in rounds])
    bare_again = timed(lambda: [plain(frame) for frame in rounds])
    run_one, runs = timed(lambda: run(values, plan)), timed(lambda: run_many(values, drawn))
    half, whole = (peak(lambda frame=frame: build(frame, SPECIFICATION)) for frame in (country[: MANY // 2], country))
    measures = [
        (f"{LOCATIONS:,} locations, from a dataframe to an index with its log", one, 0.050, bare),
        (f"{MANY:,} locations", many, 1.0, bare_many),
        (f"{ROUNDS} rounds of {LOCATIONS:,} scored again", again, 2.0, bare_again),
        (f"numbers of {LOCATIONS:,} locations to scores (engine.run)", run_one, 0.002, None),
        (f"{RUNS} runs of them with other weights (engine.run_many)", runs, 2.0, bare * RUNS),
    ]
    print(f"{'':62}{'found':>10}{'goal':>10}{'pandas':>10}{'ratio':>8}")
    for what, found, goal, peer in measures:
        beside = f"{peer:>8.3f} s{found / peer:>8.2f}" if peer else ""
        print(f"{what:62}{found:>8.4f} s{goal:>8.3f} s{beside}")
    print(f"{'peak memory, twice the locations (ratio, linear is 2)':62}{whole / half:>10.2f}{2.2:>10}")
    print(f"{'peak memory per location':62}{whole / MANY:>7.0f} B")
    return int(any(found > goal for _, found, goal, _ in measures) or whole / half > 2.2)


def survey(locations: int, seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    answers = np.array([*ANSWERS, None], dtype=object)
    columns = {
        code: answers[chance.choice(5, locations, p=[0.24, 0.24, 0.24, 0.24, 0.04])]
        for codes in SCALES.values()
        for code in codes
    }
    return pd.DataFrame({"unit": [f"L{number:06}" for number in range(locations)], **columns})


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The same scores as somebody would write them with pandas."""
    codes = [code for members in SCALES.values() for code in members]
    data = frame[codes].apply(lambda column: column.map(ANSWERS)).astype(float)
    data = data.fillna(data.median())
    data = (data - data.min()) / (data.max() - data.min()) * 100
    scores = pd.DataFrame({scale: data[members].mean(axis=1) for scale, members in SCALES.items()})
    scores["severity"] = (2 * scores["services"] + scores["safety"]) / 3
    scores["category"] = pd.cut(scores["severity"], [-1, 33, 66, 101], labels=["low", "medium", "high"], right=False)
    return scores


def timed(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some goes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def peak(work: Callable[[], object]) -> float:
    """The most bytes held at once."""
    tracemalloc.start()
    work()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(held)


if __name__ == "__main__":
    sys.exit(main())
