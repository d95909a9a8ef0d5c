"""Reading tokens: one's own, and everybody's for those who manage access. Secrets are nowhere to be read."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.access import visible_tokens
from hulul.agencies.models import ApiToken, User
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound


def tokens(actor: Actor, *, own: bool = False) -> QuerySet[ApiToken]:
    """The tokens the actor may see, newest first; with `own` only those that are the actor's."""
    found = ApiToken.objects.filter(visible_tokens(actor)).select_related("user")
    return found.filter(user__pk=actor.user_id or 0) if own else found


def token(actor: Actor, pk: int) -> ApiToken:
    """One token. NotFound when there is none that the actor may see."""
    found = tokens(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such token."))
    return found


def usable(user: User) -> QuerySet[ApiToken]:
    """The tokens of a user that are neither revoked nor past their end."""
    return user.tokens.filter(revoked_at=None, expires_at__gt=clock.now())
