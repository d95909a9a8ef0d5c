"""How long places of concern take for 2,128 locations and 999 permutations, beside esda in the same run.

    .venv/bin/python -m benchmarks.hotspots

Goal: less than 0.2 s for each statistic. esda runs on one core, as installed (it is faster with numba, if that is
there). Ours is the median of several runs; esda, which takes long, runs once after a small one that is not counted.
"""

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

from hulul.methods import hotspots

LOCATIONS, PERMUTATIONS, RUNS = 2_128, 999, 7
MANY = 100_000


def main() -> None:
    latitude, longitude, severity = places(LOCATIONS)
    near = hotspots.neighbours(latitude, longitude, k=8)
    print(f"{LOCATIONS:,} locations, {PERMUTATIONS} permutations; goal 0.2 s")
    print(f"neighbours: {seconds(lambda: hotspots.neighbours(latitude, longitude, k=8)):.3f} s")
    esda = theirs(severity, near)
    for name, statistic in (("Getis-Ord Gi*", hotspots.getis_ord), ("local Moran", hotspots.local_moran)):
        ours = seconds(lambda statistic=statistic: statistic(severity, near, permutations=PERMUTATIONS))
        print(f"{name}: {ours:.3f} s; esda {esda[name]:.2f} s; ratio 1 : {esda[name] / ours:.0f}")
    latitude, longitude, severity = places(MANY)
    started = time.perf_counter()
    near = hotspots.neighbours(latitude, longitude, k=8)
    between = time.perf_counter()
    hotspots.getis_ord(severity, near, permutations=PERMUTATIONS)
    print(f"{MANY:,} locations: neighbours {between - started:.1f} s, Gi* {time.perf_counter() - between:.1f} s")


def places(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random places with severity that changes smoothly over the land, and noise."""
    random = np.random.default_rng(1)
    latitude, longitude = 33 + random.random(number) * 3, 42 + random.random(number) * 3
    return latitude, longitude, np.clip(45 + 20 * np.sin(latitude * 3) + random.normal(0, 10, number), 0, 100)


def theirs(severity: np.ndarray, near: hotspots.Neighbours) -> dict[str, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import esda
        from libpysal.weights import W

        def weights(number: int) -> W:
            members = {
                row: [at for at in near.members[near.starts[row] : near.starts[row + 1]] if at < number]
                for row in range(number)
            }
            return W(members, id_order=list(range(number)), silence_warnings=True)

        taken = {}
        for name, run in (
            (
                "Getis-Ord Gi*",
                lambda y, w: esda.G_Local(
                    y, w, transform="B", star=True, permutations=PERMUTATIONS, n_jobs=1, keep_simulations=False
                ),
            ),
            (
                "local Moran",
                lambda y, w: esda.Moran_Local(y, w, permutations=PERMUTATIONS, n_jobs=1, keep_simulations=False),
            ),
        ):
            run(severity[:100], weights(100))
            whole = weights(LOCATIONS)
            started = time.perf_counter()
            run(severity, whole)
            taken[name] = time.perf_counter() - started
        return taken


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
