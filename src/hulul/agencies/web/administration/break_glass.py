"""Break-glass sessions: opening one with a reason, closing it, and all that there were."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hulul.agencies import actions, queries
from hulul.agencies.rules import BREAK_GLASS
from hulul.agencies.web.administration import tables
from hulul.agencies.web.administration.forms import BreakGlassForm
from hulul.agencies.web.administration.requests import attempt, keeper, page_of, sent
from hulul.kernel.abilities import Ability
from hulul.ui import formats


@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """The form that opens a session, or the one that is open; below, everybody's sessions so far."""
    actor = keeper(request, Ability.BREAK_GLASS)
    form = BreakGlassForm(sent(request))
    opened = attempt(request, form, lambda: actions.open_break_glass(actor, reason=form.cleaned_data["reason"]))
    if opened:
        until = tables.moment(opened.ends_at)
        messages.success(request, _("The session is open until %(until)s.") % {"until": until})
        return redirect("agencies:break_glass")
    page = page_of(request, queries.break_glass_sessions(actor).select_related("user").order_by("-pk"))
    context = {
        "form": form,
        "until": actor.break_glass_until and tables.moment(actor.break_glass_until),
        "minutes": int(BREAK_GLASS.total_seconds() // 60),
        "page": page,
        "table": tables.break_glass(page.object_list, _("Nobody has opened a session yet.")),
        "counted": ngettext("%(count)s session.", "%(count)s sessions.", page.paginator.count)
        % {"count": formats.number(page.paginator.count)},
    }
    return render(request, "agencies/administration/break_glass.html", context)


@require_POST
def close_break_glass(request: HttpRequest) -> HttpResponse:
    actions.close_break_glass(keeper(request, Ability.BREAK_GLASS))
    messages.success(request, _("The session was closed. You see no more than your roles allow."))
    return redirect("agencies:break_glass")
