"""The review queue: what the file states beside what is suggested, one decision a row or one for many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.places import actions, queries
from hulul.places.access import can_change, check_reviews
from hulul.places.findings import TITLES
from hulul.places.models import Place, ReviewItem
from hulul.places.rules import COORDINATES_OUTSIDE, DISTRICT_CONFLICT, NAME_UNCERTAIN, REVIEW_STATES, REVIEWED
from hulul.places.web.views import actor_of, place_url
from hulul.ui import formats

PER_PAGE = 50
VERBS = ("accept", "reject", "undo")


@dataclass(frozen=True, slots=True)
class Shown:
    """A review item as a row: facts are (label, text) pairs."""

    item: ReviewItem
    title: str
    place_url: str
    stated: list[tuple[str, str]]
    suggested: list[tuple[str, str]]
    verbs: tuple[str, ...]
    asks_choice: bool


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    check_reviews(actor)
    state, kind = request.GET.get("state", ReviewItem.State.OPEN), request.GET.get("kind", "")
    if state not in {"", *ReviewItem.State.values} or kind not in {"", *REVIEWED}:
        raise Invalid(_("This filter does not exist."))
    within = request.GET.get("within", "")
    found = queries.review_items(actor, state=state, kind=kind, within=within)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.review_counts(actor)
    context = {
        "page": page,
        "rows": shown(actor, list(page.object_list)),
        "states": ReviewItem.State.choices,
        "kinds": [(code, TITLES[code], counts[code]) for code in sorted(REVIEWED)],
        "state": state,
        "kind": kind,
        "within": within,
        "waiting": sum(counts.values()),
        "can_change": can_change(actor),
        "filters": request.GET.urlencode(),
    }
    return render(request, "places/reviews.html", context)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One row (accept=7, reject=7, undo=7) or all marked rows (bulk=accept). Answers the row to htmx, else the page."""
    actor = actor_of(request)
    bulk = request.POST.get("bulk", "")
    if bulk in VERBS:
        actions.decide_all(actor, [_number(item) for item in request.POST.getlist("item")], bulk)
    else:
        verb = next((verb for verb in VERBS if verb in request.POST), "")
        if not verb:
            raise Invalid(_("Nothing was decided: choose accept, reject or undo."))
        number = _number(request.POST[verb])
        item = actions.decide(actor, number, verb, request.POST.get(f"choice-{number}", ""))
        if request.headers.get("HX-Request"):
            rows = shown(actor, [item])
            return render(request, "places/review_row.html", {"row": rows[0], "can_change": True})
    return HttpResponseRedirect(f"{reverse('places:reviews')}?{request.POST.get('filters', '')}")


def shown(actor: Actor, items: Sequence[ReviewItem]) -> list[Shown]:
    """Rows for the page, with the names of all places they mention."""
    mentioned = {
        str(code) for item in items for key in ("place", "parent", "instead_of") if (code := item.suggestion.get(key))
    }
    places = queries.by_codes(actor, mentioned)
    return [
        Shown(
            item=item,
            title=str(TITLES[item.kind]),
            place_url=place_url(item.place.code) if item.place else "",
            stated=_stated(item),
            suggested=_suggested(item, places),
            verbs=tuple(REVIEW_STATES[item.state]),
            asks_choice=item.kind == NAME_UNCERTAIN and "accept" in REVIEW_STATES[item.state],
        )
        for item in items
    ]


def _stated(item: ReviewItem) -> list[tuple[str, str]]:
    stated: Mapping[str, Any] = item.stated
    facts = [(_("Name"), " · ".join([*stated.get("names", {}).values(), *stated.get("other_names", ())]))]
    facts.append((_("Area"), ", ".join(name for name in stated.get("area_names", ()) if name)))
    if "lat" in stated:
        facts.append((_("Point"), _point(stated)))
    if "people" in stated:
        facts.append((_("People"), formats.number(stated["people"])))
    return [(label, text) for label, text in facts if text]


def _suggested(item: ReviewItem, places: Mapping[str, Place]) -> list[tuple[str, str]]:
    suggestion: Mapping[str, Any] = item.suggestion
    if item.kind == DISTRICT_CONFLICT:
        return [(_("Area of the point"), _named(suggestion.get("parent", ""), places))]
    if item.kind == NAME_UNCERTAIN:
        code = suggestion.get("place", "")
        return [(_("Place"), _named(code, places))] if code else []
    if item.kind == COORDINATES_OUTSIDE:
        return [(_("Point"), _("No point, until somebody gives the right one"))]
    return [(_("Point"), _point(suggestion))]


def _named(code: str, places: Mapping[str, Place]) -> str:
    return f"{places[code].name} ({code})" if code in places else code


def _point(where: Mapping[str, Any]) -> str:
    return f"{float(where['lat']):.5f}, {float(where['lon']):.5f}"


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Invalid(_("This review item does not exist."))
    return int(text)
