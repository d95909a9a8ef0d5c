"""What tests about people share: the password all of them have, their actor, the link in a letter."""

import re

from django.core.mail import EmailMessage

from hulul.agencies.access import actor_for
from hulul.agencies.models import User
from hulul.kernel.actors import Actor
from tests.agencies.conftest import PASSWORD

__all__ = ["PASSWORD", "actor_of", "link_in"]


def link_in(letter: EmailMessage) -> str:
    """The path of the only link in a letter."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S+)", str(letter.body))
    return str(found)


def actor_of(user: User) -> Actor:
    """As a new request would find it."""
    return actor_for(User.objects.get(pk=user.pk))
