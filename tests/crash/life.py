"""The life of one forked writer: residents speak through the web form, a keeper seals and delivers, until the end.

What must be true afterwards is written down first: each life has a file of its own, and every line is one ``write`` to
it, which a SIGKILL can neither halve nor take back.
"""

import datetime as dt
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from lianxin.cases.actions.record import RecordOpinion
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import anonymous_resident
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.sealing import seal
from lianxin.places.models import Place
from tests.crash.death import Appointment, Watch

SUBMIT, KEEP = "submit", "keep"
#: So many announcements at a time, and so many entries bound at a time, keep the keeper's work short.
FEW, BATCH = 2, 40


@dataclass(frozen=True)
class Speech:
    """What one resident means to say: pressing the button again means the same ``key`` and the same words."""

    key: str
    words: str
    contact: str
    photo: bool
    #: Taken down by the office as urgent, which is announced; the others come through the web form.
    urgent: bool = False


@dataclass
class Life:
    """One process: what it is told to finish, when it must die, and where it writes down what it has seen."""

    seed: int
    file: Path
    town: int
    left_over: Sequence[Speech] = ()
    appointment: Appointment | None = None
    days_ahead: int = 1
    rng: Random = field(init=False)
    watch: Watch = field(init=False)
    _descriptor: int = field(init=False)

    def __post_init__(self) -> None:
        """Open the file of this life and the connection, and begin to watch."""
        self.rng = Random(self.seed)
        self._descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.watch = Watch(self.appointment, self.say)
        with connection.cursor() as cursor:
            modes = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        self.say("connection", modes=modes)
        self.watch.look_over()

    def say(self, event: str, **facts: Any) -> None:
        """Write down one thing, so that it stays."""
        os.write(self._descriptor, (json.dumps({"event": event, **facts}, ensure_ascii=False) + "\n").encode())

    # --- what a life consists of ---------------------------------------------------------------

    def until_the_end(self) -> None:
        """Finish what others left over, keep the appointment, or go on for ever until somebody else kills us."""
        for speech in self.left_over:
            self.submit(speech, "retry")
        if self.appointment is None:
            while True:
                self.one_thing()
        self.do(self.appointment.action)
        self.say("survived", action=self.appointment.action, statements=self.watch.took[self.appointment.action])

    def one_thing(self) -> None:
        """Mostly speaking, sometimes pressing twice, sometimes the keeper's work."""
        chance = self.rng.random()
        if chance < 0.15:
            self.keep()
        else:
            speech = self.speech(photo=False, urgent=True) if self.rng.random() < 0.2 else self.speech()
            self.submit(speech)
            if chance > 0.85:
                self.submit(speech, "retry")

    def do(self, action: str) -> None:
        """The action of an appointment; the keeper first gets something to keep."""
        if action == KEEP:
            for _ in range(FEW):
                self.submit(self.speech(photo=False, urgent=True), "before")
            self.keep()
        else:
            self.submit(self.speech(photo=True))

    def speech(self, photo: bool | None = None, urgent: bool = False) -> Speech:
        """Something nobody has said before."""
        key = self.rng.randbytes(16).hex()
        with_photo = self.rng.random() < 0.3 if photo is None else photo
        words = f"路灯坏了三天，老人不敢出门。第 {key} 句。" + "请派人来看看。" * self.rng.randrange(40)
        speech = Speech(key, words, f"139{self.rng.randrange(10**8):08d}", with_photo, urgent)
        self.say("meant", **asdict(speech))
        return speech

    def submit(self, speech: Speech, action: str = SUBMIT) -> None:
        """Press the last button of the form, or record what is urgent, and write down what the receipt shows."""
        if speech.urgent:
            with self.watch.during(action):
                facts = record_urgent(self.town, speech)
            self.say("shown", **facts)
            return
        client = Client(REMOTE_ADDR=f"10.{self.rng.randrange(256)}.{self.rng.randrange(256)}.{self.rng.randrange(256)}")
        with self.watch.during(action):
            answer = client.post(reverse("cases:speak"), form_of(speech))
        event, facts = look_at_receipt(client, answer, speech)
        self.say(event, **facts)

    def keep(self) -> None:
        """Bind what is committed, close the day before ``days_ahead``, deliver some announcements."""
        with self.watch.during(KEEP), ahead(self.days_ahead):
            seal(self.town, batch=BATCH)
            deliver_pending(self.town, limit=FEW)


def look_at_receipt(client: Client, answer: Any, speech: Speech) -> tuple[str, dict[str, Any]]:
    """What the resident sees after pressing the button: ``shown`` with number, code and token, or ``refused``."""
    if answer.status_code != 302:
        return "refused", {"key": speech.key, "status": answer.status_code, "page": answer.content.decode()[-2000:]}
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    number, code = re.search(r"\d{3}-\d{4}-\d{5}", page), re.search(r'id="receipt-code">([-A-Z0-9]+)<', page)
    token = address.rstrip("/").split("/")[-2]
    return "shown", {
        "key": speech.key, "number": number[0] if number else "", "code": code[1] if code else "", "token": token,
    }  # fmt: skip


def record_urgent(town: int, speech: Speech) -> dict[str, Any]:
    """Record urgent words; the facts of the receipt, as the form's page shows them."""
    with town_scope(town):
        receipt = RecordOpinion(
            actor=anonymous_resident(), words=speech.words, place_id=int(place()), contact_name="张阿姨",
            contact=speech.contact, urgent=True, once=speech.key,
        ).execute()  # fmt: skip
    return {"key": speech.key, "number": receipt.number, "code": receipt.code, "token": receipt.token}


def warm_up() -> Iterator[dict[str, Any]]:
    """One submit in the parent, so that its children find every template compiled; what it wrote down."""
    speech = Speech("warm-up-warm-up-warm-up", "第 warm-up-warm-up-warm-up 句。", "13900000000", photo=True)
    client = Client()
    event, facts = look_at_receipt(client, client.post(reverse("cases:speak"), form_of(speech)), speech)
    connection.close()
    yield {"event": "meant", **asdict(speech)}
    yield {"event": event, **facts}


def ahead(days: int) -> AbstractContextManager[Any]:
    """The clock, so many days further on."""
    return clock.frozen(clock.now() + dt.timedelta(days=days))


def form_of(speech: Speech) -> Mapping[str, Any]:
    """The last of the three screens as the browser sends it."""
    fields: dict[str, Any] = {
        "screen": "3", "go": "next", "words": speech.words, "once": speech.key, "contact": speech.contact,
        "contact_name": "张阿姨", "openness": "office", "place": place(),
    }  # fmt: skip
    if speech.photo:
        fields["photos"] = SimpleUploadedFile("灯.jpg", photo_of(speech.key), "image/jpeg")
    return fields


@cache
def place() -> str:
    """The compound the residents talk about."""
    return str(Place.all_towns.get(town=Town.objects.get(), code="N01-1").pk)


def photo_of(key: str) -> bytes:
    """A small photo that is another one for every key."""
    shade = hashlib.sha256(key.encode()).digest()
    buffer = io.BytesIO()
    Image.new("RGB", (24, 16), (shade[0], shade[1], shade[2])).save(buffer, "JPEG")
    return buffer.getvalue()
