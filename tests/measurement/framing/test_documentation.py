"""What the documentation says of framework files is true of the code."""

import re
from pathlib import Path

import pyarrow as pa
import pytest

from hulul.measurement import framing
from hulul.measurement.framing import BadFramework
from hulul.measurement.reference import TABLES, frameworks_page
from hulul.methods import composite

DOCS = Path(__file__).resolve().parents[3] / "docs"
GUIDE = (DOCS / "how-to" / "write-a-framework.md").read_text("utf-8")
SNIPPETS = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_guide_writes_a_framework_that_can_be_used() -> None:
    framed = framing.parse("\n".join(SNIPPETS[:3]))
    assert framed.id == "camp-conditions"


def test_the_guides_figure_recomputes() -> None:
    framed = framing.parse("\n".join(SNIPPETS[:3]))
    data = pa.table({"unit": ["a"], "water": ["some"], "tents": [0.25]})
    index = composite.build(data, framed.specification())
    assert index.scores[0, index.codes.index(framing.OVERALL)] == pytest.approx(37.5)
    assert "**37.5**" in GUIDE
    assert list(index.categories) == ["low"]


def test_the_guides_last_table_fits_a_later_version() -> None:
    text = "\n".join([*SNIPPETS[:3], SNIPPETS[3]])
    with pytest.raises(BadFramework, match="comparable with itself"):
        framing.parse(text)
    framed = framing.parse(text.replace('version = "1"', 'version = "2"'))
    assert framed.comparability is not None
    assert framed.comparability.not_comparable == ("1",)


def test_every_entry_of_every_table_is_in_the_reference() -> None:
    page = frameworks_page()
    for head, model, _text in TABLES:
        part = page[page.index(f"### `{head}`") :]
        for name, field in model.model_fields.items():
            assert f"| `{field.alias or name}` |" in part, (head, name)
            assert field.description, (head, name)


def test_every_framework_that_comes_with_hulul_is_in_the_reference() -> None:
    page = frameworks_page()
    for framed in framing.shipped():
        assert f"(`{framed.id}`)" in page
        assert f"### {framed.title.en}\n" in page
