"""The board's signed answer to a ballot: with it a ballot that went missing can be proved."""

from typing import Any

from lianxin.ballots.protocol.chance import Chance
from lianxin.ballots.protocol.encoding import fields, text, whole
from lianxin.ballots.protocol.group import element
from lianxin.ballots.protocol.proofs import is_signed, read_proof, sign


def _words(uuid: str, tracker: str, event: str, height: int) -> str:
    return f"{uuid}|{tracker}|{event}|{height}"


def make_receipt(uuid: str, tracker: str, event: str, height: int, secret: Any, chance: Chance) -> dict[str, Any]:
    """That the ballot with this tracker stands in the event of that digest and height."""
    signature = sign("receipt", _words(uuid, tracker, event, height), secret, chance)
    return {
        "election": uuid, "tracker": tracker, "event": event, "height": height, "signature": signature.written(),
    }  # fmt: skip


def receipt_holds(value: Any, key: str) -> bool:
    """Whether a receipt was signed by the key of the board; raises `Malformed` where it is no receipt."""
    uuid, tracker, event, height, signature = fields(value, ("election", "tracker", "event", "height", "signature"))
    words = _words(text(uuid), text(tracker), text(event), whole(height))
    return is_signed(read_proof(signature), "receipt", words, element(key))
