"""Telling people by e-mail, in the background."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from hulul.agencies.events import BreakGlassOpened
from hulul.agencies.models import BreakGlass
from hulul.agencies.queries import to_be_told


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
