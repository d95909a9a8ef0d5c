"""Letters: e-mails that the installation sends, in the recipient's language and direction.

They leave through a background task after the transaction that asked for them. The task's row holds address and text
sealed, because a letter may carry a link that opens an account. A letter that was sent is not sent again: its number is
remembered, and stands in its Message-ID for the mail servers behind.
"""

import base64
import json
import logging
import smtplib
import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django_tasks import task

from hulul.kernel import clock
from hulul.kernel.models import SentLetter
from hulul.kernel.sealing import seal, unseal

logger = logging.getLogger(__name__)

PURPOSE = "letter"
# A mail server that is away is asked again after these minutes; then the letter is given up.
PAUSES = (1, 5, 30, 120, 480)
KEEP_NUMBERS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Letter:
    """`paragraphs` are whole sentences in `language`; `button` is what the link does, in words."""

    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    button: str = ""


def send(letter: Letter) -> uuid.UUID:
    """Have the letter sent once the transaction under way has been committed; gives its number."""
    number = uuid.uuid4()
    whole = seal(json.dumps(asdict(letter)), purpose=PURPOSE, owner=str(number))
    sealed = base64.b64encode(whole).decode()
    transaction.on_commit(lambda: _enqueue(number, sealed, 0))
    return number


def deliver_now(letter: Letter) -> None:
    """Hand the letter to the mail server and wait for its answer. SMTPException or OSError when it does not take it."""
    _message(uuid.uuid4(), letter).send()


@task()
def deliver(number: str, sealed: str, attempt: int) -> None:
    """One attempt; later ones are tasks of their own."""
    if SentLetter.objects.filter(pk=number).exists():
        return
    letter = json.loads(unseal(base64.b64decode(sealed), purpose=PURPOSE, owner=number))
    try:
        _message(uuid.UUID(number), Letter(**{**letter, "paragraphs": tuple(letter["paragraphs"])})).send()
    except (smtplib.SMTPException, OSError) as error:
        if attempt == len(PAUSES):
            raise RuntimeError(f"letter {number} was given up after {attempt + 1} attempts") from error
        logger.warning("letter %s could not be sent (%s); trying again later", number, type(error).__name__)
        _enqueue(uuid.UUID(number), sealed, attempt + 1)
        return
    SentLetter.objects.create(pk=number)


def forget_sent() -> int:
    """Forget the numbers of letters sent long ago, whose tasks are gone too; returns how many."""
    count, _ = SentLetter.objects.filter(sent_at__lt=clock.now() - KEEP_NUMBERS).delete()
    return count


def _enqueue(number: uuid.UUID, sealed: str, attempt: int) -> None:
    run_after = clock.now() + timedelta(minutes=PAUSES[attempt - 1]) if attempt else None
    deliver.using(run_after=run_after).enqueue(str(number), sealed, attempt)


def _message(number: uuid.UUID, letter: Letter) -> EmailMultiAlternatives:
    direction = "rtl" if get_language_info(letter.language)["bidi"] else "ltr"
    context = {"letter": letter, "direction": direction}
    with override(letter.language):
        text = render_to_string("kernel/letter.txt", context)
        html = render_to_string("kernel/letter.html", context)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "hulul.invalid"
    message = EmailMultiAlternatives(
        subject=letter.subject, body=text, to=[letter.to], headers={"Message-ID": f"<{number}@{host}>"}
    )
    message.extra_headers |= {"Content-Language": letter.language, "Auto-Submitted": "auto-generated"}
    message.attach_alternative(html, "text/html")
    return message
