"""Those pages of django-allauth that are offered, under its names, with our templates. No others have an address.

Where allauth sends people by a name of its own and we have a page already, the name leads there.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount.providers.openid_connect import views as provider
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

account_page = RedirectView.as_view(pattern_name="agencies:account")
sign_in_page = RedirectView.as_view(pattern_name="agencies:sign_in", query_string=True)

urlpatterns = [
    path("sign-in/again/", sign_in_page, name="account_login"),
    path("sign-in/passkey/", never_cache(passkey.login_webauthn), name="mfa_login_webauthn"),
    path(
        "sign-in/second-factor/",
        never_cache(factor.AuthenticateView.as_view(template_name="agencies/second_factor/check.html")),
        name="mfa_authenticate",
    ),
    path(
        "confirm/password/",
        never_cache(account.ReauthenticateView.as_view(template_name="agencies/second_factor/confirm.html")),
        name="account_reauthenticate",
    ),
    path(
        "confirm/code/",
        never_cache(factor.ReauthenticateView.as_view(template_name="agencies/second_factor/confirm.html")),
        name="mfa_reauthenticate",
    ),
    path(
        "confirm/passkey/",
        never_cache(
            passkey.ReauthenticateWebAuthnView.as_view(template_name="agencies/second_factor/confirm_passkey.html")
        ),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/", account_page, name="mfa_index"),
    path(
        "second-factor/app/",
        never_cache(app.ActivateTOTPView.as_view(template_name="agencies/second_factor/app.html")),
        name="mfa_activate_totp",
    ),
    path(
        "second-factor/app/remove/",
        never_cache(app.DeactivateTOTPView.as_view(template_name="agencies/second_factor/app_remove.html")),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-factor/codes/",
        never_cache(codes.ViewRecoveryCodesView.as_view(template_name="agencies/second_factor/codes.html")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/new/",
        never_cache(codes.GenerateRecoveryCodesView.as_view(template_name="agencies/second_factor/codes_new.html")),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", account_page, name="mfa_list_webauthn"),
    path(
        "passkeys/add/",
        never_cache(passkey.AddWebAuthnView.as_view(template_name="agencies/second_factor/passkey_add.html")),
        name="mfa_add_webauthn",
    ),
    path(
        "passkeys/<int:pk>/",
        never_cache(passkey.EditWebAuthnView.as_view(template_name="agencies/second_factor/passkey_rename.html")),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        never_cache(passkey.RemoveWebAuthnView.as_view(template_name="agencies/second_factor/passkey_remove.html")),
        name="mfa_remove_webauthn",
    ),
    path("single-sign-on/cancelled/", sign_in_page, name="socialaccount_login_cancelled"),
    path("single-sign-on/<slug:provider_id>/", never_cache(provider.login), name="openid_connect_login"),
]

# Its address is registered with the provider, so it carries no language.
callback = path("single-sign-on/<slug:provider_id>/", never_cache(provider.callback), name="openid_connect_callback")
