"""Answers as immutable Parquet files: one line per row and question, and for households one line per household too."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.measurement.reading.answering import NOT_ASKED
from hulul.measurement.reading.tables import SurveyTable, Texts
from hulul.sheets.kept import keep

FOLDER = "surveys"

ANSWERS_SCHEMA = pa.schema(
    [
        ("survey", pa.string()),
        ("row", pa.int64()),
        ("place", pa.string()),
        ("informant", pa.string()),
        ("indicator", pa.string()),
        ("answer", pa.string()),
        ("value", pa.float64()),
    ]
)
INDICATOR_COLUMN = "indicator:"  # before the code of a question in the file of households


@dataclass(frozen=True, eq=False)
class Candidate:
    """Checked answers of the rows that stay. `informant` is "" everywhere but where several were asked in a place.

    `population`, `weight`, `stratum` and `cluster` are of households; None for surveys of places.
    """

    table: SurveyTable
    kept: NDArray[np.int64]
    place: Texts
    informant: Texts
    population: Texts | None = None
    weight: NDArray[np.float64] | None = None

    @property
    def rows(self) -> int:
        return len(self.kept)

    @property
    def places(self) -> int:
        return len(set(self.place[self.kept].tolist()))


def answers_table(survey: str, candidate: Candidate) -> pa.Table:
    """(rows x questions, 7) sorted by row and question in the framework's order.

    `answer` is null where an answer is missing, and says "not_asked" (or the framework's own code for it) where a
    question did not arise; `value` is that of shares and numbers.
    """
    table, kept = candidate.table, candidate.kept
    codes = list(table.answers)
    answer = np.array([table.answers[code].codes[kept] for code in codes], dtype=object).reshape(len(codes), len(kept))
    value = np.array([table.answers[code].values[kept] for code in codes], dtype=np.float64).reshape(answer.shape)
    silent = np.array([table.answers[code].not_asked[kept] for code in codes], dtype=bool).reshape(answer.shape)
    answer = np.where(silent & (answer == ""), NOT_ASKED, answer)
    texts = answer.T.ravel()
    return pa.table(
        {
            "survey": pa.repeat(survey, len(texts)),
            "row": np.repeat(table.row_numbers[kept], len(codes)),
            "place": _texts(np.repeat(candidate.place[kept], len(codes))),
            "informant": _texts(np.repeat(candidate.informant[kept], len(codes))),
            "indicator": pa.array(codes * len(kept), pa.string()),
            "answer": _texts(texts, texts == ""),
            "value": pa.array(value.T.ravel(), from_pandas=True),
        },
        schema=ANSWERS_SCHEMA,
    )


def households_table(survey: str, candidate: Candidate) -> pa.Table:
    """(households, 8 + questions) with survey, row, place, population, weight, stratum, cluster, "indicator:<code>" for
    each question, and not_asked.

    A question's column is text (the answer's code) or a number, null where missing; `not_asked` lists the codes of the
    questions that did not arise for a household, which are null in their columns too.
    """
    table, kept = candidate.table, candidate.kept
    if candidate.population is None or candidate.weight is None:
        raise ValueError("these answers are not of households")
    columns = {
        "survey": pa.repeat(survey, len(kept)),
        "row": pa.array(table.row_numbers[kept], pa.int64()),
        "place": _texts(candidate.place[kept]),
        "population": _texts(candidate.population[kept], candidate.population[kept] == ""),
        "weight": pa.array(candidate.weight[kept]),
    }
    for key in ("stratum", "cluster"):
        texts = np.array(table.texts(key), dtype=object)[kept]
        columns[key] = _texts(texts, texts == "")
    silent: list[list[str]] = [[] for _each in kept]
    for code, found in table.answers.items():
        not_asked = found.not_asked[kept]
        for position in np.flatnonzero(not_asked):
            silent[position].append(code)
        texts, values = found.codes[kept], found.values[kept]
        is_number = not any(indicator.code == code and indicator.answers for indicator in table.framed.indicators)
        columns[INDICATOR_COLUMN + code] = (
            pa.array(values, from_pandas=True) if is_number else _texts(texts, (texts == "") | not_asked)
        )
    columns["not_asked"] = pa.array(silent, pa.list_(pa.string()))
    return pa.table(columns)


def contents_hash(answers: pa.Table, households: pa.Table | None) -> str:
    """SHA-256 of what was answered where, whatever the format and the order of rows of the file."""
    digest = hashlib.sha256()
    if households is None:
        lines = zip(
            *(answers[name].to_pylist() for name in ("place", "informant", "indicator", "answer", "value")), strict=True
        )
    else:
        names = [name for name in households.column_names if name not in ("survey", "row")]
        lines = zip(*(households[name].to_pylist() for name in names), strict=True)
        digest.update("\n".join(names).encode())
    digest.update("\n".join(sorted(map(repr, lines))).encode())
    return digest.hexdigest()


def store(survey: str, answers: pa.Table, households: pa.Table | None) -> tuple[str, str]:
    """Write the files and give their names in the store; that of households is "" for surveys of places."""
    folder = f"{FOLDER}/{survey}"
    return keep(answers, folder, "answers"), keep(households, folder, "households") if households is not None else ""


def _texts(values: Texts, missing: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(values.tolist(), pa.string(), mask=missing)
