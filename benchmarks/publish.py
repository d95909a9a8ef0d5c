"""Publishing after one new round on the full real history, and how fast pages' questions are answered from it.

Expected on 2 cores: below 5 s for the publication; below 5 ms for a page's question that no one asked before.
"""

import os
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks import homes


def start() -> None:
    """A copy of the real history, so that the kept installation stays as it is, and Django on it."""
    home = homes.KEPT / "publish"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(homes.iraq(), home)
    os.environ.update(homes.environment(home, "iraq"), DJANGO_SETTINGS_MODULE="hulul.site.settings")
    import django

    django.setup()


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of processor, and the result."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - clock, time.process_time() - processor, result


def publications() -> None:
    from hulul.kernel.actors import SYSTEM
    from hulul.tracking.actions import restore, withdraw
    from hulul.tracking.models import Version
    from hulul.warehouse.actions import publish

    newest = Version.objects.filter(state=Version.State.ACCEPTED, round__population="idp").latest("round__date")
    withdraw(SYSTEM, newest.round_id, newest.number, "benchmark")
    publish(SYSTEM)
    restore(SYSTEM, newest.round_id, newest.number)
    seconds, processor, generation = timed(lambda: publish(SYSTEM))
    rows = {name: sum(file["rows"] for file in entry["files"]) for name, entry in generation.manifest.items()}
    print(f"one more round of {newest.rows:,} rows published: {seconds:.2f} s, {processor:.2f} s of processor")
    seconds, _processor, _same = timed(lambda: publish(SYSTEM))
    print(f"nothing new to publish                     : {seconds:.2f} s")
    print("rows: " + ", ".join(f"{name} {count:,}" for name, count in sorted(rows.items())))


def questions() -> None:
    from hulul.kernel.actors import ANONYMOUS
    from hulul.warehouse import answers
    from hulul.warehouse.queries import Question, ask

    idp = {"population": "idp", "source": "dtm"}
    rounds = [row[0] for row in ask(ANONYMOUS, Question("rounds", ("round",), idp)).rows][-40:]
    locations = [row[0] for row in ask(ANONYMOUS, Question("places", ("code",), {"kind": "location"})).rows][::150]
    districts = [row[0] for row in ask(ANONYMOUS, Question("places", ("code",), {"level": 2})).rows][:40]
    series = ("date", "round", "households", "individuals", "segment")
    asked = {
        "series of a district": [Question("stocks", series, {"place": code, **idp}) for code in districts],
        "series of a location": [Question("stocks", series, {"place": code, **idp}) for code in locations],
        "map of districts": [Question("stocks", ("place", "households"), {"round": r, "level": 2}) for r in rounds],
        "map of locations": [Question("stocks", ("place", "households"), {"round": r, "level": 4}) for r in rounds],
        "largest rises": [
            Question("changes", ("place", "change_households"), {"round": r, "level": 2}, order=("-change_households",),
                     limit=10) for r in rounds
        ],
        "shelter of a district": [
            Question("breakdown_stocks", ("category", "households"),
                     {"round": rounds[-1], "place": code, "dimension": "shelter"}) for code in districts
        ],
        "shelter of a location": [
            Question("breakdowns", ("category", "households"), {"round": r, "place": locations[0]}) for r in rounds
        ],
        "flows of a round": [Question("flows", where={"round": r, "level": 1}) for r in rounds],
        "return rates of a district": [Question("return_rates", where={"place": code}) for code in districts],
    }  # fmt: skip
    print(f"{'milliseconds':28} {'rows':>6} {'median':>8} {'95 %':>8} {'again':>8}")
    for name, several in asked.items():
        answers.cache.clear()
        ask(ANONYMOUS, several[0])
        first = [timed(lambda question=question: ask(ANONYMOUS, question)) for question in several[1:]]
        again = [timed(lambda question=question: ask(ANONYMOUS, question))[0] for question in several[1:]]
        times = sorted(seconds * 1000 for seconds, _processor, _answer in first)
        rows = statistics.mean(len(answer.rows) for _seconds, _processor, answer in first)
        print(f"{name:28} {rows:6.0f} {statistics.median(times):8.1f} {times[int(len(times) * 0.95)]:8.1f} "
              f"{statistics.median(again) * 1000:8.2f}")  # fmt: skip


if __name__ == "__main__":
    start()
    publications()
    questions()
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, "
          f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip
    shutil.rmtree(homes.KEPT / "publish")
