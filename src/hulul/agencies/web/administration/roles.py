"""Giving a person a role, somewhere and until some day, and ending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hulul.agencies import actions, queries
from hulul.agencies.rules import GRANTABLE, ROLES
from hulul.agencies.web.administration import words
from hulul.agencies.web.administration.forms import RoleForm
from hulul.agencies.web.administration.people import crumb
from hulul.agencies.web.administration.requests import done, keeper, one, sent
from hulul.ui.fields import StyledForm
from hulul.ui.figures import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    actor = keeper(request)
    found = queries.user(actor, user_id)
    form = RoleForm(actor, sent(request))
    here = reverse("agencies:person", args=[user_id])
    if done(request, form, lambda: actions.grant(actor, user_id, **form.cleaned_data)):
        messages.success(request, _("The role was given. It counts from now on."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("Give %(name)s a role") % {"name": found.name},
        "roles": [(ROLES[code].title, ROLES[code].purpose) for code in GRANTABLE],
        "submit": _("Give the role"),
        "back": here,
        "crumbs": [crumb(), Crumb(found.name, here), Crumb(_("Give a role"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, grant_id: int) -> HttpResponse:
    actor = keeper(request)
    held = one(queries.grants(actor), grant_id, _("There is no such role."))
    here = reverse("agencies:person", args=[held.user_id])
    form = StyledForm(sent(request))
    if done(request, form, lambda: actions.end_grant(actor, grant_id)):
        messages.success(request, _("The role ended. It can be given again at any time."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("End a role of %(name)s") % {"name": held.user.name},
        "sentences": [words.grant(held), _("It stops at once, also where the person is signed in now.")],
        "submit": _("End the role"),
        "back": here,
        "crumbs": [crumb(), Crumb(held.user.name, here), Crumb(_("End a role"))],
    }
    return render(request, "agencies/administration/confirm.html", context)
