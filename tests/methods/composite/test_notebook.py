"""docs/notebooks/return-index.ipynb runs from its first cell to its last, and its index is right."""

import json
import statistics
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.architecture.tree import PROJECT

NOTEBOOK = json.loads((PROJECT / "docs" / "notebooks" / "return-index.ipynb").read_text("utf-8"))
CODE = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
SIX = next(code for code in CODE if "build(" in code)


def test_the_index_takes_six_lines() -> None:
    lines = [line for line in SIX.splitlines() if line and not line.startswith(("import ", "from "))]
    assert len(lines) == 6


def test_it_is_kept_without_results() -> None:
    cells = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_every_cell_runs_and_the_index_is_the_mean_of_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for code in CODE:
        exec(compile(code, "return-index.ipynb", "exec"), names)  # noqa: S102 - the project's own notebook
    printed = capsys.readouterr().out
    assert "between" in printed
    assert "were imputed" in printed
    frame = pd.read_csv(tmp_path / "answers.csv").set_index("place")
    values = {"all": 0, "most": 33, "some": 67, "none": 100}
    scores = frame[[*names["scales"]["services"], *names["scales"]["safety"]]].apply(lambda column: column.map(values))
    filled = scores.fillna(scores.groupby(frame["district"]).transform("median"))
    assert scores.isna().to_numpy().sum() > 0
    for place, score in names["index"].table().select(["unit", "severity"]).to_pandas().itertuples(index=False):
        services, safety = (filled.loc[place, codes].tolist() for codes in names["scales"].values())
        assert score == pytest.approx((2 * statistics.mean(services) + statistics.mean(safety)) / 3)
    assert set(names["index"].categories) == {"low", "medium", "high"}
