"""The rows of a table as HTML.

Written here and not in a template: a page has thousands of cells, and a template takes ten times as long for them.
"""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hulul.ui.tables import Cell, Table, TableColumn


def body(table: Table) -> SafeString:
    """All rows. What a number is stands in `data-raw` for copying; text carries its own direction."""
    return mark_safe("".join(_rows(table)))  # noqa: S308 - every value is escaped in _cell


def _rows(table: Table) -> Iterator[str]:
    language = get_language()
    elements = [("<td", "</td>")] * len(table.columns)
    if table.first_is_header:
        elements[0] = ('<th scope="row"', "</th>")
    for row in table.rows:
        yield "<tr>"
        for column, (begin, end), value in zip(table.columns, elements, row, strict=True):
            yield begin
            yield _cell(column, value if isinstance(value, Cell) else Cell(value), language)
            yield end
        yield "</tr>\n"


def _cell(column: TableColumn, cell: Cell, language: str | None) -> str:
    """The attributes and the contents of a cell: what stands between its tags' names and its end."""
    tone = f"tone-{cell.tone}" if cell.tone else ""
    written = column.write(cell.value, language)
    if column.is_number:
        raw = "" if cell.value is None else escape(str(cell.value))
        attributes = f' class="number {tone}" data-raw="{raw}">' if tone else f' class="number" data-raw="{raw}">'
        text = written  # digits, signs and separators: nothing to escape
    else:
        attributes = f' class="{tone}" dir="auto">' if tone else ' dir="auto">'
        text = escape(written)
    if cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    if cell.note:
        text = f'{text} <small class="cell-note">{escape(cell.note)}</small>'
    return attributes + text
