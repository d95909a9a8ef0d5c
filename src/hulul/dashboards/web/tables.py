"""The tables of the dashboard, each from what the warehouse answered."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hulul.dashboards.queries.areas import Alert, AreaRow, Movement
from hulul.dashboards.queries.gazetteer import Gazetteer, PlaceFact
from hulul.dashboards.queries.standing import Candidate, OtherCount
from hulul.dashboards.rules import Selection, alphabetical
from hulul.dashboards.web.specs import place_url, population_word, unit_word
from hulul.kernel import packs
from hulul.ui.tables import Cell, Table, TableColumn


def area_table(rows: Sequence[AreaRow], names: Gazetteer, selection: Selection, level_name: str, sort: str) -> Table:
    """One row per area, sortable; links lead down."""
    unit = unit_word(selection.unit)
    columns = [
        TableColumn("name", level_name, sortable=True),
        TableColumn("idp", _("Displaced"), "number", unit, sortable=True),
        TableColumn("change_idp", _("Change"), "signed", unit, sortable=True),
        TableColumn("returnee", _("Returned"), "number", unit, sortable=True),
        TableColumn("change_returnee", _("Change"), "signed", unit, sortable=True),
        TableColumn("rate", _("Return rate"), "percent", sortable=True),
    ]
    column = sort.lstrip("-")
    if column not in {c.name for c in columns}:
        sort, column = f"-{selection.population}", selection.population

    def key(row: AreaRow) -> tuple[bool, object, str]:
        value = alphabetical(names.name(row.place)) if column == "name" else getattr(row, column)
        if value is None:
            return (not sort.startswith("-"), 0, row.place)
        return (sort.startswith("-"), value, row.place)

    ordered = sorted(rows, key=key, reverse=sort.startswith("-"))
    return Table(
        caption=_("Displaced people and returnees by %(level)s") % {"level": level_name.lower()},
        columns=columns,
        rows=[
            [
                Cell(names.name(r.place), place_url(r.place)),
                r.idp, r.change_idp, r.returnee, r.change_returnee, r.rate,
            ]
            for r in ordered
        ],
        sort=sort,
        in_place=True,
        hide_caption=True,
        empty=_("Nobody was counted here in the rounds shown. Choose another date or a wider area."),
    )  # fmt: skip


def neighbour_table(shown: Sequence[PlaceFact], counted: dict[str, int], unit: str) -> Table:
    """The locations of one sub-district, most people first."""
    ordered = sorted(shown, key=lambda fact: (-counted.get(fact.code, 0), alphabetical(fact.name)))
    return Table(
        caption=_("Locations of the same sub-district"),
        columns=[TableColumn("place", _("Location")), TableColumn("value", unit, "number")],
        rows=[[Cell(fact.name, place_url(fact.code)), counted.get(fact.code)] for fact in ordered],
        empty=_("No other location is counted in this sub-district."),
    )


def movement_table(found: Sequence[Movement], names: Gazetteer, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("now", _("Now"), "number", _("households")),
            TableColumn("change", _("Change"), "signed", _("households")),
            TableColumn("share", _("Change"), "signed_percent"),
        ],
        rows=[
            [
                Cell(names.name(m.place), place_url(m.place), _("across a break in series") if m.across_break else ""),
                m.now,
                Cell(m.change, tone="rise" if m.change > 0 else "fall"),
                m.share,
            ]
            for m in found
        ],
        hide_caption=True,
        empty=_("No place moved this way since the round before."),
    )


def alert_table(found: Sequence[Alert], names: Gazetteer) -> Table:
    return Table(
        caption=_("Unusual movements"),
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("population", _("Population group")),
            TableColumn("households", _("Now"), "number", _("households")),
            TableColumn("expected", _("Expected"), "number", _("households")),
            TableColumn("score", _("How unusual"), "decimal", decimals=1),
            TableColumn("false_alarm_rate", _("False alarms"), "percent", decimals=2),
        ],
        rows=[
            [
                Cell(
                    names.name(a.place), place_url(a.place), tone="rise" if a.direction == "rise" else "fall",
                    note=_("unusual rise") if a.direction == "rise" else _("unusual fall"),
                ),
                population_word(a.population), a.households, a.expected, abs(a.score),
                a.false_alarm_rate,
            ]
            for a in found
        ],
        hide_caption=True,
        empty=_("No place moved unusually in these rounds."),
    )  # fmt: skip


def other_counts_table(found: Sequence[OtherCount]) -> Table:
    """Counts of other sources, each beside the nearest round of the leading one."""
    names = {source.code: str(source.name) for source in packs.current().sources}
    return Table(
        caption=_("Counts of other sources"),
        columns=[
            TableColumn("date", _("Date"), "date"),
            TableColumn("population", _("Population group")),
            TableColumn("source", _("Source")),
            TableColumn("households", _("Counted"), "number", _("households")),
            TableColumn("reference", _("In the nearest round"), "number", _("households")),
            TableColumn("reference_date", _("Its date"), "date"),
            TableColumn("difference", _("Difference"), "signed", _("households")),
            TableColumn("share", _("Difference"), "signed_percent"),
        ],
        rows=[
            [
                c.date, population_word(c.population), names.get(c.source, c.source), c.households,
                c.reference_households, c.reference_date, c.difference, c.share,
            ]
            for c in found
        ],
        hide_caption=True,
        first_is_header=False,
        empty=_("No other source has counted this place."),
    )  # fmt: skip


def candidate_table(found: Sequence[Candidate], names: Gazetteer) -> Table:
    """Candidates for places of no return."""
    reasons = {
        "never_returned": _("no return recorded"),
        "returned_and_left": _("all returnees left again"),
    }
    return Table(
        caption=_("Candidates for places of no return"),
        columns=[
            TableColumn("place", _("Location")),
            TableColumn("area", str(packs.current().level(1).name)),
            TableColumn("reason", _("Why")),
            TableColumn("last_seen", _("Last counted"), "date"),
            TableColumn("peak", _("Most returnees ever"), "number", _("people")),
        ],
        rows=[
            [
                Cell(names.name(c.place), place_url(c.place)), Cell(names.name(c.adm1), place_url(c.adm1)),
                reasons.get(c.reason, c.reason), c.last_seen, c.peak_returnees,
            ]
            for c in found
        ],
        hide_caption=True,
        empty=_("No location looks like a place of no return in the rounds imported so far."),
    )  # fmt: skip
