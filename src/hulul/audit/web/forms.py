"""The filters of the log, as they stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.audit import labels, queries
from hulul.audit.queries import Narrowing
from hulul.kernel.actors import Actor
from hulul.ui.fields import DayField, StyledForm


class FilterForm(StyledForm):
    """What an auditor narrows the log by. A filter that cannot be understood is said so and narrows nothing."""

    name = forms.CharField(label=gettext_lazy("Who"), max_length=200, required=False)
    verb = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of thing"), required=False)
    about = forms.CharField(label=gettext_lazy("Code or number of the thing"), max_length=64, required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)
    user = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    object_id = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, data: Any, *, everybody: bool) -> None:
        super().__init__(data)
        choices: Any = self.fields["verb"]
        choices.choices = [("", _("All")), *labels.verbs(queries.verbs(actor))]
        choices = self.fields["kind"]
        choices.choices = [("", _("All")), *labels.kinds(queries.kinds(actor))]
        if not everybody:
            del self.fields["name"], self.fields["user"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("The last day lies before the first."))
        return given

    def narrowing(self) -> Narrowing:
        """What was understood of the filters."""
        self.full_clean()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})
