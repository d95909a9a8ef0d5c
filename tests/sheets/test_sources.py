"""Files, folders and archives; and what archives of bad will or bad luck come to."""

import bz2
import gc
import gzip
import hashlib
import io
import lzma
import os
import pickle
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from hulul.sheets.errors import Unreadable
from hulul.sheets.limits import Limits
from hulul.sheets.sources import sources
from tests.sheets.conftest import TABLE

LIST = TABLE.encode()


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def trouble(path: Path, **limits: int) -> Unreadable:
    """Why the only thing behind the path cannot be read."""
    *_, last = sources([path], limits=Limits(**limits))
    assert last.trouble is not None
    with pytest.raises(Unreadable) as refusal:
        last.open()
    return refusal.value


def test_a_plain_file_is_itself(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    (source,) = sources([path])
    assert (source.name, source.path_in_archive, source.size) == ("list.csv", None, len(LIST))
    assert source.sha256 == hashlib.sha256(LIST).hexdigest()
    assert source.open() == LIST


def test_a_folder_is_read_in_order_without_traces_of_the_system(tmp_path):
    for name in ("b/2.csv", "a/1.csv", ".DS_Store", "~$1.xlsx", "Thumbs.db", ".git/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(LIST)
    assert [source.name for source in sources([tmp_path])] == ["1.csv", "2.csv"]


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(Unreadable) as refusal:
        list(sources([tmp_path / "nothing.csv"]))
    assert refusal.value.code == "not_found"


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"])
def test_every_archive_gives_its_files(tmp_path, ending):
    path = tmp_path / f"rounds.{ending}"
    members = {"idp/one.csv": LIST, "returnee/two.csv": LIST + b"\n", "__MACOSX/one.csv": b"junk"}
    if ending == "zip":
        zipped(path, members)
    else:
        tarred(path, members, "w:" + ending.partition(".")[2])
    found = list(sources([path]))
    assert [source.path_in_archive for source in found] == ["idp/one.csv", "returnee/two.csv"]
    assert found[0].sha256 == hashlib.sha256(LIST).hexdigest()
    assert found[0].open() == LIST


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, "gz"), (lzma.compress, "xz"), (bz2.compress, "bz2")])
def test_a_single_packed_file_is_unpacked(tmp_path, pack, ending):
    path = tmp_path / f"list.csv.{ending}"
    path.write_bytes(pack(LIST))
    (source,) = sources([path])
    assert (source.name, source.open()) == ("list.csv", LIST)


def test_an_archive_is_known_by_its_content_not_its_name(tmp_path):
    path = zipped(tmp_path / "rounds.csv", {"one.csv": LIST})
    assert [source.path_in_archive for source in sources([path])] == ["one.csv"]


def test_an_archive_inside_an_archive_is_opened_once(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"one.csv": LIST}).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"2018/inner.zip": inner})
    assert [source.path_in_archive for source in sources([outer])] == ["2018/inner.zip/one.csv"]
    deeper = zipped(tmp_path / "deeper.zip", {"outer.zip": outer.read_bytes()})
    assert trouble(deeper).code == "archive_nested"


def test_temporary_copies_go_when_they_are_no_longer_held(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {"one.csv": LIST, "two.csv": LIST})
    found = list(sources([path]))
    copies = [source.location for source in found]
    assert all(copy.exists() for copy in copies)
    found.clear()
    assert not any(copy.exists() for copy in copies)


def test_a_source_can_be_sent_to_another_process(tmp_path):
    (source,) = sources([zipped(tmp_path / "rounds.zip", {"one.csv": LIST})])
    assert pickle.loads(pickle.dumps(source)).open() == LIST  # noqa: S301 - our own bytes


def test_a_damaged_archive_does_not_hide_the_files_beside_it(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped(tmp_path / "x.zip", {"one.csv": LIST}).read_bytes()[:60])
    (tmp_path / "x.zip").unlink()
    (tmp_path / "b.csv").write_bytes(LIST)
    damaged, good = sources([tmp_path])
    assert damaged.trouble is not None
    assert damaged.trouble.code == "archive_damaged"
    assert good.open() == LIST


def test_a_cut_off_tar_gives_what_it_has_and_then_says_so(tmp_path):
    noise = os.urandom(200_000)
    path = tarred(tmp_path / "rounds.tar.gz", {"one.csv": LIST, "two.csv": noise}, "w:gz")
    path.write_bytes(path.read_bytes()[:-100_000])
    first, last = sources([path])
    assert first.open() == LIST
    assert last.trouble is not None
    assert last.trouble.code == "archive_damaged"


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path, name):
    assert trouble(zipped(tmp_path / "rounds.zip", {"one.csv": LIST, name: LIST})).code == "archive_unsafe"
    assert trouble(tarred(tmp_path / "rounds.tar", {name: LIST})).code == "archive_unsafe"
    assert not list(tmp_path.parent.glob("evil.csv"))


def test_links_in_archives_are_refused(tmp_path):
    path = tmp_path / "rounds.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("list.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert trouble(path).code == "archive_unsafe"
    member = zipfile.ZipInfo("list.csv")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "rounds.zip", "w") as zip_archive:
        zip_archive.writestr(member, "/etc/passwd")
    assert trouble(tmp_path / "rounds.zip").code == "archive_unsafe"


def test_an_encrypted_archive_is_refused(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {"one.csv": LIST})
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    for flags in (6, central + 8):
        content[flags] |= 1
    path.write_bytes(content)
    assert trouble(path).code == "archive_encrypted"


def test_too_many_members_are_refused(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {f"{number}.csv": LIST for number in range(11)})
    assert trouble(path, members=10).code == "archive_too_many"


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {"one.csv": bytes(20_000_000)})
    assert path.stat().st_size < 30_000
    assert trouble(path).code == "archive_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {"one.csv": bytes(20_000_000)})
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[22:26] = content[central + 24 : central + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    assert trouble(path).code == "archive_bomb"


def test_a_bomb_behind_a_bomb_is_counted_as_one(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"one.csv": bytes(20_000_000)}).read_bytes()
    assert trouble(zipped(tmp_path / "outer.zip", {"inner.zip": inner})).code == "archive_bomb"


def test_a_tar_bomb_is_refused_even_between_its_members(tmp_path):
    path = tmp_path / "rounds.tar.gz"
    path.write_bytes(gzip.compress(b"x" * 257 + b"ustar" + bytes(30_000_000)))
    assert trouble(path).code in ("archive_bomb", "archive_damaged")
    tarred(path, {"one.csv": bytes(20_000_000)}, "w:gz")
    assert trouble(path).code == "archive_bomb"


def test_content_beyond_the_total_limit_is_refused(tmp_path):
    path = zipped(tmp_path / "rounds.zip", {f"{n}.csv": os.urandom(40_000) for n in range(5)})
    assert trouble(path, archive_bytes=100_000).code == "archive_bomb"
    assert trouble(path, file_bytes=30_000).code == "too_large"


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    assert trouble(path, file_bytes=len(LIST) - 1).code == "too_large"


def test_nothing_temporary_is_left_behind_by_a_refused_archive(tmp_path, monkeypatch):
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    path = zipped(tmp_path / "rounds.zip", {"one.csv": LIST, "two.csv": bytes(20_000_000)})
    assert trouble(path).code == "archive_bomb"
    gc.collect()  # the refusal just tested holds the frames it came from
    assert list(spool.iterdir()) == []
