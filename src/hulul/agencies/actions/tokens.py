"""Tokens with which programs read the API as their owner: made, noted as used, revoked.

The secret is 256 random bits behind the visible word "hulul_". It is shown once and never stored: its SHA-256 is, which
needs no salt and no slow hash, because nobody can guess 256 bits.
"""

import datetime as dt
import hmac
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hulul.agencies.access import actor_for, check_own_hands, check_token_scopes
from hulul.agencies.models import ApiToken, User
from hulul.agencies.queries import tokens as reading
from hulul.agencies.rules import SCOPES, TOKEN_LONGEST, TOKEN_MOST, VISIBLE_WORD, token_digest
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid

PREFIX = 12
NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def create_token(actor: Actor, *, name: str, scopes: Iterable[str], expires_at: dt.datetime) -> tuple[ApiToken, str]:
    """A token of the actor's own, and its secret, which cannot be had a second time.

    Invalid without a name, a known scope or an end within a year; Denied for a scope that the actor's roles do not
    cover, and to a token, which cannot make others.
    """
    check_own_hands(actor)
    chosen = sorted(set(scopes))
    if not name.strip():
        raise Invalid(_("Give the token a name by which you will know it again."))
    if not chosen or set(chosen) - SCOPES.keys():
        raise Invalid(_("Choose what the token may be used for."))
    check_token_scopes(actor, chosen)
    if not clock.now() < expires_at <= clock.now() + TOKEN_LONGEST:
        raise Invalid(_("A token ends within a year: choose a day from tomorrow on, at most a year ahead."))
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    if reading.usable(user).count() >= TOKEN_MOST:
        raise Conflict(_("You have %(most)s tokens. Revoke those that nothing uses any more.") % {"most": TOKEN_MOST})
    secret = VISIBLE_WORD + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip()[:80],
        prefix=secret[:PREFIX],
        digest=token_digest(secret),
        scopes=chosen,
        expires_at=expires_at,
    )
    record(actor, "create_token", "token", token.pk, scopes=chosen, expires_at=expires_at.isoformat())
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, pk: int) -> ApiToken:
    """The token is refused from now on. NotFound for somebody else's, except to those who manage access."""
    check_own_hands(actor)
    found = reading.token(actor, pk)
    token = ApiToken.objects.select_for_update().get(pk=found.pk)
    if token.revoked_at is not None:
        raise Conflict(_("This token was revoked already."))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record(actor, "revoke_token", "token", token.pk, owner=token.user_id)
    return token


def use_token(secret: str) -> tuple[ApiToken, Actor] | None:
    """The token of this secret and the actor it stands for; None unless it is known, open and its owner's account is.

    Notes at most once an hour that it was used, so that reading does not mean writing.
    """
    digest = token_digest(secret)
    token = ApiToken.objects.select_related("user").filter(digest=digest).first()
    if token is None or not hmac.compare_digest(token.digest, digest) or not _stands(token):
        return None
    moment = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < moment - NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=moment)
    return token, actor_for(token.user, scopes=frozenset(token.scopes))


def _stands(token: ApiToken) -> bool:
    return token.revoked_at is None and token.expires_at > clock.now() and token.user.is_active
