"""How long the severity fit takes for 2,128 locations and 16 indicators, beside statsmodels' formulas in the same run.

    .venv/bin/python -m benchmarks.index_fit

Goals: fitted in less than 1 s. statsmodels gives effects and errors of the two logistic regressions only; ours also
values, diagnostics and notes. Each is the median of several runs after one that is not counted.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from hulul.methods import severity

LOCATIONS, RUNS = 2_128, 7
ANSWERS = ("all", "most", "some", "none")
SCALES = tuple(
    severity.Scale(code, tuple(severity.Indicator(f"{code}_{number}", ANSWERS) for number in range(size)))
    for code, size in (("services", 10), ("safety", 6))
)
CODES = [indicator.code for scale in SCALES for indicator in scale.indicators]
LEVELS = ("none", "few", "some", "many")


def main() -> None:
    data = survey(LOCATIONS)
    gaps = data.mask(np.random.default_rng(2).random(data.shape) < 0.05).assign(unit=data["unit"])
    gaps[["returned", "level"]] = data[["returned", "level"]]
    ours = seconds(lambda: severity.fit(data, SCALES, "returned"))
    theirs = seconds(lambda: formulas(data))
    print(f"{LOCATIONS:,} locations, {len(CODES)} indicators; goal 1 s")
    print(f"logistic fit of two scales: {ours:.3f} s; statsmodels' formulas {theirs:.3f} s; ratio {ours / theirs:.2f}")
    for words, options in (
        ("weighted by population", {"population": "people"}),
        ("gaps as a category", {"missing": "category"}),
        ("linear", {"coding": "linear"}),
    ):
        frame = gaps if "missing" in options else data
        taken = seconds(lambda frame=frame, options=options: severity.fit(frame, SCALES, "returned", **options))
        print(f"{words}: {taken:.3f} s")
    print(f"ordered outcome: {seconds(lambda: severity.fit(data, SCALES, 'level', outcome_order=LEVELS)):.3f} s")
    never = data.assign(returned=np.where(data["safety_0"] == "none", 0, data["returned"]))
    print(f"with separation, found and penalised: {seconds(lambda: severity.fit(never, SCALES, 'returned')):.3f} s")
    fit = severity.fit(data, SCALES, "returned")
    print(f"scored: {seconds(lambda: fit.score(data)) * 1000:.0f} ms (goal 50 ms)")


def survey(locations: int) -> pd.DataFrame:
    """Answers that go together through the condition of a place, and returns that depend on them."""
    random = np.random.default_rng(1)
    condition = random.normal(size=locations)
    positions = {
        code: np.digitize(0.6 * condition + 0.8 * random.normal(size=locations), [-0.7, 0.1, 0.9]) for code in CODES
    }
    linear = 3.0 - 0.15 * sum(positions.values())
    data = pd.DataFrame({code: np.array(ANSWERS)[given] for code, given in positions.items()})
    data["returned"] = (random.random(locations) < 1 / (1 + np.exp(-linear))).astype(int)
    data["level"] = np.array(LEVELS)[np.digitize(linear + random.logistic(size=locations), [-2, 0, 2])]
    data["people"] = random.integers(10, 5_000, locations)
    return data.assign(unit=[f"location-{row}" for row in range(locations)])


def formulas(data: pd.DataFrame) -> list[object]:
    import statsmodels.formula.api as smf

    written = (
        "returned ~ " + " + ".join(f"C({each.code}, Treatment('all'))" for each in scale.indicators) for scale in SCALES
    )
    return [smf.logit(formula, data).fit(disp=0).bse for formula in written]


def seconds(work: Callable[[], object]) -> float:
    """The median of several runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
