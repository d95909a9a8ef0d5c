"""`hulul demo`, and what the command line does with the demo's own files."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.site.processes import free_port, get, hulul, init, serving


@pytest.fixture(scope="module")
def country(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small demo that this module may change."""
    home = tmp_path_factory.mktemp("country") / "demo"
    shutil.copytree(demo_folder, home)
    return home


def _masterlists(home: Path) -> list[Path]:
    return sorted((home / "demo-files").rglob("*MasterList*.csv"))


@pytest.mark.slow
def test_a_second_run_uses_what_is_there_and_tells_the_account_again(country: Path) -> None:
    again = hulul(country, "demo", "--no-serve", "--home", str(country))
    assert again.returncode == 0, again.stderr
    assert "Administrator: administrator@demo.example" in again.stdout
    assert (country / "accounts.txt").read_text("utf-8").strip() in again.stdout
    assert (country / "accounts.txt").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_the_demo_is_published_and_served(country: Path) -> None:
    port = free_port()
    with serving(country, port):
        status, body = get(port, "/health")
        assert status == 200
        assert json.loads(body)["generation"] >= 1
        for path in ("/en/", "/ar/", "/ckb/"):
            status, page = get(port, path)
            assert status == 200, path
            assert b"<h1" in page


@pytest.mark.slow
def test_importing_a_file_again_changes_nothing(country: Path) -> None:
    file = _masterlists(country)[0]
    again = hulul(country, "import", "masterlist", str(file))
    assert again.returncode == 0, again.stderr + again.stdout
    assert "(already here)" in again.stdout
    assert "1 files: 1 accepted" in again.stdout


@pytest.mark.slow
def test_a_corrected_file_is_a_new_version_and_publishing_makes_a_new_generation(country: Path, tmp_path: Path) -> None:
    original = next(file for file in _masterlists(country) if "IDP" in file.name)
    lines = original.read_text("utf-8").splitlines(keepends=True)
    corrected = tmp_path / original.name
    corrected.write_text("".join(lines[:-1]), "utf-8")  # one location fewer
    done = hulul(country, "import", "masterlist", str(corrected))
    assert done.returncode == 0, done.stderr + done.stdout
    assert " v2: " in done.stdout
    published = hulul(country, "publish")
    assert published.returncode == 0, published.stderr
    assert "Generation 2 is published." in published.stdout


@pytest.mark.slow
def test_a_file_that_is_no_list_is_refused_with_status_1_and_a_reason(country: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_text("<html><body>Please sign in</body></html>", "utf-8")
    refused = hulul(country, "import", "masterlist", str(file))
    assert refused.returncode == 1
    assert "list.xlsx: failed - " in refused.stdout
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_loading_places_again_changes_nothing(country: Path) -> None:
    boundaries = sorted((country / "demo-files").rglob("*.geojson"))
    again = hulul(country, "places", "load", *map(str, boundaries))
    assert again.returncode == 0, again.stderr
    assert "unchanged" in again.stdout
    assert "created" not in again.stdout


def test_a_folder_without_files_of_places_says_so(tmp_path: Path) -> None:
    init(tmp_path / "data")
    (tmp_path / "empty").mkdir()
    refused = hulul(tmp_path / "data", "places", "load", str(tmp_path / "empty"))
    assert refused.returncode == 1
    assert "no file of places" in refused.stderr


@pytest.mark.slow
def test_housekeeping_asks_for_nothing_when_all_is_published(demo_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "demo"
    shutil.copytree(demo_folder, home)
    hulul(home, "worker", "--once")
    ticked = hulul(home, "tick")
    assert ticked.returncode == 0, ticked.stderr
    assert "Publications asked for" not in ticked.stdout


@pytest.mark.slow
def test_the_doctor_finds_a_damaged_file_of_the_current_generation(demo_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "demo"
    shutil.copytree(demo_folder, home)
    file = max((home / "files").rglob("stocks/*.parquet"), key=lambda path: path.stat().st_size)
    file.write_bytes(file.read_bytes()[:-10])
    examined = hulul(home, "doctor")
    assert examined.returncode == 1
    assert "TROUBLE generation: 1, " in examined.stdout
    assert f"{file.name} missing or damaged" in examined.stdout


@pytest.mark.slow
def test_an_export_has_only_the_rows_that_were_asked_for(country: Path, tmp_path: Path) -> None:
    file = tmp_path / "stocks.csv"
    done = hulul(country, "export", "stocks", "-o", str(file), "--where", "level=1", "--where", "population=idp")
    assert done.returncode == 0, done.stderr
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    tags = next(line for line in lines if line[0].startswith("#"))
    rows = [line for line in lines if line[0].startswith("dtm-")]
    assert rows
    assert {row[tags.index("#meta+level")] for row in rows} == {"1"}
    assert {row[tags.index("#meta+population")] for row in rows} == {"idp"}


@pytest.mark.slow
def test_what_the_public_may_not_read_is_exported_for_staff_only(country: Path, tmp_path: Path) -> None:
    refused = hulul(country, "export", "alerts", "-o", str(tmp_path / "alerts.csv"))
    assert refused.returncode == 2
    assert "There is no dataset called alerts." in refused.stderr
    done = hulul(country, "export", "alerts", "-o", str(tmp_path / "alerts.csv"), "--staff")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_condition_that_is_none_is_explained(country: Path, tmp_path: Path) -> None:
    refused = hulul(country, "export", "stocks", "-o", str(tmp_path / "stocks.csv"), "--where", "level")
    assert refused.returncode == 2
    assert "'level' is not COLUMN=VALUE." in refused.stderr
    assert "--where population=idp" in refused.stderr
