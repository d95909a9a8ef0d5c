"""`hulul mail-test`: does the mail server take our letters?"""

import smtplib

import click

from hulul.kernel.errors import Conflict
from hulul.site.cli.start import start


@click.command("mail-test")
@click.argument("address")
def mail_test(address: str) -> None:
    """Send a letter to ADDRESS and say what the mail server answered."""
    start()
    from django.conf import settings

    from hulul.kernel.letters import Letter, deliver_now

    text = ("This is a test. If you read it, Hulul can send invitations and new passwords.",)
    try:
        deliver_now(Letter(address, settings.LANGUAGE_CODE, "A test from Hulul", text))
    except (smtplib.SMTPException, OSError) as error:
        raise Conflict(f"The letter was not sent: {error}", code="mail", hint=_hint(error)) from error
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        click.echo(f"HULUL_EMAIL_URL is not set, so the letter was written into {settings.EMAIL_FILE_PATH}.")
    else:
        click.echo(f"{settings.EMAIL_HOST} took the letter to {address}. Look into that letter box.")


def _hint(error: Exception) -> str:
    """What to change, for the errors that people meet."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Check user and password in HULUL_EMAIL_URL; signs such as @ are written %40 there."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "The server offers no STARTTLS or no sign-in at this port: try tls=yes with port 465, or tls=no."
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused):
        return "The server refuses this recipient or sender: check HULUL_EMAIL_FROM and the address."
    if isinstance(error, ConnectionError | TimeoutError):
        return "Nobody answers there: check host and port in HULUL_EMAIL_URL, and the firewall."
    return "Check HULUL_EMAIL_URL: host, port and the kind of encryption (tls=starttls, tls=yes or tls=no)."
