"""Where the links of letters lead: accepting an invitation, choosing a new password.

The secret in such an address is put into the session at once and the reader sent on, so that it stands neither in the
address bar, nor in the history, nor in what the next page is told of where the reader came from.
"""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hulul.agencies import actions
from hulul.agencies.models import User
from hulul.agencies.tasks import start_password_reset
from hulul.agencies.web.forms import AcceptForm, ForgottenForm, NewPasswordForm
from hulul.kernel.errors import HululError, Invalid, NotFound

INVITATION, RESET = "invitation", "reset"
GONE = 410


@require_safe
@never_cache
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    request.session[INVITATION] = secret
    return redirect("agencies:accept")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest) -> HttpResponse:
    """What the invitation brings, and the two things still missing: a name and a password."""
    secret = str(request.session.get(INVITATION, ""))
    try:
        found = actions.invitation_for(secret)
    except NotFound as error:
        return _dead(request, error)
    invited = User(email=found.email, name=found.name)
    form = AcceptForm(invited, request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept_invitation(
                secret, password=form.cleaned_data["password"], name=form.cleaned_data["name"]
            )
        except NotFound as error:
            return _dead(request, error)
        except HululError as error:
            form.add_error(None, error.message)
        else:
            del request.session[INVITATION]
            messages.success(request, _("Welcome. Your account is open, and you are signed in."))
            answer: HttpResponse = perform_login(request, user, redirect_url="/")
            return answer
    return render(request, "agencies/accept.html", {"form": form, "invitation": found})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter. The answer is the same, and comes as soon, whether there is such an account or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start_password_reset(form.cleaned_data["email"])
        return render(request, "agencies/forgotten_sent.html")
    return render(request, "agencies/forgotten.html", {"form": form})


@require_safe
@never_cache
def reset_link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    request.session[RESET] = [uid, token]
    return redirect("agencies:new_password")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password, then sign in with it (and with the second factor, if there is one)."""
    uid, token = request.session.get(RESET) or ("", "")
    try:
        user = actions.account_to_reset(uid, token)
    except NotFound as error:
        return _dead(request, error)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_password(uid, token, password=form.cleaned_data["password"])
        except NotFound as error:
            return _dead(request, error)
        except Invalid as error:
            form.add_error("password", error.message)
        else:
            request.session.flush()
            messages.success(request, _("Your password was changed. Sign in with it."))
            return redirect("agencies:sign_in")
    return render(request, "agencies/new_password.html", {"form": form, "person": user})


def _dead(request: HttpRequest, error: NotFound) -> HttpResponse:
    return render(request, "agencies/dead_link.html", {"error": error}, status=GONE)
