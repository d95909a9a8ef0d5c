"""One file, from bytes to judgement: read it, find its round and its places, check it. Writes nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.kernel import clock, packs
from hulul.kernel.packs import Masterlist, Pack, Population
from hulul.places.matching import Matcher
from hulul.sheets.findings import Findings
from hulul.sheets.sources import SourceFile
from hulul.tracking import queries
from hulul.tracking.answers import Answers
from hulul.tracking.checks import check
from hulul.tracking.checks.candidate import DIMENSIONS, Candidate, Floats, Texts
from hulul.tracking.placing import Placed, place_rows
from hulul.tracking.reading import read
from hulul.tracking.reading.tables import SourceTable
from hulul.tracking.rules import round_code


@dataclass(frozen=True)
class Assessment:
    """What became of a file.

    `questions` ("population", "date", "headers") are for a person to answer; until then nothing is judged and there is
    no candidate.
    """

    table: SourceTable
    source: str
    population: Population | None
    date: dt.date | None
    questions: tuple[str, ...]
    findings: Findings
    candidate: Candidate | None = None
    placed: Placed | None = None

    @property
    def round_code(self) -> str:
        if self.population is None or self.date is None:
            return ""
        return round_code(self.source, self.population, self.date)


@dataclass
class Assessor:
    """Assesses file after file with one reading of the gazetteer.

    `learned`: headers that were confirmed before. `seen`: keys of doubtful matches that were put up for review already.
    """

    pack: Pack = field(default_factory=packs.current)
    matcher: Matcher = field(default_factory=Matcher.load)
    learned: Mapping[str, str] = field(default_factory=queries.learned_headers)
    seen: set[tuple[Any, ...]] = field(default_factory=set)

    def assess(self, source: SourceFile, answers: Answers) -> Assessment:
        """Read and judge. Unreadable when the file is no table at all."""
        masterlist = self.pack.masterlist
        confirmed = {**self.learned, **answers.headers}
        table = read(source, masterlist, confirmed=confirmed, sheet=answers.sheet)
        population, date = answers.population or table.population, answers.date or table.round_date
        questions = tuple(
            question
            for question, open_ in (
                ("population", population is None),
                ("date", date is None),
                ("headers", any(header.key is None for header in table.headers)),
            )
            if open_
        )
        found = Assessment(table, answers.source, population, date, questions, table.findings)
        if population is None or date is None or questions or not table.rows or "households" not in table.columns:
            return found
        table, without = with_households(table)
        placed = place_rows(table, answers.source, self.matcher, self.pack.country)
        candidate = candidate_of(table, without, placed, date, self.pack)
        previous, latest = queries.before(answers.source, population, date)
        findings = check(candidate, previous, latest=latest, today=clock.today(), country=str(self.pack.name))
        findings.extend(table.findings)
        return Assessment(table, answers.source, population, date, (), findings, candidate, placed)


def with_households(table: SourceTable) -> tuple[SourceTable, NDArray[np.int64]]:
    """The rows that have a number of households, and the row numbers of those that have none."""
    given = np.isfinite(table.numbers("households"))
    if given.all():
        return table, np.zeros(0, dtype=np.int64)
    columns = {
        key: column[given] if isinstance(column, np.ndarray) else column.filter(pa.array(given))
        for key, column in table.columns.items()
    }
    return replace(table, columns=columns, row_numbers=table.row_numbers[given]), table.row_numbers[~given]


def candidate_of(
    table: SourceTable, without_households: NDArray[np.int64], placed: Placed, date: dt.date, pack: Pack
) -> Candidate:
    """The numbers of a table in the form the checks want."""
    breakdowns = {
        dimension: {category: table.columns[f"{dimension}:{category}"] for category in table.categories(dimension)}
        for dimension in DIMENSIONS
    }
    households = table.numbers("households")
    unit = table.unit or ""
    return Candidate(
        date=date,
        row_numbers=table.row_numbers,
        without_households=without_households,
        households=households,
        individuals=table.numbers("individuals"),
        expected=expected_individuals(households, breakdowns["shelter"], unit, pack.masterlist, date),
        place_id=_texts(table, "place_code"),
        location_id=_texts(table, "location_code"),
        names=(_texts(table, "name_en") != "") | (_texts(table, "name_ar") != "") | (_texts(table, "name_ckb") != ""),
        lat=table.numbers("lat"),
        lon=table.numbers("lon"),
        breakdowns=breakdowns,
        unit=unit,
        totals=table.totals,
        placement=placed.placement,
        bounds=pack.bounds,
        change_threshold=pack.masterlist.change_threshold,
    )


def expected_individuals(
    households: Floats, shelter: Mapping[str, Floats], unit: str, masterlist: Masterlist, date: dt.date
) -> Floats:
    """Individuals by the household sizes in force: the general one, and a kind's own (camp) for the households in it.

    How many of a row's households live in a kind of site is its shelter column of that name (method.md section 1).
    """
    general = masterlist.factor(date)
    expected = households * general
    for kind in {factor.kind for factor in masterlist.household_factors if factor.kind}:
        size = masterlist.factor(date, kind)
        cells = np.nan_to_num(shelter[kind]) if kind in shelter else 0.0
        inside = cells / size if unit == "individuals" else cells
        expected = expected - inside * (general - size)
    return expected


def _texts(table: SourceTable, key: str) -> Texts:
    return np.array(table.texts(key), dtype=object)
