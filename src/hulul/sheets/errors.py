"""The one error of reading: the file cannot become a table at all."""

from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid


class Unreadable(Invalid):
    """The file is not a table that can be read; the message says what it is instead and what to do."""

    code = "unreadable"


def protected_workbook() -> Unreadable:
    """The refusal of an encrypted workbook."""
    return Unreadable(
        _("The workbook is protected by a password."),
        code="password_protected",
        hint=_("Open it with the password, remove the protection, save it and import it again."),
    )


def damaged_workbook() -> Unreadable:
    """The refusal of a workbook that cannot be opened."""
    return Unreadable(
        _("The workbook is damaged or incomplete: it cannot be opened."),
        code="workbook_damaged",
        hint=_("Download or copy it again, or ask for a new copy."),
    )


def too_many_files(most: int) -> Unreadable:
    """The refusal of an archive with more files than can be taken in."""
    return Unreadable(_("The archive has more than %(most)s files.") % {"most": most}, code="archive_too_many")
