"""The page of one place: who it is, where, what it says in a sentence, and the panels that rooms registered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hulul.dashboards.queries import areas, figures
from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, Gazetteer, PlaceFact, gazetteer
from hulul.dashboards.queries.gazetteer import place as read_place
from hulul.dashboards.queries.rounds import rounds as read_rounds
from hulul.dashboards.rules import Selection, read_selection
from hulul.dashboards.web import maps, specs
from hulul.dashboards.web.sentences import lead
from hulul.dashboards.web.views.frame import filters, slider
from hulul.kernel import packs
from hulul.ui.figures import Crumb
from hulul.warehouse.web.caching import published


@published
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Header, sentence, key figures and map of a place; its panels load by themselves."""
    actor = request.actor  # type: ignore[attr-defined]
    fact = read_place(actor, code)
    if fact.level == 0:
        return redirect("dashboards:home")
    names = gazetteer(actor)
    levels = tuple(range(fact.level + 1, LOCATION_LEVEL))
    selection = read_selection(request.GET.dict(), levels or (LOCATION_LEVEL,))
    rounds = read_rounds(actor, selection.on)
    past = figures.history(actor, fact)
    idp = figures.stock_figure(past, rounds, "idp", selection.unit)
    returnee = figures.stock_figure(past, rounds, "returnee", selection.unit)
    rate = figures.rate_figure(past, rounds)
    shown = [
        specs.stock_key_figure(idp, "idp", selection.unit, rounds),
        specs.stock_key_figure(returnee, "returnee", selection.unit, rounds),
        specs.rate_key_figure(rate, past, rounds),
    ]
    if fact.level < LOCATION_LEVEL:
        shown.append(specs.locations_key_figure(past, rounds, selection.population))
    context = {
        "place": fact,
        "kind": kind_name(fact),
        "other_names": [name for key, name in fact.names.items() if name != fact.name],
        "crumbs": crumbs(fact, names),
        "selection": selection,
        "filters": filters(selection, levels) if levels else None,
        "slider": slider(rounds, "#now", "#panels"),
        "sentence": lead(fact, idp, returnee, rate, selection.unit),
        "key_figures": shown,
        "panel_query": Selection(unit=selection.unit, on=selection.on).query().rstrip("?"),
        "is_empty": not past.idp and not past.returnee,
    }
    if levels:
        inside = tuple(f.code for f in names.within(fact.code, selection.level))
        rows = areas.area_rows(actor, rounds, selection.unit, selection.level, inside)
        context["map"] = maps.area_map(actor, selection, rounds, rows, names, within=fact)
    else:
        context["map"] = maps.locator(fact, names, selection, rounds, actor)
    return render(request, "dashboards/place.html", context)


def kind_name(fact: PlaceFact) -> str:
    """ "District", "Location", "Camp": what the place is."""
    special = {"camp": _("Camp"), "informal_site": _("Informal site")}
    return special.get(fact.kind) or str(packs.current().level(fact.level).name)


def crumbs(fact: PlaceFact, names: Gazetteer) -> list[Crumb]:
    return [*(Crumb(names.name(code), specs.place_url(code)) for code in fact.ancestors), Crumb(fact.name)]
