"""The doctor finds what is wrong, says how to mend it, and mends what can lose nothing."""

from pathlib import Path

import pytest

from tests.site.processes import hulul, init


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init(tmp_path / "data")
    return tmp_path / "data"


def test_before_init_it_says_to_run_it(tmp_path: Path) -> None:
    examined = hulul(tmp_path / "nothing", "doctor")
    assert examined.returncode == 1
    assert "TROUBLE secret key: there is none" in examined.stdout
    assert "Run `hulul init`." in examined.stdout
    assert "Traceback" not in examined.stderr


def test_an_installation_without_a_worker_is_in_trouble_for_that_alone(home: Path) -> None:
    examined = hulul(home, "doctor")
    assert examined.returncode == 1
    assert [line for line in examined.stdout.splitlines() if line.startswith("TROUBLE")] == [
        "TROUBLE worker: never ran here"
    ]
    assert "start `hulul serve`" in examined.stdout


def test_a_key_that_others_can_read_is_found_and_mended(home: Path) -> None:
    (home / "secret_key").chmod(0o644)
    assert "TROUBLE secret key" in hulul(home, "doctor").stdout
    assert "mended  secret key" in hulul(home, "doctor", "--mend").stdout
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert "ok      secret key" in hulul(home, "doctor").stdout


def test_missing_tables_and_static_files_are_found_and_mended(home: Path) -> None:
    for file in home.glob("hulul.sqlite3*"):
        file.unlink()
    (home / "static" / "version.txt").unlink()
    found = hulul(home, "doctor").stdout
    assert "TROUBLE migrations" in found
    assert "TROUBLE static files: there are none" in found
    mended = hulul(home, "doctor", "--mend").stdout
    assert "mended  migrations" in mended
    assert "mended  static files" in mended
    after = hulul(home, "doctor").stdout
    assert "ok      migrations" in after
    assert "ok      static files" in after
    assert "TROUBLE administrator: there is none" in after


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    address = "postgresql://hulul:hush-hush@127.0.0.1:1/hulul"
    examined = hulul(tmp_path / "data", "doctor", HULUL_DATABASE_URL=address, HULUL_SECRET_KEY="for this test")
    assert examined.returncode == 1
    assert "TROUBLE database" in examined.stdout
    assert "hush-hush" not in examined.stdout + examined.stderr
