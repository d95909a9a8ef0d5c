"""Archives from anywhere: what is not exactly as declared is refused with a sentence, and nothing is unpacked."""

import datetime as dt
import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel.errors import Invalid
from hulul.site.backup.archives import Writer, is_safe, reading, writing
from hulul.site.backup.encryption import read_key
from hulul.site.backup.manifest import FORMAT, Manifest, Table
from hulul.site.backup.verifying import verify

KEY = read_key("00" * 32)
ROWS = b'[1,"a"]\n[2,"b"]\n'
FILES = {"files/rounds/one.parquet": b"one", "files/uploads/two.csv": b"two two"}


def manifest(**changes: Any) -> bytes:
    told: dict[str, Any] = {
        "format": FORMAT,
        "hulul": "0.1.0",
        "made_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "pack": "demo",
        "vendor": "sqlite",
        "migrations": [("kernel", "0001_initial")],
        "tables": {"kernel.job": Table(columns=["id", "kind"], rows=2, bytes=len(ROWS))},
        "files": len(FILES),
        "file_bytes": sum(map(len, FILES.values())),
    } | changes
    return Manifest(**told).model_dump_json().encode()


def add(writer: Writer, name: str, content: bytes) -> None:
    writer.add(name, len(content), io.BytesIO(content))


def write(path: Path, text: bytes | None = None, rows: bytes = ROWS, files: dict[str, bytes] = FILES) -> Path:
    with writing(path, None) as writer:
        add(writer, "manifest.json", manifest() if text is None else text)
        add(writer, "database/kernel.job.jsonl", rows)
        for name, content in files.items():
            add(writer, name, content)
    return path


def packed(path: Path, plain: bytes) -> Path:
    """Bytes of a tar file as an archive."""
    with path.open("wb") as file, pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), "zstd") as out:
        out.write(plain)
    return path


def unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        return bytes(pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd").read())


def test_an_archive_that_is_as_declared_is_whole(tmp_path: Path) -> None:
    contents = verify(write(tmp_path / "a"), None)
    assert contents.manifest.rows == 2
    assert contents.files == ["rounds/one.parquet", "uploads/two.csv"]


def test_tar_and_sha256sum_can_open_and_check_it_without_hulul(tmp_path: Path) -> None:
    write(tmp_path / "a.tar.zst")
    (tmp_path / "a.tar").write_bytes(unpacked(tmp_path / "a.tar.zst"))
    subprocess.run(["tar", "-xf", "a.tar"], cwd=tmp_path, check=True)
    checked = subprocess.run(
        ["sha256sum", "--check", "checksums.sha256"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert checked.stdout.count(": OK") == 4
    assert (tmp_path / "files/uploads/two.csv").read_bytes() == b"two two"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.floats(0, 1, exclude_max=True), change=st.sampled_from(["cut", "flip", "drop", "double"]))
@pytest.mark.parametrize("key", [None, KEY])
def test_wherever_it_is_cut_or_changed_it_is_refused(tmp_path: Path, key: Any, position: float, change: str) -> None:
    path = tmp_path / "a"
    with writing(path, key) as writer:
        add(writer, "manifest.json", manifest())
        add(writer, "database/kernel.job.jsonl", ROWS)
        for name, content in FILES.items():
            add(writer, name, content)
    whole = path.read_bytes()
    at = int(position * len(whole))
    changed = {
        "cut": whole[:at],
        "flip": whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :],
        "drop": whole[:at] + whole[at + 1 :],
        "double": whole + whole,
    }[change]
    path.write_bytes(changed)
    try:
        found = verify(path, key)
    except Invalid:
        return
    assert key is None, "encrypted archives show every change"
    assert found.checksums == _checksums(tmp_path, whole), "a bit of zstd's own that means nothing to the contents"


def _checksums(folder: Path, whole: bytes) -> dict[str, str]:
    (folder / "whole").write_bytes(whole)
    return verify(folder / "whole", None).checksums


@pytest.mark.parametrize(
    ("text", "rows", "files", "told"),
    [
        (manifest(files=3), ROWS, FILES, "are missing"),
        (manifest(files=1), ROWS, FILES, "more files than its manifest declares"),
        (manifest(file_bytes=5), ROWS, FILES, "more files than its manifest declares"),
        (manifest(), ROWS[:8], FILES, "not the table that its manifest declares"),
        (manifest(), ROWS.replace(b"\n", b" ", 1), FILES, "does not hold the 2 rows"),
        (manifest(tables={}), ROWS, FILES, "not the table that its manifest declares"),
        (manifest(secret_key=True), ROWS, FILES, "secret key that its manifest declares is missing"),
        (manifest(), ROWS, FILES | {"secret_key": b"k"}, "does not declare"),
        (manifest(), ROWS, FILES | {"elsewhere/x": b"k"}, "does not declare"),
        (manifest(format=FORMAT + 1), ROWS, FILES, "newer Hulul"),
        (b'{"format": 1}', ROWS, FILES, "manifest cannot be understood"),
        (b"not json", ROWS, FILES, "manifest cannot be understood"),
    ],
)
def test_what_is_not_as_its_manifest_declares_is_refused(
    tmp_path: Path, text: bytes, rows: bytes, files: dict[str, bytes], told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        verify(write(tmp_path / "a", text, rows, files), None)


def test_a_wrong_checksum_is_named(tmp_path: Path) -> None:
    plain = unpacked(write(tmp_path / "a"))
    assert plain.count(b"two two") == 1
    with pytest.raises(Invalid, match=r"checksum of files/uploads/two\.csv does not fit"):
        verify(packed(tmp_path / "b", plain.replace(b"two two", b"two too")), None)


def _hostile(kind: bytes, name: str, link: str = "", size: int = 0) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info.tobuf(tarfile.GNU_FORMAT)


HOSTILE = {
    "symbolic link": _hostile(tarfile.SYMTYPE, "files/link", "/etc/passwd"),
    "hard link": _hostile(tarfile.LNKTYPE, "files/link", "manifest.json"),
    "folder": _hostile(tarfile.DIRTYPE, "files/folder"),
    "device": _hostile(tarfile.CHRTYPE, "files/device"),
    "queue": _hostile(tarfile.FIFOTYPE, "files/queue"),
    "long name": _hostile(tarfile.GNUTYPE_LONGNAME, "files/x", size=10**12),
    "extended header": _hostile(tarfile.XHDTYPE, "files/x", size=10**12),
    "sparse file": _hostile(tarfile.GNUTYPE_SPARSE, "files/x", size=10**12),
    "way up": _hostile(tarfile.REGTYPE, "files/../../outside"),
    "absolute": _hostile(tarfile.REGTYPE, "/etc/outside"),
    "declared to be huge": _hostile(tarfile.REGTYPE, "files/huge", size=2**60),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_links_devices_ways_out_and_huge_sizes_are_refused(tmp_path: Path, kind: str) -> None:
    plain = unpacked(write(tmp_path / "a"))
    end = plain.index(b"files/rounds")
    with pytest.raises(Invalid, match="damaged or incomplete"):
        verify(packed(tmp_path / "b", plain[:end] + HOSTILE[kind] + plain[end:]), None)


def test_a_bomb_is_read_no_further_than_it_declares(tmp_path: Path) -> None:
    """30 kB that unpack to 1 GB: refused at the first header that is not declared, in little memory."""
    plain = unpacked(write(tmp_path / "a"))
    with (tmp_path / "b").open("wb") as file, pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), "zstd") as out:
        out.write(plain[: plain.index(b"files/rounds")])
        out.write(_hostile(tarfile.REGTYPE, "files/bomb", size=2**30))
        for _ in range(1024):
            out.write(b"\0" * 2**20)
    assert (tmp_path / "b").stat().st_size < 100_000
    read = 0
    with pytest.raises(Invalid, match="more files than its manifest declares"):
        verify(tmp_path / "b", None)
    with reading(tmp_path / "b", None) as members:
        for member in members:
            if member.name == "files/bomb":
                break
            read += member.size
    assert read < 10_000


def test_something_hidden_behind_its_end_is_refused(tmp_path: Path) -> None:
    plain = unpacked(write(tmp_path / "a"))
    with pytest.raises(Invalid, match="something follows its end"):
        verify(packed(tmp_path / "b", plain + b"hidden"), None)


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "it is empty"), (b"PK\3\4 a zip file", "cannot be unpacked"), (b"x" * 5000, "unpacked")]
)
def test_what_is_no_archive_at_all_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Invalid, match=told):
        verify(tmp_path / "a", None)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        verify(tmp_path / "nothing", None)
    with pytest.raises(Invalid, match="cannot be read: Is a directory"):
        verify(tmp_path, None)


@pytest.mark.parametrize("name", ["", "/x", "../x", "a/../x", "a//b", "a/./b", "a\\b", "a\nb", "a\0b", "x" * 256, "a/"])
def test_names_that_could_lead_elsewhere_are_not_safe(name: str) -> None:
    assert not is_safe(name)


@pytest.mark.parametrize("make", [lambda w: add(w, "files/" + "x" * 200, b""), lambda w: add(w, "../x", b"")])
def test_such_names_are_not_written_either(tmp_path: Path, make: Callable[[Writer], None]) -> None:
    with pytest.raises(Invalid, match="cannot be put into an archive"), writing(tmp_path / "a", None) as writer:
        make(writer)


def test_a_file_that_becomes_shorter_while_it_is_read_stops_the_writing(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="became shorter"), writing(tmp_path / "a", None) as writer:
        writer.add("files/x", 10, io.BytesIO(b"short"))
