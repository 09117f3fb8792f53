"""A phone as the page script makes it: envelopes, photos in pieces, the headers of its requests."""

import hashlib
import io
import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.test import Client
from PIL import Image

from lianxin.core.clock import now
from lianxin.core.ids import slip_code
from lianxin.journal.actors import SYSTEM
from lianxin.people.actions.links import Issued, IssueLink
from lianxin.people.invitations import path_of
from lianxin.people.models import LinkPurpose
from lianxin.places.models import Place

OURS = {"X-Lianxin-Field": "1", "Sec-Fetch-Site": "same-origin"}


def visit_link(place: Place | None, role: str = "recorder", **more: Any) -> Issued:
    """A visit link for a place."""
    return IssueLink(actor=SYSTEM, purpose=LinkPurpose.VISIT, role=role, place=place, label="第三组", **more).execute()


class Phone:
    """A browser on a phone with its own random key and counter."""

    def __init__(self, client: Client, issued: Issued | None = None) -> None:
        self.client = client
        self.issued = issued
        self.device = secrets.token_hex(16)
        self.counter = 0
        self.visit, self.recorder = "", 0

    @classmethod
    def on_visit(cls, place: Place, role: str = "recorder") -> "Phone":
        """A phone that has opened a fresh visit link."""
        phone = cls(Client(), visit_link(place, role))
        phone.come_in()
        return phone

    def come_in(self) -> None:
        """Press the button behind the QR code."""
        assert self.issued is not None
        assert self.client.post(path_of(self.issued.token))["Location"] == "/field/"

    def take_seat(self) -> dict[str, Any]:
        """Ask for the phone's number."""
        answer = self.client.post("/field/seat/", headers={**OURS, "X-Field-Device": self.device})
        data: dict[str, Any] = answer.json()
        self.visit, self.recorder = data["visit"], data["recorder"]
        return data

    def envelope(self, words: str = "三楼的灯坏了", photos: Sequence[bytes] = (), **more: Any) -> dict[str, Any]:
        """One record as the page script would store it."""
        self.counter += 1
        payload = {"mode": "said", "words": words, "channel": "round", "openness": "office", "kind": "unknown"}
        return {
            "key": secrets.token_hex(16),
            "kind": "opinion",
            "version": 1,
            "captured_at": now().isoformat(),
            "slip": slip_code(self.visit, self.recorder, self.counter) if self.visit else "",
            "pin": "K7QM",
            "device": self.device,
            "salt": secrets.token_hex(16),
            "payload": {**payload, **more.pop("payload", {})},
            "photos": [hashlib.sha256(photo).hexdigest() for photo in photos],
            **more,
        }

    def send(self, envelope: object, **headers: str) -> Any:
        """Post an envelope; returns the answer."""
        body = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
        return self.client.generic(
            "POST", "/field/receive/", body, content_type="application/json", headers={**OURS, **headers}
        )

    def send_piece(self, key: str, photo: bytes, offset: int, piece: bytes, **headers: str) -> Any:
        """Post one piece of a photo."""
        return self.client.generic(
            "POST",
            f"/field/photo/{key}/{hashlib.sha256(photo).hexdigest()}/",
            piece,
            content_type="application/octet-stream",
            headers={
                **OURS,
                "X-Field-Size": str(len(photo)),
                "X-Field-Offset": str(offset),
                "X-Field-Name": "%E7%85%A7%E7%89%87.jpg",
                **headers,
            },
        )

    def send_photo(self, key: str, photo: bytes, piece: int = 1000) -> dict[str, Any]:
        """Send a photo piece by piece, going on wherever the server is."""
        data: dict[str, Any] = self.send_piece(key, photo, 0, b"").json()
        while not data["done"]:
            at = data["received"]
            data = self.send_piece(key, photo, at, photo[at : at + piece]).json()
        return data


def picture(shade: int = 90, side: int = 64) -> bytes:
    """A small JPEG; another shade is another picture."""
    file = io.BytesIO()
    Image.new("RGB", (side, side), (shade, 120, 140)).save(file, "JPEG")
    return file.getvalue()
