"""Installations to measure: Iraq's real history, and the demo country at a scale. Made once, kept in a folder."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared" / "data"
KEPT = Path(os.environ.get("HULUL_BENCHMARKS", PROJECT / "hulul-benchmarks"))


def environment(home: Path, pack: str) -> dict[str, str]:
    return {**os.environ, "HULUL_HOME": str(home), "HULUL_PACK": pack, "HULUL_LOG_LEVEL": "WARNING"}


def hulul(home: Path, pack: str, *arguments: str) -> None:
    """One command of the command line, loudly failing."""
    subprocess.run(
        [sys.executable, "-m", "hulul.site.cli", *arguments],
        env=environment(home, pack),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def empty_iraq(name: str) -> Path:
    """A fresh installation with Iraq's places and no round."""
    home = KEPT / name
    hulul(home, "iraq", "init", "--email", "benchmark@example.org", "--name", "Benchmark", "--generate-password")
    boundaries = sorted((SHARED / "boundaries").glob("*"))
    hulul(home, "iraq", "places", "load", *map(str, boundaries), str(SHARED / "dtm" / "locations_gazetteer.csv"))
    return home


def iraq() -> Path:
    """Iraq's places and its whole history of 208 rounds, published."""
    home = KEPT / "iraq"
    if not (home / "ready").exists():
        empty_iraq("iraq")
        hulul(home, "iraq", "import", "masterlist", str(SHARED / "dtm" / "rounds-2014-2019.tar.xz"))
        hulul(home, "iraq", "publish")
        (home / "ready").touch()
    return home


def demo(scale: int) -> Path:
    """The demo country at a scale, published."""
    home = KEPT / f"demo-{scale}"
    if not (home / "ready").exists():
        hulul(home, "demo", "demo", "--no-serve", "--scale", str(scale), "--home", str(home))
        (home / "ready").touch()
    return home
