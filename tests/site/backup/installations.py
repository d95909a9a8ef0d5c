"""What tests of backups ask of installations: an archive, their records, their files, their pages."""

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.site.processes import hulul

# What belongs to one machine or is made from the code; `dumpdata` knows nothing of backups.
LEFT_OUT = ("sessions", "usersessions", "axes", "contenttypes", "auth")
PAGES = ("/en/", "/ar/compare/", "/en/rounds/", "/ckb/places/search/?q=a", "/api/v1/places?level=1")
ASK = """
import re, sys
from django.test import Client
client = Client()
for address in sys.stdin.read().split():
    answer = client.get(address, headers={"host": "localhost"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = re.sub(r'name="csrfmiddlewaretoken" value="\\w+"|[.][0-9a-f]{12}(?=[.])', "", body.decode())
    text = text.replace("\\n", " ")
    print(answer.status_code, address, text)
"""


def back_up(home: Path, folder: Path, **options: str) -> Path:
    """A new archive in a folder that holds no other."""
    folder.mkdir(exist_ok=True)
    done = hulul(home, "backup", str(folder), **options)
    assert done.returncode == 0, done.stderr
    (found,) = (path for path in folder.iterdir() if not path.name.startswith("."))
    assert done.stdout.splitlines()[0] == str(found)
    return found


def restore(home: Path, archive: Path | str, *arguments: str, unpublished: bool = False, **options: str) -> str:
    """What the command said. The doctor finds nothing wrong but that no worker runs yet, for which tasks may wait."""
    allowed = ("worker", "tasks", "generation") if unpublished else ("worker", "tasks")
    done = hulul(home, "restore", str(archive), *arguments, **options)
    assert done.returncode == 0, done.stderr + done.stdout
    troubles = [line for line in done.stdout.splitlines() if line.startswith("TROUBLE")]
    assert not [line for line in troubles if not line.removeprefix("TROUBLE ").startswith(allowed)], done.stdout
    return done.stdout + done.stderr


def records(home: Path, **options: str) -> dict[str, Any]:
    """Every row as Django's own `dumpdata` writes it, by table and key; without what backups write of themselves."""
    exclude = [word for app in LEFT_OUT for word in ("--exclude", app)]
    done = hulul(home, "manage", "dumpdata", *exclude, **options)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert len(rows) > 1_000
    return {
        f"{row['model']} {row['pk']}": row["fields"]
        for row in rows
        if row["fields"].get("kind") != "backup"  # jobs and events
    }


def stored_files(home: Path) -> dict[str, str]:
    """SHA-256 of every stored file by name."""
    folder = home / "files"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def pages(home: Path, **options: str) -> list[str]:
    """What public pages and the API answer."""
    done = hulul(home, "manage", "shell", "-v", "0", "-c", ASK, text="\n".join(PAGES), **options)
    assert done.returncode == 0, done.stderr
    answers = done.stdout.splitlines()
    assert len(answers) == len(PAGES)
    return answers
