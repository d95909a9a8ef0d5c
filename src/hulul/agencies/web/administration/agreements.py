"""Sharing agreements: the list, a new one, ending one."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hulul.agencies import actions, queries
from hulul.agencies.web.administration import tables, words
from hulul.agencies.web.administration.forms import AgreementForm
from hulul.agencies.web.administration.requests import done, keeper, one, page_of, sent, sorting
from hulul.kernel import datasets
from hulul.kernel.tiers import Tier
from hulul.ui import formats
from hulul.ui.fields import StyledForm
from hulul.ui.figures import Crumb

COLUMNS = {"owner": "owner__name", "recipient": "recipient__name", "kind": "kind", "valid_until": "valid_until"}


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Those in force; ended and expired ones on demand."""
    actor = keeper(request)
    text, everything = request.GET.get("q", "").strip(), request.GET.get("all") == "1"
    found = queries.agreements(actor, active=None if everything else True)
    if text:
        fields = ("owner__name", "owner__code", "recipient__name", "recipient__code", "purpose", "kind")
        found = found.filter(Q(*((f"{field}__icontains", text) for field in fields), _connector=Q.OR))
    sort, order = sorting(request, COLUMNS, "valid_until")
    page = page_of(request, found.order_by(*order))
    empty = _("No agreement fits the search.") if text else _("No sharing agreement is in force.")
    context = {
        "page": page,
        "table": tables.agreements(page.object_list, sort, empty),
        "text": text,
        "everything": everything,
        "counted": ngettext("%(count)s agreement.", "%(count)s agreements.", page.paginator.count)
        % {"count": formats.number(page.paginator.count)},
    }
    return render(request, "agencies/administration/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest) -> HttpResponse:
    actor = keeper(request)
    form = AgreementForm(actor, sent(request))
    if done(request, form, lambda: actions.agree(actor, **form.cleaned_data)):
        messages.success(request, _("The agreement is in force from now on."))
        return redirect("agencies:agreements")
    context = {
        "form": form,
        "title": _("Record a sharing agreement"),
        "lead": _(
            "What both organisations have agreed in writing: it opens data of the one to the people of the other."
        ),
        "submit": _("Record it"),
        "back": reverse("agencies:agreements"),
        "crumbs": [_crumb(), Crumb(_("Record a sharing agreement"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    actor = keeper(request)
    found = one(queries.agreements(actor), agreement_id, _("There is no such agreement."))
    form = StyledForm(sent(request))
    if done(request, form, lambda: actions.end_agreement(actor, agreement_id)):
        messages.success(request, _("The agreement ended. A new one can be recorded at any time."))
        return redirect("agencies:agreements")
    sentence = _("%(owner)s shares “%(kind)s” with %(recipient)s, up to the tier “%(tier)s”.") % {
        "owner": words.organisation(found.owner),
        "recipient": words.organisation(found.recipient),
        "kind": datasets.kinds().get(found.kind, found.kind),
        "tier": Tier(found.tier).label,
    }
    context = {
        "form": form,
        "title": _("End a sharing agreement"),
        "sentences": [sentence, found.purpose, _("It stops at once for everybody it opened data to.")],
        "submit": _("End the agreement"),
        "back": reverse("agencies:agreements"),
        "crumbs": [_crumb(), Crumb(_("End"))],
    }
    return render(request, "agencies/administration/confirm.html", context)


def _crumb() -> Crumb:
    return Crumb(_("Sharing agreements"), reverse("agencies:agreements"))
