"""Forms of this room: a place's point, and how a place ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hulul.kernel.numerals import western


class _Number(forms.FloatField):
    """A number in any of the readers' digits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(western(value) if isinstance(value, str) else value)


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


def _degrees(label: Any, least: int, most: int) -> _Number:
    attributes = {"class": "form-control", "inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
    return _Number(label=label, min_value=least, max_value=most, localize=False, widget=forms.TextInput(attributes))


def _code(label: Any, help_text: Any) -> forms.CharField:
    attributes = {"class": "form-control", "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(label=label, help_text=help_text, max_length=400, widget=forms.TextInput(attributes))


class PointForm(forms.Form):
    """Where the place is."""

    lat = _degrees(_("Latitude"), -90, 90)
    lon = _degrees(_("Longitude"), -180, 180)


class CloseForm(forms.Form):
    """The place exists no more, and nothing took its place."""

    on = _Day(label=_("From which day"))
    note = forms.CharField(
        label=_("What happened"), max_length=300, required=False, widget=forms.TextInput({"class": "form-control"})
    )


class MergeForm(forms.Form):
    """Another place stands for this one."""

    on = _Day(label=_("From which day"))
    into = _code(_("Code of the other place"), _("Find it with the search; the code stands under “Names and codes”."))


class SplitForm(forms.Form):
    """Several other places took its place."""

    on = _Day(label=_("From which day"))
    into = _code(_("Codes of the new places"), _("At least two that exist already, with a space between them."))

    def clean_into(self) -> list[str]:
        return str(self.cleaned_data["into"]).replace(",", " ").replace("،", " ").split()
