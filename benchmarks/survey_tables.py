"""How long the tables of a large household survey take, against the same with pandas and statsmodels.

    python -m benchmarks.survey_tables

50 yes/no indicators of 100,000 households in 2,000 clusters and 40 strata, by 20 groups, each share with its interval.
The goal is 5 s. The peer is what an analyst writes with pandas and statsmodels: per indicator a weighted regression on
the groups with standard errors by cluster. It knows neither strata nor the logit interval, so it does less; it is timed
on 5 of the indicators and multiplied.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from hulul.methods.surveys import Design, medians, shares

HOUSEHOLDS, CLUSTERS, STRATA, GROUPS, INDICATORS = 100_000, 2_000, 40, 20, 50
PEERED = 5
GOAL = 5.0
Result = TypeVar("Result")


def survey() -> pa.Table:
    """Answers alike within clusters, a tenth of them missing."""
    rng = np.random.default_rng(4)
    cluster = rng.integers(0, CLUSTERS, HOUSEHOLDS)
    columns: dict[str, object] = {
        "cluster": cluster,
        "stratum": cluster % STRATA,
        "group": np.array([f"district {number:02}" for number in range(GROUPS)])[rng.integers(0, GROUPS, HOUSEHOLDS)],
        "weight": rng.uniform(1, 20, HOUSEHOLDS),
        "debt": rng.lognormal(5, 1, HOUSEHOLDS),
    }
    for number in range(INDICATORS):
        chance = rng.beta(3, 5, CLUSTERS)[cluster]
        yes = (rng.random(HOUSEHOLDS) < chance).astype(np.float64)
        columns[f"q{number}"] = pa.array(yes, mask=rng.random(HOUSEHOLDS) < 0.1)
    return pa.table(columns)


def peer(data: pd.DataFrame, column: str) -> pd.DataFrame:
    """Weighted share of each group with an interval by cluster-robust errors."""
    import statsmodels.api as sm

    known = data[["cluster", "group", "weight", column]].dropna()
    groups = pd.get_dummies(known["group"]).astype(float)
    model = sm.WLS(known[column], groups, weights=known["weight"])
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": known["cluster"], "use_correction": False})
    return pd.DataFrame({"share": fitted.params, "error": fitted.bse}).join(fitted.conf_int())


def bare(data: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The shares alone, with pandas and without any interval."""
    weighted = data[columns].mul(data["weight"], axis=0).groupby(data["group"]).sum()
    return weighted / data[columns].notna().mul(data["weight"], axis=0).groupby(data["group"]).sum()


def main() -> None:
    data = survey()
    frame = data.to_pandas()
    columns = [f"q{number}" for number in range(INDICATORS)]
    drawn = Design(weights="weight", strata="stratum", clusters="cluster")

    ours, found = timed(lambda: shares(data, columns, drawn, by=["group"]))
    print(f"{found.estimate.size:,} shares with intervals: {ours:.2f} s (goal {GOAL:.0f} s)")
    taken, _ = timed(lambda: shares(data, columns, Design(weights="weight"), by=["group"]))
    print(f"  of households drawn one by one: {taken:.2f} s")
    taken, _ = timed(lambda: medians(data, ["debt"], drawn, by=["group"]))
    print(f"  medians of one column with intervals: {taken:.2f} s")

    taken, plain = timed(lambda: bare(frame, columns))
    apart = np.abs(plain.to_numpy().T - found.estimate).max()
    print(
        f"pandas, shares without intervals: {taken:.2f} s; ours takes {ours / taken:.1f} times that ({apart:.0e} apart)"
    )
    taken, theirs = timed(lambda: [peer(frame, column) for column in columns[:PEERED]])
    taken *= INDICATORS / PEERED
    unstratified = shares(data, columns[:PEERED], Design(weights="weight", clusters="cluster"), by=["group"])
    errors = np.array([one["error"] for one in theirs]) * np.sqrt(CLUSTERS / (CLUSTERS - 1))
    apart = np.abs(errors - unstratified.error).max()
    print(f"statsmodels, with intervals: {taken:.0f} s, {taken / ours:.0f} times ours ({apart:.0e} apart)")


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    main()
