"""Invitations: accounts are made by them alone. Who was invited, sending again, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hulul.agencies import actions, queries
from hulul.agencies.rules import GRANTABLE, ROLES
from hulul.agencies.web.administration import tables, words
from hulul.agencies.web.administration.forms import InvitationForm
from hulul.agencies.web.administration.people import crumb
from hulul.agencies.web.administration.requests import attempt, keeper, one, page_of, sent
from hulul.ui import formats
from hulul.ui.figures import Crumb


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer; all of them on demand."""
    actor = keeper(request)
    everything = request.GET.get("all") == "1"
    found = queries.invitations(actor, waiting=not everything)
    page = page_of(request, found.select_related("agency", "invited_by").order_by("-pk"))
    empty = _("Nobody was ever invited.") if everything else _("No invitation waits for an answer.")
    context = {
        "page": page,
        "table": tables.invitations(page.object_list, empty),
        "everything": everything,
        "counted": ngettext("%(count)s invitation.", "%(count)s invitations.", page.paginator.count)
        % {"count": formats.number(page.paginator.count)},
        "crumbs": [crumb(), Crumb(_("Invitations"))],
    }
    return render(request, "agencies/administration/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    actor = keeper(request)
    form = InvitationForm(actor, sent(request))
    made = attempt(request, form, lambda: actions.invite(actor, **form.cleaned_data))
    if made:
        messages.success(request, _("The invitation was sent to %(email)s.") % {"email": made[0].email})
        return redirect("agencies:invitations")
    context = {
        "form": form,
        "title": _("Invite somebody"),
        "lead": _("A letter with a link that works once. Whoever follows it chooses a password and holds the role."),
        "roles": [(ROLES[code].title, ROLES[code].purpose) for code in GRANTABLE],
        "submit": _("Send the invitation"),
        "back": reverse("agencies:people"),
        "crumbs": [crumb(), Crumb(_("Invite somebody"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_safe
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """One invitation that waits: send it again or take it back."""
    actor = keeper(request)
    found = one(queries.invitations(actor), invitation_id, _("There is no such invitation."))
    context = {
        "invitation": found,
        "facts": [
            (_("Name"), found.name),
            (_("Organisation"), words.organisation(found.agency) or formats.MISSING),
            (_("Role"), words.role(found.role)),
            (_("Place"), words.place(found.place)),
            (_("Role valid until"), formats.day(found.valid_until)),
            (_("Invited"), tables.moment(found.invited_at)),
            (_("The link works until"), tables.moment(found.expires_at)),
        ],
        "crumbs": [crumb(), Crumb(_("Invitations"), reverse("agencies:invitations")), Crumb(found.email)],
    }
    return render(request, "agencies/administration/invitation.html", context)


@require_POST
def send_again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    actions.send_invitation_again(keeper(request), invitation_id)
    messages.success(request, _("A new letter was sent; the link of the one before works no more."))
    return redirect("agencies:invitations")


@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    actions.withdraw_invitation(keeper(request), invitation_id)
    messages.success(request, _("The invitation was withdrawn. You can invite the person again at any time."))
    return redirect("agencies:invitations")
