"""Hostile files through the front doors: the API's and the page's. Each is kept, looked at and refused in words."""

import datetime as dt
import gzip
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hulul.agencies import actions as agencies
from hulul.agencies.access import actor_for
from hulul.agencies.models import Grant, User
from hulul.kernel import clock
from hulul.tracking import tasks
from hulul.tracking.models import Import
from tests.fuzz import seeds

pytestmark = pytest.mark.django_db

ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file://%s">]>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]>'


def bomb() -> bytes:
    return seeds.zipped({"IDPs 2019-04-30.csv": b"Families,Place ID\n" + b"0,0\n" * 8_000_000})


def bomb_of_a_workbook() -> bytes:
    sheet = seeds.parts()[0][1:]
    return seeds.workbook_with(0, sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * 40_000_000))


def laughing() -> bytes:
    more = b"".join(b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in range(97, 106))
    shared = seeds.parts()[1][1:].split(b"?>", 1)[1]
    return seeds.workbook_with(1, LAUGHS % more + shared.replace(b">Dahuk<", b">&j;<"))


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a bomb": (bomb, {"failed"}),
    "a bomb of a workbook": (bomb_of_a_workbook, {"failed"}),
    "names that lead out": (lambda: seeds.zipped({"../../../tmp/hulul-evil.csv": b"Families\n1\n"}), {"failed"}),
    "an archive in an archive in an archive": (lambda: seeds.archives()[6], {"failed"}),
    "entities that grow": (laughing, {"failed", "needs_answers", "checked"}),
    "a web page": (lambda: b"<html><script>alert(1)</script></html>", {"failed"}),
    "a program": (lambda: b"\x7fELF" + bytes(range(256)) * 20, {"failed"}),
    "a compressed nothing": (lambda: gzip.compress(b""), {"failed"}),
}


@pytest.fixture
def sender() -> User:
    user = User.objects.create(email="sender@office.example", name="Sender")
    Grant.objects.create(user=user, role="information_manager")
    return user


def _examined(batch: str, sender: User) -> list[Import]:
    items = list(Import.objects.filter(batch=batch))
    tasks.examine_batch.call(batch, str(items[0].job_id), sender.pk)
    return list(Import.objects.filter(batch=batch))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_sent_by_a_program_is_refused_in_words(name: str, sender: User) -> None:
    make, states = HOSTILE[name]
    _token, secret = agencies.create_token(
        actor_for(sender), name="x", scopes=("rounds",), expires_at=clock.now() + dt.timedelta(days=1)
    )
    file = SimpleUploadedFile("IDPs 2019-04-30.xlsx", make())
    answer = Client().post("/api/v1/imports", {"file": file}, headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 202, answer.content
    tracemalloc.start()
    try:
        items = _examined(answer.json()["batch"], sender)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {item.state for item in items} <= states
    assert all(item.message for item in items if item.state == "failed")
    assert peak < 500_000_000
    assert not (Path(tempfile.gettempdir()) / "hulul-evil.csv").exists()


def test_a_workbook_cannot_read_files_of_the_server(sender: User, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary-of-the-disk", "utf-8")
    shared = seeds.parts()[1][1:].split(b"?>", 1)[1].replace(b">Dahuk<", b">&secret;<")
    content = seeds.workbook_with(1, ENTITY % str(tmp_path / "secret").encode() + shared)
    client = Client()
    client.force_login(sender)
    file = SimpleUploadedFile("IDPs 2019-04-30.xlsx", content)
    answer = client.post("/en/rounds/imports/new/", {"lists": file, "source": "dtm"})
    assert answer.status_code == 302
    (item,) = _examined(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1], sender)
    page = client.get(f"/en/rounds/imports/{item.pk}/", follow=True)
    assert "canary-of-the-disk" not in f"{item.summary} {item.message} {page.content.decode()}"


def test_a_file_above_the_limit_is_not_taken(sender: User, settings: object) -> None:
    settings.HULUL_UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined]
    client = Client()
    client.force_login(sender)
    file = SimpleUploadedFile("IDPs 2019-04-30.csv", b"0" * 1_100_000)
    answer = client.post("/en/rounds/imports/new/", {"lists": file, "source": "dtm"})
    assert answer.status_code in (200, 413, 422)
    assert not Import.objects.exists()
