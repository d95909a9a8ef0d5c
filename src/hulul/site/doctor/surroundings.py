"""What an installation stands in: disk, clock, database server, proxy, timer. Some matters once others reach it."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hulul.audit import queries as audit
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.site.doctor.finding import Finding
from hulul.site.housekeeping import seconds_since_tick

LEAST_DISK = 2_000_000_000
OLDEST_POSTGRESQL = 140_000
CLOCK_DIFFERENCE = timedelta(seconds=30)
TICK_SILENT_SECONDS = 3600
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_reached_by_others() -> bool:
    """Whether it answers to more names than this machine's own."""
    return not LOCAL_HOSTS.issuperset(settings.ALLOWED_HOSTS)


def disk() -> Finding:
    folder = Path(settings.HULUL_HOME)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding(
        "disk",
        free >= LEAST_DISK,
        f"{free / 1e9:.1f} GB free on the disk of HULUL_HOME",
        f"Below {LEAST_DISK / 1e9:.0f} GB an import or a publication may not end: enlarge the disk, or move old "
        "backups away. Never remove anything from HULUL_HOME by hand.",
    )


def debug() -> Finding:
    return Finding(
        "developer mode",
        not settings.DEBUG,
        "HULUL_DEBUG is on" if settings.DEBUG else "off",
        "Error pages show readers the inside of the program: unset HULUL_DEBUG and start again.",
    )


def address() -> Iterator[Finding]:
    """By what names and how it is reached; a laptop that only its own user reaches may do as it likes."""
    hosts = ", ".join(settings.ALLOWED_HOSTS)
    if not is_reached_by_others():
        yield Finding(
            "hosts",
            not settings.HULUL_HTTPS,
            f"{hosts}: this machine only",
            "HULUL_HTTPS is on, but no public name is answered: name the site in HULUL_HOSTS.",
        )
        return
    yield Finding(
        "hosts",
        not any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS),
        hosts,
        "Any name that is pointed here is answered, so links in e-mails can be forged: list the full names in "
        "HULUL_HOSTS.",
    )
    yield Finding(
        "https",
        settings.HULUL_HTTPS,
        "HULUL_HTTPS is on" if settings.HULUL_HTTPS else "HULUL_HTTPS is off, though others reach this site",
        "Passwords and cookies can be read on the way: put a proxy with TLS before it (docs/how-to/"
        "run-in-production.md) and set HULUL_HTTPS=yes.",
    )
    yield Finding(
        "proxies",
        bool(settings.HULUL_PROXIES),
        f"trusted: {', '.join(settings.HULUL_PROXIES) or 'none'}",
        "All readers seem to come from the proxy's address, so limits meant for one of them meet them all: name the "
        "proxy's address in HULUL_PROXIES.",
    )


def letters() -> Finding:
    """Without a mail server letters only pile up in a folder; on a laptop that is as it should be."""
    sent = not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    return Finding(
        "e-mail",
        sent or not is_reached_by_others(),
        "sent by a mail server" if sent else f"written into {settings.EMAIL_FILE_PATH}",
        "Invitations and password resets reach nobody: name the mail server in HULUL_EMAIL_URL.",
    )


def database_version() -> Finding:
    if connection.vendor != "postgresql":
        return Finding("database version", True, f"{connection.vendor} comes with Python")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    return Finding(
        "database version",
        number >= OLDEST_POSTGRESQL,
        f"PostgreSQL {number // 10_000}.{number % 10_000}",
        f"Hulul is tested with PostgreSQL {OLDEST_POSTGRESQL // 10_000} and newer: upgrade the server.",
    )


def clocks() -> Finding:
    """This machine's clock against the database server's, or against what happened here last."""
    moment = clock.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs(cursor.fetchone()[0] - moment)
        than = "the database server's"
    else:
        last = audit.events(SYSTEM).order_by("-id").values_list("at", flat=True).first()
        off = max(last - moment, timedelta(0)) if last else timedelta(0)
        than = "the newest event in the log"
    local = timezone.localtime(moment)
    return Finding(
        "clock",
        off <= CLOCK_DIFFERENCE,
        f"{local:%Y-%m-%d %H:%M} in {settings.TIME_ZONE}, {off.total_seconds():.0f} s from {than}",
        "Sign-in codes, expiry and the log depend on the clock: let the machine keep time (timedatectl set-ntp true).",
    )


def timer() -> Finding:
    silent = seconds_since_tick()
    return Finding(
        "timer",
        not is_reached_by_others() or (silent is not None and silent < TICK_SILENT_SECONDS),
        "`hulul tick` never ran here" if silent is None else f"`hulul tick` ran {silent:.0f} s ago",
        "Lost work is not put back and old files are not removed: have systemd or cron run `hulul tick` every five "
        "minutes.",
    )
