"""The front page: the whole country at a date."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hulul.dashboards.queries import areas, figures
from hulul.dashboards.queries.gazetteer import gazetteer
from hulul.dashboards.queries.rounds import rounds as read_rounds
from hulul.dashboards.rules import LEVELS, read_selection
from hulul.dashboards.web import sentences, specs, tables
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.dashboards.web.maps import area_map
from hulul.dashboards.web.views.frame import filters, slider, sort_of
from hulul.kernel import packs
from hulul.kernel.errors import NotFound
from hulul.ui.figures import Figure
from hulul.warehouse.queries import may_read
from hulul.warehouse.web.caching import published


@published
def home(request: HttpRequest) -> HttpResponse:
    """Key figures, map, trends, flows, largest movements and (staff) alerts."""
    actor = request.actor  # type: ignore[attr-defined]
    selection = read_selection(request.GET.dict())
    try:
        names = gazetteer(actor)
        rounds = read_rounds(actor, selection.on)
    except NotFound:
        return render(request, "dashboards/nothing_yet.html")
    country = names.country
    if country is None or not rounds.all:
        return render(request, "dashboards/nothing_yet.html")
    past = figures.history(actor, country)
    idp = figures.stock_figure(past, rounds, "idp", selection.unit)
    returnee = figures.stock_figure(past, rounds, "returnee", selection.unit)
    rate = figures.rate_figure(past, rounds)
    rows = areas.area_rows(actor, rounds, selection.unit, selection.level, None)
    source = specs.source_line(rounds)
    level_name = str(packs.current().level(selection.level).name)
    current = rounds.current(selection.population)
    context = {
        "country": country,
        "selection": selection,
        "rounds": rounds,
        "filters": filters(selection, LEVELS),
        "slider": slider(rounds, "#now", "#tables"),
        "sentence": sentences.lead(country, idp, returnee, rate, selection.unit),
        "key_figures": [
            specs.stock_key_figure(idp, "idp", selection.unit, rounds),
            specs.stock_key_figure(returnee, "returnee", selection.unit, rounds),
            specs.rate_key_figure(rate, past, rounds),
            specs.locations_key_figure(past, rounds, selection.population),
        ],
        "map": replace(area_map(actor, selection, rounds, rows, names, within=country), table_at="#areas"),
        "trend": Figure(
            slug="trend",
            title=_("Displaced people and returnees since the first round"),
            subtitle=specs.unit_word(selection.unit),
            spec=specs.trend(past, rounds, selection.unit),
            source=source,
            downloads=downloads("stocks", place=country.code),
            method_url=method_url("stocks"),
            size="short",
        ),
        "areas": tables.area_table(rows, names, selection, level_name, sort_of(request)),
        "areas_downloads": downloads("stocks", spatial=True, level=selection.level, round=current and current.code),
        "rises": tables.movement_table(
            areas.movements(actor, rounds, selection.population, selection.level, rises=True),
            names,
            sentences.movement_caption(rounds, selection.population, rises=True),
        ),
        "falls": tables.movement_table(
            areas.movements(actor, rounds, selection.population, selection.level, rises=False),
            names,
            sentences.movement_caption(rounds, selection.population, rises=False),
        ),
        "flows": Figure(
            slug="flows",
            title=_("Where displaced people come from, and where they are"),
            subtitle=_("households; governorates of origin on the left, of displacement on the right"),
            spec=specs.flow_chart(areas.flows(actor, rounds.idp, 1), names),
            source=source,
            downloads=downloads("flows", round=rounds.idp and rounds.idp.code, level=1),
            method_url=method_url("flows"),
            size="tall",
        ),
    }
    if may_read(actor, "alerts"):
        context["alerts"] = tables.alert_table(areas.alerts(actor, rounds), names)
    return render(request, "dashboards/home.html", context)
