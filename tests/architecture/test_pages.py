"""Templates and styles: strict content security, translated text, both directions of writing, nothing unused."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import SOURCE, modules, name_of, parsed, rooms, templates, tracked

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])", re.IGNORECASE)
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\bhx-on\b|[\"']js:", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?<![-\w])((?:margin|padding|border)-(?:left|right)(?:-\w+)?|left|right|float|clear|text-align)\s*:\s*([^;}]+)"
)
HIDDEN = re.compile(
    r"{#.*?#}|{%\s*block\s+\w+_class\s*%}.*?{%\s*endblock|{%\s*comment\b.*?endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    r"|<script\b.*?</script>|<code\b.*?</code>|<!--.*?-->",
    re.DOTALL,
)
SPOKEN = re.compile(r"\b(?:title|placeholder|aria-label|alt)\s*=\s*\"([^\"]*)\"|\b(?:title|alt)\s*=\s*'([^']*)'")
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"&\w+;|[^\W\d_]{2,}")
NAMES = {
    "Hulul", "حلول", "CSV", "XLSX", "GeoJSON", "HXL", "API", "JSON", "PNG", "OpenAPI", "SHA", "GET", "POST", "TOML",
    "XLSForm",
}  # fmt: skip


def test_no_script_or_style_is_inline() -> None:
    for _, path in templates():
        text = path.read_text("utf-8")
        for pattern in (SCRIPT, INLINE):
            found = pattern.search(text)
            assert found is None, f"{name_of(path)}: {found and found.group()!r} breaks the content security policy"


def test_all_text_of_templates_is_translated() -> None:
    bare = []
    for _, path in templates():
        if path.suffix != ".html":
            continue
        text = HIDDEN.sub(" ", path.read_text("utf-8"))
        plain = TAGS.sub(" ", text)
        spoken = [" ".join(found) for found in SPOKEN.findall(plain)]
        for piece in [MARKUP.sub(" ", plain), *spoken]:
            words = [word for word in WORD.findall(piece) if not word.startswith("&") and word not in NAMES]
            bare += [f"{name_of(path)}: {' '.join(words)}"] if words else []
    assert not bare


def _patterns() -> list[re.Pattern[str]]:
    """The names that format strings such as f"dashboards/panel_{name}.html" can make."""
    return [
        re.compile("".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values))
        for room in rooms()
        for path in modules(room)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.JoinedStr) and str(getattr(node.values[-1], "value", "")).endswith(".html")
    ]


def test_every_template_is_used() -> None:
    everything = "\n".join(
        path.read_text("utf-8")
        for room in rooms()
        for path in (SOURCE / room).rglob("*")
        if path.suffix in (".py", ".html")
    )
    by_name_of_django = {"403.html", "403_csrf.html", "404.html", "500.html"}
    made = _patterns()
    for _, path in templates():
        parts = path.parts
        name = Path(*parts[len(parts) - parts[::-1].index("templates") :]).as_posix()
        named = name in by_name_of_django or f'"{name}"' in everything or f"'{name}'" in everything
        assert named or any(pattern.fullmatch(name) for pattern in made), f"{name} is unused"


def test_styles_use_logical_properties_so_that_both_directions_work() -> None:
    physical = []
    styles = [path for path in tracked() if path.suffix == ".css"]
    assert styles
    for path in styles:
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for name, value in PHYSICAL.findall(text):
            logical = name in ("float", "clear", "text-align") and value.strip() not in ("left", "right")
            if not logical:
                physical.append(f"{name_of(path)}: {name}: {value.strip()}")
    assert not physical
