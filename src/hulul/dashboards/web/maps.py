"""The map of a selection: areas by class, locations as bubbles, classes that hold while the slider plays."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hulul.dashboards.queries import areas
from hulul.dashboards.queries.areas import AreaRow
from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, Gazetteer, PlaceFact
from hulul.dashboards.queries.rounds import Rounds
from hulul.dashboards.rules import Selection
from hulul.dashboards.web import specs, tables
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.ui import formats
from hulul.ui.charts import Hue
from hulul.ui.figures import Figure
from hulul.ui.maps import Area, Bubble, MapSpec

# More bubbles than this slow a phone down, on the line and on the screen, and tell nobody more.
MOST_BUBBLES = 1200


def area_map(
    actor: Actor, selection: Selection, rounds: Rounds, rows: list[AreaRow], names: Gazetteer, *, within: PlaceFact
) -> Figure:
    """The map figure of a page about `within`, at the selection's level."""
    values = areas.shown_values(rows, selection)
    shown = names.within(within.code, selection.level)
    round_ = rounds.current(selection.population)
    spec = MapSpec(
        boundaries_url=_boundaries(selection.level, within),
        outline_url=_boundaries(selection.level - 1, within) if selection.level - 1 > within.level else "",
        bounds=bounds(shown, within),
        areas=[Area(f.code, f.name, values.get(f.code), specs.place_url(f.code)) for f in shown],
        unit=_unit(selection),
        label=str(packs.current().level(selection.level).name),
        value_label=show_name(selection.show),
        hue=_hue(selection),
        kind="percent" if selection.show == "rate" else ("signed" if selection.is_change else "number"),
        scale="change" if selection.is_change else "sequential",
        class_bounds=areas.class_bounds(actor, selection, tuple(f.code for f in shown) if within.level else None),
        bubbles=bubbles(actor, selection, rounds, names, within) if selection.bubbles else (),
        bubble_hue=specs.hue_of(selection.population),
        bubble_label=specs.unit_word(selection.unit),
        note=str(packs.current().boundaries_note),
    )
    dataset = "return_rates" if selection.show == "rate" else ("changes" if selection.is_change else "stocks")
    where = {
        "level": selection.level,
        ("returnee_round" if dataset == "return_rates" else "round"): round_ and round_.code,
    }
    return Figure(
        slug="map",
        title=show_name(selection.show),
        subtitle=_subtitle(selection, round_.date if round_ else None),
        spec=spec,
        source=specs.source_line(rounds),
        notes=[_cut_note()] if len(spec.bubbles) == MOST_BUBBLES else (),
        downloads=downloads(dataset, spatial=True, **where),
        method_url=method_url(dataset),
        size="tall",
    )


def locator(fact: PlaceFact, names: Gazetteer, selection: Selection, rounds: Rounds, actor: Actor) -> Figure:
    """Where a location is: itself and its neighbours as bubbles, on the ground of their district's sub-districts."""
    parent = names.get(fact.parent or "") or fact
    ground = names.get(parent.parent or "") or parent
    neighbours = tuple(f.code for f in names.children(parent.code))
    round_ = rounds.current(selection.population)
    counted = dict(areas.largest(actor, round_, selection.unit, LOCATION_LEVEL, neighbours, limit=MOST_BUBBLES))
    around = names.within(ground.code, parent.level)
    people = dict(
        areas.largest(actor, round_, selection.unit, parent.level, tuple(f.code for f in around), limit=MOST_BUBBLES)
    )
    shown = [f for f in names.children(parent.code) if f.code in counted or f.code == fact.code]
    spec = MapSpec(
        boundaries_url=_boundaries(parent.level, ground),
        bounds=bounds(shown, fact),
        areas=[Area(f.code, f.name, people.get(f.code), specs.place_url(f.code)) for f in around],
        scale="plain",
        unit=specs.unit_word(selection.unit),
        label=str(packs.current().level(parent.level).name),
        value_label=show_name(selection.population),
        hue="muted",
        bubbles=[
            Bubble(f.code, f.name, f.lat, f.lon, counted.get(f.code, 0), specs.place_url(f.code))
            for f in shown
            if f.lat is not None and f.lon is not None
        ],
        bubble_hue=specs.hue_of(selection.population),
        bubble_label=specs.unit_word(selection.unit),
        selected=fact.code,
        note=str(packs.current().boundaries_note),
    )
    return Figure(
        slug="map",
        title=_("Where it is, and what is counted around it"),
        subtitle=f"{show_name(selection.population)} · {specs.unit_word(selection.unit)}",
        spec=spec,
        source=specs.source_line(rounds),
        table=tables.neighbour_table(shown, counted, specs.unit_word(selection.unit)),
    )


def _cut_note() -> str:
    return _("Only the %(count)s largest locations are drawn.") % {"count": formats.number(MOST_BUBBLES)}


def show_name(show: str) -> str:
    return {
        "returnee": _("Returnees"),
        "idp": _("Displaced people"),
        "rate": _("Return rate"),
        "change_returnee": _("Change in returnees"),
        "change_idp": _("Change in displaced people"),
    }[show]


def bubbles(actor: Actor, selection: Selection, rounds: Rounds, names: Gazetteer, within: PlaceFact) -> list[Bubble]:
    """The largest locations of the selection's population inside a place."""
    round_ = rounds.current(selection.population)
    inside = tuple(f.code for f in names.within(within.code, LOCATION_LEVEL)) if within.level else None
    counted = areas.largest(actor, round_, selection.unit, LOCATION_LEVEL, inside, limit=MOST_BUBBLES)
    found = []
    for code, value in counted:
        fact = names.get(code)
        if fact and fact.lat is not None and fact.lon is not None and value > 0:
            found.append(Bubble(code, fact.name, fact.lat, fact.lon, value, specs.place_url(code)))
    return found


def bounds(shown: list[PlaceFact], within: PlaceFact) -> tuple[float, float, float, float]:
    """West, south, east, north of a page's map: the country's, or what its places cover with some air."""
    points = [(f.lon, f.lat) for f in [*shown, within] if f.lon is not None and f.lat is not None]
    if within.level == 0 or not points:
        return packs.current().bounds
    air = {1: 0.6, 2: 0.3, 3: 0.15}.get(within.level, 0.04)
    longitudes, latitudes = zip(*points, strict=True)
    return (min(longitudes) - air, min(latitudes) - air, max(longitudes) + air, max(latitudes) + air)


def _boundaries(level: int, within: PlaceFact) -> str:
    inside = f"&within={within.code}" if within.level else ""
    return f"{reverse('places:boundaries')}?level={level}{inside}"


def _hue(selection: Selection) -> Hue:
    if selection.show == "rate":
        return "accent"
    return specs.hue_of(selection.population)


def _unit(selection: Selection) -> str:
    return _("share of those displaced from there") if selection.show == "rate" else specs.unit_word(selection.unit)


def _subtitle(selection: Selection, on: object) -> str:
    level = str(packs.current().level(selection.level).plural)
    return " · ".join((_unit(selection), level, formats.day(on)))  # type: ignore[arg-type]
