"""What the installation writes down about its own work: one line per event, without personal data.

The same for the web server, the worker and the command line: JSON lines or lines for people, by HULUL_LOG_FORMAT. Every
line passes `redacted`, and the texts of exceptions are left out, because nobody knows what stands in them ("Key
(email)=(…) already exists"); their types and where they were raised remain. Level DEBUG writes those texts, redacted.
"""

import datetime as dt
import json
import logging
import re
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

# The request under way in this thread, on every line that is written meanwhile.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_SECRETS = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"), "[password]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), r"\1 [token]"),
    (re.compile(r"\b(?:whsec|hulul)_[\w-]{12,}"), "[token]"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)*"), "[token]"),
    (
        re.compile(
            r"(?i)([\"']?\b[\w-]*(?:password|passwd|secret|token|sessionid|csrf\w*|api[_-]?key|authorization|cookie|otp)"
            r"[\w-]*[\"']?\s*[=:]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,;&\"'}\])]+)"
        ),
        r"\1[secret]",
    ),
    # International (+964…, 00964…) and local (07…) numbers, with the separators that people put in; in any digits.
    (re.compile(r"(?<![\w.:])(?:\+|[0\u0660\u06f0]{2})(?:[\s().-]{0,2}\d){8,14}(?!\w)"), "[phone]"),
    (re.compile(r"(?<![\w.:+-])[0\u0660\u06f0][7\u0667\u06f7](?:[\s.-]?\d){8,9}(?!\w)"), "[phone]"),
)
_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029]")


def redacted(text: str) -> str:
    """The text without e-mail addresses, phone numbers, tokens and passwords, and without control characters."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return _CONTROLS.sub(" ", text)


class _Formatter(logging.Formatter):
    """The parts that both forms of a line share."""

    def message_of(self, record: logging.LogRecord) -> str:
        """Django names the address of a request that failed; here it is the route, which says nothing of anybody."""
        request = getattr(record, "request", None)
        text = record.getMessage()
        if request is not None and record.name.startswith("django."):
            text = f"{str(record.msg).split(':', maxsplit=1)[0].replace('%s', '').strip()}: {route_of(request)}"
        return redacted(text)

    def trace_of(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        return redacted(_trace(error)) if error is not None else ""

    @staticmethod
    def extras_of(record: logging.LogRecord) -> dict[str, Any]:
        """What was given as `extra`: numbers as they are, all else as redacted text. No request, no objects."""
        found = {}
        for name, value in record.__dict__.items():
            if name not in _OWN and name not in ("request", "status_code") and not name.startswith("_"):
                plain = value is None or isinstance(value, bool | int | float)
                found[name] = value if plain else redacted(str(value))
        return found


class JsonFormatter(_Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request, what came as `extra`, trace."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
        }
        if request_id.get():
            line["request"] = redacted(request_id.get())
        line |= {name: value for name, value in self.extras_of(record).items() if name not in line}
        if trace := self.trace_of(record):
            line["trace"] = trace
        return json.dumps(line, ensure_ascii=False)


class PlainFormatter(_Formatter):
    """A line for people: time, level, logger, message, then name=value."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        extras = " ".join(f"{name}={value}" for name, value in self.extras_of(record).items() if value is not None)
        number = f"request={redacted(request_id.get())}" if request_id.get() else ""
        head = f"{moment} {record.levelname} {record.name} {self.message_of(record)}".replace("\n", " ")
        return "\n".join(filter(None, (" ".join(filter(None, (head, extras, number))), self.trace_of(record))))


def route_of(request: Any) -> str:
    """The name of the pattern that an address fits, or "unknown": never the address itself."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route or "unnamed") if match is not None else "unknown"


def configuration(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in one form."""
    formatter = JsonFormatter if form == "json" else PlainFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "hulul": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},  # what was refused or not found is in the log of requests
            "django_tasks": {"level": "WARNING" if level in ("WARNING", "ERROR") else "INFO"},
            "axes": {"level": "ERROR"},
        },
    }


def _trace(error: BaseException) -> str:
    """Types and places of an error and of those that caused it; their texts only when the level is DEBUG."""
    if logging.getLogger("hulul").isEnabledFor(logging.DEBUG):
        return "".join(traceback.format_exception(error)).rstrip()
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines += [f"{type(current).__module__}.{type(current).__qualname__}", *_frames(current.__traceback__)]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        lines += ["caused by"] if current is not None and id(current) not in seen else []
    return "\n".join(lines)


def _frames(found: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(found)]
