"""Tables and sentences about rounds: what their columns are and what their cells say."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.kernel.actors import Actor
from hulul.places import queries as places
from hulul.places.models import Place
from hulul.places.rules import LOCATION_LEVEL
from hulul.tracking import labels
from hulul.tracking.contents import AreaRows, Difference
from hulul.tracking.models import Round, Version
from hulul.tracking.web.facts import Fact, Tone, known
from hulul.ui import formats
from hulul.ui.charts import Hue
from hulul.ui.figures import Change, KeyFigure
from hulul.ui.sparklines import Sparkline
from hulul.ui.tables import Cell, Table, TableColumn

ROUNDS_SORT = "-date"
_ROUNDS_FIELDS = {
    "date": "round__date",
    "population": "round__population",
    "households": "households",
    "individuals": "individuals",
    "rows": "rows",
    "source": "round__source",
}
VERSION_STATES: dict[str, str | Promise] = {
    Version.State.ACCEPTED: gettext_lazy("Stands"),
    Version.State.SUPERSEDED: gettext_lazy("Replaced by a later version"),
    Version.State.WITHDRAWN: gettext_lazy("Withdrawn"),
}
_TONES: dict[str, Tone] = {Version.State.WITHDRAWN: "error", Version.State.SUPERSEDED: "muted"}


def round_title(found: Round) -> str:
    """ "Returnees, 30 March 2018"."""
    parts = {"population": labels.population(found.population), "date": formats.day(found.date)}
    return _("%(population)s, %(date)s") % parts


def round_sentence(version: Version, before: Version | None) -> str:
    """What the round says, with its change since the round before where there is one."""
    parts = {
        "source": labels.source(version.round.source),
        "households": formats.number(version.households),
        "individuals": formats.number(version.individuals),
        "rows": formats.number(version.rows),
        "date": formats.day(version.round.date),
    }
    said = _(
        "%(source)s counted %(households)s households, %(individuals)s individuals, in %(rows)s places on %(date)s."
    )
    if before is None or not before.individuals:
        return said % parts
    share = version.individuals / before.individuals - 1
    parts |= {"change": formats.percent(abs(share)), "before": formats.day(before.round.date)}
    more = _("That is %(change)s more individuals than on %(before)s.")
    fewer = _("That is %(change)s fewer individuals than on %(before)s.")
    return f"{said} {more if share >= 0 else fewer}" % parts


def round_figures(version: Version, series: Sequence[Version]) -> list[KeyFigure]:
    """Individuals, households and places of a round; `series` holds the rounds up to it, oldest first."""
    hue: Hue = "displaced" if version.round.population == "idp" else "returnees"
    before = series[-2] if len(series) > 1 else None
    since = _("since %(date)s") % {"date": formats.day(before.round.date, short=True)} if before else ""

    def figure(label: str, unit: str, value: int, field: str) -> KeyFigure:
        values = [getattr(each, field) for each in series]
        changes = []
        if before:
            was = getattr(before, field)
            changes = [Change(value - was, (value - was) / was if was else None, since)]
        words = _("From %(first)s to %(last)s over %(count)s rounds.") % {
            "first": formats.number(values[0]),
            "last": formats.number(values[-1]),
            "count": formats.number(len(values)),
        }
        return KeyFigure(
            label=label,
            value=value,
            unit=unit,
            on=version.round.date,
            source=labels.source(version.round.source),
            hue=hue,
            changes=changes,
            sparkline=Sparkline(values, words) if len(values) > 2 else None,
        )

    return [
        figure(labels.population(version.round.population), _("individuals"), version.individuals, "individuals"),
        figure(_("Households"), _("households"), version.households, "households"),
        figure(_("Places"), _("places"), version.rows, "rows"),
    ]


def rounds_order(sort: str) -> tuple[str, ...]:
    """Fields to order by; unknown names give the usual order."""
    name = sort.removeprefix("-")
    if name not in _ROUNDS_FIELDS:
        sort, name = ROUNDS_SORT, "date"
    field = f"{'-' if sort.startswith('-') else ''}{_ROUNDS_FIELDS[name]}"
    return (field, "-round__date", "round__population", "round__source")


def rounds_table(versions: Iterable[Version], sort: str) -> Table:
    return Table(
        caption=_("Rounds"),
        hide_caption=True,
        columns=[
            TableColumn("date", _("Date"), "date", sortable=True),
            TableColumn("population", _("Population group"), sortable=True),
            TableColumn("households", _("Households"), "number", sortable=True),
            TableColumn("individuals", _("Individuals"), "number", sortable=True),
            TableColumn("rows", _("Places"), "number", sortable=True),
            TableColumn("source", _("Source"), sortable=True),
            TableColumn("version", _("Version"), "number"),
        ],
        rows=[
            [
                Cell(version.round.date, url=reverse("tracking:round", args=[version.round_id])),
                labels.population(version.round.population),
                version.households,
                version.individuals,
                version.rows,
                labels.source(version.round.source),
                version.number,
            ]
            for version in versions
        ],
        sort=sort,
        empty=_("No round fits these filters. Choose others, or bring in a file."),
    )


def provenance_facts(version: Version, *, staff: bool) -> list[Fact]:
    """Where a version comes from and by which rules it was made."""
    return known(
        [
            Fact(_("File"), version.file_name),
            Fact(_("Checksum (SHA-256)"), version.sha256),
            Fact(_("Version"), formats.number(version.number)),
            Fact(_("State"), str(VERSION_STATES[version.state]), version.reason, _TONES.get(version.state, "")),
            Fact(_("Accepted"), formats.moment(version.accepted_at), version.accepted_by if staff else ""),
            Fact(_("Source"), labels.source(version.round.source)),
            Fact(_("Individuals per household"), _sizes(version)),
            Fact(_("Unit of the breakdowns"), str(labels.UNITS.get(version.breakdown_unit, ""))),
            Fact(_("Locations without an informant"), str(labels.MISSING_RULES[version.missing_rule])),
            Fact(_("Rows of new locations"), formats.number(version.new_places) if version.new_places else ""),
            Fact(_("Rows that are no places"), formats.number(version.reported_rows) if version.reported_rows else ""),
        ]
    )


def _sizes(version: Version) -> str:
    if version.camp_factor == version.factor:
        return formats.number(version.factor, 0 if version.factor.is_integer() else 1)
    sizes = {"usual": formats.number(version.factor), "camp": formats.number(version.camp_factor)}
    return _("%(usual)s; in camps %(camp)s") % sizes


def versions_table(versions: Sequence[Version]) -> Table:
    """Every version of a round the reader may see, with a link to what it changed."""
    rows = []
    for version in versions:
        earlier = next((each for each in versions if each.number < version.number), None)
        changed = (
            Cell(
                _("Compared with version %(number)s") % {"number": formats.number(earlier.number)},
                url=reverse("tracking:difference", args=[version.round_id, earlier.number, version.number]),
            )
            if earlier
            else ""
        )
        state = Cell(str(VERSION_STATES[version.state]), note=version.reason, tone=_TONES.get(version.state, ""))
        rows.append(
            [
                version.number,
                state,
                version.file_name,
                version.households,
                version.rows,
                version.accepted_at.date(),
                changed,
            ]
        )
    columns = [
        TableColumn("version", _("Version"), "number"),
        TableColumn("state", _("State")),
        TableColumn("file", _("File")),
        TableColumn("households", _("Households"), "number"),
        TableColumn("rows", _("Places"), "number"),
        TableColumn("accepted", _("Accepted"), "date"),
        TableColumn("difference", _("Difference")),
    ]
    return Table(_("Versions"), columns, rows, hide_caption=True)


def difference_totals(found: Difference) -> Table:
    older, newer = found.older, found.newer
    rows = [
        [_("Households"), older.households, newer.households, newer.households - older.households],
        [_("Individuals"), older.individuals, newer.individuals, newer.individuals - older.individuals],
        [_("Rows"), older.rows, newer.rows, newer.rows - older.rows],
    ]
    return Table(_("Totals"), _difference_columns(found, _("What")), rows)


def difference_table(actor: Actor, found: Difference, limit: int = 500) -> Table:
    """Places with another number, the largest change first."""
    shown = found.changed[:limit]
    names = places.by_codes(actor, (each.place for each in shown))
    rows = [
        [
            Cell(formats.name(names[each.place]) if each.place in names else each.place, note=each.place),
            each.before,
            each.after,
            Cell(each.change, tone="rise" if each.change > 0 else "fall"),
        ]
        for each in shown
    ]
    empty = _("Both versions count the same households at the same places.")
    return Table(_("Households by place"), _difference_columns(found, _("Place")), rows, empty=empty)


def _difference_columns(found: Difference, first: str) -> list[TableColumn]:
    version = _("Version %(number)s")
    return [
        TableColumn("what", first),
        TableColumn("before", version % {"number": formats.number(found.older.number)}, "number"),
        TableColumn("after", version % {"number": formats.number(found.newer.number)}, "number"),
        TableColumn("change", _("Change"), "signed"),
    ]


def provenance_table(found: Sequence[AreaRows], place: Place) -> Table:
    """One line per round: which file, which version, which row."""
    single = place.level == LOCATION_LEVEL
    rows = [
        [
            Cell(area.version.round.date, url=reverse("tracking:round", args=[area.version.round_id])),
            labels.population(area.version.round.population),
            area.households if area.rows else None,
            formats.digits(", ".join(map(str, area.rows))) if single else formats.number(len(area.rows)),
            ", ".join(str(labels.HOW[how]) for how in list(area.how)[:2]),
            area.version.file_name,
            area.version.number,
        ]
        for area in found
    ]
    columns = [
        TableColumn("date", _("Round"), "date"),
        TableColumn("population", _("Population group")),
        TableColumn("households", _("Households"), "number"),
        TableColumn("rows", _("Row of the file") if single else _("Rows")),
        TableColumn("how", _("Place found")),
        TableColumn("file", _("File")),
        TableColumn("version", _("Version"), "number"),
    ]
    return Table(
        _("Where the numbers come from"), columns, rows, empty=_("No round was imported yet."), hide_caption=True
    )
