"""The form for a new token."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hulul.agencies.rules import SCOPES, TOKEN_LONGEST
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.ui.fields import DayField, StyledForm

USUAL = dt.timedelta(days=90)


class TokenForm(StyledForm):
    """What the token is called, what it may be used for, and the last day on which it works."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What uses it, such as “Weekly report in R”."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    last_day = DayField(label=_("Last day"), help_text=_("At most a year ahead."))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        offered = [(scope, label) for scope, label in SCOPES.items() if scope == "read" or _may(actor, scope)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]
        self.fields["last_day"].initial = today + USUAL
        self.fields["last_day"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + TOKEN_LONGEST - dt.timedelta(days=1)).isoformat(),
        }

    def ends_at(self) -> dt.datetime:
        """The end of the last day, in the installation's time zone."""
        following = self.cleaned_data["last_day"] + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(following, dt.time()))


def _may(actor: Actor, scope: str) -> bool:
    return scope != "rounds" or actor.may(Ability.IMPORT_ROUNDS)
