"""Signing in with an e-mail address, signing out, and choosing light or dark."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

THEME_COOKIE_AGE = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")


class SignIn(LoginView):  # type: ignore[misc]
    """A person who is already signed in is sent on to where they wanted to go."""

    template_name = "agencies/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["provider"] = settings.HULUL_OIDC_NAME if settings.HULUL_OIDC_URL else ""
        return context


class SignOut(LogoutView):
    """Only by POST, so that no link or picture can sign anybody out."""

    http_method_names = ("post", "options")

    def get_default_redirect_url(self) -> str:
        return reverse("dashboards:home")


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or "as the device" in a cookie and go back to the page the reader was on.

    Without the token against forged forms: all a forger could do is change somebody's colours, and without it the
    pages that visitors read are the same for all of them, set no cookie and can be kept.
    """
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("dashboards:home")
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=THEME_COOKIE_AGE, samesite="Lax", secure=request.is_secure())
    return response
