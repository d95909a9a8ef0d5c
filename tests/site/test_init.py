"""`hulul init` makes an installation that is closed to others, and can be run again."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hulul.site import first_run
from tests.site.processes import EMAIL, environment, hulul, init

# Installations of their own, on SQLite: once is enough.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "data"
    init(folder)
    return folder


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_and_key_and_database_are_closed_to_other_users(home: Path) -> None:
    assert _mode(home) == 0o700
    assert _mode(home / "files") == 0o700
    assert _mode(home / "secret_key") == 0o600
    assert _mode(home / "hulul.sqlite3") & 0o077 == 0


def test_static_files_are_there_under_hashed_names(home: Path) -> None:
    assert (home / "static" / "staticfiles.json").is_file()


def test_a_second_run_changes_neither_key_nor_accounts(home: Path) -> None:
    key = (home / "secret_key").read_bytes()
    again = hulul(home, "init", "--email", "other@office.example", "--generate-password")
    assert again.returncode == 0, again.stderr
    assert "there is one already" in again.stdout
    assert "Password" not in again.stdout
    assert (home / "secret_key").read_bytes() == key


def test_the_first_administrator_may_do_everything_and_the_log_knows_of_it(home: Path) -> None:
    question = (
        "from hulul.agencies.models import User; from hulul.audit.models import Event;"
        "u = User.objects.get(); e = Event.objects.get(verb='create_user');"
        "print(u.email, u.grants.get().role, u.password[:7], e.actor_name)"
    )
    shown = hulul(home, "manage", "shell", "-v", "0", "-c", question)
    assert shown.stdout.split() == [EMAIL, "administrator", "argon2$", "system"], shown.stderr


def test_without_a_terminal_nothing_is_asked_and_what_is_missing_is_said(tmp_path: Path) -> None:
    refused = hulul(tmp_path / "new", "init")
    assert refused.returncode == 2
    assert "e-mail address is missing" in refused.stderr
    assert "--email" in refused.stderr
    refused = hulul(tmp_path / "new", "init", "--email", EMAIL)
    assert refused.returncode == 2
    assert "--password-file" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    refused = hulul(tmp_path / "new", "init", "--email", EMAIL, "--password-file", "-", text="password1234")
    assert refused.returncode == 2
    assert "too common" in refused.stderr


def test_a_generated_password_is_shown_once_and_works(tmp_path: Path) -> None:
    done = hulul(tmp_path / "new", "init", "--email", EMAIL, "--generate-password")
    password = done.stdout.partition("shown only now): ")[2].splitlines()[0]
    assert len(password) >= 20
    question = (
        "import sys; from hulul.agencies.models import User; print(User.objects.get().check_password(sys.stdin.read()))"
    )
    shown = hulul(tmp_path / "new", "manage", "shell", "-v", "0", "-c", question, text=password)
    assert shown.stdout.strip() == "True", shown.stderr


def test_commands_before_init_say_what_to_do(tmp_path: Path) -> None:
    refused = hulul(tmp_path / "nothing", "tick")
    assert refused.returncode == 2
    assert "Run `hulul init`" in refused.stderr


def test_the_web_application_does_not_start_before_init(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "-c", "import hulul.site.wsgi"],
        env=environment(tmp_path / "nothing"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "run `hulul init`" in refused.stderr


def test_a_copy_of_static_files_that_was_interrupted_is_made_again_whole(home: Path) -> None:
    style = max((home / "static" / "vendor").glob("hulul.*.css"), key=lambda path: path.stat().st_size)
    whole = style.read_bytes()
    style.write_bytes(whole[:100])
    (home / "static" / "version.txt").unlink()
    assert hulul(home, "init").returncode == 0
    assert style.read_bytes() == whole


def test_static_files_of_the_last_version_stay_for_those_who_still_use_them(home: Path) -> None:
    old = home / "static" / "vendor" / "hulul.000000000000.css"
    old.write_text("a {}", "utf-8")
    assert hulul(home, "init").returncode == 0
    assert old.is_file()


def test_a_key_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(handle: int) -> None:
        raise KeyboardInterrupt

    home = tmp_path / "new"
    monkeypatch.setenv("HULUL_HOME", str(home))
    monkeypatch.delenv("HULUL_SECRET_KEY")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            first_run.prepare_home()
    assert not (home / "secret_key").exists()
    first_run.prepare_home()
    assert len((home / "secret_key").read_text("utf-8").strip()) > 60
