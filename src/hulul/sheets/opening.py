"""Content of any kind as a grid of cells, or the sentence that says what it is instead of a table."""

from django.utils.translation import gettext as _

from hulul.sheets import delimited, layouts, signatures, workbooks
from hulul.sheets.errors import Unreadable, protected_workbook
from hulul.sheets.findings import Findings
from hulul.sheets.grids import Grid
from hulul.sheets.headers import Vocabulary
from hulul.sheets.limits import Limits
from hulul.sheets.signatures import Kind


def open_grid(content: bytes, words: Vocabulary, sheet: str | None, limits: Limits, findings: Findings) -> Grid:
    """The file's cells. sheet: the one of a workbook to read; by default the one with most known headers.

    Unreadable when the content is no table or larger than the limits.
    """
    if len(content) > limits.file_bytes:
        message = _("The file has %(size)s MB; at most %(most)s MB can be read.")
        sizes = {"size": len(content) // 1_000_000, "most": limits.file_bytes // 1_000_000}
        raise Unreadable(message % sizes, code="too_large")
    kind = signatures.kind_of_content(content)
    if kind is Kind.OLD_OFFICE and signatures.is_encrypted_office(content):
        raise protected_workbook()
    if kind in (Kind.WORKBOOK, Kind.OLD_OFFICE):
        return workbooks.grid(
            content, limits, findings, sheet=sheet, likeness=lambda head: layouts.likeness(head, words)
        )
    if kind is Kind.TEXT:
        return delimited.grid(content, limits, findings)
    raise refusal(kind)


def refusal(kind: Kind) -> Unreadable:
    """Why content of this kind is no table, and what to do."""
    sentences = {
        Kind.EMPTY: (_("The file is empty."), _("Download or copy it again.")),
        Kind.HTML: (
            _("This is a web page or XML, whatever its name says."),
            _("Open it in a spreadsheet program and save it as XLSX. If it is a sign-in page, sign in first."),
        ),
        Kind.PDF: (_("This is a PDF, not a table."), _("Ask for the data as XLSX or CSV.")),
        Kind.IMAGE: (_("This is an image, whatever its name says."), _("Ask for the data as XLSX or CSV.")),
        Kind.DOCUMENT: (
            _("This is a text document or presentation, not a table."),
            _("Copy its table into a spreadsheet and save it as XLSX."),
        ),
        Kind.FOREIGN_ARCHIVE: (
            _("This kind of archive cannot be opened here."),
            _("Unpack it yourself, or pack it as ZIP."),
        ),
    }
    archive = (_("This is an archive, not a table."), _("Give its path; its files are then read one by one."))
    other = (_("The content is neither text nor a workbook."), _("Ask for the data as XLSX or CSV."))
    message, hint = archive if kind.holds_files else sentences.get(kind, other)
    return Unreadable(message, code=kind.name.lower(), hint=hint)
