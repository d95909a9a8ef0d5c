"""Who is this? The one place where a user becomes an Actor."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from hulul.agencies.models import User
from hulul.agencies.rules import ROLES
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.errors import Denied
from hulul.kernel.tiers import Tier


def actor_for(user: User | AnonymousUser) -> Actor:
    """The actor of a request; anonymous for nobody and for deactivated accounts."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    roles = [ROLES[code] for code in user.grants.values_list("role", flat=True) if code in ROLES]
    return Actor(
        user_id=user.pk,
        name=user.name,
        roles=frozenset(role.code for role in roles),
        tier=max((role.tier for role in roles), default=Tier.PUBLIC),
    )


def check_administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise Denied(_("Only administrators may do this. Ask the administrator of your installation."))
