"""The parts inside a modern workbook: counted before anything opens it, and what they tell that its cells do not."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hulul.sheets.errors import Unreadable, damaged_workbook
from hulul.sheets.findings import Findings
from hulul.sheets.limits import Limits

_FORMULA = re.compile(rb"<f[ >/]")
_FORMULA_WITHOUT_VALUE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*\st="e"')
_LISTED_CELLS = 20


def check(content: bytes, limits: Limits, findings: Findings) -> None:
    """Unpack every part once, counting: a workbook is an archive and can be a bomb too.

    On the way formulas, formulas without a stored value and cells with errors are counted over all sheets, because the
    cells as they are read later show only values. Unreadable for a bomb and for a damaged archive.
    """
    formulas = without_value = 0
    errors: list[str] = []
    try:
        for name, data in _unpacked(content, limits):
            if name.startswith("xl/worksheets/"):
                formulas += len(_FORMULA.findall(data))
                without_value += len(_FORMULA_WITHOUT_VALUE.findall(data))
                errors += [cell.decode() for cell in _ERROR_CELL.findall(data)]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged_workbook() from error
    if formulas:
        findings.add("formulas", count=formulas)
    if without_value:
        findings.add("formulas_without_value", count=without_value)
    if errors:
        more = ", …" if len(errors) > _LISTED_CELLS else ""
        findings.add("error_cells", count=len(errors), cells=", ".join(errors[:_LISTED_CELLS]) + more)


def _unpacked(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            part.file_size = limits.file_bytes  # the stated size is not trusted
            with archive.open(part) as opened:
                data = opened.read(limits.file_bytes + 1 - unpacked)
            unpacked += len(data)
            too_dense = unpacked > limits.ratio_applies_above and unpacked > limits.ratio * len(content)
            if unpacked > limits.file_bytes or too_dense:
                raise Unreadable(
                    _("The workbook unpacks to far more than a table can be; it was not opened."),
                    code="archive_bomb",
                    hint=_("If you trust it, save the sheet as CSV and import that."),
                )
            yield part.filename, data
