"""Immutable files, in a folder and in an object store: written once, whole or not at all, readable as a path."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from hulul.kernel import files


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> str:
    settings.HULUL_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    if request.param == "s3":
        request.getfixturevalue("s3")
    return str(request.param)


def fresh(content: bytes) -> Path:
    path = files.new_path(".bin")
    path.write_bytes(content)
    return path


def test_a_kept_file_is_read_back_as_a_path(store: str) -> None:
    path = fresh(b"one")
    assert not files.exists("a/b/one.bin")
    files.keep(path, "a/b/one.bin")
    assert files.exists("a/b/one.bin")
    assert files.local_path("a/b/one.bin").read_bytes() == b"one"
    assert not path.exists(), "the temporary file has moved"
    assert files.sha256(files.local_path("a/b/one.bin")) == (
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    )


def test_a_name_keeps_its_first_contents(store: str) -> None:
    files.keep(fresh(b"first"), "x.bin")
    again = fresh(b"second")
    files.keep(again, "x.bin")
    assert files.local_path("x.bin").read_bytes() == b"first"
    assert not again.exists()


def test_what_the_store_does_not_have_is_not_found(store: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.local_path("nothing.bin")
    files.keep(fresh(b"one"), "gone.bin")
    files.local_path("gone.bin")
    files.delete("gone.bin")
    assert not files.exists("gone.bin")
    with pytest.raises(FileNotFoundError):
        files.local_path("gone.bin")


def test_a_remote_file_is_fetched_once(
    tmp_path: Path,
    settings: Settings,
    s3: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.HULUL_HOME = tmp_path
    files.keep(fresh(b"one"), "x.bin")
    first = files.local_path("x.bin")
    assert first.is_relative_to(tmp_path / "cache")
    monkeypatch.setattr(files, "new_path", lambda *_: pytest.fail("it was fetched again"))
    assert files.local_path("x.bin") == first


def test_a_reader_never_sees_part_of_a_file(store: str, tmp_path: Path) -> None:
    size, seen, done = 4_000_000, [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(len(files.local_path("big.bin").read_bytes()))
            except FileNotFoundError:
                time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        files.keep(fresh(b"x" * size), "big.bin")
        deadline = time.monotonic() + 10
        while not seen and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        done.set()
        reader.join()
    assert set(seen) == {size}


def test_temporary_files_of_killed_processes_are_cleared_but_not_those_in_use(
    tmp_path: Path, settings: Settings
) -> None:
    settings.HULUL_HOME = tmp_path
    old, new = fresh(b"old"), fresh(b"new")
    os.utime(old, (time.time() - 7200,) * 2)
    assert files.clear_temporary(timedelta(hours=1)) == 1
    assert (old.exists(), new.exists()) == (False, True)
