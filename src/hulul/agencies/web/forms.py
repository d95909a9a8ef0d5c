"""Forms of signing in and of one's own account."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hulul.agencies.models import User
from hulul.agencies.web.lockout import check_not_locked, count_failure
from hulul.kernel.numerals import western

CODE_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "autofocus": True,
    "class": "form-control",
    "dir": "ltr",
    "inputmode": "numeric",
    "spellcheck": "false",
}


def _password(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "class": "form-control", "dir": "ltr", **more}
    return forms.CharField(label=label, strip=False, max_length=256, widget=forms.PasswordInput(attrs=attributes))


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password; the same sentence whichever of them is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "username webauthn", "autofocus": True, "dir": "ltr", "class": "form-control"}
        self.fields["login"] = forms.EmailField(
            label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=attributes)
        )
        self.fields["password"] = _password(_("Password"), "current-password")
        self.order_fields(["login", "password"])


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Password"), "current-password", autofocus=True)


class _Code:
    """A code in any digits, with or without blanks; wrong ones count towards the lockout."""

    user: User
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def prepare(self) -> None:
        self.fields["code"] = forms.CharField(
            label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE_ATTRIBUTES)
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = western(self.cleaned_data["code"]).replace(" ", "")
        check_not_locked(context.request, self.user)
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            count_failure(context.request, self.user)
            raise


class SecondFactorForm(_Code, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare()


class SecondFactorAgainForm(_Code, CodeAgainForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare()


class AuthenticatorAppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code that the app shows"), max_length=20, widget=forms.TextInput(attrs=CODE_ATTRIBUTES)
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = western(self.cleaned_data["code"]).replace(" ", "")
        return str(super().clean_code())


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey can be signed in with alone, so the device must ask for a PIN or a fingerprint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name of the passkey")
        name.max_length = 80
        name.widget.attrs.update({"class": "form-control", "dir": "auto", "maxlength": 80})
        self.fields["passwordless"] = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput())


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the passkey"),
            max_length=80,
            widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto", "autofocus": True}),
        )


class NewPasswordForm(forms.Form):
    """A password twice, checked by the rules of the installation for `user`."""

    password = _password(_("New password"), "new-password")
    again = _password(_("The same password again"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = _("At least 12 characters; a sentence of several words is easy to keep.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if password:
            try:
                validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
            if data.get("again") and data["again"] != password:
                self.add_error("again", _("The two passwords differ."))
        return data


class ChangePasswordForm(NewPasswordForm):
    """Asks for the present password as well; wrong ones count towards the lockout."""

    present = _password(_("Present password"), "current-password", autofocus=True)
    field_order = ("present", "password", "again")

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        check_not_locked(context.request, self.user)
        if not self.user.check_password(present):
            count_failure(context.request, self.user)
            raise ValidationError(_("This is not your password."))
        return present


class AcceptForm(NewPasswordForm):
    """What an invited person still has to say: how they are called, and a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto", "autocomplete": "name"}),
    )
    field_order = ("name", "password", "again")


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "dir": "ltr", "class": "form-control"}
        ),
    )


class ProfileForm(forms.Form):
    """What people say of themselves: their name and the language of pages and letters."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto", "autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of letters to you"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
