"""One file of answers, from bytes to judgement: read it, find its date and its places, check it. Writes nothing."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from hulul.kernel import clock, packs
from hulul.kernel.packs import Pack
from hulul.measurement.framing import Framed
from hulul.measurement.reading import checking
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.measurement.reading.placing import Placed, place_rows
from hulul.measurement.reading.reader import read
from hulul.measurement.reading.storing import Candidate
from hulul.measurement.reading.tables import SurveyTable
from hulul.measurement.reading.vocabulary import of_households
from hulul.measurement.rules import survey_code
from hulul.places.matching import Matcher
from hulul.sheets.findings import Findings
from hulul.sheets.sources import SourceFile

PERSONAL = ("personal_column", "household_position")


@dataclass(frozen=True, eq=False)
class Assessment:
    """What became of a file.

    `questions` ("date", "headers") are for a person to answer; until then there is no candidate.
    """

    table: SurveyTable
    source: str
    date: dt.date | None
    questions: tuple[str, ...]
    findings: Findings
    placed: Placed | None = None
    candidate: Candidate | None = None

    @property
    def survey(self) -> str:
        """The survey's code, "" while its date is not known."""
        return survey_code(self.source, self.table.framed.id, self.date) if self.date else ""

    @property
    def personal(self) -> bool:
        """Whether the file holds columns about persons and must not be kept."""
        return any(self.findings.count(code) for code in PERSONAL)


@dataclass
class Assessor:
    """Assesses file after file with one reading of the gazetteer."""

    pack: Pack = field(default_factory=packs.current)
    matcher: Matcher = field(default_factory=Matcher.load)

    def assess(self, source: SourceFile, framed: Framed, answers: SurveyAnswers) -> Assessment:
        """Read and judge. Unreadable when the file is no table at all."""
        table = read(source, framed, self.pack.masterlist, confirmed=answers.headers, sheet=answers.sheet)
        findings, date = table.findings, answers.date or table.date
        open_headers = any(header.key is None for header in table.headers)
        asked = (("date", date is None), ("headers", open_headers))
        questions = tuple(question for question, is_open in asked if is_open)
        usable = checking.file_is_usable(table, findings)
        found = Assessment(table, answers.source, date, questions, findings)
        if date is None or questions or not usable or found.personal:
            return found
        checking.date_is_past(date, clock.today(), findings)
        checking.answers_say_something(table, findings)
        placed = place_rows(table, answers.source, self.matcher, self.pack)
        checking.places_are_found(table, placed, findings)
        candidate = self._candidate(table, placed, findings)
        return Assessment(table, answers.source, date, (), findings, placed, candidate)

    def _candidate(self, table: SurveyTable, placed: Placed, findings: Findings) -> Candidate:
        if of_households(table.framed):
            place = np.where(placed.found, placed.place, self.pack.country)
            nobody = np.full(table.rows, "", dtype=object)
            groups, weights = checking.populations(table, findings), checking.weights(table, findings)
            return Candidate(table, np.arange(table.rows), place, nobody, groups, weights)
        informants = checking.informants(table, placed, findings)
        return Candidate(table, np.flatnonzero(placed.found), placed.place, informants)
