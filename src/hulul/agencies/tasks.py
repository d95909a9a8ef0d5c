"""Telling people by e-mail, and what must not be told by how long an answer takes: in the background."""

import base64

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from hulul.agencies import actions
from hulul.agencies.events import BreakGlassOpened
from hulul.agencies.models import BreakGlass
from hulul.agencies.queries import to_be_told
from hulul.kernel.sealing import seal, unseal

RESET = "password reset"


@task()
def tell_of_break_glass(session: int) -> int:
    """One message to each person who is to know, in their language; returns how many."""
    opened = BreakGlass.objects.select_related("user").get(pk=session)
    people = to_be_told(opened)
    for person in people:
        with translation.override(person.language or settings.LANGUAGE_CODE):
            EmailMessage(
                subject=_("A break-glass session was opened by %(name)s") % {"name": opened.user.name},
                body=render_to_string("agencies/break_glass_notice.txt", {"session": opened, "person": person}),
                to=[person.email],
            ).send()
    return len(people)


def request_notice(event: BreakGlassOpened) -> None:
    """Have the notice follow the transaction under way."""
    transaction.on_commit(lambda: tell_of_break_glass.enqueue(event.session))


@task()
def send_password_reset(sealed: str) -> bool:
    """The address is sealed: people type what they like, and the record of tasks is kept for a month."""
    return actions.send_password_reset(unseal(base64.b64decode(sealed), purpose=RESET, owner=""))


def start_password_reset(email: str) -> None:
    """The same work whether there is an account or not: nobody learns which from this."""
    send_password_reset.enqueue(base64.b64encode(seal(email, purpose=RESET, owner="")).decode())
