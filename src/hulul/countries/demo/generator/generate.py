"""The door of the generator: one call writes every file."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from hulul.countries.demo.generator import (
    breakdowns,
    country,
    households,
    masterlists,
    movement,
    questions,
    reference,
    story,
    surveys,
)
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.manifest import Manifest, SourceFile
from hulul.countries.demo.generator.movement import Count, Counts
from hulul.kernel import packs
from hulul.kernel.packs import Population

INDEX = "return-index"
HOUSEHOLDS = ("iris", "iasc")  # frameworks whose questions households are asked
_REGISTERED = (2019, 2021, 2023, 2025)  # ends of the years for which the ministry gave figures
_STREAM = 8


def generate(
    folder: Path,
    *,
    seed: int = 1,
    scale: float = 1.0,
    frameworks: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[int, int, str], object] = lambda done, total, message: None,
) -> Manifest:
    """Write the files of Lumara into `folder` (created when missing) and list them in the order of loading.

    The same seed and scale give the same bytes. `scale` multiplies locations and people (1 is about 2,000 locations and
    8.4 million people); areas, camps and dates stay. Files of the same names are overwritten.

    `frameworks` are texts of framework files by id. Where "return-index" is among them, the index surveys that ask its
    questions are written too; where frameworks that ask households are, a household survey; each with the truth behind.
    """
    rounds = folder / "rounds"
    rounds.mkdir(parents=True, exist_ok=True)
    dates = story.round_dates()
    steps = len(dates) + 2
    progress(0, steps, "country")
    made = country.make(seed, scale)
    moves = movement.make(made, seed, scale)
    progress(1, steps, "places")
    files = _reference(folder, made, moves)
    shares = breakdowns.shares(made, moves, packs.load("demo").masterlist, seed)
    writer = masterlists.Writer(made, shares, masterlists.slips(made, seed), rounds)
    index = _index_surveys(folder, made, frameworks, seed)
    asked = [questions.read(frameworks[code]) for code in HOUSEHOLDS if code in frameworks]
    surveyed: list[SourceFile] = []
    for number, count in enumerate(moves.counts()):
        progress(2 + number, steps, count.date.isoformat())
        told = number / (len(dates) - 1)
        files.append(_masterlist(writer.write("idp", count.date, count.displaced, told), "dtm", "idp", count))
        if count.returned.any():
            files.append(
                _masterlist(writer.write("returnee", count.date, count.returned, told), "dtm", "returnee", count)
            )
        if count.date.month == 12 and count.date.day == 31 and count.date.year in _REGISTERED:
            files += _registrations(rounds, made, count, seed)
        if index:
            index.hold(count.date, count.returned.sum(axis=0))
        if asked and count.date == dates[-1]:
            surveyed = households.write(_made(folder / "surveys"), made, asked, count, seed)
    progress(steps, steps, "")
    return Manifest(folder, (*files, *(index.written() if index else ()), *surveyed))


def _index_surveys(folder: Path, made: Country, frameworks: Mapping[str, str], seed: int) -> surveys.Surveyor | None:
    """Who holds the index surveys; nobody where their questions are not given."""
    text = frameworks.get(INDEX)
    if text is None:
        return None
    return surveys.Surveyor(made, questions.read(text), seed, _made(folder / "surveys"))


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _reference(folder: Path, made: Country, moves: movement.Movement) -> list[SourceFile]:
    return [
        *(
            SourceFile("boundaries", path, level=level)
            for level, path in enumerate(reference.write_boundaries(folder, made))
        ),
        SourceFile("names", reference.write_names(folder, made)),
        SourceFile("gazetteer", reference.write_gazetteer(folder, made, moves)),
        SourceFile("camps", reference.write_camps(folder, made)),
        SourceFile("population", reference.write_population(folder, made)),
    ]


def _masterlist(path: Path, source: str, population: Population, count: Count) -> SourceFile:
    return SourceFile("masterlist", path, source=source, population=population, date=count.date)


def _registrations(folder: Path, made: Country, count: Count, seed: int) -> list[SourceFile]:
    """What the ministry counts: fewer returns than the informants, and displaced people it never took off its list."""
    rng = np.random.default_rng([seed, _STREAM, count.date.year])
    files = []
    series: tuple[tuple[Population, Counts, float, float], ...] = (
        ("idp", count.displaced, 0.97, 1.18),
        ("returnee", count.returned, 0.78, 0.99),
    )
    for population, counted, low, high in series:
        governorates = len(made.governorates.codes)
        seen = np.bincount(made.location_governorate, counted.sum(axis=0), minlength=governorates)
        registered = np.round(seen * rng.uniform(low, high, governorates)).astype(np.int64)
        path = masterlists.write_registrations(folder, made, population, count.date, registered)
        files.append(_masterlist(path, "ministry", population, count))
    return files
