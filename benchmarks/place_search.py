"""How long a place search takes among 10,000 places: the median and the 95th percentile over real kinds of typing.

    HULUL_HOME=some/empty/folder .venv/bin/python benchmarks/place_search.py

Makes a country of its own in memory; needs no database. The goal is 50 ms.
"""

import itertools
import random
import statistics
import time

PLACES = 10_000
ROUNDS = 20
QUERIES = ("karwan", "Al-Nahr 7", "النهر", "کاروان", "krawan", "Tall Asfr", "XH0102", "sal", "nur karwan", "zzxxqq")
ENGLISH = (
    "Al-Nahr",
    "Karwan",
    "Tall Asfar",
    "Hay Al-Salam",
    "Bardarash",
    "Um Qasab",
    "Zewa",
    "Kani Spi",
    "Al-Nur",
    "Shaqlan",
)
ARABIC = ("النهر", "كاروان", "تل اصفر", "حي السلام", "بردرش", "ام قصب", "زيوة", "كاني سبي", "النور", "شقلان")


def main() -> None:
    import django

    django.setup()
    from hulul.places.atlas import Atlas, Known
    from hulul.places.search import Index

    draw = random.Random(7)  # noqa: S311 - names for a benchmark
    atlas = Atlas()
    atlas.add(Known("XH", 0, "country", ("XH",), "Squareland", "مربع", "", None, None))
    for number, (first, second) in zip(range(PLACES), itertools.cycle(itertools.product(range(10), repeat=2))):
        english = f"{ENGLISH[first]} {ENGLISH[second]} {draw.randrange(400)}"
        arabic = f"{ARABIC[first]} {ARABIC[second]} {draw.randrange(400)}"
        code = f"dtm-{number}"
        atlas.add(Known(code, 4, "location", ("XH", code), english, arabic, "", None, None))
    started = time.perf_counter()
    index = Index(atlas, 1)
    print(f"index of {PLACES:,} places built in {time.perf_counter() - started:.2f} s")
    taken, worked = [], 0.0
    for query in QUERIES * ROUNDS:
        started = time.perf_counter(), time.process_time()
        index.search(query, 10)
        taken.append((time.perf_counter() - started[0]) * 1000)
        worked += (time.process_time() - started[1]) * 1000
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"search: median {statistics.median(taken):.1f} ms, 95th percentile {p95:.1f} ms, worst {max(taken):.1f} ms")
    print(f"processor time: mean {worked / len(taken):.1f} ms")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")
    main()
