"""Tables about imports: what was recognised, what still waits, what became of each file."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.tracking import labels
from hulul.tracking.models import Import
from hulul.tracking.web.facts import Fact, Tone, known
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

STATES: dict[str, str | Promise] = {
    Import.State.UPLOADED: gettext_lazy("Waiting to be read"),
    Import.State.NEEDS_ANSWERS: gettext_lazy("Needs an answer"),
    Import.State.CHECKED: gettext_lazy("Checked, to be decided"),
    Import.State.ACCEPTED: gettext_lazy("Accepted"),
    Import.State.REFUSED: gettext_lazy("Left out"),
    Import.State.FAILED: gettext_lazy("Cannot be read"),
}
WAITING = (Import.State.UPLOADED, Import.State.NEEDS_ANSWERS, Import.State.CHECKED, Import.State.FAILED)
OUTCOMES: dict[str, str | Promise] = {
    Import.Outcome.NEW_ROUND: gettext_lazy("The round was accepted. The figures follow within a moment."),
    Import.Outcome.NEW_VERSION: gettext_lazy(
        "The file was accepted as version %(number)s of the round; the version before it is kept."
    ),
    Import.Outcome.SAME_FILE: gettext_lazy("This very file is version %(number)s already; nothing was changed."),
    Import.Outcome.SAME_CONTENTS: gettext_lazy(
        "The file says the same as version %(number)s, which stays as it is; the file was noted beside it."
    ),
}
_TONES: dict[str, Tone] = {
    Import.State.NEEDS_ANSWERS: "warning",
    Import.State.FAILED: "error",
    Import.State.REFUSED: "muted",
}


def imports_table(items: Iterable[Import]) -> Table:
    rows = []
    for item in items:
        seen = item.summary
        about = ""
        if seen.get("population") and seen.get("date"):
            parts = {"population": labels.population(seen["population"]), "date": formats.day(seen["date"])}
            about = _("%(population)s, %(date)s") % parts
        state = Cell(str(STATES[item.state]), note=item.message, tone=_TONES.get(item.state, ""))
        if item.state == Import.State.CHECKED and item.errors:
            state = Cell(_("Has errors"), tone="error")
        rows.append(
            [
                Cell(item.file_name, url=reverse("tracking:import", args=[item.pk])),
                state,
                about,
                seen.get("households"),
                item.errors if seen else None,
                item.warnings if seen else None,
                item.created_at.date(),
            ]
        )
    columns = [
        TableColumn("file", _("File")),
        TableColumn("state", _("State")),
        TableColumn("round", _("Round")),
        TableColumn("households", _("Households"), "number"),
        TableColumn("errors", _("Errors"), "number"),
        TableColumn("warnings", _("Warnings"), "number"),
        TableColumn("sent", _("Sent"), "date"),
    ]
    empty = _("No file was brought in yet, or none in this state.")
    return Table(_("Imports"), columns, rows, hide_caption=True, empty=empty)


_FOUND_IN: dict[str, str | Promise] = {
    "column": gettext_lazy("from a column of the file"),
    "header": gettext_lazy("from the headers"),
    "title": gettext_lazy("from the title rows"),
    "sheet": gettext_lazy("from the name of the sheet"),
    "file_name": gettext_lazy("from the name of the file"),
}


def preview_facts(item: Import) -> list[Fact]:
    """How a file was recognised and what it adds up to."""
    seen = item.summary
    if not seen:
        return []
    stated = seen.get("totals", {}).get("households")
    population = labels.population(seen["population"]) if seen["population"] else _("not known")
    day = formats.day(seen["date"]) if seen["date"] else _("not known")
    facts = [
        Fact(_("Population group"), population, str(_FOUND_IN.get(seen["population_how"], ""))),
        Fact(_("Date of the round"), day, str(_FOUND_IN.get(seen["date_how"], ""))),
        Fact(_("Source"), labels.source(seen["source"])),
        Fact(_("Places"), formats.number(seen["rows"])),
        Fact(_("Households"), formats.number(seen["households"])),
        Fact(_("Individuals"), formats.number(seen["individuals"])),
        Fact(_("Households in the file's own total row"), formats.number(stated) if stated is not None else ""),
        Fact(_("Unit of the breakdowns"), str(labels.UNITS.get(seen["unit"] or "", ""))),
        Fact(_("Sheet"), seen["sheet"] or ""),
        Fact(_("Encoding"), seen["encoding"]),
        Fact(_("Header in row"), formats.number(seen["header_row"])),
    ]
    for how, count in sorted(seen.get("how", {}).items(), key=lambda each: -each[1]):
        facts.append(Fact(_("Places found %(how)s") % {"how": labels.HOW[how]}, formats.number(count)))
    return known(facts)


def columns_table(item: Import) -> Table:
    """Each column of the file and what it was taken for."""
    hows = {
        "known": _("known"),
        "confirmed": _("confirmed by a person"),
        "suggested": _("not known; there are suggestions"),
        "unknown": _("not known"),
        "duplicate": _("the same as an earlier column"),
    }
    rows = [
        [
            header["name"] or _("(no header)"),
            labels.column(header["key"]) if header["key"] else Cell(_("to be answered"), tone="warning"),
            hows[header["how"]],
        ]
        for header in item.summary.get("headers", [])
    ]
    columns = [
        TableColumn("header", _("Column in the file")),
        TableColumn("key", _("Taken for")),
        TableColumn("how", _("How")),
    ]
    return Table(_("Columns"), columns, rows, hide_caption=True)
