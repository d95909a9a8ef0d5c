"""Panels of the place page: where its numbers come from, and how good they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from hulul.places import queries as places
from hulul.tracking import provenance
from hulul.tracking.web import round_tables
from hulul.tracking.web.requests import actor_of
from hulul.ui import formats


@vary_on_headers("HX-Request")
@require_GET
def provenance_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Which file, which version, which row, and how the row found the place."""
    actor = actor_of(request)
    place = places.by_code(actor, code)
    rows = provenance.of_place(actor, place)
    context = {"place": place, "name": formats.name(place), "table": round_tables.provenance_table(rows, place)}
    return render(request, "tracking/panels/provenance.html", context)


@vary_on_headers("HX-Request")
@require_GET
def quality_panel(request: HttpRequest, code: str) -> HttpResponse:
    """What was noticed about the place's rows in the latest round of each series."""
    actor = actor_of(request)
    place = places.by_code(actor, code)
    qualities = provenance.quality_of(actor, place)
    context = {"place": place, "name": formats.name(place), "qualities": qualities}
    return render(request, "tracking/panels/quality.html", context)
