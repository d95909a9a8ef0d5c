"""docs/explanation/household-surveys.md, computed again from its own tables: by its formulas and by the library."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hulul.methods.surveys import (
    Design,
    allocated,
    base_weights,
    design_effect,
    framed,
    post_stratified,
    sample_size,
    shares,
)
from hulul.methods.surveys.selection import Selection, systematic
from tests.methods.worked_pages import share, tables

PAGE = tables("household-surveys.md")
ANSWERS = pd.DataFrame(PAGE["answers"])
ANSWERS["weight"] = ANSWERS.weight.astype(float)
ANSWERS["documents"] = pd.to_numeric(ANSWERS.documents, errors="coerce")
DESIGN = Design(weights="weight", strata="stratum", clusters="location")


def test_shares_by_the_library() -> None:
    everybody = shares(ANSWERS, ["documents"], DESIGN)
    groups = shares(ANSWERS, ["documents"], DESIGN, by=["population"])
    assert everybody.asked[0, 0] == 10
    assert groups.groups[0] == ("idp",)
    for row, found in zip(PAGE["shares"], (everybody, groups), strict=True):
        assert found.answered[0, 0] == int(row["answered"])
        assert found.error[0, 0] == pytest.approx(float(row["error"]), abs=5e-5)
        for name, stated in (("estimate", "share"), ("low", "low"), ("high", "high")):
            assert getattr(found, name)[0, 0] == pytest.approx(share(row[stated]), abs=5e-4)


def by_hand(answers: pd.DataFrame) -> tuple[pd.Series, float, float]:
    """The share, z of every location (0 where the group has nobody) and the standard error, as the page says."""
    known = answers.dropna(subset="documents")
    whole = known.weight.sum()
    p = float((known.weight * known.documents).sum() / whole)
    pulls = (known.weight * (known.documents - p) / whole).groupby(known.location).sum()
    z = pulls.reindex(sorted(ANSWERS.location.unique()), fill_value=0.0)
    variance = 0.0
    for stratum in ("N", "S"):
        inside = z[z.index.str.startswith(stratum)]
        variance += len(inside) / (len(inside) - 1) * ((inside - inside.mean()) ** 2).sum()
    return z, p, float(np.sqrt(variance))


def test_shares_by_the_pages_formulas() -> None:
    z, p, error = by_hand(ANSWERS)
    assert (120 * z).tolist() == pytest.approx([float(row["120 z"]) for row in PAGE["clusters"]], abs=5e-4)
    everybody, idps = PAGE["shares"]
    assert (p, error) == pytest.approx((share(everybody["share"]), float(everybody["error"])), abs=5e-4)
    half = stats.t(3).ppf(0.975) * error / (p * (1 - p))
    low, high = (1 / (1 + np.exp(-(np.log(p / (1 - p)) + sign * half))) for sign in (-1, 1))
    assert (low, high) == pytest.approx((share(everybody["low"]), share(everybody["high"])), abs=5e-4)
    _, p, error = by_hand(ANSWERS[ANSWERS.population == "idp"])
    assert (p, error) == pytest.approx((share(idps["share"]), float(idps["error"])), abs=5e-4)


FRAME = framed(pd.DataFrame(PAGE["frame"]).astype({"households": int}), strata=["district"], location="location")


def test_sizes() -> None:
    deff = design_effect(5, 0.06)
    assert deff == pytest.approx(1.24)
    assert FRAME.sizes.tolist() == [int(row["households"]) for row in PAGE["sizes"]]
    for title, options in (
        ("simple", {}),
        ("with design effect", {"design_effect": deff}),
        ("with reserve", {"design_effect": deff, "reserve": 0.1}),
    ):
        stated = [int(row[title]) for row in PAGE["sizes"]]
        assert sample_size(FRAME.sizes, margin=0.1, **options).tolist() == stated, title


def test_allocation() -> None:
    for row in PAGE["allocation"]:
        stated = [int(row["East"]), int(row["West"])]
        assert allocated(90, FRAME.sizes, rule=row["rule"]).tolist() == stated  # type: ignore[arg-type]


def test_selection_and_weights() -> None:
    rows = PAGE["selection"]
    sizes = FRAME.households[:4]
    hits = systematic(sizes, 4, 5 / 25)
    assert hits.tolist() == [int(row["hits"]) for row in rows]
    expected = 4 * sizes / sizes.sum()
    assert expected.tolist() == pytest.approx([float(row["expected hits"]) for row in rows])
    drawn = np.flatnonzero(hits)
    chosen = Selection(FRAME, 0, drawn, hits[drawn], expected[drawn], hits[drawn] * 5, ())
    assert base_weights(chosen)[0].tolist() == pytest.approx([5, 5, 5])
    assert base_weights(chosen, [5, 4, 10])[0].tolist() == pytest.approx([5, 6.25, 5])


def test_post_stratification() -> None:
    cell = pd.DataFrame({"weight": [5.0] * 12, "cell": ["idp in East"] * 12})
    weights = post_stratified(cell, weights="weight", cells=["cell"], totals={("idp in East",): 90})
    assert weights.tolist() == [7.5] * 12
