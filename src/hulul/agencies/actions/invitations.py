"""Inviting people by e-mail, and accepting an invitation.

The link's secret is made from the installation's key, the invitation's number and the moment it expires: it is stored
nowhere, only its digest is. Sending an invitation again moves that moment, and so makes the former link void.
"""

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hulul.agencies import letters
from hulul.agencies.access import check
from hulul.agencies.actions.grants import check_grantable
from hulul.agencies.models import Grant, Invitation, User
from hulul.agencies.queries.invitations import waiting
from hulul.audit.actions import record
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid, NotFound
from hulul.kernel.letters import send

VALID_FOR = dt.timedelta(days=7)
SALT = "hulul.agencies.invitation"


@transaction.atomic
def invite(
    actor: Actor,
    *,
    email: str,
    name: str,
    agency: int | None = None,
    role: str,
    place: str = "",
    valid_until: dt.date | None = None,
    language: str = "",
) -> tuple[Invitation, str]:
    """A new invitation, whose letter is on its way, and the secret of its link, told only now.

    Conflict when the address has an account or an open invitation; Invalid for an unknown role, place or agency.
    """
    check(actor, Ability.MANAGE_ACCESS)
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    check_grantable(role=role, agency=agency, place=place, valid_until=valid_until)
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(_("There is already an account with this e-mail address."))
    if Invitation.objects.filter(waiting()).filter(email__iexact=email).exists():
        raise Conflict(_("There is already an open invitation to this e-mail address. Send it again, or withdraw it."))
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip() or email,
        agency_id=agency,
        role=role,
        place=place,
        valid_until=valid_until,
        language=language or get_language() or "",
        digest=secrets.token_hex(32),
        invited_by_id=actor.user_id,
        expires_at=clock.now() + VALID_FOR,
    )
    secret = _sealed_link(invitation)
    record(actor, "invite", "invitation", invitation.pk, role=role, place=place, agency=agency)
    return invitation, secret


@transaction.atomic
def send_invitation_again(actor: Actor, pk: int) -> tuple[Invitation, str]:
    """A new letter with a new link and seven more days; the former link is void. Conflict once accepted."""
    check(actor, Ability.MANAGE_ACCESS)
    invitation = _pending(pk)
    invitation.expires_at = clock.now() + VALID_FOR
    secret = _sealed_link(invitation)
    record(actor, "send_invitation_again", "invitation", invitation.pk)
    return invitation, secret


@transaction.atomic
def withdraw_invitation(actor: Actor, pk: int) -> None:
    """The link stops working at once. Conflict once accepted or withdrawn."""
    check(actor, Ability.MANAGE_ACCESS)
    invitation = _pending(pk)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(actor, "withdraw_invitation", "invitation", invitation.pk)


def invitation_for(secret: str) -> Invitation:
    """The invitation that a link is for. NotFound, in words, when it cannot be accepted (any more)."""
    invitation = Invitation.objects.filter(digest=_digest(secret)).select_related("agency").first()
    hint = _("Ask whoever invited you to send a new one.")
    if invitation is None:
        raise NotFound(_("This invitation does not exist, or a newer letter has replaced it."), hint=hint)
    if invitation.accepted_at:
        raise NotFound(
            _("This invitation has been accepted already."), hint=_("Sign in with the password that you chose then.")
        )
    if invitation.withdrawn_at:
        raise NotFound(_("This invitation has been withdrawn."), hint=hint)
    if invitation.expires_at <= clock.now():
        raise NotFound(_("This invitation has expired."), hint=hint)
    return invitation


@transaction.atomic
def accept_invitation(secret: str, *, password: str, name: str = "") -> User:
    """The account and its role. NotFound for a dead link, Invalid for a poor password, Conflict if there is one."""
    invitation = invitation_for(secret)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:  # somebody was faster while this request waited for the row
        raise NotFound(_("This invitation has been accepted already."))
    user = User(
        email=invitation.email,
        name=name.strip() or invitation.name,
        agency=invitation.agency,
        language=invitation.language,
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    if User.objects.filter(email__iexact=user.email).exists():
        raise Conflict(_("There is already an account with this e-mail address."))
    user.set_password(password)
    user.save()
    if invitation.valid_until is None or invitation.valid_until >= clock.today():
        Grant.objects.create(
            user=user,
            role=invitation.role,
            agency=invitation.agency,
            place=invitation.place,
            valid_until=invitation.valid_until,
            granted_by=invitation.invited_by,
        )
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    record(Actor(user.pk, user.name), "accept_invitation", "invitation", invitation.pk, user=user.pk)
    return user


def _pending(pk: int) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(pk=pk).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict(_("This invitation has been accepted or withdrawn already."))
    return invitation


def _sealed_link(invitation: Invitation) -> str:
    """The secret of the link for this expiry, its digest saved, and the letter on its way."""
    about = f"{invitation.pk}:{invitation.expires_at.isoformat()}"
    secret = salted_hmac(SALT, about, algorithm="sha256").hexdigest()
    invitation.digest = _digest(secret)
    invitation.save(update_fields=["digest", "expires_at"])
    send(letters.invitation(invitation, secret))
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
