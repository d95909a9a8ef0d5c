"""The page on which a place is put right by hand: its point, its end, what came after it; and taking an end back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hulul.kernel.actors import Actor
from hulul.kernel.errors import HululError
from hulul.places import actions, queries
from hulul.places.access import check_change
from hulul.places.models import Place
from hulul.places.web.forms import CloseForm, MergeForm, PointForm, SplitForm
from hulul.places.web.views import actor_of, kind_name, place_url
from hulul.ui.figures import Crumb


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be done to a place: its words, its form, and the action that takes the form's answers."""

    name: str
    title: Promise
    explanation: Promise
    button: Promise
    form: type[forms.Form]
    act: Callable[..., Any]


CHANGES = (
    Change(
        "point",
        gettext_lazy("Put its point right"),
        gettext_lazy("A location moves to the area in which the new point lies, and files do not move it any more."),
        gettext_lazy("Move it there"),
        PointForm,
        actions.correct_coordinates,
    ),
    Change(
        "close",
        gettext_lazy("Close it"),
        gettext_lazy("It exists no more, like a camp that was closed. What was counted there stays."),
        gettext_lazy("Close it"),
        CloseForm,
        actions.close_place,
    ),
    Change(
        "merge",
        gettext_lazy("Merge it into another place"),
        gettext_lazy("The same place was recorded twice: files that still name this one are counted at the other."),
        gettext_lazy("Merge them"),
        MergeForm,
        actions.merge_places,
    ),
    Change(
        "split",
        gettext_lazy("Split it into other places"),
        gettext_lazy("Several places of the same level, which exist already, took its place."),
        gettext_lazy("Split it"),
        SplitForm,
        actions.split_place,
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Every change as a form of its own; what is refused comes back with its reason and what was typed."""
    actor = actor_of(request)
    check_change(actor)
    place = queries.by_code(actor, code)
    if request.POST.get("change") == "reopen":
        actions.reopen_place(actor, code)
        return _done(request, place, _("The place is open again."))
    offered = [(each, _form(each, place, request)) for each in CHANGES]
    for each, form in offered:
        if form.is_bound and form.is_valid() and _apply(actor, each, code, form):
            return _done(request, place, _("Done. The figures follow with the next publication."))
    context = {
        "place": place,
        "kind": kind_name(place.kind, place.level),
        "offered": offered,
        "crumbs": [Crumb(place.name, place_url(code)), Crumb(_("Change this place"))],
    }
    return render(request, "places/change.html", context, status=422 if request.method == "POST" else 200)


def _form(each: Change, place: Place, request: HttpRequest) -> forms.Form:
    sent = request.POST if request.POST.get("change") == each.name else None
    return each.form(sent, prefix=each.name, initial={"lat": place.lat, "lon": place.lon})


def _apply(actor: Actor, each: Change, code: str, form: forms.Form) -> bool:
    try:
        each.act(actor, code, **form.cleaned_data)
    except HululError as error:
        form.add_error(None, error.message)
        return False
    return True


def _done(request: HttpRequest, place: Place, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("places:change", args=[place.code]))
