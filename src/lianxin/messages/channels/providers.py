"""How each provider wants a message, and what its answers mean.

Signatures as published: 钉钉 signs ``timestamp\\nsecret`` with the secret (milliseconds, in the address), 飞书 signs
an empty text with ``timestamp\\nsecret`` (seconds, in the body), 企业微信 has the key in the address.  Our own webhook
signs ``id.timestamp.body`` (``docs/messages.md``).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from lianxin.messages.channels.wire import Answer

SENT: Final = "sent"
AGAIN: Final = "again"
BUSY: Final = "busy"
REFUSED: Final = "refused"
UNCLEAR: Final = "unclear"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt: one of the words above, a code, the provider's own id, seconds to wait."""

    what: str
    code: str = ""
    ref: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """What a provider's form is made of: finished text and the same as data."""

    id: str
    text: str
    subject: str
    count: int
    link: str
    items: list[dict[str, Any]]
    town: str
    made_at: str
    to: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to send."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


Builder = Callable[[str, str, Letter, int], Request]

_JSON: Final = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Lianxin"}


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def wecom(url: str, _secret: str, letter: Letter, _milliseconds: int) -> Request:
    """A text message of a group robot of 企业微信."""
    return Request(url, _json({"msgtype": "text", "text": {"content": letter.text}}), _JSON)


def dingtalk(url: str, secret: str, letter: Letter, milliseconds: int) -> Request:
    """A text message of a group robot of 钉钉, signed where the robot has a secret."""
    if secret:
        sign = _signed(secret, f"{milliseconds}\n{secret}")
        url += ("&" if "?" in url else "?") + urlencode({"timestamp": milliseconds, "sign": sign})
    return Request(url, _json({"msgtype": "text", "text": {"content": letter.text}}), _JSON)


def feishu(url: str, secret: str, letter: Letter, milliseconds: int) -> Request:
    """A text message of a group robot of 飞书, signed where the robot has a secret."""
    data: dict[str, object] = {"msg_type": "text", "content": {"text": letter.text}}
    if secret:
        seconds = milliseconds // 1000
        data |= {"timestamp": str(seconds), "sign": _signed(f"{seconds}\n{secret}", "")}
    return Request(url, _json(data), _JSON)


def _own_signature(secret: str, letter: Letter, seconds: int, body: bytes) -> dict[str, str]:
    """The headers of our own form: id, time, and a signature over both and the body."""
    signed = f"{letter.id}.{seconds}.".encode() + body
    mark = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {
        **_JSON,
        "X-Lianxin-Id": letter.id,
        "X-Lianxin-Timestamp": str(seconds),
        "X-Lianxin-Signature": f"v1={mark}",
    }


def webhook(url: str, secret: str, letter: Letter, milliseconds: int) -> Request:
    """Our own form, for a town's other systems."""
    body = _json(
        {
            "version": 1,
            "id": letter.id,
            "town": letter.town,
            "made_at": letter.made_at,
            "count": letter.count,
            "items": letter.items,
            "text": letter.text,
            "link": letter.link,
        }
    )
    return Request(url, body, _own_signature(secret, letter, milliseconds // 1000, body))


def sms(url: str, secret: str, letter: Letter, milliseconds: int) -> Request:
    """A text message to one work number: the provider's template and three parameters."""
    first = letter.items[0]
    params = {"sentence": letter.subject, "number": first["number"] if letter.count == 1 else "", "n": letter.count}
    data = {"version": 1, "id": letter.id, "to": letter.to, "template": letter.template, "params": params}
    body = _json(data)
    return Request(url, body, _own_signature(secret, letter, milliseconds // 1000, body))


BUILDERS: Final[Mapping[str, Builder]] = {
    "wecom": wecom,
    "dingtalk": dingtalk,
    "feishu": feishu,
    "webhook": webhook,
    "sms": sms,
}

#: Codes that mean "too many": 企业微信 45009, 钉钉 130101, 飞书 9499 and 11232.
_BUSY_CODES: Final = frozenset({45009, 130101, 9499, 11232})
#: HTTP answers after which trying again may help.
_PASSING: Final = frozenset({408, 425, 500, 502, 503, 504})


def judge(kind: str, answer: Answer) -> Outcome:
    """What an answer means: done, try again, wait, or refused for good (a redirect is a refusal)."""
    code = f"http_{answer.status}"
    if answer.status == 429:
        return Outcome(BUSY, code, wait=answer.retry_after)
    if answer.status in _PASSING:
        return Outcome(AGAIN, code, wait=answer.retry_after)
    if not 200 <= answer.status < 300:
        return Outcome(REFUSED, code)
    if kind == "webhook":
        return Outcome(SENT)
    return _judge_body(kind, answer.body)


def _judge_body(kind: str, body: bytes) -> Outcome:
    """Robots and gateways answer 200 and say in the body whether they took it."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Outcome(UNCLEAR, "strange_answer")
    if kind == "sms":
        ref = str(said.get("id") or "")[:80]
        return Outcome(SENT, ref=ref) if said.get("accepted") is True else Outcome(REFUSED, "not_accepted")
    number = said.get("errcode", said.get("code", said.get("StatusCode")))
    if isinstance(number, bool) or not isinstance(number, int):
        return Outcome(UNCLEAR, "strange_answer")
    if number == 0:
        return Outcome(SENT)
    if number == -1:
        return Outcome(AGAIN, "code_-1")
    return Outcome(BUSY if number in _BUSY_CODES else REFUSED, f"code_{number}"[:40])
