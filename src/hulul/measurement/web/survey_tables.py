"""Tables, facts and sentences about surveys and about files of answers on their way in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.measurement import queries
from hulul.measurement.framing import Framed
from hulul.measurement.models import SurveyImport, SurveyVersion
from hulul.measurement.web import survey_words
from hulul.sheets.explaining import FindingGroup
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

WAITING = (
    SurveyImport.State.UPLOADED,
    SurveyImport.State.NEEDS_ANSWERS,
    SurveyImport.State.CHECKED,
    SurveyImport.State.FAILED,
)
_IMPORT_TONES: dict[str, Any] = {
    SurveyImport.State.NEEDS_ANSWERS: "warning",
    SurveyImport.State.FAILED: "error",
    SurveyImport.State.REFUSED: "muted",
}
_VERSION_TONES: dict[str, Any] = {SurveyVersion.State.WITHDRAWN: "error", SurveyVersion.State.SUPERSEDED: "muted"}


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one rule found, in words, with the first rows it is about."""

    group: FindingGroup
    column: str
    examples: Table


def survey_title(version: SurveyVersion, titles: Mapping[str, str]) -> str:
    """ "Return Index, 31 May 2024"."""
    parts = {"framework": title_of(version, titles), "date": formats.day(version.survey.date)}
    return _("%(framework)s, %(date)s") % parts


def title_of(version: SurveyVersion, titles: Mapping[str, str]) -> str:
    code = version.survey.framework_id or ""
    return titles.get(code, code)


def survey_sentence(version: SurveyVersion) -> str:
    """What the survey is, in one sentence."""
    parts = {
        "source": survey_words.source(version.survey.source),
        "rows": formats.number(version.rows),
        "places": formats.number(version.places),
        "date": formats.day(version.survey.date),
    }
    if version.households_file:
        return _("%(source)s asked %(rows)s households in %(places)s areas up to %(date)s.") % parts
    return _("%(source)s gathered %(rows)s rows of answers about %(places)s places up to %(date)s.") % parts


def surveys_table(versions: Iterable[SurveyVersion], titles: Mapping[str, str]) -> Table:
    rows = [
        [
            Cell(version.survey.date, url=reverse("measurement:survey", args=[version.survey_id])),
            title_of(version, titles),
            version.rows,
            version.places,
            survey_words.source(version.survey.source),
            version.number,
        ]
        for version in versions
    ]
    columns = [
        TableColumn("date", _("Date"), "date"),
        TableColumn("framework", _("Framework")),
        TableColumn("rows", _("Rows"), "number"),
        TableColumn("places", _("Places"), "number"),
        TableColumn("source", _("Source")),
        TableColumn("version", _("Version"), "number"),
    ]
    return Table(_("Surveys"), columns, rows, hide_caption=True, empty=_("No survey of this framework was accepted."))


def survey_facts(version: SurveyVersion, *, staff: bool) -> list[tuple[str, str]]:
    """Where a version comes from."""
    state = str(survey_words.VERSION_STATES[version.state])
    accepted = formats.moment(version.accepted_at)
    facts = [
        (_("File"), version.file_name),
        (_("Checksum (SHA-256)"), version.sha256),
        (_("Version"), formats.number(version.number)),
        (_("State"), f"{state} · {version.reason}" if version.reason else state),
        (_("Accepted"), f"{accepted} · {version.accepted_by}" if staff else accepted),
        (_("Source"), survey_words.source(version.survey.source)),
        (_("Who may see the answers"), str(survey_words.TIERS[str(version.tier)])),
    ]
    return [(what, value) for what, value in facts if value]


def versions_table(versions: Sequence[SurveyVersion]) -> Table:
    rows = [
        [
            version.number,
            Cell(
                str(survey_words.VERSION_STATES[version.state]),
                note=version.reason,
                tone=_VERSION_TONES.get(version.state, ""),
            ),
            version.file_name,
            version.rows,
            version.places,
            version.accepted_at.date(),
        ]
        for version in versions
    ]
    columns = [
        TableColumn("version", _("Version"), "number"),
        TableColumn("state", _("State")),
        TableColumn("file", _("File")),
        TableColumn("rows", _("Rows"), "number"),
        TableColumn("places", _("Places"), "number"),
        TableColumn("accepted", _("Accepted"), "date"),
    ]
    return Table(_("Versions"), columns, rows, hide_caption=True)


