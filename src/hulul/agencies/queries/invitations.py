"""Invitations, for those who send them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.models import Invitation
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound


def waiting() -> Q:
    """Invitations that can be accepted now."""
    return Q(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def invitations(actor: Actor, *, waiting: bool = False) -> QuerySet[Invitation]:
    """Newest first; if asked, only those nobody answered or withdrew (expired ones, too: they can be sent again)."""
    if not actor.may(Ability.MANAGE_ACCESS):
        return Invitation.objects.none()
    found = Invitation.objects.order_by("-pk")
    return found.filter(accepted_at=None, withdrawn_at=None) if waiting else found


def invitation(actor: Actor, pk: int) -> Invitation:
    """One invitation. NotFound when there is none that this actor may know of."""
    found = invitations(actor).filter(pk=pk).select_related("agency", "invited_by").first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found
