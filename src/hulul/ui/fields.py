"""Forms as all pages show them: widgets with the classes of the style sheet, dates in the usual ways of writing."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

# Arabic-Indic digits and those of Persian and Kurdish keyboards, to those that programs read.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


class DayField(forms.DateField):
    """A day: the browser's own calendar, or typed as 2026-11-21, 21/11/2026 or 21.11.2026 in any digits."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write the date as year-month-day, for example 2026-11-21.")
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        formats = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
        super().__init__(**{"widget": widget, "input_formats": formats, **kwargs})

    def to_python(self, value: Any) -> dt.date | None:
        return super().to_python(value.translate(_WESTERN) if isinstance(value, str) else value)


class WholeNumberField(forms.IntegerField):
    """A whole number in any digits. The widget is a text field: browsers take no Arabic digits for a number's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}), **kwargs})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.translate(_WESTERN) if isinstance(value, str) else value)


class StyledForm(forms.Form):
    """A form whose widgets carry the classes of the style sheet; text follows its own direction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _style(field.widget)


def _style(widget: forms.Widget) -> None:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")
        if isinstance(widget, forms.TextInput | forms.Textarea) and not isinstance(widget, forms.EmailInput):
            widget.attrs.setdefault("dir", "auto")
        else:
            widget.attrs.setdefault("dir", "ltr")
