"""The form of a framework file: the file itself, or its text."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.measurement import framing
from hulul.ui.fields import StyledForm


class FrameworkForm(StyledForm):
    """A file, which comes first when there is one, or a text that was changed on the page."""

    file = forms.FileField(
        label=gettext_lazy("Framework file"),
        required=False,
        help_text=gettext_lazy("A TOML file. Its text is shown below, where you can correct it."),
    )
    source = forms.CharField(
        label=gettext_lazy("Text of the framework"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "ltr", "spellcheck": "false", "class": "form-control source"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("source") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste the text of a framework."))
        return given

    def text(self) -> str:
        """What was given, as text. BadFramework when the file is not text."""
        file = self.cleaned_data.get("file")
        return framing.decoded(file.read() if file else self.cleaned_data["source"])
