"""The examples of docs/how-to/read-the-api.md, run against a server, and what the others' tools would get from it."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely.geometry import shape

from tests.architecture.tree import PROJECT
from tests.site.processes import environment, free_port, serving

PAGE = (PROJECT / "docs" / "how-to" / "read-the-api.md").read_text("utf-8")
EXAMPLE = re.compile(r"<!-- (run|check): (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
ADDRESS = re.compile(r"https://hulul\.example[^\s\"]*")
EXAMPLES = EXAMPLE.findall(PAGE)
RUN = [(language, code) for verb, language, code in EXAMPLES if verb == "run"]
CHECKED = [(media, address) for verb, media, code in EXAMPLES if verb == "check" for address in ADDRESS.findall(code)]


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo country, served."""
    home = tmp_path_factory.mktemp("read") / "home"
    shutil.copytree(demo_folder, home)
    port = free_port()
    with serving(home, port, "--no-worker"):
        yield f"http://127.0.0.1:{port}"


def test_every_tool_has_an_example_that_is_run_or_checked() -> None:
    assert len(RUN) >= 5
    assert len(CHECKED) >= 8
    for tool in ("curl", "pandas", "polars", "DuckDB", "R", "Excel (Power Query)", "QGIS"):
        section = PAGE.partition(f"\n## {tool}\n")[2].partition("\n## ")[0]
        assert EXAMPLE.search(section), tool


@pytest.mark.slow
@pytest.mark.parametrize(("language", "code"), RUN)
def test_an_example_works_as_it_is_written(site: str, tmp_path: Path, language: str, code: str) -> None:
    program = ["bash", "-euo", "pipefail", "-c"] if language == "bash" else [sys.executable, "-c"]
    done = subprocess.run(
        [*program, code.replace("https://hulul.example", site)],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d{2,}", done.stdout), "it shows figures"


@pytest.mark.slow
@pytest.mark.parametrize(("media", "address"), CHECKED)
def test_other_tools_get_what_they_can_read(site: str, media: str, address: str) -> None:
    found = urllib.request.urlopen(address.replace("https://hulul.example", site), timeout=60)  # noqa: S310 - our own
    with found as answer:
        kind, body = answer.headers["Content-Type"], answer.read()
    assert kind.partition(";")[0] == media
    if media == "text/csv":
        assert body.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by its mark"
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        assert rows
        assert all(int(row["households"]) >= 0 for row in rows)
    elif media == "application/geo+json":
        features = json.loads(body)["features"]
        assert features
        assert all(shape(each["geometry"]).is_valid for each in features)
    else:
        assert json.loads(body)["rows"]
