"""Workbooks (XLSX, XLSM, XLSB, ODS and old XLS) as a grid of text cells: stored values, never formulas."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from hulul.sheets import parts
from hulul.sheets.delimited import check_columns, too_many_rows
from hulul.sheets.errors import Unreadable, damaged_workbook, protected_workbook
from hulul.sheets.findings import Findings
from hulul.sheets.grids import HEAD_ROWS, Grid, columns_of
from hulul.sheets.limits import Limits

_ERRORS = (CalamineError, OSError, ValueError, KeyError, IndexError, OverflowError)


def grid(
    content: bytes,
    limits: Limits,
    findings: Findings,
    *,
    sheet: str | None,
    likeness: Callable[[Sequence[Sequence[str]]], int],
) -> Grid:
    """One sheet of the workbook: the named one, else the visible one whose first rows score highest in `likeness`.

    Unreadable when the workbook is damaged, protected by a password, too large, or has no such sheet.
    """
    if content.startswith(b"PK"):
        parts.check(content, limits, findings)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise protected_workbook() from error
    except _ERRORS as error:
        raise damaged_workbook() from error
    except BaseException as error:
        raise _reraised_unless_panic(error) from error
    names = tuple(
        found.name for found in workbook.sheets_metadata if found.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.Vba)
    )
    chosen, rows = _choose(workbook, names, sheet, likeness, limits)
    if len(names) > 1 and sheet is None:
        findings.add("sheet_chosen", count=len(names), sheet=chosen)
    check_columns(max((len(row) for row in rows), default=0), limits)

    def body(first: int, width: int) -> list[Any]:
        return columns_of([[_text(cell) for cell in row] for row in rows[first:]], width)

    head = [[_text(cell) or "" for cell in row] for row in rows[:HEAD_ROWS]]
    return Grid("utf-8", None, chosen, names, head, body)


def _reraised_unless_panic(error: BaseException) -> Unreadable:
    """The workbook library is written in Rust: its own failures on damaged files arrive as a PanicException."""
    if type(error).__name__ != "PanicException":
        raise error
    return damaged_workbook()


def _choose(
    workbook: CalamineWorkbook,
    names: tuple[str, ...],
    wanted: str | None,
    likeness: Callable[[Sequence[Sequence[str]]], int],
    limits: Limits,
) -> tuple[str, list[list[Any]]]:
    if wanted is not None:
        if wanted not in names:
            message = _("The workbook has no sheet “%(sheet)s”. Its sheets are: %(sheets)s.")
            raise Unreadable(message % {"sheet": wanted, "sheets": ", ".join(names)}, code="no_sheet")
        return wanted, _rows(workbook, wanted, limits)
    best: tuple[int, str, list[list[Any]]] | None = None
    for name in names:
        rows = _rows(workbook, name, limits)
        score = likeness([[_text(cell) or "" for cell in row] for row in rows[:HEAD_ROWS]]) if rows else -1
        if best is None or score > best[0]:
            best = (score, name, rows)
    if best is None or not best[2]:
        raise Unreadable(_("The workbook is empty: none of its sheets has a cell."), code="empty")
    return best[1], best[2]


def _rows(workbook: CalamineWorkbook, name: str, limits: Limits) -> list[list[Any]]:
    """All rows of a sheet; Unreadable, before they become Python values, when there are more than the limit."""
    try:
        sheet: CalamineSheet = workbook.get_sheet_by_name(name)
        if sheet.total_height >= limits.rows:
            raise too_many_rows(sheet.total_height + 1, limits)
        return sheet.to_python(skip_empty_area=False)
    except _ERRORS as error:
        raise damaged_workbook() from error
    except Unreadable:
        raise
    except BaseException as error:
        raise _reraised_unless_panic(error) from error


def _text(cell: Any) -> str | None:
    """A cell as text, None when empty: whole numbers without a decimal point, dates as 2019-04-30."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    return str(cell)
