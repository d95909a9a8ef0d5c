"""Organisations and what they agreed to share."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.access import still_valid, visible_agencies, visible_agreements
from hulul.agencies.models import Agency, Agreement
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound


def agencies(actor: Actor, *, active: bool | None = None) -> QuerySet[Agency]:
    """By name; all of them for those who manage access."""
    found = Agency.objects.filter(visible_agencies(actor))
    return found if active is None else found.filter(is_active=active)


def agency(actor: Actor, pk: int) -> Agency:
    """One organisation. NotFound when there is none that this actor may know of."""
    found = agencies(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


def agreements(actor: Actor, *, agency: int | None = None, active: bool | None = None) -> QuerySet[Agreement]:
    """Newest first, with their organisations. `agency` is on either side; `active` ones count today."""
    found = Agreement.objects.filter(visible_agreements(actor)).select_related("owner", "recipient", "created_by")
    if agency is not None:
        found = found.filter(Q(owner=agency) | Q(recipient=agency))
    if active is not None:
        valid = still_valid() & Q(owner__is_active=True, recipient__is_active=True)
        found = found.filter(valid) if active else found.exclude(valid)
    return found
