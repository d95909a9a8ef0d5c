"""Search, suggestions, outlines for maps, and the panel of names and codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from hulul.kernel import packs
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.errors import Invalid
from hulul.places import queries
from hulul.places.access import can_change
from hulul.places.models import Boundary, Place, Succession
from hulul.places.search import Hit
from hulul.ui import formats

SUGGESTIONS = 8
RESULTS = 50
LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "ckb": "کوردیی ناوەندی"}


@dataclass(frozen=True, slots=True)
class Found:
    """A search result as it is shown: `title` the name, `detail` what and where it is."""

    url: str
    title: str
    other_names: str
    detail: str
    code: str


def actor_of(request: HttpRequest) -> Actor:
    return getattr(request, "actor", ANONYMOUS)


def place_url(code: str) -> str:
    return reverse("dashboards:place", args=[code])


def kind_name(kind: str, level: int) -> str:
    """What a place is called as a thing: district, camp …"""
    if kind in (Place.Kind.AREA, Place.Kind.LOCATION):
        return str(packs.current().level(level).name)
    return str(Place.Kind(kind).label)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = _shown(queries.search(actor_of(request), text, RESULTS))
    return render(request, "places/search.html", {"text": text, "found": found, "is_full": len(found) == RESULTS})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Links for the search box; with `as=options` the codes for a field named `place` in which one is typed."""
    options = request.GET.get("as") == "options"
    text = request.GET.get("place" if options else "q", "")
    found = _shown(queries.search(actor_of(request), text, SUGGESTIONS))
    return render(request, "places/options.html" if options else "ui/suggestions.html", {"suggestions": found})


def _level(request: HttpRequest) -> int:
    text = request.GET.get("level", "1")
    if text not in {"0", "1", "2", "3"}:
        raise Invalid(_("The level of boundaries is a number from 0 to 3."))
    return int(text)


def _etag(request: HttpRequest) -> str:
    return f'"{queries.revision()}-{_level(request)}-{request.GET.get("within", "")}"'


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
def boundaries(request: HttpRequest) -> HttpResponse:
    text = queries.boundaries(actor_of(request), _level(request), request.GET.get("within", ""))
    return HttpResponse(text, content_type="application/geo+json")


@require_safe
@vary_on_headers("HX-Request")
def names_panel(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    place = queries.by_code(actor, code)
    waiting = queries.review_items(actor).filter(place=place, state__in=("open", "undone")).count()
    context = {
        "place": place,
        "names": [
            (LANGUAGE_NAMES[language], language, place.name_in(language))
            for language in LANGUAGE_NAMES
            if getattr(place, f"name_{language}")
        ],
        "codes": [(_system_name(each.system), each.code) for each in place.codes.all()],
        "spellings": queries.aliases(actor, place),
        "events": [_told(place, each) for each in queries.history(actor, place)],
        "boundary": Boundary.objects.filter(place=place).only("source").first(),
        "kind": kind_name(place.kind, place.level),
        "waiting": waiting,
        "may_change": can_change(actor),
    }
    return render(request, "places/names_panel.html", context)


def _system_name(system: str) -> str:
    known = {
        "dtm_place": _("DTM place ID"),
        "dtm_location": _("DTM location ID"),
        "ocha": _("Older OCHA code"),
        "ssid": _("Camp management site ID"),
    }
    return known.get(system, system)


def _told(place: Place, event: Succession) -> str:
    day = formats.day(event.date)
    before = event.predecessor.name if event.predecessor else ""
    after = event.successor.name if event.successor else ""
    sentence = {
        Succession.Kind.APPEAR: _("Recorded for the first time on %(day)s."),
        Succession.Kind.CLOSE: _("Closed on %(day)s."),
        Succession.Kind.MERGE: _("%(before)s was merged into %(after)s on %(day)s."),
        Succession.Kind.SPLIT: _("%(after)s was split off %(before)s on %(day)s."),
    }[Succession.Kind(event.kind)]
    return sentence % {"day": day, "before": before, "after": after}


def _shown(hits: Sequence[Hit]) -> list[Found]:
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    return [_result(hit, language) for hit in hits]


def _result(hit: Hit, language: str) -> Found:
    place = hit.place
    title = formats.name(place, language)
    areas = [formats.name(area, language) for area in hit.areas]
    return Found(
        url=place_url(place.code),
        title=title,
        other_names=" · ".join(name for name in place.names if name != title),
        detail=" · ".join(filter(None, (kind_name(place.kind, place.level), _(", ").join(areas)))),
        code=place.code,
    )
