"""Creating users and granting roles."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.agencies.models import Grant, User
from hulul.agencies.rules import GRANTABLE
from hulul.audit.actions import record
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Invalid


def create_user(actor: Actor, *, email: str, name: str, password: str, roles: tuple[str, ...] = ()) -> User:
    """A new user with the given roles. Invalid for a poor address or password, Conflict when the address is taken."""
    check(actor, Ability.MANAGE_ACCESS)
    user = User(email=email.strip(), name=name.strip() or email.strip())
    try:
        validate_email(user.email)
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    unknown = set(roles) - set(GRANTABLE)
    if unknown:
        raise Invalid(_("Unknown role: %(role)s.") % {"role": ", ".join(sorted(unknown))})
    user.set_password(password)  # takes a moment by design, so before anything is locked
    with transaction.atomic():
        if User.objects.filter(email__iexact=user.email).exists():
            raise Conflict(_("There is already an account with this e-mail address."))
        user.save()
        Grant.objects.bulk_create(Grant(user=user, role=role) for role in roles)
        record(actor, "create_user", "user", user.pk, roles=list(roles))
    return user
