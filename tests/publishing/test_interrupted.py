"""A worker that is killed between sending and writing that down: the delivery comes again under its number."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.publishing.conftest import GOOD, Receiver

PREPARE = """
import sys
import django
django.setup()
from django.core.management import call_command
from hulul.kernel.actors import SYSTEM
from hulul.publishing import actions
call_command("migrate", verbosity=0, skip_checks=True)
hook, _ = actions.add(SYSTEM, name="Receiver", url=sys.argv[1], events=("round_accepted",))
actions.send_test(SYSTEM, hook.pk)
"""

DELIVER = """
import datetime as dt
import django
django.setup()
from hulul.publishing import actions, rules
rules.CLAIM = dt.timedelta(seconds=1)
print(actions.deliver_due())
"""


@pytest.mark.slow
def test_a_delivery_is_sent_again_after_kill_9_and_only_then(tmp_path: Path, receiver: Receiver) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HULUL_")}
    environment = kept | {
        "HULUL_HOME": str(tmp_path),
        "HULUL_SECRET_KEY": "only-for-tests",
        "HULUL_WEBHOOK_PRIVATE": "yes",
        "DJANGO_SETTINGS_MODULE": "hulul.site.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE, receiver.url], env=environment, check=True)
    worker = subprocess.Popen([sys.executable, "-c", DELIVER], env=environment)

    def kill(_connection: socket.socket) -> None:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    receiver.answer = kill
    assert worker.wait(60) == -signal.SIGKILL
    database = sqlite3.connect(tmp_path / "hulul.sqlite3")
    row = "SELECT state, attempts, last_status FROM publishing_delivery"
    assert database.execute(row).fetchall() == [("waiting", 1, None)]

    receiver.answer = GOOD
    time.sleep(1.1)
    for expected in ("1", "0"):
        done = subprocess.run(
            [sys.executable, "-c", DELIVER], env=environment, check=True, capture_output=True, text=True
        )
        assert done.stdout.strip() == expected
    assert database.execute(row).fetchall() == [("delivered", 2, 200)]
    database.close()
    first, second = (request.headers["hulul-delivery"] for request in receiver.requests)
    assert first == second
