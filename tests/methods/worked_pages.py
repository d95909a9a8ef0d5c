"""Tables of an explanation page, each named by the comment `<!-- worked: name -->` above it."""

import re
from pathlib import Path

EXPLANATIONS = Path(__file__).parents[2] / "docs" / "explanation"


def tables(page: str) -> dict[str, list[dict[str, str]]]:
    """Rows by column, as text, of every named table of the page."""
    found = {}
    text = (EXPLANATIONS / page).read_text(encoding="utf-8")
    for name, table in re.findall(r"<!-- worked: ([\w ]+) -->\n((?:\|.*\n)+)", text):
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()]
        found[name] = [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]
    return found


def share(text: str) -> float | None:
    """ "66.7 %" as 0.667, nothing as None."""
    return float(text.removesuffix("%")) / 100 if text else None