def imports_table(items: Iterable[SurveyImport], titles: Mapping[str, str]) -> Table:
    rows = []
    for item in items:
        seen = item.summary
        state = Cell(
            str(survey_words.IMPORT_STATES[item.state]), note=item.message, tone=_IMPORT_TONES.get(item.state, "")
        )
        if item.state == SurveyImport.State.CHECKED and item.errors:
            state = Cell(_("Has errors"), tone="error")
        rows.append(
            [
                Cell(item.file_name, url=reverse("measurement:import", args=[item.pk])),
                state,
                titles.get(item.answers["framework"], item.answers["framework"]),
                seen.get("date"),
                seen.get("rows"),
                item.errors if seen else None,
                item.warnings if seen else None,
                item.created_at.date(),
            ]
        )
    columns = [
        TableColumn("file", _("File")),
        TableColumn("state", _("State")),
        TableColumn("framework", _("Framework")),
        TableColumn("date", _("Date"), "date"),
        TableColumn("rows", _("Rows"), "number"),
        TableColumn("errors", _("Errors"), "number"),
        TableColumn("warnings", _("Warnings"), "number"),
        TableColumn("sent", _("Sent"), "date"),
    ]
    empty = _("No file was brought in yet, or none in this state.")
    return Table(_("Imports"), columns, rows, hide_caption=True, empty=empty)


def preview_facts(item: SurveyImport, framed: Framed) -> list[tuple[str, str]]:
    """How a file was recognised and what it holds."""
    seen = item.summary
    if not seen:
        return []
    day = formats.day(seen["date"]) if seen["date"] else _("not known")
    found_in = str(survey_words.FOUND_IN.get(seen["date_how"], ""))
    facts = [
        (_("Framework"), str(framed.title)),
        (_("Version of the framework"), formats.digits(seen["version"])),
        (_("Last day of the survey"), f"{day} · {found_in}" if found_in else day),
        (_("Source"), survey_words.source(seen["source"])),
        (_("Rows"), formats.number(seen["rows"])),
        (_("Places"), formats.number(seen["places"]) if "places" in seen else ""),
        (_("Sheet"), seen["sheet"] or ""),
        (_("Encoding"), seen["encoding"]),
        (_("Header in row"), formats.number(seen["header_row"])),
    ]
    hows: dict[str, int] = seen.get("how", {})
    for how, count in sorted(hows.items(), key=lambda each: -each[1]):
        if how in survey_words.HOW:
            facts.append((_("Places found %(how)s") % {"how": survey_words.HOW[how]}, formats.number(count)))
    unknown = sum(count for how, count in hows.items() if how not in survey_words.HOW)
    facts.append((_("Rows whose place nobody knows"), formats.number(unknown) if unknown else ""))
    return [(what, value) for what, value in facts if value]


def answered_table(item: SurveyImport, framed: Framed) -> Table:
    """Each question: how many rows answered it, how, and for how many it did not arise."""
    rows = []
    for code, seen in item.summary.get("answered", {}).items():
        rows.append(
            [
                Cell(survey_words.question(code, framed), note=_said(code, seen["answers"], framed)),
                seen["given"],
                seen["not_asked"],
                seen["missing"],
            ]
        )
    columns = [
        TableColumn("question", _("Question")),
        TableColumn("given", _("Answered"), "number"),
        TableColumn("not_asked", _("Not asked"), "number"),
        TableColumn("missing", _("Missing"), "number"),
    ]
    return Table(_("Answers"), columns, rows, hide_caption=True)


def _said(code: str, counted: Mapping[str, int], framed: Framed) -> str:
    """ "All residents 12, some residents 5"; the framework's order, for questions that have answers to choose from."""
    known = next((each for each in framed.indicators if each.code == code), None)
    answers = known.answers if known else ()
    told = [f"{answer.label} {formats.number(counted[answer.code])}" for answer in answers if answer.code in counted]
    return " · ".join(told)


def columns_table(item: SurveyImport, framed: Framed) -> Table:
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
            survey_words.column(header["key"], framed) if header["key"] else Cell(_("to be answered"), tone="warning"),
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


def noticed(groups: Iterable[FindingGroup], framed: Framed) -> list[Noticed]:
    """Findings grouped by rule, in words."""
    return [Noticed(group, survey_words.column(group.column, framed), _examples(group)) for group in groups]


def _examples(group: FindingGroup) -> Table:
    """The first rows that a rule is about."""
    rows = [
        [formats.digits(str(finding.row)) if finding.row is not None else None, finding.value]
        for finding in group.examples
    ]
    columns = [TableColumn("row", _("Row of the file")), TableColumn("value", _("Value"))]
    caption = str(group.kind.title)
    if len(rows) < group.count:
        caption = _("%(title)s: the first %(count)s") % {"title": caption, "count": formats.number(len(rows))}
    return Table(caption, columns, rows)


def titles(actor: Any) -> dict[str, str]:
    """What frameworks are called, by code."""
    return {version.framework_id: str(queries.framed(version).title) for version in queries.frameworks(actor)}
