"""The pages on the way to solutions say what the builds of the demo country say, and what its reviewers published."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hulul.kernel.actors import ANONYMOUS
from hulul.measurement.models import Judgement
from hulul.ui import formats
from hulul.warehouse.queries import Question, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country(demo: Path) -> Path:
    return demo


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def rows(dataset: str, **where: object) -> list[dict[str, Any]]:
    return ask(ANONYMOUS, Question(dataset, where=where)).records()


def test_every_exit_metric_is_shown_with_who_was_not_assessed(client: Client) -> None:
    found = rows("exit_metrics", level=0, comparator="national")
    page = text_of(client, "/en/solutions/?comparator=national")
    assert {row["metric"] for row in found} == {
        "pass_fail", "composite", "criterion", "sub_criterion", "cells", "classifier", "cdf"
    }  # fmt: skip
    for row in found:
        if row["share"] is not None:
            assert formats.percent(row["share"], language="en") in page
            assert f"{formats.percent(row['not_assessed_share'], 0, 'en')} not assessed" in page
    shares = [row["share"] for row in found if row["share"] is not None]
    low, high = (formats.percent(share, 0, "en") for share in (min(shares), max(shares)))
    assert f"between {low} and {high} of households" in page
    assert "never decides about the assistance of a household" in page


def test_the_comparator_is_the_whole_country_unless_another_is_chosen(client: Client) -> None:
    assert "(compared with: Whole country)" in text_of(client, "/en/solutions/")
    assert "(compared with: Stayed)" in text_of(client, "/en/solutions/?comparator=stayee")
    assert "(compared with: Whole country)" in text_of(client, "/en/solutions/?comparator=neighbours")


def test_progress_is_shown_by_criterion_and_population_with_its_interval(client: Client) -> None:
    found = rows("progress", level=0, assessment="iasc-2025-12-31", indicator="", criterion="documentation")
    page = text_of(client, "/en/solutions/?progress=iasc-2025-12-31")
    assert {row["population"] for row in found} == {"idp", "returnee", "stayee", "host"}
    for row in found:
        ends = [formats.percent(row[end], 0, "en") for end in ("low", "high")]
        assert formats.percent(row["share"], language="en") in page
        assert " to ".join(ends) in page


def test_every_question_can_be_looked_at(client: Client) -> None:
    short, whole = (text_of(client, f"/en/solutions/{query}").count("<tr") for query in ("", "?detail=1"))
    assert whole > short


def test_published_judgements_show_ratings_and_statements_and_no_evidence(client: Client) -> None:
    page = text_of(client, "/en/judgements/")
    published = rows("judgements_published")
    assert published
    for row in published:
        assert row["statement"] in page
    for judgement in Judgement.objects.all():
        assert judgement.evidence not in page
    assert "not published" in page


def test_the_pages_are_there_in_every_language(client: Client) -> None:
    for language in ("ar", "ckb"):
        for address in ("solutions", "judgements"):
            assert text_of(client, f"/{language}/{address}/")
