"""The files of the production guide work as they stand: units, the proxy's configuration, options, the script."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hulul.site import options
from tests.site.proxy import GUIDE, configuration, self_signed

UNITS = sorted([*GUIDE.glob("*.service"), *GUIDE.glob("*.timer")])
PROGRAM = "/opt/hulul/current/bin/hulul"


def test_systemd_understands_every_line_of_the_units(systemd_analyze: str, tmp_path: Path) -> None:
    assert len(UNITS) == 4
    for unit in UNITS:  # the program has to exist where a unit says it is
        here = unit.read_text("utf-8").replace(PROGRAM, str(Path(sys.executable).parent / "hulul"))
        (tmp_path / unit.name).write_text(here, "utf-8")
    command = [systemd_analyze, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in checked.stderr.splitlines() if "hulul" in line]
    assert (checked.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_may_touch_nothing_but_its_own_folder(unit: Path) -> None:
    lines = unit.read_text("utf-8").splitlines()
    for line in (
        "User=hulul",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "StateDirectory=hulul",
        "UMask=0077",
    ):
        assert line in lines
    assert not any(line.startswith("ReadWritePaths") for line in lines)


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_calls_a_command_that_exists(unit: Path) -> None:
    found = re.search(rf"^ExecStart={PROGRAM} (.+)$", unit.read_text("utf-8"), re.MULTILINE)
    assert found
    asked = [sys.executable, "-m", "hulul.site.cli", *found[1].split(), "--help"]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_the_options_of_the_guide_are_options_and_can_be_read(tmp_path: Path) -> None:
    written = dict(
        line.split("=", 1) for line in (GUIDE / "hulul.env").read_text("utf-8").splitlines() if line[:1].isalpha()
    )
    (tmp_path / "database-url").write_text("postgresql://hulul@/hulul\n", "utf-8")
    written["HULUL_DATABASE_URL_FILE"] = str(tmp_path / "database-url")
    known = {option.name for option in options.OPTIONS}
    assert {name.removesuffix("_FILE") for name in written} <= known
    assert options.read(written)["HULUL_HTTPS"] is True


def test_nginx_understands_its_configuration(nginx: str, tmp_path: Path) -> None:
    path = configuration(tmp_path, 8000, 8443, 8080, *self_signed(tmp_path))
    command = [nginx, "-t", "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(path)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr


def test_both_proxies_allow_what_the_upload_page_allows() -> None:
    limit = next(int(option.default) for option in options.OPTIONS if option.name == "HULUL_UPLOAD_LIMIT_MB")
    nginx = re.search(r"client_max_body_size (\d+)m;", (GUIDE / "nginx.conf").read_text("utf-8"))
    caddy = re.search(r"max_size (\d+)MB", (GUIDE / "Caddyfile").read_text("utf-8"))
    assert nginx
    assert caddy
    assert int(nginx[1]) == int(caddy[1]) > limit


def test_the_script_is_one_that_a_shell_understands() -> None:
    assert subprocess.run(["sh", "-n", str(GUIDE / "hulul-run")], check=False).returncode == 0


def test_the_guide_names_every_file() -> None:
    text = (GUIDE.parent / "run-in-production.md").read_text("utf-8")
    for file in GUIDE.iterdir():
        assert f"production/{file.name}" in text, file.name
