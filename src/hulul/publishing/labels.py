"""Names of events and states, and why an address is refused, for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hulul.publishing.models import EventKind

# What can be subscribed to, in the order of the form.
EVENTS: dict[str, str | Promise] = {
    EventKind.GENERATION_PUBLISHED: EventKind.GENERATION_PUBLISHED.label,
    EventKind.ROUND_ACCEPTED: EventKind.ROUND_ACCEPTED.label,
    EventKind.ROUND_WITHDRAWN: EventKind.ROUND_WITHDRAWN.label,
}
REFUSALS: dict[str, str | Promise] = {
    "address": gettext_lazy(
        "This is not an address. Write it as https://, a name, and a path, without a part after #."
    ),
    "scheme": gettext_lazy(
        "Only https addresses are called, so that nobody on the way can read or change what is sent."
    ),
    "user": gettext_lazy("Leave user names and passwords out of the address: receivers check the signature instead."),
    "port": gettext_lazy("Only port 443 and ports above 1023 are called."),
    "private": gettext_lazy(
        "This address is inside a private network. Only addresses on the public internet are called."
    ),
    "secret": gettext_lazy(
        "The secret cannot be read any more, because the key of the installation was changed. Make a new secret."
    ),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code])


def error(text: str) -> str:
    """The error of a delivery: in words when the address was refused here, as it came when it is the other side's."""
    known = REFUSALS.get(text.removeprefix("refused: "))
    if known is not None:
        return str(known)
    return _("No answer within ten seconds.") if text == "no answer within ten seconds" else text
