"""On which line of a TOML text each entry stands.

The parser of the standard library forgets positions, so the text is walked once more, for keys only. It has been parsed
before: what is walked here is known to be right.
"""

import re
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\]|\\.)*"')
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class Lines:
    """The line (from 1) of every key, table and element of an array, by its path."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = {}
        self._walk()

    def of(self, path: Path) -> int:
        """The line of an entry; of the nearest thing around it when the entry itself is not there."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _line(self, position: int) -> int:
        return bisect_right(self._ends, position - 1) + 1

    def _walk(self) -> None:
        table: Path = ()
        at = self._skip(_BLANK, 0)
        while at < len(self._text):
            if self._text.startswith("[[", at):
                line, (keys, at) = self._line(at), self._keys(at + 2)
                array = (*self._inside(keys[:-1]), keys[-1])
                self._lines.setdefault(array, line)
                table = (*array, self._counts.get(array, 0))
                self._counts[array] = self._counts.get(array, 0) + 1
                self._lines[table] = line
                at += 2
            elif self._text[at] == "[":
                line, (keys, at) = self._line(at), self._keys(at + 1)
                table = (*self._inside(keys[:-1]), keys[-1])
                self._lines[table] = line
                at += 1
            else:
                at = self._entry(at, table)
            at = self._skip(_BLANK, at)

    def _inside(self, keys: Path) -> Path:
        """The path that a header means: an array of tables on the way stands for its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _entry(self, at: int, table: Path) -> int:
        line, (keys, at) = self._line(at), self._keys(at)
        for end in range(1, len(keys) + 1):
            self._lines.setdefault(table + keys[:end], line)
        return self._value(self._skip(_SPACE, at + 1), table + keys)

    def _keys(self, at: int) -> tuple[Path, int]:
        """A key, dotted or not, and the position after it and the blanks that follow."""
        keys: list[str] = []
        while True:
            at = self._skip(_SPACE, at)
            kind = {'"': _BASIC, "'": _LITERAL}.get(self._text[at], _BARE)
            end = self._skip(kind, at)
            keys.append(self._text[at:end].strip("\"'"))
            at = self._skip(_SPACE, end)
            if self._text[at] != ".":
                return tuple(keys), at
            at += 1

    def _value(self, at: int, path: Path) -> int:
        for start, pattern in (('"""', _LONG_BASIC), ("'''", _LONG_LITERAL), ('"', _BASIC), ("'", _LITERAL)):
            if self._text.startswith(start, at):
                return self._skip(pattern, at)
        if self._text[at] == "[":
            return self._array(at + 1, path)
        if self._text[at] == "{":
            return self._inline_table(at + 1, path)
        return self._skip(_SCALAR, at)

    def _array(self, at: int, path: Path) -> int:
        index = 0
        while self._text[at := self._skip(_BLANK, at)] != "]":
            self._lines[(*path, index)] = self._line(at)
            at = self._skip(_BLANK, self._value(at, (*path, index)))
            at += self._text[at] == ","
            index += 1
        return at + 1

    def _inline_table(self, at: int, path: Path) -> int:
        while self._text[at := self._skip(_BLANK, at)] != "}":
            at = self._skip(_BLANK, self._entry(at, path))
            at += self._text[at] == ","
        return at + 1

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at
