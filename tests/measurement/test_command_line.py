"""`hulul frameworks` and `hulul index`, as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from hulul.measurement.models import Build, FrameworkVersion
from hulul.site.cli.frameworks import frameworks
from hulul.site.cli.index import index
from tests.measurement import world

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture(autouse=True)
def _initialised(settings: Settings) -> None:
    settings.HULUL_INITIALISED = True


def _run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)  # type: ignore[arg-type]


def test_files_are_checked_with_the_line_of_every_problem(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(world.framework(), "utf-8")
    bad.write_text(world.framework().replace('unit = "location"', 'unit = "planet"'), "utf-8")
    assert _run(frameworks, "check", str(good)).exit_code == 0
    told = _run(frameworks, "check", str(good), str(bad))
    assert told.exit_code == 1
    assert f"{bad}:5:" in told.output
    assert not FrameworkVersion.objects.exists()


def test_what_comes_with_hulul_is_loaded_and_put_to_use(tmp_path: Path) -> None:
    assert _run(frameworks, "load", "--shipped", "--activate").exit_code == 0
    assert set(FrameworkVersion.objects.values_list("state", flat=True)) == {"active"}
    assert "return-index 3: active" in _run(frameworks, "list").output


def test_a_survey_is_built_made_again_and_compared(tmp_path: Path) -> None:
    locations = world.places()
    text = tmp_path / "tiny.toml"
    text.write_text(world.framework(), "utf-8")
    _run(frameworks, "load", str(text))
    _run(frameworks, "activate", "tiny-index", "1")
    world.survey(world.answers(locations))
    made = _run(index, "build", "--framework", "tiny-index", "--all", "--runs", "10", "--stand")
    assert made.exit_code == 0
    build = Build.objects.get()
    assert build.stands
    assert str(build.pk) in _run(index, "list", "--standing").output
    assert "The same came out" in _run(index, "replay", str(build.pk)).output
    assert "Different: nothing" in _run(index, "compare", str(build.pk), str(build.pk)).output
    _run(index, "build", "--framework", "tiny-index", "--all", "--stand")
    assert Build.objects.count() == 1
