"""Those pages of django-allauth that are offered, under its names, with our templates. No others have an address.

Where allauth sends people by a name of its own and we have a page already, the name leads there.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount.providers.openid_connect import views as provider
from django.http import HttpResponseBase
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Kept nowhere, and closed to other methods before allauth takes them for somebody who opens the page."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(view))


account_page = page(RedirectView.as_view(pattern_name="agencies:account"))
sign_in_page = page(RedirectView.as_view(pattern_name="agencies:sign_in", query_string=True))

urlpatterns = [
    path("sign-in/again/", sign_in_page, name="account_login"),
    path("sign-in/passkey/", page(passkey.login_webauthn), name="mfa_login_webauthn"),
    path(
        "sign-in/second-factor/",
        page(factor.AuthenticateView.as_view(template_name="agencies/second_factor/check.html")),
        name="mfa_authenticate",
    ),
    path(
        "confirm/password/",
        page(account.ReauthenticateView.as_view(template_name="agencies/second_factor/confirm.html")),
        name="account_reauthenticate",
    ),
    path(
        "confirm/code/",
        page(factor.ReauthenticateView.as_view(template_name="agencies/second_factor/confirm.html")),
        name="mfa_reauthenticate",
    ),
    path(
        "confirm/passkey/",
        page(passkey.ReauthenticateWebAuthnView.as_view(template_name="agencies/second_factor/confirm_passkey.html")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/", account_page, name="mfa_index"),
    path(
        "second-factor/app/",
        page(app.ActivateTOTPView.as_view(template_name="agencies/second_factor/app.html")),
        name="mfa_activate_totp",
    ),
    path(
        "second-factor/app/remove/",
        page(app.DeactivateTOTPView.as_view(template_name="agencies/second_factor/app_remove.html")),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-factor/codes/",
        page(codes.ViewRecoveryCodesView.as_view(template_name="agencies/second_factor/codes.html")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/new/",
        page(codes.GenerateRecoveryCodesView.as_view(template_name="agencies/second_factor/codes_new.html")),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", account_page, name="mfa_list_webauthn"),
    path(
        "passkeys/add/",
        page(passkey.AddWebAuthnView.as_view(template_name="agencies/second_factor/passkey_add.html")),
        name="mfa_add_webauthn",
    ),
    path(
        "passkeys/<int:pk>/",
        page(passkey.EditWebAuthnView.as_view(template_name="agencies/second_factor/passkey_rename.html")),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        page(passkey.RemoveWebAuthnView.as_view(template_name="agencies/second_factor/passkey_remove.html")),
        name="mfa_remove_webauthn",
    ),
    path("single-sign-on/cancelled/", sign_in_page, name="socialaccount_login_cancelled"),
    path("single-sign-on/<slug:provider_id>/", page(provider.login), name="openid_connect_login"),
]

# Its address is registered with the provider, so it carries no language.
callback = path("single-sign-on/<slug:provider_id>/", page(provider.callback), name="openid_connect_callback")
