"""Frameworks and their versions as tables, facts and lines of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.measurement import labels, queries
from hulul.measurement.framing import Framed, Problem
from hulul.measurement.framing.differences import Difference, between
from hulul.measurement.models import FrameworkVersion
from hulul.measurement.queries.previews import Preview
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

State = FrameworkVersion.State


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a framework file with what is wrong in it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


def frameworks_table(found: Iterable[FrameworkVersion]) -> Table:
    rows = []
    for version in found:
        framed = queries.framed(version)
        status = framed.framework.status
        state = "" if version.state == State.ACTIVE else str(labels.STATES[version.state])
        rows.append(
            [
                Cell(
                    str(framed.title),
                    url=reverse("measurement:framework", args=[version.framework_id]),
                    note=formats.digits(str(framed.framework.purpose)),
                ),
                Cell(str(labels.STATUSES[status]), tone="" if status == "confirmed" else "warning"),
                str(labels.UNITS[framed.framework.unit]),
                len(framed.indicators),
                Cell(formats.digits(version.version), note=state),
            ]
        )
    columns = [
        TableColumn("title", _("Framework")),
        TableColumn("status", _("Status of the method")),
        TableColumn("unit", _("Unit")),
        TableColumn("indicators", _("Indicators"), "number"),
        TableColumn("version", _("Version")),
    ]
    return Table(_("Frameworks"), columns, rows, hide_caption=True)


def facts(version: FrameworkVersion | None, framed: Framed) -> list[tuple[str, str]]:
    """What a reader wants to know first; without a version, of a text that is not kept yet."""
    about = framed.framework
    known = [
        (_("Kind"), str(labels.KINDS[about.kind])),
        (_("Unit"), str(labels.UNITS[about.unit])),
        (_("Values come from"), str(labels.INPUTS[about.inputs])),
        (_("Scales"), formats.number(len(framed.scales))),
        (_("Indicators"), formats.number(len(framed.indicators))),
        (_("Version"), formats.digits(framed.version)),
        (_("State"), str(labels.STATES[version.state]) if version else ""),
        (_("Activated"), _moment(version) if version else ""),
        (_("Who may read results"), str(labels.TIERS[about.tier])),
        (_("Source of the method"), str(about.source)),
        (_("Outcome that it explains"), _outcome(framed)),
    ]
    return [pair for pair in known if pair[1]]


def _outcome(framed: Framed) -> str:
    if framed.outcome is None:
        return ""
    said = framed.outcome.description
    return f"{framed.outcome.title}: {said}" if said else str(framed.outcome.title)


def _moment(version: FrameworkVersion) -> str:
    if version.activated_at is None:
        return ""
    words = {"moment": formats.moment(timezone.localtime(version.activated_at)), "who": version.activated_by}
    return _("%(moment)s by %(who)s") % words


def versions_table(versions: Iterable[FrameworkVersion]) -> Table:
    rows = [
        [
            Cell(
                formats.digits(each.version),
                url=reverse("measurement:framework_version", args=[each.framework_id, each.version]),
            ),
            Cell(str(labels.STATES[each.state]), tone="" if each.state == State.ACTIVE else "muted"),
            timezone.localdate(each.loaded_at),
            timezone.localdate(each.activated_at) if each.activated_at else None,
        ]
        for each in versions
    ]
    columns = [
        TableColumn("version", _("Version")),
        TableColumn("state", _("State")),
        TableColumn("loaded", _("Loaded"), "date"),
        TableColumn("activated", _("Activated"), "date"),
    ]
    return Table(_("Versions"), columns, rows, hide_caption=True)


def changes(versions: Sequence[tuple[FrameworkVersion, Framed]]) -> list[Difference]:
    """From each version to the one before it, the newest first."""
    return [between(older, newer) for (_n, newer), (_o, older) in pairwise(versions)]


def preview_table(found: Preview, framed: Framed) -> Table:
    """How many places of the survey would be in each category."""
    rows = [[str(category.title), found.counts.get(category.code, 0)] for category in framed.categories]
    if missing := found.counts.get("", 0):
        rows.append([_("not scored"), missing])
    columns = [TableColumn("category", _("Category")), TableColumn("places", _("Places"), "number")]
    return Table(_("Places by category"), columns, rows, hide_caption=True)


def lines(text: str, problems: Sequence[Problem]) -> list[Line]:
    """The text line by line, each with its problems; those beyond the end stand at the last line."""
    written = text.splitlines() or [""]
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(min(problem.line, len(written)), []).append(problem)
    return [Line(number, line, tuple(by_line.get(number, ()))) for number, line in enumerate(written, start=1)]
