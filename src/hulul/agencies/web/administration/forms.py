"""What keepers type: organisations, people, roles, agreements, reasons; and the filters of the lists."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.agencies import queries
from hulul.agencies.models import Agency, User
from hulul.agencies.rules import GRANTABLE, ROLES
from hulul.agencies.web.administration import words
from hulul.kernel import datasets, packs
from hulul.kernel.actors import Actor
from hulul.kernel.tiers import Tier
from hulul.ui.fields import DayField, StyledForm


class OrganisationForm(StyledForm):
    code = forms.SlugField(
        label=gettext_lazy("Short code"),
        max_length=40,
        help_text=gettext_lazy("Letters, digits and hyphens, for example iom. It appears in addresses and files."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    name_ar = forms.CharField(label=gettext_lazy("Name in Arabic"), max_length=160, required=False)
    name_ckb = forms.CharField(label=gettext_lazy("Name in Central Kurdish"), max_length=160, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=Agency.Kind.choices)
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Sources it answers for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Its agreements share the data of these sources."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources: Any = self.fields["sources"]
        sources.choices = [(source.code, str(source.name)) for source in packs.current().sources]

    @staticmethod
    def initial_of(agency: Agency) -> dict[str, Any]:
        return {name: getattr(agency, name) for name in ("code", "name", "name_ar", "name_ckb", "kind", "sources")}


def _organisations(actor: Actor, label: str, empty: str, *, required: bool = False) -> forms.TypedChoiceField:
    """A choice among the organisations that are not closed, giving an id or None."""
    choices = [(each.pk, words.organisation(each)) for each in queries.agencies(actor, active=True)]
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty), *choices],
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class PersonForm(StyledForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of letters"), choices=lambda: settings.LANGUAGES, required=False
    )

    def __init__(self, actor: Actor, data: Any = None, *, user: User | None = None) -> None:
        super().__init__(
            data, initial=user and {"name": user.name, "language": user.language, "agency": user.agency_id}
        )
        self.fields["agency"] = _organisations(actor, _("Organisation"), _("None"))


class _PlaceAndDay(StyledForm):
    """Where a role is held, and until when."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=lambda: [("", _("Choose one")), *((r, words.role(r)) for r in GRANTABLE)]
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("The code of an area, or letters of its name to choose from. Empty: the whole country."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "list": "places", "dir": "ltr"}),
    )
    valid_until = DayField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("The last day on which it counts. Empty: without an end."),
    )

    def clean_place(self) -> str:
        return str(self.cleaned_data["place"]).strip()


class RoleForm(_PlaceAndDay):
    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.fields["agency"] = _organisations(actor, _("On behalf of"), _("The person's own organisation"))
        self.order_fields(("role", "place", "agency", "valid_until"))


class InvitationForm(_PlaceAndDay):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=lambda: settings.LANGUAGES, required=False
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.fields["agency"] = _organisations(actor, _("Organisation"), _("None"))
        self.order_fields(("email", "name", "agency", "language", "role", "place", "valid_until"))


class AgreementForm(StyledForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is shared"),
        help_text=gettext_lazy("Only data that are not public need an agreement."),
    )
    tier = forms.TypedChoiceField(
        label=gettext_lazy("Up to which sensitivity"),
        coerce=int,
        choices=[(int(tier), tier.label) for tier in (Tier.RESTRICTED, Tier.CONFIDENTIAL)],
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("What the data will be used for, in a few words."),
    )
    valid_until = DayField(label=gettext_lazy("Valid until"))

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Choose one")), *datasets.kinds().items()]
        for name, label in (("owner", _("Who shares")), ("recipient", _("With whom"))):
            self.fields[name] = _organisations(actor, label, _("Choose one"), required=True)
        self.order_fields(("owner", "recipient", "kind", "tier", "purpose", "valid_until"))


class ReasonForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("It is kept with the account.")
    )


class BreakGlassForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Whoever answers for the data reads it. Name no person."),
    )


class PeopleFilter(StyledForm):
    """The filters of the list of people, as they stand in the address."""

    q = forms.CharField(label=gettext_lazy("Name or e-mail address"), max_length=120, required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=lambda: [("", _("All")), *((code, ROLES[code].title) for code in GRANTABLE)],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Account"),
        required=False,
        choices=lambda: [("", _("Active")), ("closed", _("Closed")), ("all", _("All"))],
    )

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(data)
        agency: Any = self.fields["agency"]
        everyone = queries.agencies(actor)
        agency.choices = [("", _("All")), *((str(each.pk), words.organisation(each)) for each in everyone)]
        self.full_clean()

    @property
    def active(self) -> bool | None:
        return {"closed": False, "all": None}.get(self.cleaned_data.get("state", ""), True)
