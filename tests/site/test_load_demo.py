"""Loading the demo country: when it refuses and when it has nothing to do. `test_demo.py` loads it whole."""

from pathlib import Path

import pytest
from django.test import override_settings

from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Invalid
from hulul.site.demo import LOADED, load_demo


@override_settings(HULUL_PACK="iraq")
def test_the_demo_is_not_loaded_into_the_installation_of_another_country(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="another country"):
        load_demo(SYSTEM, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_demo_that_was_loaded_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / LOADED).write_text("scale 1.0\n", "utf-8")
    assert not load_demo(SYSTEM, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOADED]
