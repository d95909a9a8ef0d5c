"""Letters: sent after the transaction, once, sealed on the way, and given to a real mail server on this machine."""

import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hulul.kernel import letters
from hulul.kernel.letters import Letter
from hulul.kernel.models import SentLetter
from tests.site.processes import free_port, hulul, init

LETTER = Letter(
    to="omar@example.org",
    language="ar",
    subject="دعوتك",
    paragraphs=("عزيزنا عمر،", "<b>not bold</b>"),
    link="https://hulul.example.org/ar/account/invitation/abcdef/",
    button="قبول الدعوة",
)
USER, WORD = "hulul", "p@ss:word/with?signs"


class Box:
    """Keeps what it was given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 taken"


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, WORD), handled=False)


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context


@pytest.fixture
def server(certificate: ssl.SSLContext) -> Iterator[tuple[Box, int]]:
    """A mail server that demands STARTTLS and a password."""
    box, port = Box(), free_port()
    controller = Controller(
        box,
        hostname="localhost",
        port=port,
        tls_context=certificate,
        require_starttls=True,
        auth_required=True,
        authenticator=_authenticate,
    )
    controller.start()
    yield box, port
    controller.stop()


def _test_letter(
    home: Path, port: int, tmp_path: Path, word: str = "p%40ss%3Aword%2Fwith%3Fsigns", tls: str = ""
) -> Any:
    secret = tmp_path / "mail-server"
    secret.write_text(f"smtp://{USER}:{word}@localhost:{port}\n", "utf-8")
    return hulul(
        home,
        "mail-test",
        "omar@example.org",
        HULUL_EMAIL_URL_FILE=str(secret),
        HULUL_EMAIL_FROM="Hulul <no-reply@hulul.example.org>",
        SSL_CERT_FILE=str(tmp_path / "certificate.pem"),
    )


@pytest.mark.slow
def test_the_mail_server_takes_a_letter_by_starttls_with_a_password_from_a_file(
    server: tuple[Box, int], tmp_path: Path
) -> None:
    box, port = server
    home = tmp_path / "home"
    init(home)
    done = _test_letter(home, port, tmp_path)
    assert done.returncode == 0, done.stderr
    (letter,) = box.letters
    assert letter["From"] == "Hulul <no-reply@hulul.example.org>"
    assert letter["Message-ID"].endswith("@hulul.example.org>")
    assert "This is a test." in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    refused = _test_letter(home, port, tmp_path, word="wrong")
    assert refused.returncode == 2
    assert "Check user and password in HULUL_EMAIL_URL" in refused.stderr
    nobody = _test_letter(home, free_port(), tmp_path)
    assert nobody.returncode == 2
    assert "Nobody answers there" in nobody.stderr
    assert not any("Traceback" in text or "wrong@" in text for text in (refused.stderr, nobody.stderr))
    assert len(box.letters) == 1


@pytest.mark.slow
def test_without_a_mail_server_letters_are_put_into_the_outbox(tmp_path: Path) -> None:
    home = tmp_path / "home"
    init(home)
    done = hulul(home, "mail-test", "omar@example.org")
    assert "HULUL_EMAIL_URL is not set" in done.stdout
    (file,) = (home / "outbox").iterdir()
    assert "This is a test." in file.read_text("utf-8")


@pytest.mark.django_db(transaction=True)
class TestOnTheWay:
    def _waiting(self) -> list[DBTaskResult]:  # type: ignore[type-arg]
        return list(DBTaskResult.objects.filter(task_path=letters.deliver.module_path).order_by("enqueued_at"))

    def _run(self, task: Any) -> None:
        letters.deliver.func(*task.args_kwargs["args"])

    def test_a_letter_leaves_only_if_what_it_tells_was_kept(self) -> None:
        with transaction.atomic():
            letters.send(LETTER)
            transaction.set_rollback(True)
        assert not self._waiting()
        with transaction.atomic():
            letters.send(LETTER)
            assert not self._waiting()
        assert len(self._waiting()) == 1

    def test_neither_address_nor_link_can_be_read_in_the_record_of_tasks(self) -> None:
        letters.send(LETTER)
        kept = str(self._waiting()[0].args_kwargs)
        assert "omar" not in kept
        assert "abcdef" not in kept

    def test_a_task_that_runs_twice_sends_once(self) -> None:
        number = letters.send(LETTER)
        (task,) = self._waiting()
        self._run(task)
        self._run(task)
        (letter,) = mail.outbox
        assert letter.extra_headers["Message-ID"].startswith(f"<{number}@")
        assert SentLetter.objects.get().pk == number

    def test_a_mail_server_that_is_away_is_asked_again_later_and_then_no_more(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_args: object) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        letters.send(LETTER)
        for attempt in range(len(letters.PAUSES)):
            task = self._waiting()[-1]
            self._run(task)
            later = self._waiting()[-1]
            assert later.args_kwargs["args"][2] == attempt + 1
            assert later.run_after > later.enqueued_at
        with pytest.raises(RuntimeError, match="given up after 6 attempts"):
            self._run(self._waiting()[-1])
        assert not SentLetter.objects.exists()


def test_text_and_html_are_in_the_recipients_language_and_nothing_is_marked_up_by_names() -> None:
    letters.deliver_now(LETTER)
    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])
    assert LETTER.link in letter.body
    assert 'dir="rtl"' in html
    assert "&lt;b&gt;not bold" in html
    assert "<b>not bold</b>" in letter.body
