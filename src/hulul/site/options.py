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
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hulul.site.backup.encryption import read_key
from hulul.site.backup.retention import read_policy


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


def _rate(text: str) -> tuple[int, float] | None:
    """How many in how many seconds; None for "off"."""
    if text.strip() == "off":
        return None
    count, _slash, unit = text.partition("/")
    seconds = {"second": 1.0, "minute": 60.0, "hour": 3600.0}.get(unit.strip())
    if seconds is None:
        raise ValueError("expected a rate such as 600/minute, or off")
    return _positive(count), seconds


def _count(text: str) -> int:
    return 0 if text.strip() == "0" else _positive(text)


def _mail_server(text: str) -> dict[str, Any]:
    """Django's settings for `smtp://user:password@host:port?tls=starttls|yes|no`; none for an empty text."""
    if not text:
        return {}
    parts = urlsplit(text)
    security = dict(parse_qsl(parts.query)).get("tls", "starttls" if parts.username else "no")
    if parts.scheme != "smtp" or not parts.hostname or security not in {"starttls", "yes", "no"}:
        raise ValueError("expected smtp://user:password@host:port?tls=starttls, tls=yes or tls=no")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"starttls": 587, "yes": 465, "no": 25}[security],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "yes",
    }


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}):
        raise ValueError("expected an address such as https://hulul.example.org")
    return text.rstrip("/")


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a time zone such as Asia/Baghdad") from error
    return text


def _place(text: str) -> str:
    if text and not text.startswith(("/", "s3://")):
        raise ValueError("expected the full path of a folder, or s3://bucket/prefix")
    return f"{text.rstrip('/')}/" if text.startswith("/") else text


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
    Option(
        "HULUL_ADDRESS",
        "address",
        "",
        "Where people reach the site, for links in e-mails; empty means the first of HULUL_ORIGINS or of HULUL_HOSTS.",
        _web_address,
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
        "HULUL_EMAIL_URL",
        "address",
        "",
        "Mail server, smtp://user:password@host:port?tls=starttls (or yes, or no). Empty: letters are written into "
        "HULUL_HOME/outbox.",
        _mail_server,
        secret=True,
    ),
    Option("HULUL_EMAIL_FROM", "text", "Hulul <hulul@localhost>", "Sender of the letters that the installation sends."),
    Option(
        "HULUL_REQUIRE_MFA",
        "list",
        "",
        "Roles whose holders must set up a second factor before anything else, such as administrator.",
        _words,
    ),
    Option(
        "HULUL_INACTIVE_DAYS",
        "number",
        "180",
        "Accounts nobody used for so many days are closed, after a letter two weeks before; 0 means never.",
        _count,
    ),
    Option(
        "HULUL_OIDC_URL",
        "address",
        "",
        "OpenID Connect provider with which people with an account may sign in as well; empty means none.",
    ),
    Option("HULUL_OIDC_NAME", "text", "Single sign-on", "What the button of that provider says."),
    Option("HULUL_OIDC_CLIENT_ID", "text", "", "The name under which the provider knows this installation."),
    Option("HULUL_OIDC_CLIENT_SECRET", "text", "", "The secret that goes with it.", secret=True),
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
        "HULUL_WEBHOOK_PRIVATE",
        "yes/no",
        "no",
        "Webhooks may go to addresses in private networks, and by plain http to this machine; developer mode may too.",
        _boolean,
    ),
    Option("HULUL_DUCKDB_MEMORY", "text", "512MB", "Memory that DuckDB may use in each process."),
    Option(
        "HULUL_BACKUP_TO",
        "address",
        "",
        "Where backups go: the full path of a folder, or s3://bucket/prefix with the access of HULUL_S3_ENDPOINT.",
        _place,
    ),
    Option("HULUL_BACKUP_EVERY", "hours", "0", "`hulul tick` makes a backup so often; 0 means never.", _count),
    Option(
        "HULUL_BACKUP_KEEP",
        "text",
        "7d4w6m",
        "Scheduled backups that are kept: the newest of each of the last so many days, weeks, months (and h, y).",
        read_policy,
    ),
    Option(
        "HULUL_BACKUP_KEY",
        "text",
        "",
        "Encrypts backups: 32 bytes in base64 (`openssl rand -base64 32`) or a passphrase of at least 12 characters.",
        read_key,
        secret=True,
    ),
    Option(
        "HULUL_LOG_FORMAT",
        "plain/json",
        "plain",
        "How log lines are written: for people, or one JSON object each.",
        _one_of("plain", "json"),
    ),
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
