"""How long pages take with 20 readers at once, over Iraq's whole history and over the demo at 1 and 10 times its size.

    .venv/bin/python -m benchmarks.pages [iraq] [demo-1] [demo-10]

Readers ask for pages that all differ: the front page with every filter and many dates, places of every level, their
panels. Nothing is kept yet, the hardest case. A reader looks at a page for a second before taking the next; "rushing"
readers take it at once, so the processors never rest and every page waits for others. "again" asks for the same pages
once more, as readers do who look at what others look at.
Goal: server time under 150 ms at the 95th percentile; the same pages at most twice as slow on ten times the data.
Server time is what the application says in its `Server-Timing` header, with the other readers' load on the machine.
"""

import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from benchmarks import homes

READERS = 20
SECONDS = 30
PAUSE = 1.0
PORT = 8765
PANELS = ("population", "movement", "conditions", "inside", "sources")


def main(names: list[str]) -> None:
    results = {}
    for name in names or ["iraq", "demo-1", "demo-10"]:
        home = homes.iraq() if name == "iraq" else homes.demo(int(name.removeprefix("demo-")))
        results[name] = measure(home, "iraq" if name == "iraq" else "demo")
        report(name, results[name])
    if {"demo-1", "demo-10"} <= results.keys():
        for kind in ("home", "place", "panel"):
            small, large = (median(results[n][kind]) for n in ("demo-1", "demo-10"))
            print(f"{kind}: {large / small:.2f} times as long on ten times the data (goal: at most 2)")


def measure(home: Path, pack: str) -> dict[str, list[float]]:
    """Server times in milliseconds by kind of page."""
    command = [sys.executable, "-m", "hulul.site.cli", "serve", "--port", str(PORT), "--workers", "2", "--no-worker"]
    with subprocess.Popen(command, env=homes.environment(home, pack), stdout=subprocess.DEVNULL) as server:
        try:
            wait()
            addresses = pages()
            half = len(addresses) // 2
            first = read_all(addresses[:half], PAUSE)
            rushing = read_all(addresses[half:], 0)
            again = read_all(addresses[:half], PAUSE)
            return first | _named("rushing", rushing) | _named("again", again)
        finally:
            server.terminate()
            server.wait(30)


def _named(how: str, times: dict[str, list[float]]) -> dict[str, list[float]]:
    return {f"{kind}, {how}": values for kind, values in times.items()}


def wait() -> None:
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the server did not start")


def pages() -> list[tuple[str, str]]:
    """(kind, address) of pages that differ from each other, drawn with a fixed seed."""
    draw = random.Random(20)  # noqa: S311 - which page is read next
    places = {level: codes(level) for level in (1, 2, 3, 4)}
    dates = re.findall(r'<option value="(\d{4}-\d{2}-\d{2})"', text("/en/"))
    found = []
    for _number in range(1200):
        on = draw.choice(dates)
        language = draw.choice(("en", "ar", "ckb"))
        show = draw.choice(("returnee", "idp", "rate", "change_idp"))
        found.append(("home", f"/{language}/?show={show}&level={draw.choice((1, 2, 3))}&date={on}"))
    for _number in range(1200):
        code = draw.choice(places[draw.choice((1, 2, 3, 4))])
        found.append(("place", f"/{draw.choice(('en', 'ar'))}/places/{code}/"))
        found.append(("panel", f"/{draw.choice(('en', 'ar'))}/places/{code}/{draw.choice(PANELS)}/"))
    draw.shuffle(found)
    return found


def codes(level: int) -> list[str]:
    rows = json.loads(text(f"/en/data/places.json?level={level}"))["rows"]
    return [row["code"] for row in rows]


def text(address: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{address}", timeout=60) as answer:
        return str(answer.read().decode())


def read_all(addresses: list[tuple[str, str]], pause: float) -> dict[str, list[float]]:
    """Every reader takes the next page `pause` seconds after the last has come, for a fixed time."""
    times: dict[str, list[float]] = {"home": [], "place": [], "panel": []}
    position = iter(range(10**9))
    lock = threading.Lock()
    until = time.monotonic() + SECONDS

    def reader() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while time.monotonic() < until:
            with lock:
                kind, address = addresses[next(position) % len(addresses)]
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answered {answer.status}")
            spent = float(answer.headers["Server-Timing"].split("dur=")[1])
            with lock:
                times[kind].append(spent)
            time.sleep(pause)
        connection.close()

    readers = [threading.Thread(target=reader) for _number in range(READERS)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    return times


def median(values: list[float]) -> float:
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def report(name: str, times: dict[str, list[float]]) -> None:
    for kind, values in times.items():
        print(
            f"{name} {kind}: {len(values)} pages in {SECONDS} s by {READERS} readers; server time "
            f"median {median(values):.0f} ms, p95 {percentile(values, 0.95):.0f} ms (goal: 150)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
