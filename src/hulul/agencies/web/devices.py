"""What a browser says it is, in two words that its owner recognises."""

from django.utils.translation import gettext as _

# The first that occurs: browsers name the others as well, to be taken for them.
_PROGRAMS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """ "Chrome · Android"; the first word where it is none of the usual ones."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_PROGRAMS, _SYSTEMS)]
    return " · ".join(filter(None, found)) or user_agent.split("/", maxsplit=1)[0][:40] or _("unknown")
