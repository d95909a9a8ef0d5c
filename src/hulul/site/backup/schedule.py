"""Backups that are made by themselves: `hulul tick` asks every time whether one is due."""

import logging
from datetime import timedelta

from django.conf import settings

from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import HululError
from hulul.site.backup.actions import back_up, thin_out
from hulul.site.backup.queries import is_due

log = logging.getLogger(__name__)


def back_up_if_due() -> int:
    """Make the backup that is due and thin out the old ones; 1 when one was made.

    When it fails, the other chores still have their turn: the log and `hulul doctor` tell, and it is tried again in an
    hour.
    """
    place, hours = settings.HULUL_BACKUP_TO, settings.HULUL_BACKUP_EVERY
    if not place or not hours or not is_due(SYSTEM, place, timedelta(hours=hours)):
        return 0
    try:
        back_up(SYSTEM, place, key=settings.HULUL_BACKUP_KEY)
    except HululError as error:
        log.error("backup to %s failed: %s", place, error.message)
        return 0
    except Exception:
        log.exception("backup to %s failed", place)
        return 0
    thin_out(SYSTEM, place, settings.HULUL_BACKUP_KEEP)
    return 1
