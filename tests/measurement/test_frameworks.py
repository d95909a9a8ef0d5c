"""Versions of frameworks: drafts that may change, activated ones that never do."""

import pytest

from hulul.audit.models import Event
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, NotFound
from hulul.measurement import actions, framing, queries
from hulul.measurement.models import FrameworkVersion
from tests.measurement import world

pytestmark = pytest.mark.django_db

State = FrameworkVersion.State


def test_the_same_text_is_the_same_version_whatever_its_line_ends() -> None:
    first = actions.load_framework(SYSTEM, world.framework())
    again = actions.load_framework(SYSTEM, world.framework().replace("\n", "\r\n").encode())
    assert again.pk == first.pk
    assert Event.objects.filter(verb="load_framework").count() == 1


def test_a_draft_may_be_replaced_and_an_activated_version_never() -> None:
    actions.load_framework(SYSTEM, world.framework())
    changed = world.framework().replace("Tiny index", "Little index")
    assert actions.load_framework(SYSTEM, changed).title["en"] == "Little index"
    actions.activate(SYSTEM, "tiny-index", "1")
    with pytest.raises(Conflict):
        actions.load_framework(SYSTEM, world.framework())
    assert FrameworkVersion.objects.get().text == changed


def test_one_version_is_in_use_and_a_retired_one_can_come_back() -> None:
    for version in ("1", "2"):
        actions.load_framework(SYSTEM, world.framework(version=version))
        actions.activate(SYSTEM, "tiny-index", version)
    assert queries.framework_version(ANONYMOUS, "tiny-index").version == "2"
    with pytest.raises(Conflict):
        actions.activate(SYSTEM, "tiny-index", "2")
    actions.activate(SYSTEM, "tiny-index", "1")
    assert queries.framework_version(ANONYMOUS, "tiny-index").version == "1"
    actions.retire(SYSTEM, "tiny-index", "1")
    assert set(FrameworkVersion.objects.values_list("state", flat=True)) == {State.RETIRED}
    with pytest.raises(Conflict):
        actions.retire(SYSTEM, "tiny-index", "1")


def test_what_is_wrong_with_a_file_is_told_by_line_and_nothing_is_kept() -> None:
    wrong = world.framework().replace('parent = ""', "").replace('scale = "safety"', 'scale = "safty"')
    with pytest.raises(framing.BadFramework) as refused:
        actions.load_framework(SYSTEM, wrong)
    assert all(problem.line > 1 for problem in refused.value.problems)
    assert not FrameworkVersion.objects.exists()


def test_drafts_are_for_those_who_may_measure() -> None:
    actions.load_framework(SYSTEM, world.framework())
    assert queries.frameworks(ANONYMOUS) == []
    assert [each.framework_id for each in queries.frameworks(SYSTEM)] == ["tiny-index"]
    with pytest.raises(NotFound):
        queries.framework_version(ANONYMOUS, "tiny-index")
