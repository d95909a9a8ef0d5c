"""The sign-in form."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same sentence whichever of them is wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "dir": "ltr", "class": "form-control"}
        ),
    )
    error_messages = {
        "invalid_login": _("This e-mail address and password do not fit together. Check both and try again."),
        "inactive": _("This account has been closed. Ask the administrator of your installation."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label = _("Password")
        password.widget.attrs.update({"class": "form-control", "dir": "ltr"})
