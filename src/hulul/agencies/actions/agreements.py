"""What agencies agreed to share: concluded for a purpose until a day, and ended."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.agencies.models import Agency, Agreement
from hulul.agencies.rules import says_something
from hulul.audit.actions import record
from hulul.kernel import clock, datasets
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound
from hulul.kernel.tiers import Tier

SHARED_TIERS = (Tier.RESTRICTED, Tier.CONFIDENTIAL)


@transaction.atomic
def agree(
    actor: Actor, *, owner: int, recipient: int, kind: str, tier: int, purpose: str, valid_until: dt.date
) -> Agreement:
    """The owner lets the recipient see a kind of its data up to a tier until the end of a day. One direction only.

    Invalid for closed or equal agencies, a kind that nothing has, a tier that is not shared, a purpose that says
    nothing or a day that is over; Conflict while the same is agreed.
    """
    check(actor, Ability.MANAGE_ACCESS)
    agencies = {found.pk: found for found in Agency.objects.filter(pk__in={owner, recipient}, is_active=True)}
    if owner not in agencies or recipient not in agencies:
        raise Invalid(_("There is no such organisation, or it is closed."))
    if owner == recipient:
        raise Invalid(_("An agreement is between two organisations."))
    if not agencies[owner].sources:
        raise Invalid(_("%(agency)s answers for no source, so it has nothing to share.") % {"agency": agencies[owner]})
    if kind not in datasets.kinds():
        raise Invalid(_("There is no kind of data called %(kind)s.") % {"kind": kind})
    if tier not in SHARED_TIERS:
        raise Invalid(_("Restricted and confidential data can be shared: the public sees the rest, or nobody may."))
    if not says_something(purpose):
        raise Invalid(_("Say in a few words what the data will be used for."))
    if valid_until < clock.today():
        raise Invalid(_("The last day of an agreement cannot be in the past."))
    same = Agreement.objects.filter(owner=owner, recipient=recipient, kind=kind, tier=tier, ended_at=None)
    if same.filter(valid_until__gte=clock.today()).exists():
        raise Conflict(_("This is agreed already. End that agreement first to change its date or purpose."))
    agreed = Agreement.objects.create(
        owner_id=owner,
        recipient_id=recipient,
        kind=kind,
        tier=tier,
        purpose=" ".join(purpose.split())[:400],
        valid_until=valid_until,
        created_by_id=actor.user_id,
    )
    record(
        actor,
        "agree",
        "agreement",
        agreed.pk,
        owner=owner,
        recipient=recipient,
        data_kind=kind,
        tier=int(tier),
        purpose=agreed.purpose,
        valid_until=valid_until.isoformat(),
    )
    return agreed


@transaction.atomic
def end_agreement(actor: Actor, pk: int) -> Agreement:
    """From the next request on the recipient sees nothing by it. Conflict when it ended before."""
    check(actor, Ability.MANAGE_ACCESS)
    ended = Agreement.objects.select_for_update().filter(pk=pk).first()
    if ended is None:
        raise NotFound(_("There is no such agreement."))
    if ended.ended_at is not None:
        raise Conflict(_("This agreement has ended already."))
    ended.ended_at = clock.now()
    ended.save(update_fields=["ended_at"])
    record(actor, "end_agreement", "agreement", ended.pk, owner=ended.owner_id, recipient=ended.recipient_id)
    return ended
