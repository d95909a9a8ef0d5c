"""The log: a list with filters, one event, and the same list as a file. Reading it is itself recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hulul.audit import access, queries
from hulul.audit.actions import record_read
from hulul.audit.queries import Narrowing
from hulul.audit.web import tables
from hulul.audit.web.forms import FilterForm
from hulul.audit.web.spreadsheets import csv_parts
from hulul.kernel.actors import Actor
from hulul.ui.figures import Crumb

PAGE = 50


@require_safe
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """Events, newest first; auditors see those of everybody, others their own."""
    actor = _reader(request)
    everybody = access.reads_everything(actor)
    form = FilterForm(actor, request.GET, everybody=everybody)
    narrowing = form.narrowing()
    found = queries.events(actor, narrowing)
    if everybody:
        record_read(actor, "read_log", "log", **_asked(narrowing))
    page = queries.stretch(found, PAGE, before=_id(request, "before"), after=_id(request, "after"))
    empty = _("No event fits these filters. Take one away.") if narrowing.used() else _("Nothing was done yet.")
    context = {
        "form": form,
        "table": tables.log_table(actor, page.events, everybody=everybody, empty=empty),
        "page": page,
        "total": queries.count(found),
        "many": queries.MANY,
        "everybody": everybody,
        "narrowed": narrowing.used(),
        "history": tables.thing(actor, page.events[0]) if narrowing.object_id and page.events else None,
    }
    return render(request, "audit/log.html", context)


@require_safe
@never_cache
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Everything that was written down about one event."""
    actor = _reader(request)
    found = queries.event(actor, event_id)
    context = {
        "event": found,
        "facts": tables.facts(actor, found),
        "title": _("Event %(number)s") % {"number": found.pk},
        "crumbs": [Crumb(_("Record of what was done"), "../"), Crumb(_("Event %(number)s") % {"number": found.pk})],
        "everybody": access.reads_everything(actor),
    }
    return render(request, "audit/event.html", context)


@require_safe
@never_cache
def download(request: HttpRequest) -> StreamingHttpResponse:
    """All events that fit the filters, as CSV."""
    actor = _reader(request)
    form = FilterForm(actor, request.GET, everybody=access.reads_everything(actor))
    narrowing = form.narrowing()
    record_read(actor, "download_log", "log", **_asked(narrowing))
    response = StreamingHttpResponse(
        csv_parts(queries.everything(queries.events(actor, narrowing))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="log-{localdate().isoformat()}.csv"'
    return response


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    access.check_reads(actor)
    return actor


def _id(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _asked(narrowing: Narrowing) -> dict[str, Any]:
    """The filters for the record of reading: which, and their values unless they could name a person."""
    told = {
        "asked_verb": narrowing.verb,
        "asked_kind": narrowing.kind,
        "asked_thing": narrowing.object_id or narrowing.about,
    }
    days = {name: day.isoformat() for name in ("since", "until") if (day := getattr(narrowing, name))}
    person = {"account": narrowing.user} if narrowing.user else {}
    named = {"by_name": True} if narrowing.name else {}
    return {name: value for name, value in told.items() if value} | days | person | named
