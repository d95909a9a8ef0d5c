"""The letter about a webhook, in its recipient's language."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from hulul.agencies.letters import link
from hulul.agencies.models import User
from hulul.kernel.letters import Letter
from hulul.publishing.models import Webhook


def webhook_paused(webhook: Webhook, person: User) -> Letter:
    """To those who can mend it: for days nothing has reached the receiver, so nothing more is sent."""
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        return Letter(
            to=person.email,
            language=language,
            subject=_("The webhook “%(name)s” was paused") % {"name": webhook.name},
            paragraphs=(
                _("Dear %(name)s,") % {"name": person.name},
                _("for days nothing has reached the receiver of the webhook “%(name)s”. Nothing more is sent to it.")
                % {"name": webhook.name},
                _("What waits is kept. Resume the webhook when the receiver works again; it is then sent."),
            ),
            link=link("publishing:webhook", webhook_id=str(webhook.pk)),
            button=_("Look at the webhook"),
        )
