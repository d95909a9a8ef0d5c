"""Organisations: the list, one of them, adding, changing, closing and opening again."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hulul.agencies import actions, queries
from hulul.agencies.models import Agency
from hulul.agencies.web.administration import tables, words
from hulul.agencies.web.administration.forms import OrganisationForm
from hulul.agencies.web.administration.requests import attempt, done, keeper, page_of, sent, sorting
from hulul.kernel import packs
from hulul.kernel.abilities import Ability
from hulul.ui import formats
from hulul.ui.fields import StyledForm
from hulul.ui.figures import Crumb

COLUMNS = {"name": "name", "code": "code", "kind": "kind", "people": "people"}


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations, searched by name or code, the closed ones on demand."""
    actor = keeper(request)
    text, closed = request.GET.get("q", "").strip(), request.GET.get("closed") == "1"
    found = queries.agencies(actor, active=None if closed else True).annotate(
        people=Count("users", filter=Q(users__is_active=True))
    )
    if text:
        names = ("name", "name_ar", "name_ckb", "code")
        found = found.filter(Q(*((f"{name}__icontains", text) for name in names), _connector=Q.OR))
    sort, order = sorting(request, COLUMNS, "name")
    page = page_of(request, found.order_by(*order))
    empty = _("No organisation fits the search.") if text else _("There is no organisation yet. Add the first one.")
    context = {
        "page": page,
        "table": tables.organisations(page.object_list, sort, empty),
        "text": text,
        "closed": closed,
        "counted": ngettext("%(count)s organisation.", "%(count)s organisations.", page.paginator.count)
        % {"count": formats.number(page.paginator.count)},
    }
    return render(request, "agencies/administration/organisations.html", context)


@require_safe
def organisation(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One organisation: what it is, its people, and the agreements it has part in."""
    actor = keeper(request)
    found = queries.agency(actor, agency_id)
    context = {
        "organisation": found,
        "name": words.organisation(found),
        "may_read_log": actor.may(Ability.READ_AUDIT),
        "facts": _facts(found),
        "people": queries.users(actor, agency=found.pk, active=True).count(),
        "agreements": tables.agreements(
            queries.agreements(actor, agency=agency_id)[:100],
            "",
            _("It has part in no sharing agreement."),
            ending=False,
        ),
        "crumbs": [_crumb(), Crumb(words.organisation(found))],
    }
    return render(request, "agencies/administration/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    actor = keeper(request)
    form = OrganisationForm(sent(request))
    made = attempt(request, form, lambda: actions.create_agency(actor, **form.cleaned_data))
    if made:
        messages.success(request, _("The organisation was added."))
        return redirect("agencies:organisation", made.pk)
    context = {
        "form": form,
        "title": _("Add an organisation"),
        "submit": _("Add it"),
        "back": reverse("agencies:organisations"),
        "crumbs": [_crumb(), Crumb(_("Add an organisation"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_organisation(request: HttpRequest, agency_id: int) -> HttpResponse:
    actor = keeper(request)
    found = queries.agency(actor, agency_id)
    form = OrganisationForm(sent(request), initial=OrganisationForm.initial_of(found))
    here = reverse("agencies:organisation", args=[agency_id])
    if done(request, form, lambda: actions.change_agency(actor, agency_id, **form.cleaned_data)):
        messages.success(request, _("The organisation was changed."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("Change %(name)s") % {"name": words.organisation(found)},
        "submit": _("Save"),
        "back": here,
        "crumbs": [_crumb(), Crumb(words.organisation(found), here), Crumb(_("Change"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close_organisation(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Asks once, in words; opening it again undoes it."""
    actor = keeper(request)
    found = queries.agency(actor, agency_id)
    here = reverse("agencies:organisation", args=[agency_id])
    form = StyledForm(sent(request))
    if done(request, form, lambda: actions.close_agency(actor, agency_id)):
        messages.success(request, _("The organisation was closed. It can be opened again here."))
        return redirect(here)
    people = queries.users(actor, agency=agency_id, active=True).count()
    context = {
        "form": form,
        "title": _("Close %(name)s") % {"name": words.organisation(found)},
        "sentences": [
            _("Its agreements and the roles held on its behalf stop at once. Nothing is deleted."),
            ngettext(
                "%(count)s person keeps an account with it and then sees what the public sees.",
                "%(count)s people keep their accounts with it and then see what the public sees.",
                people,
            )
            % {"count": formats.number(people)},
        ],
        "submit": _("Close the organisation"),
        "back": here,
        "crumbs": [_crumb(), Crumb(words.organisation(found), here), Crumb(_("Close"))],
    }
    return render(request, "agencies/administration/confirm.html", context)


@require_http_methods(["POST"])
def reopen_organisation(request: HttpRequest, agency_id: int) -> HttpResponse:
    actions.reopen_agency(keeper(request), agency_id)
    messages.success(request, _("The organisation is open again."))
    return redirect("agencies:organisation", agency_id)


def _crumb() -> Crumb:
    return Crumb(_("Organisations"), reverse("agencies:organisations"))


def _facts(found: Agency) -> list[tuple[str, str]]:
    names = {source.code: str(source.name) for source in packs.current().sources}
    facts = [
        (_("Name"), found.name),
        (_("Name in Arabic"), found.name_ar),
        (_("Name in Central Kurdish"), found.name_ckb),
        (_("Short code"), found.code),
        (_("Kind of organisation"), str(Agency.Kind(found.kind).label)),
        (
            _("Sources it answers for"),
            formats.conventions().list_separator.join(names.get(code, code) for code in found.sources),
        ),
        (_("Added"), tables.moment(found.created_at)),
    ]
    return [(name, text) for name, text in facts if text]
