"""What django-allauth asks us: who may sign in, in which words it speaks, how secrets are kept."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.agencies.actions import sessions
from hulul.agencies.models import User
from hulul.agencies.queries.accounts import account_of
from hulul.agencies.web.lockout import address
from hulul.kernel.sealing import seal, unseal

CLOSED = gettext_lazy("This account has been closed. Ask the administrator of your installation.")
SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is not asked for any more."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("New recovery codes were made; the old ones are void."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was removed."),
}
WRONG_CODE = gettext_lazy("This code is not right, or not any more. Wait for the next one and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only. Letters are ours (`agencies.letters`); allauth sends none."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This e-mail address and password do not fit together. Check both and try again."
        ),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": gettext_lazy("Too many attempts failed. Wait a quarter of an hour and try again."),
        "rate_limited": gettext_lazy("Too many requests came from your connection. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address(request) or "0.0.0.0"  # noqa: S104 - an address nobody has, for requests without one

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, str(CLOSED))
        return redirect("agencies:sign_in")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: see the class."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our sentence for what allauth would say, or none; `message` is said as it is."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are sealed: the database alone does not tell them."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}
    purpose = "second factor"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, purpose=self.purpose, owner="")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), purpose=self.purpose, owner="")

    def _get_site_name(self) -> str:
        return "Hulul"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from the OpenID Connect provider must have an account here, under an address the provider verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account; keep nothing of what the provider tells besides its number for the person."""
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sessions.forget_profile(sociallogin.account)
            return
        verified = [item.email for item in sociallogin.email_addresses if item.verified]
        found = next(filter(None, map(account_of, verified)), None)
        if found is None:
            messages.error(
                request,
                _(
                    "There is no account here for the person that the provider named. "
                    "Ask the administrator of your installation for an invitation."
                ),
            )
            raise ImmediateHttpResponse(redirect("agencies:sign_in"))
        sociallogin.connect(request, found)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        messages.error(request, _("The provider did not let you sign in. Nothing was changed; try again."))
        raise ImmediateHttpResponse(redirect("agencies:sign_in"))
