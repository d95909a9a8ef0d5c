"""Writing a judgement, and what is published of it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hulul.measurement.framing import Framed
from hulul.measurement.rules import LEVELS
from hulul.places.models import Place
from hulul.ui.fields import DayField, StyledForm


class JudgementForm(StyledForm):
    place = forms.ChoiceField(label=_("District"))
    concern = forms.ChoiceField(label=_("Concern"))
    date = DayField(label=_("Date"), help_text=_("The day that the judgement is about."))
    rating = forms.ChoiceField(label=_("How grave it is"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who reported what, and when. It is restricted; still, name nobody who could come to harm."),
    )

    def __init__(self, framed: Framed, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        places = Place.objects.current().filter(level=LEVELS[framed.framework.unit]).order_by("code")
        first = ("", _("Choose one"))
        self._offer("place", [first, *((place.code, place.name) for place in places)])
        self._offer("concern", [first, *((each.code, str(each.title)) for each in framed.indicators)])
        answers = framed.indicators[0].answers
        self._offer("rating", [first, *((answer.code, str(answer.label)) for answer in answers)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says so to the type checker
        field.choices = choices

    def clean_date(self) -> dt.date:
        date: dt.date = self.cleaned_data["date"]
        return date


class StatementForm(StyledForm):
    statement = forms.CharField(
        label=_("Statement for the public"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences. Name no person, no source and no security actor."),
    )
