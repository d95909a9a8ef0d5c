"""Every option of an installation, declared once: the settings and the reference page read it here.

An option's value comes from the environment variable of its name, or, for secrets, from the file named by
`<NAME>_FILE`. A value that cannot be understood stops the start with a sentence that says which and why.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class OptionError(SystemExit):
    """An option that cannot be used; the message is for the person who set it."""


@dataclass(frozen=True, slots=True)
class Option:
    """`name` is the environment variable; `default` is its text; `read` turns text into the value."""

    name: str
    type: str
    default: str
    description: str
    read: Callable[[str], Any] = str
    secret: bool = False


def _boolean(text: str) -> bool:
    plain = text.strip().lower()
    if plain in {"1", "true", "yes", "on"}:
        return True
    if plain in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("expected yes or no")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _addresses(text: str) -> list[str]:
    for word in _words(text):
        ip_network(word)  # ValueError when it is none
    return _words(text)


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"expected {' or '.join(choices)}")
        return text

    return read


def _positive(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or int(text) == 0:
        raise ValueError("expected a whole number above 0")
    return int(text)


def _whole(text: str) -> int:
    return 0 if text.strip() == "0" else _positive(text)


def _rate(text: str) -> tuple[int, float] | None:
    """How many in how many seconds; None for "off"."""
    if text.strip() == "off":
        return None
    count, _slash, unit = text.partition("/")
    seconds = {"second": 1.0, "minute": 60.0, "hour": 3600.0}.get(unit.strip())
    if seconds is None:
        raise ValueError("expected a rate such as 600/minute, or off")
    return _positive(count), seconds


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a time zone such as Asia/Baghdad") from error
    return text


def _folder(text: str) -> str:
    if not text.strip():
        raise ValueError("expected a folder")
    return text


OPTIONS: tuple[Option, ...] = (
    Option("HULUL_HOME", "folder", "hulul-data", "Where the database, files and secret key live by default.", _folder),
    Option("HULUL_PACK", "text", "demo", "The country pack this installation serves."),
    Option(
        "HULUL_SECRET_KEY",
        "text",
        "",
        "Signs sessions. Left empty, `hulul init` makes one and keeps it in HULUL_HOME.",
        secret=True,
    ),
    Option("HULUL_DATABASE_URL", "address", "", "PostgreSQL address; empty means SQLite in HULUL_HOME.", secret=True),
    Option("HULUL_HOSTS", "list", "localhost,127.0.0.1,[::1]", "Host names this installation answers to.", _words),
    Option("HULUL_ORIGINS", "list", "", "Full https origins allowed to post forms behind a proxy.", _words),
    Option(
        "HULUL_PROXIES",
        "list",
        "127.0.0.1,::1",
        "Addresses or networks of reverse proxies whose word on a reader's address is taken.",
        _addresses,
    ),
    Option("HULUL_DEBUG", "yes/no", "no", "Developer mode. Never on a machine that others reach.", _boolean),
    Option("HULUL_HTTPS", "yes/no", "no", "The site is reached by https: secure cookies and HSTS.", _boolean),
    Option("HULUL_TIME_ZONE", "text", "Asia/Baghdad", "Time zone of dates and times on pages.", _time_zone),
    Option(
        "HULUL_ENGINE",
        "duckdb/spark",
        "duckdb",
        "What computes and answers analytical questions.",
        _one_of("duckdb", "spark"),
    ),
    Option("HULUL_SPARK_URL", "address", "", "Spark Connect address (sc://host:port) when the engine is spark."),
    Option(
        "HULUL_SPARK_FILES",
        "address",
        "",
        "How Spark sees the stored files (for example s3a://bucket); empty means the same paths as here.",
    ),
    Option(
        "HULUL_FILES",
        "local/s3",
        "local",
        "Where files are kept: a local folder or an S3-compatible store.",
        _one_of("local", "s3"),
    ),
    Option("HULUL_S3_BUCKET", "text", "", "Bucket of the s3 file store."),
    Option("HULUL_S3_ENDPOINT", "address", "", "Endpoint of an S3-compatible store; empty means Amazon's."),
    Option("HULUL_S3_ACCESS_KEY", "text", "", "Access key of the s3 file store.", secret=True),
    Option("HULUL_S3_SECRET_KEY", "text", "", "Secret key of the s3 file store.", secret=True),
    Option(
        "HULUL_UPLOAD_LIMIT_MB", "number", "200", "Largest file accepted on the upload page, in megabytes.", _positive
    ),
    Option("HULUL_API_RATE", "rate", "600/minute", "Requests to the API that each token or user may make.", _rate),
    Option(
        "HULUL_API_RATE_ANONYMOUS",
        "rate",
        "120/minute",
        "Requests to the API that each address may make without a token; `off` for no limit.",
        _rate,
    ),
    Option(
        "HULUL_PROXIES",
        "number",
        "0",
        "How many reverse proxies stand before this server. So many of the last addresses in X-Forwarded-For are "
        "believed; with 0 the header is ignored.",
        _whole,
    ),
    Option(
        "HULUL_WEBHOOK_PRIVATE",
        "yes/no",
        "no",
        "Webhooks may go to addresses in private networks, and by plain http to this machine; developer mode may too.",
        _boolean,
    ),
    Option("HULUL_DUCKDB_MEMORY", "text", "512MB", "Memory that DuckDB may use in each process."),
    Option(
        "HULUL_LOG_LEVEL",
        "level",
        "INFO",
        "How much is logged: DEBUG, INFO, WARNING or ERROR.",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
)


def read(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All options' values by name. OptionError when one cannot be understood."""
    return {option.name: _value(option, environment) for option in OPTIONS}


def _value(option: Option, environment: Mapping[str, str]) -> Any:
    text = environment.get(option.name, option.default)
    file = environment.get(f"{option.name}_FILE") if option.secret else None
    if file:
        if option.name in environment:
            raise OptionError(f"{option.name} and {option.name}_FILE are both set: keep one.")
        try:
            text = Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise OptionError(f"{option.name}_FILE: cannot read {file}: {error.strerror}.") from error
    try:
        return option.read(text)
    except ValueError as error:
        shown = "the given value" if option.secret else repr(text)
        raise OptionError(f"{option.name}: {shown} is not usable: {error}.") from error
