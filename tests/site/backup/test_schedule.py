"""`hulul tick` makes backups on time, thins them out, and the doctor tells of the last good one and of failures."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.db.models import QuerySet
from pytest_django.fixtures import Settings

from hulul.agencies.actions import create_user
from hulul.audit.models import Event
from hulul.kernel import clock, files, jobs
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid
from hulul.kernel.models import Job
from hulul.site.backup import actions, naming
from hulul.site.backup.queries import last_backup
from hulul.site.backup.schedule import back_up_if_due
from hulul.site.backup.verifying import verify
from hulul.site.doctor.backups import backup as examine
from hulul.tracking.actions import sweep
from hulul.tracking.models import Import
from hulul.warehouse.actions import sweep as sweep_generations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> Path:
    """A folder to which backups go every day, from an installation of its own."""
    for name in ("home", "archives"):
        (tmp_path / name).mkdir()
    settings.HULUL_HOME = tmp_path / "home"
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    settings.HULUL_BACKUP_TO = f"{tmp_path}/archives/"
    settings.HULUL_BACKUP_EVERY = 24
    settings.HULUL_BACKUP_KEEP = {"d": 2, "w": 1}
    return tmp_path / "archives"


def _age(**by: float) -> None:
    """Let what was recorded lie further back."""
    for event in Event.objects.all():
        QuerySet.update(Event.objects.filter(pk=event.pk), at=event.at - dt.timedelta(**by))
    for job in Job.objects.all():
        Job.objects.filter(pk=job.pk).update(created_at=job.created_at - dt.timedelta(**by))


def test_a_backup_is_made_when_it_is_due_and_not_again_before(place: Path) -> None:
    assert back_up_if_due() == 1
    assert back_up_if_due() == 0
    (archive,) = place.iterdir()
    assert verify(archive, None).manifest.pack == "demo"
    event = Event.objects.get(verb="make_backup")
    assert event.detail["bytes"] == archive.stat().st_size
    assert event.detail["encrypted"] is False
    assert Job.objects.get(kind="backup").state == Job.State.DONE


@pytest.mark.parametrize(("to", "every"), [("", 24), ("somewhere", 0)])
def test_nothing_is_made_that_was_not_asked_for(settings: Settings, place: Path, to: str, every: int) -> None:
    settings.HULUL_BACKUP_TO, settings.HULUL_BACKUP_EVERY = to and f"{place}/", every
    assert back_up_if_due() == 0
    assert not list(place.iterdir())
    assert examine().healthy
    assert "none is scheduled" in examine().detail


def test_old_backups_of_this_installation_go_and_others_stay(place: Path) -> None:
    other = place / "hulul-demo-0a1b2c3d-20200101T000000Z.tar.zst"
    mine = place / f"{naming.prefix()}notes.txt"
    old = [
        place / naming.archive_name(clock.now() - dt.timedelta(days=day), encrypted=day % 2 == 0) for day in (9, 8, 7)
    ]
    for path in (other, mine, *old):
        path.touch()
    assert back_up_if_due() == 1
    left = set(place.iterdir())
    assert {other, mine} < left
    archives = naming.moments([path.name for path in left])
    assert len(archives) == 2, "the new one, and the newest of the days before"
    assert old[2] in left
    assert Event.objects.get(verb="thin_out_backups").detail["deleted"] == sorted(path.name for path in old[:2])


def test_a_failure_is_told_and_tried_again_in_an_hour_and_hinders_nothing_else(
    place: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HULUL_BACKUP_TO = f"{place}/not-mounted/"
    assert back_up_if_due() == 0
    assert "There is no folder" in examine().detail
    assert not list(place.iterdir())
    settings.HULUL_BACKUP_TO = f"{place}/"
    Job.objects.all().delete()
    monkeypatch.setattr(actions, "make", _fail)
    assert back_up_if_due() == 0
    found = examine()
    assert not found.healthy
    assert "the disk is full" in found.detail
    assert not list(place.iterdir())
    monkeypatch.undo()
    assert back_up_if_due() == 0, "not at once"
    _age(hours=1)
    assert back_up_if_due() == 1
    assert examine().healthy


def _fail(*_arguments: object) -> None:
    raise Invalid("the disk is full.")


def test_the_doctor_tells_the_age_and_size_of_the_last_one(place: Path) -> None:
    back_up_if_due()
    (archive,) = place.iterdir()
    _age(hours=3)
    assert f"3.0 hours old and has {archive.stat().st_size / 2**20:,.1f} MB: {archive}" in examine().detail
    assert examine().healthy
    _age(hours=47)
    assert not examine().healthy, "two nights were missed"


def test_the_doctor_finds_an_archive_that_is_gone_or_cut_short(place: Path) -> None:
    back_up_if_due()
    (archive,) = place.iterdir()
    archive.write_bytes(archive.read_bytes()[:-1])
    assert "cut short" in examine().detail
    archive.unlink()
    assert "gone" in examine().detail
    assert not examine().healthy


def test_stored_files_that_are_missing_are_told(place: Path) -> None:
    Import.objects.create(stored="uploads/lost.csv", file_name="lost.csv", user_name="A")
    made = actions.back_up(SYSTEM, str(place), key=None)
    assert made.contents.manifest.missing == ["uploads/lost.csv"]
    assert not examine().healthy
    assert "lacks 1 stored files" in examine().detail


def test_no_file_is_swept_while_a_backup_is_made() -> None:
    path = files.new_path()
    path.write_bytes(b"left behind")
    files.keep(path, "uploads/orphan.csv")
    job = jobs.start(SYSTEM, "backup", "Backup")
    assert sweep(grace=dt.timedelta(0)) == 0
    assert sweep_generations(SYSTEM) == 0
    assert files.exists("uploads/orphan.csv")
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - dt.timedelta(hours=7))
    assert sweep(grace=dt.timedelta(0)) == 1, "one that was killed does not hold them for ever"


def test_the_job_runs_from_before_the_snapshot_until_the_end(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []
    make = actions.make
    monkeypatch.setattr(actions, "make", lambda *a: swept.append(jobs.under_way("backup")) or make(*a))
    actions.back_up(SYSTEM, str(place), key=None)
    assert swept == [True]
    assert not jobs.under_way("backup")


def test_what_a_killed_backup_left_is_marked_by_the_next(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.jobs, "_finish", lambda *_: None)
    monkeypatch.setattr(actions, "make", _fail)
    with pytest.raises(Invalid):
        actions.back_up(SYSTEM, str(place), key=None)
    monkeypatch.undo()
    left = Job.objects.get()
    assert left.state == Job.State.RUNNING
    actions.back_up(SYSTEM, str(place), key=None)
    left.refresh_from_db()
    assert left.state == Job.State.FAILED


def test_only_one_is_made_at_a_time_and_only_by_whoever_operates(place: Path) -> None:
    with pytest.raises(Denied):
        actions.back_up(ANONYMOUS, str(place), key=None)
    with actions._alone(), pytest.raises(Conflict, match="under way on this machine"):
        actions.back_up(SYSTEM, str(place), key=None)


def test_a_file_that_is_there_is_not_overwritten(place: Path) -> None:
    target = place / "mine.tar.zst"
    assert actions.back_up(SYSTEM, str(target), key=None).address == str(target)
    with pytest.raises(Conflict, match="is there already"):
        actions.back_up(SYSTEM, str(target), key=None)


def test_archives_go_to_an_object_store_and_are_thinned_out_there(s3: None, place: Path, settings: Settings) -> None:
    options = dict(installed.STORAGES["default"]["OPTIONS"])
    bucket = options.pop("bucket_name")
    settings.S3_ACCESS = options
    settings.HULUL_BACKUP_TO = f"s3://{bucket}/nightly/hulul"
    create_user(SYSTEM, email="a@office.example", name="A", password="four hundred olive trees")
    path = files.new_path()
    path.write_bytes(b"a list")
    files.keep(path, "uploads/list.csv")
    Import.objects.create(stored="uploads/list.csv", file_name="list.csv", user_name="A")
    assert back_up_if_due() == 1
    last = last_backup(SYSTEM, settings.HULUL_BACKUP_TO)
    assert last is not None
    assert last.address == f"s3://{bucket}/nightly/hulul/{last.name}"
    assert examine().healthy
    fetched = actions.destinations.Bucket(last.address).fetch()
    contents = verify(fetched, None)
    assert contents.files == ["uploads/list.csv"]
    assert contents.manifest.tables["agencies.user"].rows == 1
    settings.HULUL_BACKUP_KEEP = {"d": 1}
    store = actions.destinations.find(settings.HULUL_BACKUP_TO)
    old = naming.archive_name(clock.now() - dt.timedelta(days=3), encrypted=False)
    store.place(fetched, old)
    assert actions.thin_out(SYSTEM, settings.HULUL_BACKUP_TO, {"d": 1}) == [old]
    assert store.names() == [last.name]
    assert not list((place.parent / "home" / "tmp").iterdir()), "nothing is left on this machine"
