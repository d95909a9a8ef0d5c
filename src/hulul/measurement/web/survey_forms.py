"""Forms about surveys: files to upload, answers about a file, a reason for withdrawing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.tiers import Tier
from hulul.measurement import queries
from hulul.measurement.framing import Framed
from hulul.measurement.models import SurveyImport
from hulul.measurement.reading.answers import SurveyAnswers
from hulul.measurement.reading.vocabulary import INDICATOR, OUTCOME, of_households, possible
from hulul.measurement.web import survey_words
from hulul.sheets import dates
from hulul.sheets.headers import IGNORED
from hulul.ui.fields import StyledForm


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, at least one."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(each, initial) for each in given]


class AnyDateField(forms.CharField):
    """A date written in any of the usual ways, in any of the languages."""

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        found = dates.find(text)
        if found is None:
            raise forms.ValidationError(_("Write the date with day, month and year, for example 30 March 2018."))
        return found.date


def _sources() -> list[tuple[str, str]]:
    return [(source.code, str(source.name)) for source in packs.current().sources]


class SurveyUploadForm(StyledForm):
    answers = ManyFilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("CSV or XLSX, or a ZIP or TAR archive of them. Drop several here at once if you like."),
        widget=ManyFilesInput(attrs={"class": "form-control file-drop"}),
    )
    framework = forms.ChoiceField(label=gettext_lazy("What was asked"))
    source = forms.ChoiceField(label=gettext_lazy("Who asked"), choices=_sources)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        framework: Any = self.fields["framework"]
        framework.choices = [(code, title) for code, title in surveyed(actor)]

    def uploads(self) -> "list[UploadedFile[Any]]":
        sent: list[UploadedFile[Any]] = self.cleaned_data["answers"]
        return sent


def surveyed(actor: Actor) -> list[tuple[str, str]]:
    """Codes and titles of the frameworks that are asked in surveys."""
    found = [(version.framework_id, queries.framed(version)) for version in queries.frameworks(actor)]
    return [(code, str(framed.title)) for code, framed in found if framed.framework.inputs == "survey"]


class SurveyAnswerForm(StyledForm):
    """What a person says of a file: source, date, sheet, who may see it, and columns nobody knew."""

    source = forms.ChoiceField(label=gettext_lazy("Who asked"), choices=_sources)
    date = AnyDateField(
        label=gettext_lazy("Last day of the survey"),
        help_text=gettext_lazy("For example 30 March 2018 or 2018-03-30."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tier = forms.TypedChoiceField(label=gettext_lazy("Who may see the answers"), coerce=int)

    def __init__(self, item: SurveyImport, framed: Framed, data: Mapping[str, Any] | None = None) -> None:
        seen, kept = item.summary, SurveyAnswers.from_json(item.answers)
        lowest = Tier.RESTRICTED if of_households(framed) else Tier.PUBLIC
        date = kept.date.isoformat() if kept.date else seen.get("date") or ""
        tier = framed.tier if kept.tier is None else kept.tier
        initial = {
            "source": kept.source,
            "date": date,
            "tier": int(max(tier, lowest)),
            "sheet": seen.get("sheet") or "",
        }
        self._framework = kept.framework
        self._headers = {
            f"header_{header['position']}": header
            for header in seen.get("headers", [])
            if header["key"] is None or header["name"] in kept.headers
        }
        super().__init__(data, initial=initial)
        tiers: Any = self.fields["tier"]
        tiers.choices = [(int(each), survey_words.TIERS[str(int(each))]) for each in Tier if each >= lowest]
        sheets = seen.get("sheets", [])
        if len(sheets) > 1:
            self._choose("sheet", _("Sheet of the workbook"), [(sheet, sheet) for sheet in sheets])
        for name, header in self._headers.items():
            said = kept.headers.get(header["name"], "")
            self._choose(name, _("Column “%(name)s”") % {"name": header["name"]}, _meanings(header, framed), said)

    def _choose(self, name: str, label: str, choices: list[Any], initial: str = "") -> None:
        widget = forms.Select(attrs={"class": "form-select"})
        field = forms.ChoiceField(label=label, choices=choices, widget=widget)
        if initial:
            field.initial = initial
        self.fields[name] = field

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields about columns, to be shown apart."""
        return [self[name] for name in self._headers]

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self._headers]

    def answers(self) -> SurveyAnswers:
        given = self.cleaned_data
        return SurveyAnswers(
            framework=self._framework,
            source=given["source"],
            date=given["date"],
            headers={header["name"]: given[name] for name, header in self._headers.items()},
            sheet=given.get("sheet") or None,
            tier=Tier(given["tier"]),
        )


def _meanings(header: Mapping[str, Any], framed: Framed) -> list[Any]:
    """What a column may be: suggestions first, then the questions, then places and the survey's own columns."""
    keys = possible(framed)
    suggested = [
        (key, f"{survey_words.column(key, framed)} ({likeness}%)")
        for key, likeness in header["suggestions"]
        if key in keys
    ]
    questions = [(key, survey_words.column(key, framed)) for key in keys if key.startswith((INDICATOR, OUTCOME))]
    others = [(key, survey_words.column(key, framed)) for key in keys if not key.startswith((INDICATOR, OUTCOME))]
    choices: list[Any] = [("", _("Choose one")), (IGNORED, str(survey_words.FIELDS[IGNORED]))]
    if suggested:
        choices.append((_("Most alike"), suggested))
    return [*choices, (_("Questions of the framework"), questions), (_("Columns of a survey"), others)]


class SurveyReasonForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It is shown with the version, for example: replaced by a corrected file of 4 May."),
    )
