"""The figures in docs/explanation/how-sure-we-are.md, computed again from the page itself."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from hulul.methods import change, composite
from hulul.methods.composite import Categories, Group, Indicator, Normalisation, Specification
from hulul.methods.uncertainty import Replications, sobol, summarise

PAGE = (Path(__file__).parents[3] / "docs/explanation/how-sure-we-are.md").read_text(encoding="utf-8")


def table_after(heading: str) -> list[list[str]]:
    """The cells of the first table with that first header, without its two header lines."""
    lines = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def drawn() -> tuple[list[str], np.ndarray]:
    """Places and their scores (replications, places)."""
    lines = PAGE.split("```")[1].strip().splitlines()
    places, scores = zip(*(re.split(r"\s{2,}", line, maxsplit=1) for line in lines), strict=True)
    return list(places), np.array([[float(score) for score in row.split()] for row in scores]).T


def test_the_table_of_places_is_what_comes_of_the_replications() -> None:
    places, scores = drawn()
    assert scores.shape == (21, 4)
    made = Replications(tuple(places), ("index",), scores[:1], scores[None], {})
    sure = summarise(made, Categories("thresholds", ("low", "medium", "high"), (40.0, 60.0)), level=0.9)
    computed = [
        [
            row["unit"],
            f"{row['score']:.0f}",
            f"{row['score_low']:.0f} to {row['score_high']:.0f}",
            row["category"],
            f"{row['probability']:.0%}".replace("%", " %"),
            str(row["rank"]),
            f"{row['rank_low']} to {row['rank_high']}",
            str(row["rank_group"]),
        ]
        for row in sure.table().to_pylist()
    ]
    assert computed == table_after("place")


def test_what_the_text_says_of_the_example_is_counted() -> None:
    _, scores = drawn()
    assert (scores[:, 0] > scores[:, 1]).sum() == 15
    assert "in 15 of 21, 71 %" in PAGE
    assert (scores[:, 2] >= 60).sum() == 3
    assert (scores[:, 0].min(), scores[:, 0].max()) == (66, 77)
    assert (scores[:, 2] < scores[:, :2].T).all()


def test_the_shares_of_the_two_choices_are_their_sobol_indices() -> None:
    plan = sobol.design({"mean or worst": 1, "gap": 1}, 4096, seed=1)
    services, safety = np.where(plan.points > 0.5, [60.0, 45.0], 40.0).T
    found = sobol.indices((services + safety) / 2, plan)
    assert [f"{share:.0%}" for share in found.first] == ["94%", "6%"]
    assert "94 % and 6 %" in PAGE


def test_the_table_of_contributions_is_what_comes_of_the_two_rounds() -> None:
    *parts, total = table_after("indicator")
    codes = [part[0] for part in parts]
    weights = {"water": 3.0, "power": 1.0, "calm": 1.0, "hazards": 1.0}
    wanted = Specification(
        tuple(
            Indicator(code, "services" if code in {"water", "power"} else "safety", weight=weights[code])
            for code in codes
        ),
        (Group("index"), Group("services", "index"), Group("safety", "index")),
        normalisation=Normalisation("none"),
    )
    before, now = (
        pa.table({"unit": ["place"], **{part[0]: [float(part[column])] for part in parts}}) for column in (1, 2)
    )
    indices = [composite.build(data, wanted) for data in (now, before)]
    moved = change.compare(
        *(change.ScoredRound(code, index, wanted) for code, index in zip("nb", indices, strict=True))
    )
    assert moved.contributions is not None
    computed = [
        [
            code,
            f"{index:g}",
            f"{later:g}",
            f"{indices[0].effective_weights()[code]:g}",
            f"{points:+g}".replace("+0", "0"),
        ]
        for code, index, later, points in zip(
            codes, indices[1].normalised[0], indices[0].normalised[0], moved.contributions[0], strict=True
        )
    ]
    assert computed == parts
    assert total == ["index", f"{moved.previous_score[0]:g}", f"{moved.score[0]:g}", "", f"{moved.change[0]:+g}"]
