"""A built wheel runs anywhere: it carries the assets, the catalogues and the country packs."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.site.processes import environment

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", str(folder)], cwd=PROJECT, check=True)
    return next(folder.glob("hulul-*.whl"))


@pytest.mark.slow
def test_it_carries_assets_catalogues_packs_and_templates(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "hulul/ui/static/vendor/hulul.css",
        "hulul/ui/static/vendor/hulul.js",
        "hulul/ui/locale/ar/LC_MESSAGES/django.mo",
        "hulul/dashboards/locale/ckb/LC_MESSAGES/django.mo",
        "hulul/countries/demo/pack.toml",
        "hulul/countries/iraq/pack.toml",
        "hulul/site/web/templates/site/job.html",
    ):
        assert name in names


@pytest.mark.slow
def test_it_carries_nothing_of_the_tests_or_of_the_clone(wheel: Path) -> None:
    outside = [name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith(("hulul/", "hulul-"))]
    assert not outside


@pytest.mark.slow
def test_installed_in_a_fresh_environment_it_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    fresh = tmp_path / "venv"
    install = [uv, "pip", "install", "--quiet", "--python", str(fresh / "bin" / "python")]
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(fresh)], check=True)
    subprocess.run([*install, "--require-hashes", "-r", str(PROJECT / "requirements" / "runtime.txt")], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    done = subprocess.run(
        [str(fresh / "bin" / "hulul"), "demo", "--no-serve", "--scale", "0.1", "--home", "demo"],
        cwd=tmp_path,
        env=environment(tmp_path / "demo") | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Administrator: administrator@demo.example" in done.stdout
    assert (tmp_path / "demo" / "static" / "staticfiles.json").is_file()
