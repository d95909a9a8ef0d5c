"""What is fuzzed: every reader of what strangers send, as a function of bytes. Django must be set up before import.

A target ends without a word or raises what a reader is allowed to raise (`REFUSALS`); anything else is a bug.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from django.http import QueryDict

from hulul.kernel import datasets, packs
from hulul.kernel.errors import HululError
from hulul.places.actions import boundaries, gazetteers, name_tables, population, sites
from hulul.places.actions.load import detect
from hulul.places.actions.report import LoadReport
from hulul.places.tables import read_sheets, records
from hulul.sheets.sources import sources
from hulul.tracking.answers import Answers
from hulul.tracking.models import Import
from hulul.tracking.reading import read
from hulul.tracking.web.forms import AnswerForm
from hulul.warehouse import questions
from hulul.warehouse.filters import where_from
from tests.fuzz import seeds

REFUSALS = (HululError,)
MASTERLIST = packs.load("iraq").masterlist
HEADERS = [
    {"position": 0, "text": "Famillies", "name": "Famillies", "key": None, "suggestions": [("households", 94.0)]},
    {"position": 1, "text": "", "name": "Column 2", "key": None, "suggestions": []},
]
_TABLES = (gazetteers, name_tables, population, sites)


def lists(data: bytes) -> None:
    """A file that somebody sends as a master list, whatever it is."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        for source in sources([Path(file.name)]):
            _read(source)


def workbooks(data: bytes) -> None:
    """A workbook with one part changed (the first byte says which), as a master list and as a table of places."""
    if data:
        content = seeds.workbook_with(data[0], data[1:])
        lists(content)
        tables(content)


def archives(data: bytes) -> None:
    """An archive, unpacked to the end; its files are looked at only as far as telling what they are."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        for source in sources([Path(file.name)]):
            if source.trouble is None:
                source.open()


def tables(data: bytes) -> None:
    """A table of places: which kind it is, and its rows as each kind reads them."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        for sheet in read_sheets(path):
            for kind in _TABLES:
                try:
                    for _line, row in records(sheet, kind.HEADERS, kind.NEEDED):
                        population.people_in(row.get("people", ""))
                except REFUSALS:
                    continue
        detect(path)


def outlines(data: bytes) -> None:
    """A file of boundaries."""
    with tempfile.NamedTemporaryFile(suffix=".geojson") as file:
        file.write(data)
        file.flush()
        boundaries.read(Path(file.name), LoadReport("boundaries", "fuzz"))


def narrowings(data: bytes) -> None:
    """What stands behind the question mark when rows of a dataset are asked for."""
    given = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    dataset = datasets.registered()["changes"]
    columns, order = (tuple(",".join(given.pop(name, [])).split(",")) for name in ("columns", "order"))
    given.pop("limit", None)
    question = questions.Question("changes", tuple(filter(None, columns)), where_from(dataset, given), order=order)
    questions.check(dataset, question)
    hash(question.key)


def answers(data: bytes) -> None:
    """A person's answers about a file, as posted; what the form accepts must survive being kept as JSON."""
    item = Import(summary={"headers": HEADERS, "sheets": ["April", "Notes"]}, answers={})
    form = AnswerForm(item, QueryDict(data.decode("utf-8", "replace"), mutable=False))
    if form.is_valid():
        given = form.answers()
        assert Answers.from_json(json.loads(json.dumps(given.as_json()))) == given


def _read(source: object) -> None:
    try:
        table = read(source, MASTERLIST)  # type: ignore[arg-type]
    except REFUSALS:
        return
    assert all(len(column) == table.rows for column in table.columns.values())
    assert all(table.findings.explain(found) for found in table.findings)


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "lists": (lists, seeds.lists),
    "workbooks": (workbooks, seeds.parts),
    "archives": (archives, seeds.archives),
    "tables": (tables, seeds.tables),
    "outlines": (outlines, seeds.outlines),
    "narrowings": (narrowings, seeds.narrowings),
    "answers": (answers, seeds.answers),
}
