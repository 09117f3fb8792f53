"""Mail: no personal data in the subject, text and simple HTML, to an office's box or each person's own."""

from email import message_from_string
from email.header import decode_header, make_header
from typing import Any

import pytest

from lianxin.db.models import Town
from lianxin.messages.channels import sending, sorts
from lianxin.messages.channels.models import Delivery
from lianxin.people import roles
from tests.conftest import FrozenClock
from tests.messages.channels.factories import choose, make_channel, tell
from tests.messages.channels.servers import Post, mail_server
from tests.messages.channels.test_rules import PLANTED
from tests.people.factories import make_person


@pytest.fixture(autouse=True)
def still(frozen_clock: FrozenClock) -> FrozenClock:
    """A Tuesday morning."""
    return frozen_clock


def through(settings: Any, post: Post) -> None:
    """Let Django's mail speak to the fake server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", post.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "连心桥 <lianxin@town.example>"


def test_an_offices_box_gets_text_and_html_without_personal_data(town: Town, site: Any) -> None:
    with mail_server() as post:
        through(site, post)
        make_channel("mail", "office@town.example")
        tell(town, title=PLANTED[4], name=PLANTED[0], phone=PLANTED[1])
        sending.send_due(town)
    mail = message_from_string(post.mails[0])
    parts = {
        part.get_content_type(): part.get_payload(decode=True).decode()
        for part in mail.walk()
        if not part.is_multipart()
    }
    assert str(make_header(decode_header(mail["Subject"]))) == "【连心桥】有事项等待办理"
    assert mail["To"] == "office@town.example"
    assert mail["Message-ID"] == f"<lx-{Delivery.objects.get().batch}@town.example>"
    assert set(parts) == {"text/plain", "text/html"}
    assert "102-2026-00012" in parts["text/plain"]
    assert 'href="https://lianxin.example/desk/cases/102-2026-00012/"' in parts["text/html"]
    assert not [word for word in PLANTED for part in parts.values() if word in part]


def test_without_a_box_each_person_who_wants_it_gets_their_own(town: Town, site: Any) -> None:
    one, other = make_person(roles.CONGRESS_OFFICE), make_person(roles.CONGRESS_OFFICE)
    choose(one, mail="one@town.example", mail_sorts=[sorts.WORK])
    choose(other, mail="other@town.example", mail_sorts=[sorts.PROGRESS])
    with mail_server() as post:
        through(site, post)
        make_channel("mail", "")
        tell(town)
        sending.send_due(town)
    assert [message_from_string(mail)["To"] for mail in post.mails] == ["one@town.example"]


@pytest.mark.parametrize(
    ("answer", "cut", "state", "code"),
    [
        ("550 no such box", False, "dead", "smtp_550"),
        ("450 try later", False, "waiting", "smtp_450"),
        ("250 ok", True, "unclear", "smtp_broken"),
    ],
)
def test_a_mail_servers_refusal_is_understood(
    town: Town, site: Any, answer: str, cut: bool, state: str, code: str
) -> None:
    with mail_server(recipient_answer=answer, cut_after_data=cut) as post:
        through(site, post)
        make_channel("mail", "office@town.example")
        tell(town)
        sending.send_due(town)
    row = Delivery.objects.get()
    assert (row.state, row.error) == (state, code)


def test_a_mail_server_that_is_away_is_asked_again(town: Town, site: Any) -> None:
    with mail_server() as post:
        through(site, post)
        make_channel("mail", "office@town.example")
        tell(town)
    sending.send_due(town)
    row = Delivery.objects.get()
    assert (row.state, row.error) == ("waiting", "smtp_no_connection")
