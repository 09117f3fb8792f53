"""Speaking and following through the API: no account, no key."""

from typing import Any

from lianxin.cases.models import Case, Opinion
from lianxin.core.clock import today
from tests.api.factories import Caller
from tests.cases.factories import Town, make_case


def test_a_resident_speaks_without_account_and_follows_by_code_and_by_token(town: Town) -> None:
    me = Caller()
    place = str(town.compound.pk)
    said = me.post("/opinions", {"words": "三号楼电梯坏了三天", "place": place, "contact": "13800001234"})
    assert said.status_code == 201
    receipt = said.json()
    assert receipt["received_on"] == today().isoformat()
    by_token = me.get(f"/opinions/{receipt['token']}").json()
    by_code = me.post("/opinions/lookup", {"code": receipt["code"].lower().replace("-", " ")}).json()
    assert by_token == by_code
    assert by_token["words"] == "三号楼电梯坏了三天"
    assert "13800001234" not in str(by_token)


def test_the_same_key_twice_is_one_opinion_and_gives_the_same_receipt(town: Town) -> None:
    me, once = Caller(), "a-key-of-my-own-1234"
    first, again = (me.post("/opinions", {"words": "路灯不亮"}, once) for _time in range(2))
    assert first.json() == again.json()
    assert Opinion.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(town: Town) -> None:
    me, once = Caller(), "a-key-of-my-own-1234"
    me.post("/opinions", {"words": "路灯不亮"}, once)
    other = me.post("/opinions", {"words": "路灯还是不亮"}, once)
    assert (other.status_code, other.json()["code"]) == (409, "once_reused")


def test_a_write_without_idempotency_key_is_refused(town: Town) -> None:
    answer = Caller().client.post("/t/ceshi/api/v1/opinions", '{"words":"x"}', content_type="application/json")
    assert answer.status_code == 422
    assert Opinion.objects.count() == 0


def test_what_is_wrong_is_a_problem_with_both_titles_and_the_field(town: Town) -> None:
    answer = Caller().post("/opinions", {"words": "路灯不亮", "contact_name": "张三"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["title"], body["title_en"]) == (422, "内容有问题", "Some fields cannot be accepted")
    assert body["errors"][0]["field"] == "contact"


def test_a_field_nobody_asked_for_is_refused(town: Town) -> None:
    answer = Caller().post("/opinions", {"words": "路灯不亮", "urgent": True})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "extra_forbidden"


def test_a_resident_adds_words_and_says_unsolved(town: Town) -> None:
    told = make_case(town, "replied")
    me, token = Caller(), Opinion.objects.get().public_token
    assert me.post(f"/opinions/{token}/words", {"text": "昨天又坏了"}).status_code == 200
    once = "verdict-key-12345678"
    said = [me.post(f"/opinions/{token}/verdict", {"result": "unsolved", "reason": "没修好"}, once) for _t in range(2)]
    assert [answer.status_code for answer in said] == [200, 200]
    assert Case.objects.get(pk=told.case.pk).state == "rehandling"


def test_a_wrong_token_is_not_found_and_guessing_is_stopped(town: Town) -> None:
    me = Caller()
    statuses = [me.get(f"/opinions/{'x' * 20}{n}").status_code for n in range(11)]
    assert statuses == [404] * 10 + [429]


def test_hostile_bodies_are_answered_in_kind(town: Town) -> None:
    def send(body: Any, kind: str = "application/json") -> int:
        headers = {"Idempotency-Key": "k" * 20}
        answer = Caller().client.post("/t/ceshi/api/v1/opinions", body, content_type=kind, headers=headers)
        assert answer.headers["Content-Type"] == "application/problem+json"
        return int(answer.status_code)

    assert send("words=x", "application/x-www-form-urlencoded") == 415
    assert send("[" * 100_000) == 400
    assert send('{"words": NaN}') == 400
    assert send(b'{"words": "\xff"}') == 400
    assert send('{"words": "\\ud800"}') == 422
    assert send("[]") == 422
    assert send('{"words": "' + "x" * 300_000 + '"}') == 413
    assert send('{"words": "x", "place": "9999999999999999999"}') == 422
    assert send('{"words": "\\u0000"}') == 422
