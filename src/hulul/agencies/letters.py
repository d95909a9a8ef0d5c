"""The letters about accounts, each in its recipient's language."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hulul.agencies.models import BreakGlass, Invitation, User
from hulul.kernel.letters import Letter

LANGUAGES = {code for code, _name in settings.LANGUAGES}


def invitation(invitation: Invitation, secret: str) -> Letter:
    """With the link that works once."""
    language = _language(invitation.language)
    with override(language):
        until = date_format(localtime(invitation.expires_at), "DATE_FORMAT")
        return Letter(
            to=invitation.email,
            language=language,
            subject=_("Your invitation to Hulul"),
            paragraphs=(
                _("Dear %(name)s,") % {"name": invitation.name},
                _("you are invited to work with Hulul, the information system on displacement and return."),
                _("The link works once, until %(date)s. Pass it on to nobody: it opens an account in your name.")
                % {"date": until},
            ),
            link=link("agencies:invitation_link", secret=secret),
            button=_("Accept the invitation"),
        )


def password_reset(user: User, uid: str, token: str) -> Letter:
    """With the link that lets a new password be chosen."""
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    with override(_language(user.language)):
        return _to(
            user,
            _("A new password for Hulul"),
            _("somebody, probably you, asked for a new password for your account."),
            ngettext(
                "The link works once, for %(minutes)s minute.", "The link works once, for %(minutes)s minutes.", minutes
            )
            % {"minutes": minutes},
            _("If it was not you, do nothing: your password stays as it is."),
            link=link("agencies:reset_link", uid=uid, token=token),
            button=_("Choose a new password"),
        )


def password_changed(user: User) -> Letter:
    """So that nobody changes it unnoticed."""
    with override(_language(user.language)):
        return _to(
            user,
            _("Your password was changed"),
            _("the password of your account was changed, and all other sessions were ended."),
            _("If it was not you, tell the administrator of your installation at once."),
        )


def second_factor_changed(user: User) -> Letter:
    """So that nobody adds or removes one unnoticed."""
    with override(_language(user.language)):
        return _to(
            user,
            _("Your second factor was changed"),
            _("an authenticator app, a passkey or the recovery codes of your account were changed."),
            _("If it was not you, tell the administrator of your installation at once."),
            link=link("agencies:account"),
            button=_("Look at my account"),
        )


def will_be_closed(user: User, days: int) -> Letter:
    """To somebody who has not used the account for long."""
    with override(_language(user.language)):
        return _to(
            user,
            _("Your account will be closed"),
            _("you have not used your account for a long time."),
            ngettext(
                "It will be closed in %(days)s day unless you sign in before. Nothing that you did is lost.",
                "It will be closed in %(days)s days unless you sign in before. Nothing that you did is lost.",
                days,
            )
            % {"days": days},
            link=link("agencies:sign_in"),
            button=_("Sign in"),
        )


def break_glass_opened(session: BreakGlass, person: User) -> Letter:
    """To those whose data the session opens, and to the other administrators."""
    with override(_language(person.language)):
        words = {
            "name": session.user.name,
            "start": date_format(localtime(session.started_at), "DATETIME_FORMAT"),
            "end": date_format(localtime(session.ends_at), "TIME_FORMAT"),
        }
        return _to(
            person,
            _("A break-glass session was opened by %(name)s") % words,
            _(
                "%(name)s opened a break-glass session on %(start)s. Until %(end)s at the latest, %(name)s can read "
                "sensitive data, including data that your organisation answers for."
            )
            % words,
            _("The reason given: %(reason)s") % {"reason": session.reason},
            _(
                "Everything done in the session is in the record of who did what. If you did not expect this, ask your "
                "administrators at once."
            ),
        )


def link(name: str, **parts: str) -> str:
    """The whole address of a page in the language in use."""
    return f"{settings.HULUL_ADDRESS}{reverse(name, kwargs=parts)}"


def _to(user: User, subject: str, *paragraphs: str, **more: str) -> Letter:
    greeting = _("Dear %(name)s,") % {"name": user.name}
    words: Mapping[str, str] = more
    return Letter(user.email, _language(user.language), subject, (greeting, *paragraphs), **words)


def _language(code: str) -> str:
    return code if code in LANGUAGES else settings.LANGUAGE_CODE
