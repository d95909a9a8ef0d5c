"""Country packs: what they must hold, and what a person reads when one is wrong."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import override_settings

from hulul.kernel import packs
from hulul.kernel.errors import Invalid
from hulul.kernel.packs import COUNTRIES, fold_header

DEMO = COUNTRIES / "demo" / "pack.toml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The demo pack with one text replaced."""
    text = DEMO.read_text("utf-8")
    assert old in text
    path = tmp_path / "pack.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


@pytest.mark.parametrize("code", ["demo", "iraq"])
def test_a_shipped_pack_loads(code: str) -> None:
    pack = packs.load(code)
    assert pack.code == code
    assert [level.level for level in pack.levels] == [0, 1, 2, 3, 4]
    assert pack.level(3).key == "sub_district"
    assert pack.source("dtm") is not None
    assert pack.source("nobody") is None


@override_settings(HULUL_PACK="iraq")
def test_the_installation_serves_the_pack_of_its_setting() -> None:
    assert packs.current().country == "IQ"


def test_an_unknown_pack_is_answered_with_the_packs_there_are() -> None:
    with pytest.raises(Invalid, match=r"“atlantis”.*demo, iraq") as error:
        packs.load("atlantis")
    assert error.value.code == "no_such_pack"


def test_a_name_in_another_language_falls_back_to_english() -> None:
    name = packs.Names(en="Camp", ar="مخيم")
    assert name.get("ar") == "مخيم"
    assert name.get("ar-iq") == "مخيم"
    assert name.get("ckb") == "Camp"


def test_broken_toml_is_answered_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_text('code = "x"\nname = demo\n', "utf-8")
    with pytest.raises(Invalid, match="line 2"):
        packs.read(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("bounds = [59.5, 9.5, 68.5, 17.5]", "bounds = [68.5, 9.5, 59.5, 17.5]", "bounds: .*west, south, east, north"),
        ("level = 4", "level = 5", "levels: .*0 .country. to 4"),
        ("origin_level = 1\n", "", "masterlist.origin_level: Field required"),
        ("origin_level = 1\n", "origin_level = 1\norigins = 2\n", "masterlist.origins: Extra inputs"),
        ('code = "XH07"', 'code = "QQ07"', "do not fit code_pattern: QQ07"),
        ('code = "XH07"', 'code = "XH06"', "more than one category has the code XH06"),
        ('lat = ["Latitude"', 'lat = ["district", "Latitude"', "'district' means both field.district and field.lat"),
        ('lat = ["Latitude"', 'lat = ["halvaz", "Latitude"', "'Halvaz' means both field.lat and origin.XH05"),
        ('lat = ["Latitude"', 'latitude = ["Latitude"', "masterlist.headers.latitude"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(Invalid, match=told) as error:
        packs.read(changed(tmp_path, old, new))
    assert str(tmp_path) in error.value.message


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Place ID", "place_id"),
        ("Post 17 October 16  Period of displacement", "POST 17 OCTOBER 16 PERIOD OF DISPLACEMENT"),
        ("المحافظة", "المحـــافظة"),
        ("Habitual Residence (Habitable)", "Habitual_Residence_Habitable"),
    ],
)
def test_headers_are_compared_without_case_spaces_punctuation_and_tatweel(written: str, same: str) -> None:
    assert fold_header(written) == fold_header(same)


def test_headers_that_differ_in_words_stay_apart() -> None:
    assert fold_header("Rented Habitable") != fold_header("Rented Uninhabitable")


def test_a_header_means_what_it_means_in_the_lists_of_that_population() -> None:
    masterlist = packs.load("iraq").masterlist
    rented = fold_header("Rented Habitable")
    assert masterlist.meanings("idp")[rented] == ("shelter", "rented_habitable")
    assert rented not in masterlist.meanings("returnee")


@pytest.mark.parametrize(
    ("on", "kind", "individuals"),
    [
        (dt.date(2013, 1, 1), "", 6),
        (dt.date(2020, 8, 31), "camp", 6),
        (dt.date(2020, 10, 31), "camp", 5),
        (dt.date(2020, 10, 31), "", 6),
        (dt.date(2024, 1, 1), "informal_site", 6),
    ],
)
def test_individuals_per_household_follow_date_and_kind_of_site(on: dt.date, kind: str, individuals: int) -> None:
    assert packs.load("iraq").masterlist.factor(on, kind) == individuals
