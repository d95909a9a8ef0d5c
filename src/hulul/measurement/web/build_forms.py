"""What is to be built; and why something is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hulul.kernel.actors import Actor
from hulul.measurement import queries
from hulul.measurement.actions import Order
from hulul.measurement.rules import MOST_RUNS, RUNS, SEED
from hulul.ui import formats
from hulul.ui.fields import DayField, StyledForm, WholeNumberField


class BuildForm(StyledForm):
    framework = forms.ChoiceField(label=_("Framework"), help_text=_("The version in use is taken."))
    survey = forms.ChoiceField(
        label=_("Survey"), required=False, help_text=_("None for a framework that is built from master lists.")
    )
    date = DayField(
        label=_("Date"), required=False, help_text=_("Only without a survey: the day whose master lists are taken.")
    )
    runs = WholeNumberField(
        label=_("Runs of the uncertainty analysis"),
        min_value=0,
        max_value=MOST_RUNS,
        initial=RUNS,
        help_text=_("How often the index is scored with other weights and informants. 0: no intervals."),
    )
    seed = WholeNumberField(
        label=_("Seed"), min_value=0, initial=SEED, help_text=_("The same seed gives the same intervals.")
    )
    stand = forms.BooleanField(
        label=_("Let it stand when it is done"), required=False, initial=True, help_text=_("It is then published.")
    )

    def __init__(self, actor: Actor, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial or {})
        built = [(each.framework_id, queries.framed(each)) for each in queries.frameworks(actor)]
        self._offer("framework", [(code, str(framed.title)) for code, framed in built if framed.score])
        surveys = [
            (each.survey_id, f"{each.survey_id} · {formats.day(each.survey.date)}") for each in queries.surveys(actor)
        ]
        self._offer("survey", [("", _("None")), *surveys])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says so to the type checker
        field.choices = choices

    def order(self) -> Order:
        """What `actions.start_build` is asked for."""
        return Order(**self.cleaned_data)


class ReasonForm(StyledForm):
    reason = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Everybody who sees the build reads this reason.")
    )
