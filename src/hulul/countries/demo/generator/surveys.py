"""Index surveys as the field writes them: one row an interview, in English or Arabic, with headers that drift.

Beside them lies the truth that they were made from, so that what is computed can be compared with it.
"""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from numpy.typing import NDArray

from hulul.countries.demo.generator import conditions, interviews, story
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.interviews import ABSENT, SILENT, UNKNOWN, Round
from hulul.countries.demo.generator.manifest import SourceFile
from hulul.countries.demo.generator.questions import Form, Question

ARABIC = dt.date(2022, 9, 30)  # a round that was filled in on Arabic forms
DRIFTED = dt.date(2023, 6, 30)  # a round whose headers another office wrote
_WORKBOOKS = (ARABIC, dt.date(2025, 12, 31))  # sent as XLSX; the others are CSV
_WRITTEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # so that a workbook is the same file every time
_STREAM = 10
_SOURCE = "dtm"
_PLACE_HEADERS = {
    "en": ("Place ID", "Governorate", "District", "Location Name", "Key informant"),
    "ar": ("Place ID", "المحافظة", "القضاء", "اسم الموقع", "رقم المخبر"),
}


def dates() -> tuple[dt.date, ...]:
    """When index surveys were held: every four months in 2021 from December 2020 on, then with every round."""
    rounds = story.round_dates()
    early = [date for date in rounds if (2020, 12) <= (date.year, date.month) < (2022, 1) and date.month % 4 == 0]
    return (*early, *(date for date in rounds if date.year >= 2022))


class Surveyor:
    """Holds the surveys one after another as the story goes on."""

    def __init__(self, country: Country, form: Form, seed: int, folder: Path) -> None:
        self._country, self._form, self._folder = country, form, folder
        self._conditions = conditions.Conditions(country, form, seed)
        self._rng = np.random.default_rng([seed, _STREAM])
        self._dates = frozenset(dates())
        self._held: dict[dt.date, Path] = {}
        self._truths: dict[str, dict[str, Any]] = {}

    def hold(self, date: dt.date, returned: NDArray[np.int64]) -> None:
        """The survey of a date, in all locations with returned households; on other dates nothing happens."""
        if date not in self._dates:
            return
        moment = self._conditions.at(date, returned)
        round_ = interviews.ask(self._rng, self._form, moment, np.flatnonzero(returned))
        path = self._folder / f"Index_Lumara_{date.isoformat()}.{'xlsx' if date in _WORKBOOKS else 'csv'}"
        language = "ar" if date == ARABIC else "en"
        columns = {**self._places(round_, language), **self._answers(round_, language, drifted=date == DRIFTED)}
        write = _workbook if date in _WORKBOOKS else _csv
        write(path, columns)
        self._held[date] = path
        self._truths[date.isoformat()] = {"file": path.name, **self._truth(round_)}

    def written(self) -> list[SourceFile]:
        """The surveys held so far, and the truth that they were made from."""
        path = _write_truth(self._folder, self._form, self._truths)
        held = [
            SourceFile("survey", path, source=_SOURCE, date=date, framework=self._form.framework)
            for date, path in self._held.items()
        ]
        return [*held, SourceFile("truth", path, framework=self._form.framework)]

    def _places(self, round_: Round, language: str) -> dict[str, list[Any]]:
        country, at = self._country, round_.location
        areas = ((country.governorates, country.location_governorate), (country.districts, country.location_district))
        names = [[getattr(of.names[index], language) for index in where[at]] for of, where in areas]
        return dict(
            zip(
                _PLACE_HEADERS[language],
                (
                    country.locations.place_ids[at].tolist(),
                    *names,
                    [getattr(country.locations.names[index], language) for index in at],
                    round_.informant.tolist(),
                ),
                strict=True,
            )
        )

    def _answers(self, round_: Round, language: str, *, drifted: bool) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {}
        for number, question in enumerate(self._form.questions):
            header = getattr(question.asked if drifted else question.title, language)
            columns[header] = [_said(question, position, language) for position in round_.answers[:, number]]
        if self._form.outcome:
            columns[getattr(self._form.outcome, language)] = np.round(round_.returned, 2).tolist()
        return columns

    def _truth(self, round_: Round) -> dict[str, Any]:
        scales = self._form.scales
        keys = (*scales, "")
        return {
            "places": self._country.locations.place_ids[round_.visited].tolist(),
            "latent": {key: np.round(column, 4).tolist() for key, column in zip(scales, round_.latent.T, strict=True)},
            "severity": {
                key: np.round(column, 3).tolist() for key, column in zip(keys, round_.severity.T, strict=True)
            },
        }


def _write_truth(folder: Path, form: Form, rounds: dict[str, dict[str, Any]]) -> Path:
    """What the surveys were made from: effects by question and answer, and severity by round and Place ID.

    `effects` are log-odds of return against the best answer; `latent` is in standard deviations of a location,
    `severity` 0 to 100 by scale and, under "", overall.
    """
    effects = {
        question.code: {
            answer.code: round(-question.trait.effect * position / (len(question.answers) - 1), 6)
            for position, answer in enumerate(question.answers)
        }
        for question in form.questions
    }
    truth = {"framework": form.framework, "effects": effects, "rounds": rounds}
    path = folder / "truth.json"
    path.write_text(json.dumps(truth, separators=(",", ":")) + "\n", "utf-8")
    return path


def _said(question: Question, position: int, language: str) -> str | None:
    """The label of an answer; None where nothing was written down."""
    beside = {ABSENT: question.absent, UNKNOWN: question.unknown, SILENT: None}
    answer = beside[position] if position in beside else question.answers[position]
    return str(getattr(answer.label, language)) if answer else None


def _csv(path: Path, columns: dict[str, list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def _workbook(path: Path, columns: dict[str, list[Any]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Index survey of Lumara", "created": _WRITTEN})
        sheet = book.add_worksheet("DATASET")
        for number, (header, values) in enumerate(columns.items()):
            sheet.write(0, number, header)
            sheet.write_column(1, number, ["" if value is None else value for value in values])
