"""A backup that is made while ten writers write is one moment of the database, with all its files."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.backup.installations import back_up, restore
from tests.site.processes import environment, hulul, wait_until

WRITERS = 10
PLACES = 20  # rows of a list that is written
WRITE = """
import os, threading, time, traceback
from pathlib import Path
import django
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the writers are to write
if "timeout" in settings.DATABASES["default"].get("OPTIONS", {{}}):  # SQLite's queue is unfair, and ten are many
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 200
django.setup()
from django.db import connection
from hulul.agencies.actions import create_user
from hulul.kernel.actors import SYSTEM
from hulul.tracking.actions import import_paths

folder, first, count = Path({folder!r}), {first}, {count}
template = Path({template!r}).read_text("utf-8")

def write(writer):
    number = 0
    while not (folder / "stop").exists():
        number += 1
        email = f"w{{writer}}-{{number}}@office.example"
        create_user(SYSTEM, email=email, name="W", password="four hundred olive trees")
        month = 4 + writer  # the country's own rounds are of the 15th and of the last of a month
        date = f"{{2017 + month // 12}}-{{month % 12 + 1:02}}-{{number % 13 + 1:02}}"
        path = folder / f"IDPs_MasterList_{{writer}}-{{number}}.csv"
        path.write_text(template.replace("2017-04-15", date))
        results = import_paths(SYSTEM, [path])
        assert [result.state for result in results] == ["accepted"], results
        (folder / f"wrote-{{writer}}.part").write_text(str(number))
        (folder / f"wrote-{{writer}}.part").rename(folder / f"wrote-{{writer}}")
        time.sleep(0.3)  # SQLite lets whoever comes first write: nobody may take every turn
    connection.close()

def write_or_say(writer):
    try:
        write(writer)
    except BaseException:
        traceback.print_exc()
        os._exit(1)

threads = [threading.Thread(target=write_or_say, args=(writer,)) for writer in range(first, first + count)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
COUNT = """
from hulul.agencies.models import User
from hulul.audit.models import Event
from hulul.kernel import files
from hulul.tracking.models import Import, Version
print(User.objects.count(), Event.objects.filter(verb="create_user").count())
print(Version.objects.count(), Event.objects.filter(verb="accept_round").count())
print(Import.objects.filter(state="accepted").count(), Import.objects.filter(version=None, state="accepted").count())
print(sum(not files.exists(version.rows_file) for version in Version.objects.all()))
"""


def _counts(home: Path) -> list[int]:
    done = hulul(home, "manage", "shell", "-v", "0", "-c", COUNT)
    assert done.returncode == 0, done.stderr
    return [int(word) for word in done.stdout.split()]


def _written(work: Path) -> list[int]:
    """How much each writer has written that has written something."""
    return [int(path.read_text()) for path in work.glob("wrote-*") if path.suffix != ".part"]


@pytest.mark.slow
def test_it_holds_whole_transactions_only_and_every_file_that_they_name(
    office: Path, demo_folder: Path, tmp_path: Path
) -> None:
    lists = demo_folder / "demo-files" / "rounds"
    template = tmp_path / "template"
    rows = (lists / "IDPs_MasterList_Lumara_2017-04-15.csv").read_text("utf-8").splitlines(keepends=True)
    template.write_text("".join(rows[: 1 + PLACES]), "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    users_before, created_before, *_rest = _counts(office)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE.format(folder=str(work), first=first, count=5, template=str(template))],
            env=environment(office, DJANGO_SETTINGS_MODULE="hulul.site.settings"),
        )
        for first in (1, 6)
    ]

    def refused() -> bool:
        return any(process.poll() is not None for process in processes)

    try:
        wait_until(lambda: refused() or len(_written(work)) == WRITERS, 300)
        assert not refused(), "every list is accepted"
        before = sum(_written(work))
        archive = back_up(office, tmp_path / "archives")
        assert sum(_written(work)) > before, "they went on writing"
    finally:
        (work / "stop").touch()
        codes = [process.wait(240) for process in processes]
    assert codes == [0, 0], "nobody was refused"

    restored = tmp_path / "restored"
    restore(restored, archive, unpublished=True)
    users, created, versions, accepted, imports, without, lost = _counts(restored)
    assert users - users_before == created - created_before
    assert versions == accepted
    assert imports >= versions
    assert (without, lost) == (0, 0)
    now = _counts(office)
    assert WRITERS < users < now[0], "what was written after its moment is not in it"
    assert before <= users
