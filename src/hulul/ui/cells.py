"""The rows of a table as HTML.

Written here and not in a template: a page has thousands of cells, and a template takes five times as long for them.
"""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hulul.ui.tables import ShownCell, Table


def body(table: Table) -> SafeString:
    """All rows. What a number is stands in `data-raw` for copying; text carries its own direction."""
    return mark_safe("".join(_rows(table)))  # noqa: S308 - every value is escaped in _cell


def _rows(table: Table) -> Iterator[str]:
    for row in table.shown_rows():
        cells = [_cell(cell, is_header=table.first_is_header and n == 0) for n, cell in enumerate(row)]
        yield f"<tr>{''.join(cells)}</tr>\n"


def _cell(cell: ShownCell, *, is_header: bool) -> str:
    tone = f"tone-{cell.tone}" if cell.tone else ""
    if cell.column.is_number:
        attributes = f' class="number {tone}"' if tone else ' class="number"'
        attributes += f' data-raw="{escape(cell.raw)}"'
        text = cell.text  # digits, signs and separators: nothing to escape
    else:
        attributes = f' class="{tone}" dir="auto"' if tone else ' dir="auto"'
        text = str(escape(cell.text))
    if cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    if cell.note:
        text += f' <small class="cell-note">{escape(cell.note)}</small>'
    return f'<th scope="row"{attributes}>{text}</th>' if is_header else f"<td{attributes}>{text}</td>"
