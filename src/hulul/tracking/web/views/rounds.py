"""The list of rounds, the page of one round, and the difference between two of its versions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hulul.kernel import packs
from hulul.kernel.errors import Invalid
from hulul.tracking import access, actions, contents, labels, queries
from hulul.tracking.explaining import grouped
from hulul.tracking.models import Version
from hulul.tracking.web import round_tables
from hulul.tracking.web.forms import ReasonForm
from hulul.tracking.web.requests import actor_of
from hulul.ui.figures import Crumb

PAGE = 60


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round that stands; filters and sorting are in the address."""
    actor = actor_of(request)
    chosen = {name: request.GET.get(name, "") for name in ("source", "population", "year")}
    year = int(chosen["year"]) if chosen["year"].isascii() and chosen["year"].isdigit() else None
    found = queries.rounds(actor, source=chosen["source"], population=chosen["population"], year=year)
    sort = request.GET.get("sort", round_tables.ROUNDS_SORT)
    page = Paginator(found.order_by(*round_tables.rounds_order(sort)), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": round_tables.rounds_table(page.object_list, sort),
        "span": queries.span(actor),
        "chosen": chosen,
        "sources": packs.current().sources,
        "populations": labels.POPULATIONS,
        "years": queries.years(actor),
        "may_import": access.may_import(actor),
    }
    return render(request, "tracking/rounds.html", context)


@require_GET
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """One round: what it says, where it comes from, what was noticed, and what came before it."""
    actor = actor_of(request)
    found, versions = queries.round_with_versions(actor, code)
    shown = next((version for version in versions if version.state == Version.State.ACCEPTED), versions[0])
    series = queries.rounds_before(actor, found)
    context = {
        "round": found,
        "version": shown,
        "figures": round_tables.round_figures(shown, [*series, shown]),
        "sentence": round_tables.round_sentence(shown, series[-1] if series else None),
        "facts": round_tables.provenance_facts(shown, staff=access.may_import(actor)),
        "groups": grouped(contents.findings_of(shown)),
        "versions": round_tables.versions_table(versions) if len(versions) > 1 else None,
        "others": versions,
        "title": round_tables.round_title(found),
        "source": labels.source(found.source),
        "crumbs": [Crumb(_("Rounds"), "../"), Crumb(round_tables.round_title(found))],
        "may_import": access.may_import(actor),
        "reason": ReasonForm(),
    }
    return render(request, "tracking/round.html", context)


@require_GET
def difference(request: HttpRequest, code: str, older: int, newer: int) -> HttpResponse:
    """What a correction changed."""
    actor = actor_of(request)
    found = contents.difference(queries.version(actor, code, older), queries.version(actor, code, newer))
    title = round_tables.round_title(found.newer.round)
    context = {
        "round": found.newer.round,
        "title": title,
        "difference": found,
        "totals": round_tables.difference_totals(found),
        "table": round_tables.difference_table(actor, found),
        "crumbs": [Crumb(_("Rounds"), "../../../"), Crumb(title, "../../"), Crumb(_("Difference"))],
    }
    return render(request, "tracking/difference.html", context)


@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why the version is withdrawn; the reason is shown with it."))
    actions.withdraw(actor_of(request), code, number, form.cleaned_data["reason"])
    messages.success(request, _("The version was withdrawn. You can restore it below at any time."))
    return redirect("tracking:round", code)


@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actions.restore(actor_of(request), code, number)
    messages.success(request, _("The version stands again."))
    return redirect("tracking:round", code)
