"""E-mail through a real mail server's answers: taken, refused for good, not now, or a line that breaks."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_string
from email.policy import default

import pytest
from django.conf import settings
from django.core import mail

from bookings.people.who import WayToReach
from bookings.records.told import Why, to_be_told
from notifications.channels.email import message_id
from notifications.models import Message, State
from notifications.outbox.compose import compose
from notifications.outbox.decisions import DOUBT_LAG
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE

NOW = FRIDAY_BEFORE + timedelta(minutes=1)


class MailServer:
    """Speaks enough SMTP for one message a connection. `answers` decide the next recipients' fate."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answers: list[str] = []

    def talk(self, line: socket.socket) -> None:
        with line, line.makefile("rwb") as talk:
            self._say(talk, "220 here")
            for command in iter(talk.readline, b""):
                word = command[:4].upper()
                if word == b"RCPT" and self.answers and self.answers[0][0] in "45":
                    self._say(talk, self.answers.pop(0))
                elif word == b"DATA":
                    self._say(talk, "354 go on")
                    self._take(talk)
                    if self.answers and self.answers.pop(0) == "hang up":
                        return
                    self._say(talk, "250 taken")
                elif word == b"QUIT":
                    self._say(talk, "221 bye")
                    return
                else:
                    self._say(talk, "250 yes")

    def _take(self, talk: object) -> None:
        lines = []
        for line in iter(talk.readline, b".\r\n"):
            lines.append(line.decode())
        self.taken.append("".join(lines))

    def _say(self, talk: object, words: str) -> None:
        talk.write(f"{words}\r\n".encode())
        talk.flush()


@contextmanager
def a_mail_server() -> Iterator[tuple[MailServer, int]]:
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.2)
        closing = threading.Event()

        def serve() -> None:
            while not closing.is_set():
                try:
                    line, _ = door.accept()
                except TimeoutError:
                    continue
                line.settimeout(5)
                server.talk(line)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server, door.getsockname()[1]
        finally:
            closing.set()
            thread.join(10)


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with a_mail_server() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield server


def go(at: datetime = NOW) -> int:
    return deliver(clock=lambda: at)


def a_confirmation(town: Town) -> None:
    town.book(reach=WayToReach("email", "amina@example.org"))
    compose(now=NOW)


def test_an_e_mail_carries_text_html_and_a_message_id_of_its_own(town: Town, server: MailServer) -> None:
    a_confirmation(town)
    reference = str(Message.objects.get().reference)
    go()
    letter = message_from_string(server.taken[0], policy=default)
    assert letter["To"] == "amina@example.org"
    assert letter["Message-ID"] == message_id(reference)
    assert letter["Subject"].startswith("Votre rendez-vous du lundi 30 novembre")
    assert "Amina" not in letter["Subject"]
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert Message.objects.get().state == State.SENT


def test_an_address_that_does_not_exist_is_left_to_the_team(town: Town, server: MailServer) -> None:
    a_confirmation(town)
    server.answers = ["550 nobody of that name"]
    go()
    assert to_be_told(NOW).get().data["why"] == Why.WRONG_ADDRESS


def test_a_server_that_says_not_now_is_tried_again(town: Town, server: MailServer) -> None:
    a_confirmation(town)
    server.answers = ["451 try later"]
    go()
    assert Message.objects.get().error_code == "451"
    go(NOW + timedelta(minutes=1))
    assert (Message.objects.get().state, len(server.taken)) == (State.SENT, 1)


def test_a_line_that_breaks_is_tried_again_under_the_same_message_id(town: Town, server: MailServer) -> None:
    a_confirmation(town)
    server.answers = ["hang up"]
    go()
    assert Message.objects.get().in_doubt
    go(NOW + DOUBT_LAG)
    go(NOW + DOUBT_LAG + timedelta(seconds=settings.MESSAGE_LOOKUP_LAG))
    first, second = (message_from_string(taken)["Message-ID"] for taken in server.taken)
    assert first == second
    assert Message.objects.get().state == State.SENT


def test_a_server_that_is_down_leaves_no_doubt(town: Town, server: MailServer, settings) -> None:
    a_confirmation(town)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        go()
    message = Message.objects.get()
    assert (message.state, message.in_doubt) == (State.SENDING, False)


def test_mail_that_would_be_printed_is_no_mail(town: Town, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.DEMO = False
    a_confirmation(town)
    go()
    assert not Message.objects.exists()
    assert mail.outbox == []
