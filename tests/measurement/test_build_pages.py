"""The pages of builds: making one, following it, reading its steps and its fit, deciding, checking and comparing."""

from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client
from django.utils import translation

from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Invalid
from hulul.kernel.models import Job
from hulul.measurement import actions, tasks
from hulul.measurement.models import Build
from hulul.places.models import Place
from tests.agencies.people import person
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def locations(home: Path) -> list[str]:
    return world.places()


@pytest.fixture
def survey(locations: list[str]) -> str:
    world.active(world.framework(fitted=True))
    return world.survey(world.answers(locations))


@pytest.fixture
def build(survey: str) -> Build:
    return world.built(actions.Order(survey=survey, runs=30, permutations=99))


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(person("Amina", information_manager=""))
    return client


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_build_is_ordered_in_a_form_and_made_by_the_worker(manager: Client, survey: str) -> None:
    form = {"framework": "tiny-index", "survey": survey, "runs": "٢٠", "seed": "7", "stand": "on"}
    assert manager.post("/en/measurement/builds/new/", {**form, "runs": "99999"}).status_code == 422
    answer = manager.post("/en/measurement/builds/new/", form)
    build = Build.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/measurement/builds/{build.pk}/")
    assert "Waiting for its turn" in _text(manager, answer["Location"])
    job = build.job
    assert job is not None
    tasks.run_build.func(str(build.pk), str(job.pk), None)
    build.refresh_from_db()
    assert (build.state, build.stands, build.seed, build.parameters["runs"]) == ("done", True, 7, 20)
    assert "This is what the assessment says." in _text(manager, answer["Location"])


def test_a_framework_of_surveys_is_not_built_without_one(manager: Client, survey: str) -> None:
    answer = manager.post("/en/measurement/builds/new/", {"framework": "tiny-index", "runs": "0", "seed": "1"})
    assert answer.status_code == 422
    assert "Say which one" in answer.content.decode()
    assert not Build.objects.exists()


def test_the_page_tells_every_step_and_how_well_the_model_fits(manager: Client, build: Build) -> None:
    page = _text(manager, f"/en/measurement/builds/{build.pk}/")
    assert "Answers about 120 places were read" in page
    assert "The index was scored 30 times" in page
    assert "Explained (McFadden R²)" in page
    assert "Odds of returns against the best answer" in page
    assert page.count('<li lang="en" dir="ltr">') + page.count("<li>") >= len(build.log)
    assert "nan" not in page.lower().replace("governance", "").split()


def test_steps_are_told_in_the_readers_language(manager: Client, build: Build) -> None:
    page = _text(manager, f"/ar/measurement/builds/{build.pk}/")
    assert "Answers about" not in page


def test_why_nothing_can_be_built_is_told_in_the_readers_language(manager: Client, locations: list[str]) -> None:
    world.active(world.framework(fitted=True))
    table = world.answers(locations)
    same = pa.array([0.5 if indicator == "returned" else None for indicator in table["indicator"].to_pylist()])
    survey = world.survey(table.set_column(table.schema.get_field_index("value"), "value", same))
    build = actions.start_build(SYSTEM, actions.Order(survey=survey, runs=0))
    with translation.override("ar"), pytest.raises(Invalid):
        actions.run_build(SYSTEM, build.pk)
    build.refresh_from_db()
    assert build.state == "failed"
    assert "النتيجة نفسها" in build.message
    assert build.message in _text(manager, f"/ar/measurement/builds/{build.pk}/")


def test_a_build_stands_and_is_withdrawn_with_a_reason(manager: Client, client: Client, build: Build) -> None:
    address = f"/en/measurement/builds/{build.pk}/"
    assert manager.post(f"{address}stand/").status_code == 302
    assert manager.post(f"{address}withdraw/", {"reason": ""}).status_code == 422
    assert manager.post(f"{address}withdraw/", {"reason": "Two districts were swapped."}).status_code == 302
    assert "Two districts were swapped." in _text(manager, address)


def test_a_check_says_whether_the_same_came_out(manager: Client, build: Build) -> None:
    answer = manager.post(f"/en/measurement/builds/{build.pk}/check/")
    job = Job.objects.get(kind="measurement.replay")
    assert answer["Location"].endswith(f"/check/{job.pk}/")
    tasks.replay_build.func(str(build.pk), str(job.pk), None)
    assert "Every table and every step came out the same." in _text(manager, answer["Location"])
    other = Client()
    other.force_login(person("Somebody else", information_manager=""))
    _text(other, answer["Location"], 404)


def test_two_builds_stand_side_by_side_with_what_made_the_difference(
    manager: Client, build: Build, locations: list[str]
) -> None:
    Place.objects.filter(code=locations[0]).update(name_en="Old Mill")
    survey = world.survey(world.answers(locations, seed=5))
    other = world.built(actions.Order(survey=survey, runs=0, own_fit=True))
    page = _text(manager, f"/en/measurement/builds/compare/?build={other.pk}&with={build.pk}")
    assert "have another score" in page
    assert "other answers" in page
    assert "Categories before (rows) and after (columns)" in page
    _text(manager, "/en/measurement/builds/compare/?build=x&with=y", 404)


def test_others_see_what_stands_and_can_do_nothing_with_it(client: Client, build: Build) -> None:
    address = f"/en/measurement/builds/{build.pk}/"
    _text(client, address, 404)
    actions.stand(SYSTEM, build.pk)
    page = _text(client, address)
    assert "Let it stand" not in page
    assert "Withdraw the build" not in page
    assert client.post(f"{address}withdraw/", {"reason": "Because I can do so."}).status_code == 404
    _text(client, "/en/measurement/builds/new/", 404)
