"""What archives are called: which installation, which moment, whether they are encrypted."""

import datetime as dt
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

FORMAT = "%Y%m%dT%H%M%SZ"


def archive_name(moment: dt.datetime, *, encrypted: bool) -> str:
    """hulul-<pack>-<installation>-<moment in UTC>.tar.zst, and .enc when encrypted."""
    ending = ".tar.zst.enc" if encrypted else ".tar.zst"
    return f"{prefix()}{moment.astimezone(dt.UTC).strftime(FORMAT)}{ending}"


def prefix() -> str:
    """Tells archives of this installation from others in the same folder, so that none thins out another's."""
    return f"hulul-{settings.HULUL_PACK}-{salted_hmac('hulul.site.backup', 'name').hexdigest()[:8]}-"


def moments(names: list[str]) -> dict[dt.datetime, str]:
    """The archives of this installation among these names, by when they were made."""
    pattern = re.compile(re.escape(prefix()) + r"(\d{8}T\d{6}Z)\.tar\.zst(\.enc)?")
    found = {}
    for name in names:
        matched = pattern.fullmatch(name)
        if matched:
            found[dt.datetime.strptime(matched[1], FORMAT).replace(tzinfo=dt.UTC)] = name
    return found
