"""Options: read once, understood or refused with a sentence."""

from pathlib import Path

import pytest

from hulul.site.options import OPTIONS, OptionError, read


def test_without_an_environment_every_option_has_its_default() -> None:
    values = read({})
    assert set(values) == {option.name for option in OPTIONS}
    assert values["HULUL_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert values["HULUL_DEBUG"] is False
    assert values["HULUL_UPLOAD_LIMIT_MB"] == 200


def test_a_secret_is_read_from_the_file_that_its_file_option_names(tmp_path: Path) -> None:
    file = tmp_path / "address"
    file.write_text("postgresql://hulul@localhost/hulul\n", "utf-8")
    assert read({"HULUL_DATABASE_URL_FILE": str(file)})["HULUL_DATABASE_URL"] == "postgresql://hulul@localhost/hulul"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="HULUL_SECRET_KEY and HULUL_SECRET_KEY_FILE are both set"):
        read({"HULUL_SECRET_KEY": "a", "HULUL_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"HULUL_SECRET_KEY_FILE: cannot read .*missing: No such file"):
        read({"HULUL_SECRET_KEY_FILE": str(tmp_path / "missing")})


def test_only_secrets_are_read_from_files(tmp_path: Path) -> None:
    file = tmp_path / "pack"
    file.write_text("iraq", "utf-8")
    assert read({"HULUL_PACK_FILE": str(file)})["HULUL_PACK"] == "demo"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("HULUL_DEBUG", "perhaps", "HULUL_DEBUG: 'perhaps' is not usable: expected yes or no."),
        ("HULUL_ENGINE", "pandas", "HULUL_ENGINE: 'pandas' is not usable: expected duckdb or spark."),
        ("HULUL_FILES", "ftp", "HULUL_FILES: 'ftp' is not usable: expected local or s3."),
        ("HULUL_UPLOAD_LIMIT_MB", "-1", "HULUL_UPLOAD_LIMIT_MB: '-1' is not usable: expected a whole number above 0."),
        ("HULUL_LOG_LEVEL", "LOUD", "expected DEBUG or INFO or WARNING or ERROR"),
        ("HULUL_TIME_ZONE", "Mars/Base", "expected a time zone such as Asia/Baghdad"),
        ("HULUL_HOME", " ", "HULUL_HOME: ' ' is not usable: expected a folder."),
    ],
)
def test_a_value_that_cannot_be_understood_is_refused_with_its_name_and_reason(
    name: str, text: str, sentence: str
) -> None:
    with pytest.raises(OptionError) as refused:
        read({name: text})
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("1", True), ("On", True), ("no", False), ("", False)])
def test_yes_and_no_may_be_written_in_the_usual_ways(text: str, value: bool) -> None:
    assert read({"HULUL_HTTPS": text})["HULUL_HTTPS"] is value


def test_proxies_are_addresses_or_networks() -> None:
    assert read({"HULUL_PROXIES": "10.0.0.7, 10.1.0.0/16,::1"})["HULUL_PROXIES"] == ["10.0.0.7", "10.1.0.0/16", "::1"]
    assert read({"HULUL_PROXIES": ""})["HULUL_PROXIES"] == []
    with pytest.raises(OptionError, match=r"HULUL_PROXIES: 'proxy\.example' is not usable"):
        read({"HULUL_PROXIES": "proxy.example"})
