"""Maps of severity: areas by the share of returnees in high severity or by score, locations by category."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, Gazetteer, PlaceFact
from hulul.dashboards.queries.severity import Held, Severity
from hulul.dashboards.queries.wording import Wording
from hulul.dashboards.rules import Conditions
from hulul.dashboards.web import maps, specs
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.severity.figures import source
from hulul.kernel import packs
from hulul.ui import formats
from hulul.ui.figures import Figure
from hulul.ui.maps import NOT_ASSESSED, SEVERITY, Area, Bubble, MapSpec

# Shares at which the map's colours change: the same in every assessment.
SHARES = (0.1, 0.25, 0.5, 0.75)
GROUND_LEVEL = 2  # under the bubbles of locations


def severity_map(
    chosen: Conditions, held: Held, rows: list[Severity], names: Gazetteer, country: PlaceFact, words: Wording
) -> Figure:
    """The map of a selection; what was not assessed is hatched, and never zero."""
    draw = _locations if chosen.level == LOCATION_LEVEL else _areas
    return Figure(
        slug="map",
        title=_title(chosen),
        subtitle=" · ".join(
            (
                words.scale(chosen.scale) if chosen.scale else _("all scales together"),
                str(packs.current().level(chosen.level).plural),
                formats.day(held.current.date),
            )
        ),
        spec=draw(chosen, rows, names, country, words),
        source=source(held.current, words),
        downloads=downloads(
            "severity", spatial=True, assessment=held.current.code, level=chosen.level, scale=chosen.scale
        ),
        method_url=method_url("severity"),
        table_at="#areas",
        size="tall",
    )


def _title(chosen: Conditions) -> str:
    if chosen.level == LOCATION_LEVEL:
        return _("Severity of conditions where people returned")
    return show_name(chosen.show)


def show_name(show: str) -> str:
    """What areas are coloured by."""
    return _("Share of returnees in high severity") if show == "share" else _("Mean severity")


def _areas(chosen: Conditions, rows: list[Severity], names: Gazetteer, country: PlaceFact, words: Wording) -> MapSpec:
    found = {row.place: row for row in rows}
    shown = names.at_level(chosen.level)
    is_share = chosen.show == "share"
    cuts = [each for each in words.categories.values() if each.since]
    return MapSpec(
        boundaries_url=f"{reverse('places:boundaries')}?level={chosen.level}",
        outline_url=f"{reverse('places:boundaries')}?level=1" if chosen.level > 1 else "",
        bounds=maps.bounds(shown, country),
        areas=[_area(fact, found.get(fact.code), is_share=is_share) for fact in shown],
        unit=_("of assessed returnees") if is_share else _("points of 100"),
        label=str(packs.current().level(chosen.level).name),
        value_label=show_name(chosen.show),
        hue="severity",
        kind="percent" if is_share else "number",
        class_bounds=SHARES if is_share else tuple(each.since for each in cuts if each.since),
        class_colours=()
        if is_share
        else tuple(SEVERITY.get(c.colour, NOT_ASSESSED) for c in words.categories.values()),
        class_names=() if is_share else tuple(each.title for each in words.categories.values()),
        missing=_("not assessed"),
        note=str(packs.current().boundaries_note),
    )


def _area(fact: PlaceFact, row: Severity | None, *, is_share: bool) -> Area:
    if row is None or not row.assessed:
        return Area(fact.code, fact.name, None, specs.place_url(fact.code))
    words = {"assessed": formats.number(row.assessed), "locations": formats.number(row.locations)}
    return Area(
        fact.code,
        fact.name,
        row.high_share if is_share else row.score,
        specs.place_url(fact.code),
        _("%(assessed)s of %(locations)s locations assessed") % words,
    )


def _locations(
    chosen: Conditions, rows: list[Severity], names: Gazetteer, country: PlaceFact, words: Wording
) -> MapSpec:
    within: dict[str, int] = {}
    bubbles = []
    counted = any(row.individuals is not None for row in rows)
    for row in sorted(rows, key=lambda each: (-(each.individuals or 0), each.place))[: maps.MOST_BUBBLES]:
        fact = names.get(row.place)
        if fact is None or fact.lat is None or fact.lon is None:
            continue
        category = words.categories.get(row.category or "")
        if category and len(fact.ancestors) > GROUND_LEVEL:
            above = fact.ancestors[GROUND_LEVEL]
            within[above] = within.get(above, 0) + 1
        colour = SEVERITY.get(category.colour, NOT_ASSESSED) if category else NOT_ASSESSED
        said = category.title if category else _("not assessed")
        url = specs.place_url(fact.code)
        size = (row.individuals or 0) if counted else 1
        bubbles.append(Bubble(fact.code, fact.name, fact.lat, fact.lon, size, url, colour, said))
    shown = names.at_level(GROUND_LEVEL)
    classes = [(SEVERITY.get(each.colour, NOT_ASSESSED), each.title) for each in words.categories.values()]
    return MapSpec(
        boundaries_url=f"{reverse('places:boundaries')}?level={GROUND_LEVEL}",
        outline_url=f"{reverse('places:boundaries')}?level=1",
        bounds=maps.bounds(shown, country),
        areas=[Area(fact.code, fact.name, within.get(fact.code), specs.place_url(fact.code)) for fact in shown],
        scale="plain",
        unit="",
        label=str(packs.current().level(GROUND_LEVEL).name),
        value_label=_("Locations assessed"),
        hue="severity",
        bubbles=bubbles,
        bubble_hue="severity",
        bubble_label=_("returnees") if counted else _("locations"),
        bubble_classes=[*classes, (NOT_ASSESSED, _("not assessed"))],
        missing=_("not assessed"),
        note=str(packs.current().boundaries_note),
    )
