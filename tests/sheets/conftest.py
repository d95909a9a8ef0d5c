"""Tables as people really send them, opened without knowing what they are about."""

from collections.abc import Callable

import pytest

from hulul.sheets import headers
from hulul.sheets.findings import Findings
from hulul.sheets.grids import Grid
from hulul.sheets.kinds import KINDS
from hulul.sheets.limits import Limits
from hulul.sheets.opening import open_grid

TABLE = "Place,Families,Name\n7862,16,قدش\n25622,341,دوميز\n122,45,حي المعلمين\n"
WORDS = headers.vocabulary({"place": "place", "families": "households"}, {})

Open = Callable[..., Grid]


@pytest.fixture
def findings() -> Findings:
    return Findings(KINDS)


@pytest.fixture
def open_bytes(findings: Findings) -> Open:
    """Open content as a grid; keyword arguments are limits."""

    def open_one(content: bytes, **limits: int) -> Grid:
        return open_grid(content, WORDS, None, Limits(**limits), findings)

    return open_one
