"""What makes a folder an installation: its key, database, static files and first administrator. Safe to repeat."""

import os
import secrets
from pathlib import Path

from hulul import __version__
from hulul.kernel.actors import SYSTEM
from hulul.site import options

VERSION_FILE = "version.txt"
PASSWORD_BYTES = 15  # 20 characters of base64: 120 bits


def prepare_home() -> Path:
    """The home folder, closed to other users, with a secret key. Must run before Django reads its settings."""
    values = options.read()
    home = Path(values["HULUL_HOME"]).expanduser().resolve()
    os.umask(0o077)
    for folder in (home, home / "files", home / "static", home / "tmp"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not values["HULUL_SECRET_KEY"]:
        _write_once(home / "secret_key", secrets.token_urlsafe(50))
    return home


def _write_once(path: Path, text: str) -> None:
    """A private file that keeps its first contents, and has all of them or is not there."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def migrate() -> None:
    """Bring the database to this version's tables."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> Path:
    """Copy styles, scripts and fonts under their hashed names to where they are served; returns the folder.

    Files that are there are kept, for pages that are open and servers of the last version that still run. Only after a
    copy that was interrupted, which may have left half a file, everything is copied again.
    """
    from django.conf import settings
    from django.core.management import call_command

    folder = Path(settings.STATIC_ROOT)
    interrupted = not static_version()
    (folder / VERSION_FILE).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=interrupted)
    (folder / VERSION_FILE).write_text(__version__, "utf-8")
    return folder


def static_version() -> str:
    """The version of Hulul whose static files are being served; empty when there are none."""
    from django.conf import settings

    try:
        return (Path(settings.STATIC_ROOT) / VERSION_FILE).read_text("utf-8")
    except FileNotFoundError:
        return ""


def has_administrator() -> bool:
    from hulul.agencies.models import Grant
    from hulul.agencies.rules import ADMINISTRATOR

    return Grant.objects.filter(role=ADMINISTRATOR.code, user__is_active=True).exists()


def create_administrator(email: str, name: str, password: str) -> None:
    """Invalid for a poor address or password; Conflict when the address is taken."""
    from hulul.agencies.actions import create_user
    from hulul.agencies.rules import ADMINISTRATOR

    create_user(SYSTEM, email=email, name=name, password=password, roles=(ADMINISTRATOR.code,))


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)
