"""docs/explanation/exit-measure.md, computed again from its own tables."""

import pyarrow as pa
import pytest

from hulul.methods.exit import CRITERIA, METRICS, SUB_CRITERIA
from hulul.methods.progress import Indicator, progress
from hulul.methods.surveys import Design
from tests.methods.exit.profiles import IDPS, STAYED, column, measured, one_indicator, survey
from tests.methods.worked_pages import EXPLANATIONS, share, tables

PAGE = tables("exit-measure.md")


def test_the_example_is_the_one_of_these_tests() -> None:
    displaced = [(row["answers"], int(row["households"]), {"cell": row["year"]}) for row in PAGE["displaced"]]
    assert displaced == IDPS
    assert [(row["answers"], int(row["households"]), {}) for row in PAGE["stayees"]] == STAYED


def test_every_metric_gives_what_the_page_says() -> None:
    found = measured(survey(idp=IDPS, stayee=STAYED), cells=["cell"])
    assert [row["metric"] for row in PAGE["metrics"]] == list(METRICS)
    for row in PAGE["metrics"]:
        exits = float(row["exits"]) if row["exits"] else None
        stated = (exits, share(row["share"]), share(row["undecided"]), share(row["not assessed"]))
        assert column(found, row["metric"]) == pytest.approx(stated, abs=5e-4), row["metric"]


def test_the_classifier_by_hand() -> None:
    rows = PAGE["classifier"]
    for row in rows:
        displaced, stayees = int(row["displaced"]), int(row["stayees"])
        assert displaced / (displaced + stayees) == pytest.approx(float(row["p"]), abs=5e-4)
    patterns = {"1": "1111111111", "0": "1101111111"}
    people = {
        population: [(patterns[row["enough food"]], int(row[title]), {}) for row in rows]
        for population, title in (("idp", "displaced"), ("stayee", "stayees"))
    }
    assert column(measured(survey(**people), **one_indicator("2.1")), "classifier")[:2] == (40, 0.4)


def test_progress() -> None:
    rows = [
        {"population": row["population"], "food": int(row["food"]), "shelter": int(row["shelter"])}
        for row in PAGE["progress"]
        for _ in range(int(row["households"]))
    ]
    found = progress(
        pa.Table.from_pylist(rows),
        [Indicator("food", "living"), Indicator("shelter", "living")],
        Design(),
        population="population",
    )
    shares = {(row["indicator"], row["population"]): row["share"] for row in found.table().to_pylist()}
    gaps = {row["indicator"]: row for row in found.differences().to_pylist()}
    for row in PAGE["progress shares"]:
        for population in ("idp", "stayee"):
            assert shares[row["indicator"], population] == pytest.approx(float(row[population]))
        assert gaps[row["indicator"]]["difference"] == pytest.approx(float(row["difference"]))
        assert gaps[row["indicator"]]["apart"] == (row["apart"] == "yes")


def test_the_page_names_all_ten_and_their_criteria() -> None:
    text = (EXPLANATIONS / "exit-measure.md").read_text(encoding="utf-8")
    for code, title in (CRITERIA | SUB_CRITERIA).items():
        assert f"{code} {title}" in text
