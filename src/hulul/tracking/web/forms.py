"""Forms of this room: files to upload, answers about a file, a reason for withdrawing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.kernel import packs
from hulul.kernel.tiers import Tier
from hulul.sheets import dates
from hulul.sheets.headers import IGNORED
from hulul.tracking import labels
from hulul.tracking.answers import Answers
from hulul.tracking.models import Import
from hulul.tracking.reading.headers import DIMENSIONS


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


class UploadForm(forms.Form):
    lists = ManyFilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("CSV or XLSX, or a ZIP or TAR archive of them. Drop several here at once if you like."),
        widget=ManyFilesInput(attrs={"class": "form-control file-drop"}),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Who counted"), choices=_sources, widget=forms.Select(attrs={"class": "form-select"})
    )

    def uploads(self) -> "list[UploadedFile[Any]]":
        sent: list[UploadedFile[Any]] = self.cleaned_data["lists"]
        return sent


class AnswerForm(forms.Form):
    """What a person says of a file: source, population, date, sheet, who may see it, and columns nobody knew."""

    source = forms.ChoiceField(
        label=gettext_lazy("Who counted"), choices=_sources, widget=forms.Select(attrs={"class": "form-select"})
    )
    population = forms.ChoiceField(
        label=gettext_lazy("Who was counted"), widget=forms.Select(attrs={"class": "form-select"})
    )
    date = AnyDateField(
        label=gettext_lazy("Date of the round"),
        help_text=gettext_lazy("For example 30 March 2018 or 2018-03-30."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    tier = forms.TypedChoiceField(
        label=gettext_lazy("Who may see the round"),
        coerce=int,
        choices=(
            (int(Tier.PUBLIC), gettext_lazy("Everybody: it becomes part of the public figures")),
            (int(Tier.RESTRICTED), gettext_lazy("Staff only: it is listed but not part of any figure")),
        ),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, item: Import, data: Mapping[str, Any] | None = None) -> None:
        seen, kept = item.summary, Answers.from_json(item.answers)
        date = kept.date.isoformat() if kept.date else seen.get("date") or ""
        super().__init__(
            data,
            initial={
                "source": kept.source,
                "population": kept.population or seen.get("population") or "",
                "date": date,
                "tier": int(kept.tier),
                "sheet": seen.get("sheet") or "",
            },
        )
        population: Any = self.fields["population"]
        population.choices = [("", _("Choose one")), *((code, str(name)) for code, name in labels.POPULATIONS.items())]
        sheets = seen.get("sheets", [])
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet of the workbook"),
                choices=[(sheet, sheet) for sheet in sheets],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self._headers = {
            f"header_{header['position']}": header
            for header in seen.get("headers", [])
            if header["key"] is None or header["name"] in kept.headers
        }
        for name, header in self._headers.items():
            self.fields[name] = forms.ChoiceField(
                label=_("Column “%(name)s”") % {"name": header["name"]},
                choices=_meanings(header),
                initial=kept.headers.get(header["name"], ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields about columns, to be shown apart."""
        return [self[name] for name in self._headers]

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self._headers]

    def answers(self) -> Answers:
        given = self.cleaned_data
        return Answers(
            source=given["source"],
            population=given["population"],
            date=given["date"],
            headers={header["name"]: given[name] for name, header in self._headers.items()},
            sheet=given.get("sheet") or None,
            tier=Tier(given["tier"]),
        )

    def learned(self) -> dict[str, str]:
        """Headers to remember for all later files: those whose text alone says which column it is."""
        return {
            header["text"]: self.cleaned_data[name]
            for name, header in self._headers.items()
            if header["text"] and header["text"] == header["name"]
        }


def _meanings(header: Mapping[str, Any]) -> list[Any]:
    """What a column may be: suggestions first, then everything a master list has."""
    pack = packs.current()
    suggested = [(key, f"{labels.column(key)} ({likeness}%)") for key, likeness in header["suggestions"]]
    fields = [(key, str(title)) for key, title in labels.FIELDS.items() if key != IGNORED]
    choices: list[Any] = [("", _("Choose one")), (IGNORED, str(labels.FIELDS[IGNORED]))]
    if suggested:
        choices.append((_("Most alike"), suggested))
    choices.append((_("Columns of a master list"), fields))
    for dimension in DIMENSIONS:
        categories = pack.masterlist.categories(dimension)
        options = [(f"{dimension}:{category.code}", str(category.name)) for category in categories]
        choices.append((str(labels.DIMENSIONS[dimension]), options))
    return choices


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It is shown with the version, for example: replaced by a corrected file of 4 May."),
        widget=forms.TextInput(attrs={"class": "form-control", "dir": "auto"}),
    )
