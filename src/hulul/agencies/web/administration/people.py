"""People: the list, one person, changing, closing and opening an account, ending sessions."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hulul.agencies import actions, queries
from hulul.agencies.models import User
from hulul.agencies.web.administration import tables, words
from hulul.agencies.web.administration.forms import PeopleFilter, PersonForm, ReasonForm
from hulul.agencies.web.administration.requests import done, keeper, page_of, sent, sorting
from hulul.kernel.abilities import Ability
from hulul.ui import formats
from hulul.ui.fields import StyledForm
from hulul.ui.figures import Crumb

COLUMNS = {"name": "name", "email": "email", "agency": "agency__name", "last_login": "last_login"}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, narrowed by name, organisation, role and state."""
    actor = keeper(request)
    form = PeopleFilter(actor, request.GET)
    asked = form.cleaned_data
    found = queries.users(
        actor,
        search=asked.get("q", ""),
        agency=int(asked["agency"]) if asked.get("agency") else None,
        role=asked.get("role", ""),
        active=form.active,
    )
    current = Prefetch("grants", queries.grants(actor, active=True).order_by("pk"), to_attr="current")
    sort, order = sorting(request, COLUMNS, "name")
    page = page_of(request, found.select_related("agency").prefetch_related(current).order_by(*order))
    narrowed = any(asked.values())
    empty = _("Nobody fits these filters.") if narrowed else _("Nobody has an account yet. Invite the first person.")
    context = {
        "page": page,
        "table": tables.people(page.object_list, sort, empty),
        "form": form,
        "narrowed": narrowed,
        "waiting": queries.invitations(actor, waiting=True).count(),
        "counted": ngettext("%(count)s person.", "%(count)s people.", page.paginator.count)
        % {"count": formats.number(page.paginator.count)},
    }
    return render(request, "agencies/administration/people.html", context)


@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: who it is, roles held, sessions, and what can be done."""
    actor = keeper(request)
    found = queries.user(actor, user_id)
    context = {
        "person": found,
        "facts": _facts(found),
        "roles": tables.roles(queries.grants(actor, user=user_id, active=True), _("Roles that count today")),
        "ended": tables.roles(
            queries.grants(actor, user=user_id, active=False)[:100], _("Roles that do not count any more")
        ),
        "sessions": tables.sessions(queries.sessions(actor, found)),
        "is_self": found.pk == actor.user_id,
        "may_read_log": actor.may(Ability.READ_AUDIT),
        "crumbs": [crumb(), Crumb(found.name)],
    }
    return render(request, "agencies/administration/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: HttpRequest, user_id: int) -> HttpResponse:
    actor = keeper(request)
    found = queries.user(actor, user_id)
    form = PersonForm(actor, sent(request), user=found)
    here = reverse("agencies:person", args=[user_id])
    if done(request, form, lambda: actions.change_user(actor, user_id, **form.cleaned_data)):
        messages.success(request, _("The person was changed."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("Change %(name)s") % {"name": found.name},
        "submit": _("Save"),
        "back": here,
        "crumbs": [crumb(), Crumb(found.name, here), Crumb(_("Change"))],
    }
    return render(request, "agencies/administration/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Asks for the reason; opening the account again undoes it."""
    actor = keeper(request)
    found = queries.user(actor, user_id)
    here = reverse("agencies:person", args=[user_id])
    form = ReasonForm(sent(request))
    if done(request, form, lambda: actions.deactivate_user(actor, user_id, reason=form.cleaned_data["reason"])):
        messages.success(request, _("The account was closed. It can be opened again here."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("Close the account of %(name)s") % {"name": found.name},
        "sentences": [
            _("Every session and token of this account ends at once, and nobody can sign in with it any more."),
            _("What the person did stays on record. The account can be opened again."),
        ],
        "submit": _("Close the account"),
        "back": here,
        "crumbs": [crumb(), Crumb(found.name, here), Crumb(_("Close"))],
    }
    return render(request, "agencies/administration/confirm.html", context)


@require_POST
def open_account(request: HttpRequest, user_id: int) -> HttpResponse:
    actions.reactivate_user(keeper(request), user_id)
    messages.success(request, _("The account is open again. Check below which roles the person should still hold."))
    return redirect("agencies:person", user_id)


@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign a person out everywhere, as after a lost telephone."""
    actor = keeper(request)
    actions.end_all_sessions(actor, queries.user(actor, user_id))
    messages.success(request, _("The person was signed out everywhere."))
    return redirect("agencies:person", user_id)


@require_POST
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let somebody who mistyped too often try again at once."""
    actor = keeper(request)
    actions.unlock(actor, queries.user(actor, user_id))
    messages.success(request, _("The person can try to sign in again at once."))
    return redirect("agencies:person", user_id)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_factors(request: HttpRequest, user_id: int) -> HttpResponse:
    """For somebody who lost the telephone and the recovery codes."""
    actor = keeper(request)
    found = queries.user(actor, user_id)
    here = reverse("agencies:person", args=[user_id])
    form = StyledForm(sent(request))
    if done(request, form, lambda: actions.remove_second_factors(actor, user_id)):
        messages.success(request, _("The second factors were removed. The person is told by e-mail."))
        return redirect(here)
    context = {
        "form": form,
        "title": _("Remove the second factors of %(name)s") % {"name": found.name},
        "sentences": [
            _("After this the password alone opens the account, until the person sets up a second factor again."),
            _("Do it only when you know, by voice or in person, that it is really this person who asks."),
        ],
        "submit": _("Remove them"),
        "back": here,
        "crumbs": [crumb(), Crumb(found.name, here), Crumb(_("Second factors"))],
    }
    return render(request, "agencies/administration/confirm.html", context)


def crumb() -> Crumb:
    return Crumb(_("People"), reverse("agencies:people"))


def _facts(found: User) -> list[tuple[str, str]]:
    language = get_language_info(found.language)["name_local"] if found.language else ""
    facts = [
        (_("E-mail address"), found.email),
        (_("Organisation"), words.organisation(found.agency)),
        (_("Language of letters"), language),
        (_("Account opened"), tables.moment(found.created_at)),
        (_("Last signed in"), tables.moment(found.last_login) or _("never")),
        (_("Account closed"), tables.moment(found.deactivated_at)),
        (_("Why it was closed"), found.deactivated_why),
    ]
    return [(name, text) for name, text in facts if text]
