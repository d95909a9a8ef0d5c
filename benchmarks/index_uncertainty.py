"""How long it takes to say how sure an index of 2,128 locations and 16 indicators is, and what makes it unsure.

    .venv/bin/python -m benchmarks.index_uncertainty

500 replications over weights, three aggregations and three imputations (min-max, no treatment of outliers), then Sobol'
indices from 5,000 runs; the same with three informants a location. Beside it stands what an analyst would write in
pandas, one replication after another, on the same draws, whose scores must be the same. Goals: 2 s and 15 s. For
context: the R package COINr takes 53 s for its 500 replications of an index of this size, as stated by the design.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from hulul.methods.composite import (
    Categories,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Plan,
    Specification,
    compiled,
)
from hulul.methods.uncertainty import Perturbation, assess, leave_one_out, replications, sensitivity
from hulul.methods.uncertainty.space import Space

LOCATIONS, INDICATORS, INFORMANTS = 2128, 16, 3
RUNS, SOBOL_RUNS, BASELINE_RUNS, REPEATS = 500, 5000, 50, 3
SEED = 11

SPECIFICATION = Specification(
    tuple(Indicator(f"i{number}", "services" if number < 9 else "safety") for number in range(INDICATORS)),
    (Group("severity"), Group("services", "severity"), Group("safety", "severity")),
    normalisation=Normalisation("minmax", 1, 100),
    categories=Categories("thresholds", ("low", "medium", "high"), (34.0, 67.0)),
)
PERTURBATION = Perturbation(
    aggregations=("arithmetic", "geometric", "harmonic"),
    imputations=(Imputation(), Imputation("mean"), Imputation("median")),
)


def survey(informants: int) -> pa.Table:
    """Ordinal answers 0..4 from a latent severity, 3 % missing; so many rows a location."""
    draw = np.random.default_rng(SEED)
    latent = np.repeat(draw.normal(size=LOCATIONS), informants)
    answers = np.round(np.clip(2 + latent[:, None] + draw.normal(size=(latent.size, INDICATORS)), 0, 4))
    answers[draw.random(answers.shape) < 0.03] = np.nan
    units = np.repeat([f"place {number}" for number in range(LOCATIONS)], informants)
    columns = {f"i{number}": pa.array(answers[:, number], from_pandas=True) for number in range(INDICATORS)}
    return pa.table({"unit": units, **columns})


class Taken(NamedTuple):
    """Seconds by the clock, and of the processors: on a busy machine the clock counts what others do, too."""

    clock: float
    worked: float

    def __str__(self) -> str:
        return f"{self.clock:7.2f} s   {self.worked:7.2f} s of processors"


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> Taken:
    """The medians of some repetitions."""
    clock, worked = [], []
    for _ in range(repeats):
        started = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started[0])
        worked.append(time.process_time() - started[1])
    return Taken(statistics.median(clock), statistics.median(worked))


def in_pandas(data: pa.Table, runs: int) -> np.ndarray:
    """Replications as a careful analyst would write them with pandas: (runs, locations)."""
    frame = data.to_pandas().set_index("unit")
    plan = compiled(SPECIFICATION)
    space = Space.of(PERTURBATION, SPECIFICATION, plan, plan.weights)
    points = space.random(RUNS, SEED)[:runs]
    scores = []
    for weights, number in zip(space.weights_at(points), space.plans_at(points), strict=True):
        scores.append(_one_in_pandas(frame, space.plans[number], dict(zip(plan.nodes, weights, strict=True))))
    return np.array(scores)


def _one_in_pandas(frame, plan: Plan, weights: dict[str, float]) -> np.ndarray:  # type: ignore[no-untyped-def]
    import pandas as pd

    filled = frame
    if plan.imputation.rule == "mean":
        filled = frame.fillna(frame.mean())
    elif plan.imputation.rule == "median":
        filled = frame.fillna(frame.median())
    scaled = (filled - filled.min()) / (filled.max() - filled.min()) * 99 + 1
    to, back = {
        "arithmetic": (lambda values: values, lambda values: values),
        "geometric": (np.log, np.exp),
        "harmonic": (lambda values: 1 / values, lambda values: 1 / values),
    }[plan.aggregations[0]]

    def mean(members):  # type: ignore[no-untyped-def]
        own = pd.Series({name: weights[name] for name in members.columns})
        return back((to(members) * own).sum(axis=1) / (members.notna() * own).sum(axis=1))

    groups = {
        group: mean(scaled[[one.code for one in SPECIFICATION.indicators if one.parent == group]])
        for group in ("services", "safety")
    }
    return mean(pd.DataFrame(groups)).to_numpy()


def main() -> None:
    data, asked = survey(1), survey(INFORMANTS)
    with_informants = replace(PERTURBATION, informants=True)
    ours = replications(data, SPECIFICATION, PERTURBATION, runs=RUNS, seed=SEED).scores[0, :BASELINE_RUNS]
    np.testing.assert_allclose(ours, in_pandas(data, BASELINE_RUNS), rtol=1e-9)
    scoring = seconds(lambda: replications(data, SPECIFICATION, PERTURBATION, runs=RUNS, seed=SEED))
    one_by_one = seconds(lambda: in_pandas(data, BASELINE_RUNS), repeats=1)
    times = one_by_one.worked / BASELINE_RUNS / scoring.worked * RUNS
    whole = seconds(lambda: assess(data, SPECIFICATION, PERTURBATION, runs=RUNS, seed=SEED))
    several = seconds(lambda: assess(asked, SPECIFICATION, with_informants, runs=RUNS, seed=SEED))
    sobol = seconds(lambda: sensitivity(data, SPECIFICATION, PERTURBATION, runs=SOBOL_RUNS, seed=SEED))
    sobol_several = seconds(lambda: sensitivity(asked, SPECIFICATION, with_informants, runs=SOBOL_RUNS, seed=SEED))
    without = seconds(lambda: leave_one_out(data, SPECIFICATION))
    print(f"{LOCATIONS:,} locations, {INDICATORS} indicators; medians of {REPEATS}")
    print(f"{RUNS} replications scored            {scoring}")
    print(f"  with intervals, ranks, groups   {whole}   goal 2 s")
    print(f"  and {INFORMANTS} informants a location      {several}")
    print(f"{BASELINE_RUNS} replications scored in pandas   {one_by_one}   {times:.0f} times as much each")
    print(f"Sobol' indices, {SOBOL_RUNS:,} runs        {sobol}   goal 15 s")
    print(f"  and {INFORMANTS} informants a location      {sobol_several}")
    print(f"each indicator left out           {without}")


if __name__ == "__main__":
    main()
