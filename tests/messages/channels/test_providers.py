"""The form each provider wants, signed as published, and what its answers mean."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from lianxin.messages.channels import providers
from lianxin.messages.channels.limits import limits
from lianxin.messages.channels.models import ChannelKind
from lianxin.messages.channels.providers import Letter, Outcome, judge
from lianxin.messages.channels.wire import Answer

AT = 1_764_000_000_123
LETTER = Letter(
    id="lx-7", text="【连心桥】有事项等待办理\n102-2026-00012", subject="有事项等待办理", count=1, link="https://a.example/desk/",
    items=[{"sort": "work", "number": "102-2026-00012"}], town="310105102", made_at="2026-11-24T01:00:00+00:00",
    to="13900000000", template="T1",
)  # fmt: skip


def test_wecom_gets_a_text_message_at_the_address_with_its_key() -> None:
    made = providers.wecom("https://w.example/send?key=1", "", LETTER, AT)
    assert made.url == "https://w.example/send?key=1"
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": LETTER.text}}


def test_dingtalk_finds_a_signature_it_can_check_in_the_address() -> None:
    made = providers.dingtalk("https://d.example/robot/send?access_token=1", "SEC1", LETTER, AT)
    asked = parse_qs(urlsplit(made.url).query)
    wanted = hmac.new(b"SEC1", f"{AT}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked["timestamp"] == [str(AT)]
    assert base64.b64decode(asked["sign"][0]) == wanted
    assert asked["access_token"] == ["1"]


def test_feishu_finds_a_signature_it_can_check_in_the_body() -> None:
    said = json.loads(providers.feishu("https://f.example/hook/1", "geheim", LETTER, AT).body)
    wanted = hmac.new(f"{AT // 1000}\ngeheim".encode(), b"", hashlib.sha256).digest()
    assert said["timestamp"] == str(AT // 1000)
    assert base64.b64decode(said["sign"]) == wanted
    assert said["content"] == {"text": LETTER.text}


def test_a_robot_without_a_secret_gets_no_signature() -> None:
    assert providers.dingtalk("https://d.example/?a=1", "", LETTER, AT).url == "https://d.example/?a=1"
    assert "sign" not in json.loads(providers.feishu("https://f.example/", "", LETTER, AT).body)


def test_a_receiver_can_check_our_own_signature_as_the_document_says() -> None:
    made = providers.webhook("https://o.example/in", "s" * 16, LETTER, AT)
    head = made.headers
    signed = f"{head['X-Lianxin-Id']}.{head['X-Lianxin-Timestamp']}.".encode() + made.body
    assert head["X-Lianxin-Signature"] == "v1=" + hmac.new(b"s" * 16, signed, hashlib.sha256).hexdigest()
    assert json.loads(made.body)["id"] == "lx-7"


def test_a_text_message_has_a_template_and_three_parameters() -> None:
    said = json.loads(providers.sms("https://s.example/", "s" * 16, LETTER, AT).body)
    assert said == {
        "version": 1, "id": "lx-7", "to": "13900000000", "template": "T1",
        "params": {"sentence": "有事项等待办理", "number": "102-2026-00012", "n": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "body", "what", "code"),
    [
        ("wecom", 200, b'{"errcode":0,"errmsg":"ok"}', "sent", ""),
        ("wecom", 200, b'{"errcode":45009}', "busy", "code_45009"),
        ("wecom", 200, b'{"errcode":-1}', "again", "code_-1"),
        ("wecom", 200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', "refused", "code_93000"),
        ("dingtalk", 200, b'{"errcode":130101}', "busy", "code_130101"),
        ("dingtalk", 200, b'{"errcode":310000}', "refused", "code_310000"),
        ("feishu", 200, b'{"code":0}', "sent", ""),
        ("feishu", 200, b'{"StatusCode":0}', "sent", ""),
        ("feishu", 200, b'{"code":11232}', "busy", "code_11232"),
        ("feishu", 200, b'{"code":19021}', "refused", "code_19021"),
        ("feishu", 200, b"<html>", "unclear", "strange_answer"),
        ("feishu", 200, b"[]", "unclear", "strange_answer"),
        ("feishu", 200, b'{"code":true}', "unclear", "strange_answer"),
        ("webhook", 204, b"", "sent", ""),
        ("webhook", 301, b"", "refused", "http_301"),
        ("webhook", 404, b"", "refused", "http_404"),
        ("webhook", 500, b"", "again", "http_500"),
        ("webhook", 429, b"", "busy", "http_429"),
        ("sms", 200, b'{"accepted":true,"id":"m-1"}', "sent", ""),
        ("sms", 200, b'{"accepted":false}', "refused", "not_accepted"),
        ("sms", 200, b"\xff", "unclear", "strange_answer"),
    ],
)
def test_an_answer_is_understood(kind: str, status: int, body: bytes, what: str, code: str) -> None:
    found = judge(kind, Answer(status, body))
    assert (found.what, found.code) == (what, code)


def test_the_gateways_own_number_is_kept() -> None:
    assert judge("sms", Answer(200, b'{"accepted":true,"id":"m-1"}')) == Outcome("sent", ref="m-1")


def test_every_kind_has_a_limit_with_its_source() -> None:
    assert set(limits()) == set(ChannelKind.values)
    assert all(limit.source and limit.status in {"待核", "默认"} for limit in limits().values())
