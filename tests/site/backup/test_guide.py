"""The guide to backups is tried: its commands are run in their order, on an installation of their own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.processes import environment

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "back-up-and-restore.md"


@pytest.mark.slow
def test_the_commands_of_the_guide_work_in_their_order(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_folder, tmp_path / "office")
    commands = re.findall(r"```console\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(commands) >= 4
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "hulul").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hulul.site.cli "$@"\n', "utf-8")
    (programs / "hulul").chmod(0o755)
    options = environment(tmp_path / "office")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(commands)],
        cwd=tmp_path,
        env=options | {"PATH": f"{programs}:{options['PATH']}"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("is whole:") == 2
    assert done.stdout.count("Restored as of") == 2
    assert (tmp_path / "second" / "hulul.sqlite3").is_file()
    assert len(list((tmp_path / "encrypted").glob("*.tar.zst.enc"))) == 1
