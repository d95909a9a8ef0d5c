"""How organisations, roles and places are called in the reader's language."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hulul.agencies.models import Agency, Grant, User
from hulul.agencies.rules import ROLES, place_name
from hulul.kernel import clock
from hulul.ui import formats


def organisation(agency: Agency | None) -> str:
    """Its name in the reader's language; the first name stands in for one that is missing."""
    if agency is None:
        return ""
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    return str(getattr(agency, f"name_{language}", "") or agency.name)


def role(code: str) -> str:
    return str(ROLES[code].title) if code in ROLES else code


def place(code: str) -> str:
    """ "Mosul (IQG15Q02)"; a code that is unknown stands alone, and the whole country has no code."""
    if not code:
        return _("The whole country")
    found = place_name(code)
    return f"{found.name} ({code})" if found else code


def grant(held: Grant) -> str:
    """A role with its place in one line: "Field officer, Mosul (IQG15Q02)"."""
    if not held.place:
        return role(held.role)
    return formats.conventions().list_separator.join((role(held.role), place(held.place)))


def until(held: Grant) -> str:
    """When a role ends, ended or expired, in words."""
    if held.ended_at:
        return _("ended on %(day)s") % {"day": formats.day(timezone.localtime(held.ended_at).date())}
    if (on_behalf_of := held.agency or held.user.agency) and not on_behalf_of.is_active:
        return _("suspended: the organisation is closed")
    if held.valid_until is None:
        return _("without an end")
    if held.valid_until < clock.today():
        return _("expired on %(day)s") % {"day": formats.day(held.valid_until)}
    return _("until %(day)s") % {"day": formats.day(held.valid_until)}


def state(user: User) -> str:
    return _("active") if user.is_active else _("closed")
