"""Frameworks, assessments and builds as machines read them."""

import pytest
from django.test import Client

from hulul.kernel.actors import SYSTEM
from hulul.measurement import actions
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def build(home: object) -> world.Build:
    locations = world.places()
    world.active(world.framework())
    return world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0, stand=True))


def test_a_framework_is_read_with_its_questions_and_its_file(build: world.Build, client: Client) -> None:
    listed = client.get("/api/v1/frameworks").json()
    assert [each["code"] for each in listed] == ["tiny-index"]
    found = client.get("/api/v1/frameworks/tiny-index").json()
    assert [each["code"] for each in found["indicators"]] == list(world.INDICATORS)
    assert found["indicators"][3]["tier"] == 2
    assert found["text"] == world.framework()
    assert found["reimplementation"] is False


def test_a_draft_is_nothing_to_the_public(client: Client) -> None:
    actions.load_framework(SYSTEM, world.framework())
    assert client.get("/api/v1/frameworks").json() == []
    assert client.get("/api/v1/frameworks/tiny-index").status_code == 404


def test_assessments_name_the_build_that_stands(build: world.Build, client: Client) -> None:
    world.survey(world.answers(["XW010101-00"]), world.SECOND)
    found = client.get("/api/v1/assessments").json()
    assert [(each["assessment"], each["build"]) for each in found["assessments"]] == [
        ("tiny-index-2024-05-31", None),
        ("tiny-index-2024-01-31", str(build.pk)),
    ]
    assert client.get("/api/v1/assessments", {"framework": "other"}).json()["count"] == 0


def test_a_build_tells_every_step_with_its_figures(build: world.Build, client: Client) -> None:
    found = client.get(f"/api/v1/builds/{build.pk}").json()
    assert [step["name"] for step in found["log"]] == [step["name"] for step in build.log]
    assert found["inputs"]["answers"] == build.inputs["answers"]["sha256"]
    assert found["tables"]["severity"] == build.files["severity"]["sha256"]


def test_a_build_that_does_not_stand_is_nothing_to_the_public(build: world.Build, client: Client) -> None:
    actions.withdraw(SYSTEM, build.pk, "Wrong answers from the north.")
    assert client.get(f"/api/v1/builds/{build.pk}").status_code == 404
    assert client.get("/api/v1/assessments").json()["assessments"][0]["build"] is None
