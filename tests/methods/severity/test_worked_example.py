"""The example of docs/explanation/return-index.md, recomputed from its own tables."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods import severity

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "return-index.md"


def table_with(*columns: str) -> list[dict[str, str]]:
    """The rows of the page's table that has exactly these columns."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines(keepends=True)
        if line.startswith("|")
    ]
    start = rows.index(list(columns))
    found = []
    for row in rows[start + 2 :]:
        if len(row) != len(columns) or row[0] == "location":
            break
        found.append(dict(zip(columns, row, strict=True)))
    return found


COUNTS = table_with("scale", "indicator", "answer", "with returns", "without")
VALUES = table_with("indicator", "answer", "effect", "odds ratio", "severity", "value")
LOCATIONS = table_with(
    "location", "water", "mines", "services", "safety", "severity", "water adds", "mines adds"
)  # fmt: skip


@pytest.fixture(scope="module")
def fits() -> dict[str, severity.Fit]:
    """One fit per scale: the page counts each question by itself."""
    made = {}
    for scale, indicator in {(row["scale"], row["indicator"]) for row in COUNTS}:
        own = [row for row in COUNTS if row["indicator"] == indicator]
        counted = [(row["answer"], 1, int(row["with returns"])) for row in own]
        counted += [(row["answer"], 0, int(row["without"])) for row in own]
        answers = [answer for answer, _, units in counted for _ in range(units)]
        data = {
            "unit": [str(row) for row in range(len(answers))],
            indicator: answers,
            "returned": [returned for _, returned, units in counted for _ in range(units)],
        }
        asked = severity.Indicator(indicator, tuple(row["answer"] for row in own))
        made[indicator] = severity.fit(pa.table(data), (severity.Scale(scale, (asked,)),), "returned")
    return made


def test_the_page_has_its_tables() -> None:
    assert (len(COUNTS), len(VALUES), len(LOCATIONS)) == (7, 7, 3)


def test_effects_and_values_are_those_of_the_page(fits: dict[str, severity.Fit]) -> None:
    for row in VALUES:
        (found,) = [each for each in fits[row["indicator"]].effects if each.answer == row["answer"]]
        assert found.effect == pytest.approx(float(row["effect"]), abs=5e-5)
        assert found.odds_ratio == pytest.approx(float(row["odds ratio"]), abs=5e-5)
        assert found.value == pytest.approx(float(row["value"]), abs=5e-3)
        worst = max(float(other["severity"]) for other in VALUES if other["indicator"] == row["indicator"])
        assert found.value == pytest.approx(100 * float(row["severity"]) / worst, abs=5e-3)


def test_pooling_is_noted(fits: dict[str, severity.Fit]) -> None:
    assert [(note.code, note.params["answers"]) for note in fits["water"].notes] == [("pooled", "most, some")]
    assert fits["mines"].notes == ()


@pytest.mark.parametrize(
    ("rule", "mill_hill", "others"), [("mean", 29.69, 50), ("max", 31.69, 100), ("rms", 29.76, 70.71)]
)
def test_scores_are_those_of_the_page(
    fits: dict[str, severity.Fit], rule: severity.Combination, mill_hill: float, others: float
) -> None:
    scales = tuple(scale for indicator in ("water", "mines") for scale in fits[indicator].scales)
    coefficients = {
        indicator: {each.answer: each.effect for each in fit.effects if each.effect is not None}
        for indicator, fit in fits.items()
    }
    both = severity.with_coefficients(scales, coefficients, combination=rule)
    columns = {name: [row[name] for row in LOCATIONS] for name in ("water", "mines")}
    scores = both.score(pa.table({"unit": [row["location"] for row in LOCATIONS], **columns}))
    printed = {name: np.array([float(row[name]) for row in LOCATIONS]) for name in LOCATIONS[0] if " adds" in name}
    expected = np.array([[float(row["services"]), float(row["safety"])] for row in LOCATIONS])
    assert scores.scores == pytest.approx(expected, abs=5e-3)
    assert scores.severity == pytest.approx([others, mill_hill, others], abs=5e-3)
    if rule == "mean":
        assert scores.severity == pytest.approx([float(row["severity"]) for row in LOCATIONS], abs=5e-3)
        assert scores.contributions == pytest.approx(np.column_stack(list(printed.values())), abs=6e-3)
