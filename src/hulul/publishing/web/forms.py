"""The form of a webhook: its name, its address, what it is told, and on whose behalf."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from hulul.agencies.models import Agency
from hulul.publishing import labels
from hulul.publishing.models import Webhook
from hulul.ui.fields import StyledForm


class WebhookForm(StyledForm):
    """What the actions check again; an error of theirs is shown at the field whose name is its code."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("How the people here call the receiver, for example: cluster dashboard."),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("It begins with https:// and is where the receiver waits for what is sent."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=lambda: list(labels.EVENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one event.")},
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("No organisation"),
        help_text=gettext_lazy("Who runs the receiver, so that others know whom to ask."),
    )
    errors_at: ClassVar[frozenset[str]] = frozenset({"name", "url", "events"})

    def __init__(self, data: Any = None, *, webhook: Webhook | None = None) -> None:
        facts = ("name", "url", "events", "agency")
        super().__init__(data, initial={name: getattr(webhook, name) for name in facts} if webhook else None)
        agency: Any = self.fields["agency"]
        agency.queryset = Agency.objects.filter(is_active=True)
