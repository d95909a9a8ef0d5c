"""An installation comes back from its archive: on another machine, on the other database, row by row, file by file."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from hulul.kernel.errors import Invalid
from hulul.site.backup.snapshots import last_of_each
from tests.site.backup.installations import back_up, pages, records, restore, stored_files
from tests.site.processes import hulul

# Each makes installations of its own on the databases it names: once is enough, whatever the others run on.
pytestmark = pytest.mark.slow

PASSPHRASE = "seven clear springs below the hill"


def test_from_sqlite_to_postgresql_and_back_nothing_is_lost_and_work_goes_on(
    office: Path, archive: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    rows, files, seen = records(office), stored_files(office), pages(office)
    assert all(answer.startswith("200 ") for answer in seen), [answer[:100] for answer in seen]

    second, database = tmp_path / "second", {"HULUL_DATABASE_URL": new_database()}
    said = restore(second, archive, **database)
    assert "The secret key is not in this archive" in said
    assert not (second / "hulul.sqlite3").exists()
    assert records(second, **database) == rows
    assert stored_files(second) == files
    shutil.copy(office / "secret_key", second / "secret_key")  # cursors in the API's answers are signed with it
    assert pages(second, **database) == seen

    again = back_up(second, tmp_path / "archives", **database, HULUL_BACKUP_KEY=PASSPHRASE)
    assert again.name.endswith(".tar.zst.enc")
    third = tmp_path / "third"
    said = restore(third, again, HULUL_BACKUP_KEY=PASSPHRASE)
    assert "The secret key is not in this archive" not in said
    assert records(third) == rows
    assert stored_files(third) == files
    assert (third / "secret_key").read_bytes() == (office / "secret_key").read_bytes()
    assert pages(third) == seen

    for home, options in ((second, database), (third, {})):
        done = hulul(home, "manage", "shell", "-v", "0", "-c", WORK, **options)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == ["True", "2", "2"], "a new user has a new number; a new generation is published"


WORK = """
from hulul.agencies.actions import create_user
from hulul.agencies.models import User
from hulul.kernel.actors import SYSTEM
from hulul.tracking.actions import withdraw
from hulul.tracking.models import Version
from hulul.warehouse.actions import publish
from hulul.warehouse.queries import current_generation
last = max(User.objects.values_list("pk", flat=True))
user = create_user(SYSTEM, email="new@office.example", name="New", password="four hundred olive trees")
print(user.pk > last)
version = Version.objects.filter(state="accepted").last()
withdraw(SYSTEM, version.round_id, version.number, "to see something change")
print(publish(SYSTEM).number)
print(current_generation().number)
"""


def test_an_installation_that_holds_something_is_not_touched_without_being_told(
    office: Path, archive: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(office, home)
    before = (home / "hulul.sqlite3").read_bytes()
    refused = hulul(home, "restore", str(archive))
    assert refused.returncode == 2
    assert "There is an installation here already" in refused.stderr
    assert "--replace" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (home / "hulul.sqlite3").read_bytes() == before

    renamed = hulul(
        home, "manage", "shell", "-c", "from hulul.agencies.models import User; User.objects.update(name='B')"
    )
    assert renamed.returncode == 0, renamed.stderr
    said = restore(home, archive, "--replace")
    assert "The database that was here is kept" in said
    assert records(home) == records(office)
    (aside,) = home.glob("hulul.sqlite3.replaced-*")
    with sqlite3.connect(aside) as kept:
        assert kept.execute("SELECT DISTINCT name FROM agencies_user").fetchall() == [("B",)]
    kept.close()


def test_on_postgresql_the_old_tables_are_kept_in_a_schema(
    archive: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    database = {"HULUL_DATABASE_URL": new_database()}
    home = tmp_path / "home"
    restore(home, archive, **database)
    with psycopg.connect(database["HULUL_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE of_somebody_else (id integer)")
        connection.execute("UPDATE agencies_user SET name = 'B'")
        said = restore(home, archive, "--replace", **database)
        schema = said.partition("is kept: schema ")[2].partition(".")[0]
        assert schema.startswith("hulul_replaced_")
        assert connection.execute(f"SELECT DISTINCT name FROM {schema}.agencies_user").fetchall() == [("B",)]
        assert connection.execute("SELECT DISTINCT name FROM public.agencies_user").fetchall() != [("B",)]
        assert connection.execute("SELECT count(*) FROM public.of_somebody_else").fetchall() == [(0,)]


def test_while_somebody_uses_the_database_it_is_not_replaced(office: Path, archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(office, home)
    with sqlite3.connect(home / "hulul.sqlite3") as reader:
        reader.execute("SELECT count(*) FROM agencies_user").fetchall()
        refused = hulul(home, "restore", str(archive), "--replace")
    reader.close()
    assert refused.returncode == 2
    assert "Something is using the database" in refused.stderr
    assert not list(home.glob("hulul.sqlite3.re*"))
    (home / "tmp" / "worker-alive").touch()
    refused = hulul(home, "restore", str(archive), "--replace")
    assert refused.returncode == 2
    assert "A worker was alive here" in refused.stderr


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("HULUL_PACK", "iraq", "Set HULUL_PACK=demo"),
        ("HULUL_DATABASE_URL", "postgresql://h:p@127.0.0.1:1/h", "reached"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_made(
    archive: Path, tmp_path: Path, option: str, value: str, told: str
) -> None:
    home = tmp_path / "home"
    refused = hulul(home, "restore", str(archive), **{option: value})
    assert refused.returncode == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not home.exists()


def test_a_damaged_archive_makes_nothing(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(whole[: len(whole) // 2])
    home = tmp_path / "home"
    for arguments in (
        ("restore", str(damaged)),
        ("restore", "--verify", str(damaged)),
        ("backup", "--verify", str(damaged)),
    ):
        refused = hulul(home, *arguments)
        assert refused.returncode == 2
        assert "damaged or incomplete" in refused.stderr
        assert not home.exists()


def test_verify_says_what_is_in_an_archive_and_restores_nothing(archive: Path, tmp_path: Path) -> None:
    checked = hulul(tmp_path / "home", "restore", "--verify", str(archive))
    assert checked.returncode == 0, checked.stderr
    assert "is whole:" in checked.stdout
    assert "country pack demo, without the secret key" in checked.stdout
    assert not (tmp_path / "home").exists()


def test_an_archive_of_an_older_version_is_brought_up_to_date_and_a_newer_one_refused(
    office: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(office, old)
    undone = hulul(old, "manage", "migrate", "kernel", "0001")
    assert undone.returncode == 0, undone.stderr
    archive = back_up(old, tmp_path / "archives")
    home = tmp_path / "home"
    assert "ok      migrations: all applied" in restore(home, archive)
    assert records(home) == records(office)

    with sqlite3.connect(old / "hulul.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '0099_later', '2030-01-01')"
        )
    database.close()
    refused = hulul(old, "backup", str(tmp_path))
    assert refused.returncode == 2
    assert "does not know: kernel 0099_later" in refused.stderr
    with pytest.raises(Invalid, match="does not know: kernel 0099_later"):
        last_of_each(MigrationLoader(None), [("kernel", "0001_initial"), ("kernel", "0099_later")])
