"""My account: who I am here, how I sign in, where I am signed in, what I may do."""

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hulul.agencies import actions
from hulul.agencies.queries import accounts
from hulul.agencies.rules import ROLES, place_name
from hulul.agencies.web.devices import device
from hulul.agencies.web.forms import ChangePasswordForm, ProfileForm
from hulul.kernel.errors import Invalid


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Everything about the account of whoever asks, on one page."""
    actor = request.actor  # type: ignore[attr-defined]
    user = accounts.own_account(actor)
    language = user.language or request.LANGUAGE_CODE
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": language})
    if request.method == "POST" and form.is_valid():
        actions.change_profile(actor, **form.cleaned_data)
        messages.success(request, _("Your account was changed."))
        return redirect("agencies:account")
    found = accounts.authenticators(actor)
    by_type = {item.type: item.wrap() for item in found}
    context = {
        "form": form,
        "person": user,
        "app": by_type.get(Authenticator.Type.TOTP),
        "codes": by_type.get(Authenticator.Type.RECOVERY_CODES),
        "passkeys": [item.wrap() for item in found if item.type == Authenticator.Type.WEBAUTHN],
        "sessions": [
            {
                "session": session,
                "device": device(session.user_agent),
                "is_current": session.session_key == request.session.session_key,
            }
            for session in accounts.sessions(actor, user)
        ],
        "grants": [
            {"grant": grant, "role": ROLES[grant.role], "place": place_name(grant.place) if grant.place else None}
            for grant in accounts.own_grants(actor)
        ],
        "abilities": sorted(str(ability.label) for ability in actor.abilities),
    }
    return render(request, "agencies/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """The present password, then the new one twice; every other session ends."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ChangePasswordForm(accounts.own_account(actor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.change_password(
                actor, password=form.cleaned_data["password"], keep=request.session.session_key or ""
            )
        except Invalid as error:
            form.add_error("password", error.message)
        else:
            update_session_auth_hash(request, user)
            password_changed.send(sender=type(user), request=request, user=user)  # allauth lists the renewed session
            messages.success(request, _("Your password was changed, and your other sessions were ended."))
            return redirect("agencies:account")
    return render(request, "agencies/change_password.html", {"form": form})


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own sessions, such as on a lost telephone."""
    actions.end_session(request.actor, pk)  # type: ignore[attr-defined]
    messages.success(request, _("The session was ended."))
    return redirect("agencies:account")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """All of one's own sessions but this one."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.end_all_sessions(actor, accounts.own_account(actor), keep=request.session.session_key or "")
    messages.success(request, _("Your other sessions were ended."))
    return redirect("agencies:account")


@require_safe
@login_required
@never_cache
def second_factor_due(request: HttpRequest) -> HttpResponse:
    """Where somebody is led whose role demands a second factor (HULUL_REQUIRE_MFA)."""
    if not accounts.lacks_second_factor(request.actor):  # type: ignore[attr-defined]
        return redirect("agencies:account")
    return render(request, "agencies/second_factor_due.html")
