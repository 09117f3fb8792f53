"""The electronic vote on the server: from the decision to the verified result, and what casting refuses."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lianxin.ballots import board as boards
from lianxin.ballots import workflow as w
from lianxin.ballots.actions import BreakOff, CloseVote, GivePart, OpenVote, VerifyResult
from lianxin.ballots.casting import receipt_key
from lianxin.ballots.models import Election
from lianxin.ballots.protocol.chance import SeededChance
from lianxin.ballots.protocol.group import P
from lianxin.ballots.protocol.receipts import receipt_holds
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from tests.ballots.sitting import SCRUTINEERS, Sitting, prepared


@pytest.fixture
def sitting(town: Any, folders: Path) -> Sitting:
    """A vote that is open: five envelopes, one of them void."""
    return prepared(rule={"recast": True}).envelopes(5).keys().fixed().opened(void=1)


def post(sitting: Sitting, raw: bytes, **extra: Any) -> Any:
    """Cast over the wire, as a browser does."""
    address = f"/vote/{sitting.election.uuid}/cast/"
    return Client().post(address, raw, content_type="application/json", **extra)


def test_a_sitting_from_the_decision_to_the_verified_result(sitting: Sitting) -> None:
    with pytest.raises(WrongState):
        CloseVote(actor=SCRUTINEERS[0], election=sitting.election).execute()
    receipts = [sitting.cast(voter, [[0, 1, voter % 2, 0]]) for voter in (0, 1)]
    sitting.cast(2, [[1, 0, 0, 0]])
    again = sitting.cast(0, [[0, 0, 0, 1]])
    assert receipt_holds(receipts[0], receipt_key(sitting.election.uuid))
    assert again["height"] == 4
    assert not receipt_holds({**again, "height": 3}, receipt_key(sitting.election.uuid))
    sitting.closed()
    assert sitting.again().returned == 3
    sitting.decrypted(3)
    assert sitting.again().state == w.SEALED
    with pytest.raises(WrongState):
        sitting.decrypted(3)
    sitting.decrypted(1)
    one = sitting.again()
    assert (one.state, json.loads(one.result)) == (w.FINISHED, [[1, 1, 1, 1]])
    VerifyResult(actor=SCRUTINEERS[1], election=one).execute()
    assert json.loads(sitting.again().audit)["ok"]
    with pytest.raises(WrongState):
        BreakOff(actor=SCRUTINEERS[0], election=one, words="不做了").execute()
    path = boards.path_of(one.uuid)
    assert boards.mirror_of(path).read_bytes() == path.read_bytes() == boards.read(one.uuid).archive.dump()
    assert path.stat().st_mtime == boards.read(one.uuid).archive.timestamp


@pytest.mark.parametrize(("form", "ceremony", "rows"), [
    ("per_item", "all", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    ("top_k", "single", [[0, 1, 0, 0]]),
])  # fmt: skip
def test_other_forms_and_ceremonies_come_to_a_result_too(
    town: Any, folders: Path, form: str, ceremony: str, rows: list[list[int]]
) -> None:
    sitting = prepared(form, ceremony=ceremony, size=2).envelopes(2).keys().fixed().opened()
    sitting.cast(0, rows)
    sitting.closed().decrypted(*sitting.secrets)
    VerifyResult(actor=SCRUTINEERS[1], election=sitting.again()).execute()
    assert json.loads(sitting.again().result) == rows
    assert json.loads(sitting.election.audit)["ok"]


def test_nothing_of_a_vote_is_public_before_its_setup_is_fixed(town: Any, folders: Path) -> None:
    sitting = prepared().envelopes(3)
    for page in ("", "board/", "board/archive.bel", "election.json"):
        assert Client().get(f"/vote/{sitting.election.uuid}/{page}").status_code == 404


def test_casting_sets_no_cookie_and_forgets_who_asks(sitting: Sitting) -> None:
    before = LogEntry.objects.count()
    answer = post(sitting, sitting.ballot(0, [[0, 1, 0, 0]]), HTTP_COOKIE="lx_session=abc", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert receipt_holds(answer.json(), receipt_key(sitting.election.uuid))
    assert "REMOTE_ADDR" not in answer.wsgi_request.META
    assert answer.wsgi_request.COOKIES == {}
    assert LogEntry.objects.count() == before
    page = Client().get(f"/vote/{sitting.election.uuid}/")
    assert page.status_code == 200
    assert not page.cookies


def test_the_same_ballot_sent_twice_stands_once_and_is_answered_twice(sitting: Sitting) -> None:
    raw = sitting.ballot(0, [[0, 1, 0, 0]])
    first, second = (post(sitting, raw).json() for _ in range(2))
    assert first["event"] == second["event"]
    assert len(boards.read(sitting.election.uuid).ballots) == 1


def hostile(sitting: Sitting) -> dict[str, tuple[bytes, str]]:
    """What somebody may send instead of a ballot, and what is said to it."""
    true = json.loads(sitting.ballot(1, [[0, 1, 0, 0]]))
    stranger = Sitting(sitting.election, SeededChance("stranger"), codes=["111-111-111-111-111"])

    def changed(change: Any) -> bytes:
        value = json.loads(json.dumps(true))
        change(value)
        return json.dumps(value, separators=(",", ":")).encode()

    def small(value: Any) -> None:
        value["answers"][0]["choices"][0]["alpha"] = str(P - 1)

    def proof(value: Any) -> None:
        value["answers"][0]["overall_proof"][0]["response"] = "1"

    return {
        "not json": (b"\xff\x00" * 500, "malformed"),
        "deep": (b"[" * 5_000, "malformed"),
        "large": (b"0" * 2_000_000, "too_large"),
        "empty": (b" ", "malformed"),
        "spaces": (json.dumps(true).encode(), "malformed"),
        "other election": (changed(lambda value: value.update(election_uuid="x" * 14)), "other_election"),
        "stranger": (stranger.ballot(0, [[0, 1, 0, 0]]), "unknown_credential"),
        "void": (sitting.ballot(4, [[0, 1, 0, 0]]), "void_credential"),
        "signature": (changed(lambda value: value["signature"]["proof"].update(response="1")), "unproven"),
        "small order": (changed(small), "unproven"),
        "proof": (changed(proof), "unproven"),
        "numbers": (changed(lambda value: value.update(credential=1)), "malformed"),
    }


def test_hostile_ballots_are_refused_with_a_sentence_and_never_with_an_error(sitting: Sitting) -> None:
    for name, (raw, code) in hostile(sitting).items():
        began = time.process_time()
        answer = post(sitting, raw)
        assert (name, answer.json()["code"]) == (name, code)
        assert 400 <= answer.status_code < 500
        assert answer.json()["message"]
        assert time.process_time() - began < 1, name
    assert not boards.read(sitting.election.uuid).ballots


def test_without_leave_to_vote_again_the_first_ballot_holds(town: Any, folders: Path) -> None:
    sitting = prepared().envelopes(2).keys().fixed().opened()
    sitting.cast(0, [[0, 1, 0, 0]])
    assert post(sitting, sitting.ballot(0, [[0, 0, 1, 0]])).json()["code"] == "already"
    sitting.closed()
    assert post(sitting, sitting.ballot(1, [[0, 0, 1, 0]])).json()["code"] == "not_open"


def test_a_false_part_is_refused_and_the_others_go_on(sitting: Sitting) -> None:
    sitting.cast(0, [[0, 1, 0, 0]])
    sitting.closed()
    false = sitting.part(1).decode().replace('"response":"', '"response":"1', 1)
    with pytest.raises(Invalid):
        GivePart(actor=SCRUTINEERS[0], election=sitting.election, data=false).execute()
    sitting.decrypted(2, 3)
    assert sitting.again().state == w.FINISHED


def test_broken_off_nothing_is_decrypted(sitting: Sitting) -> None:
    sitting.cast(0, [[0, 1, 0, 0]])
    sitting.closed()
    BreakOff(actor=SCRUTINEERS[0], election=sitting.election, words="网络断了").execute()
    with pytest.raises(WrongState):
        sitting.decrypted(1)
    page = Client().get(f"/vote/{sitting.election.uuid}/board/").content.decode()
    assert "网络断了" in page


def test_envelopes_given_out_and_void_must_be_all_there_were(town: Any, folders: Path) -> None:
    sitting = prepared(mixed=True).envelopes(5).keys().fixed()
    for issued, void in ((4, ""), (5, ""), (4, "2")):
        with pytest.raises(Invalid):
            OpenVote(actor=SCRUTINEERS[0], election=sitting.election, present=5, issued=issued, void=void).execute()


def test_a_scrutineer_has_one_seat_and_nobody_elses(town: Any, folders: Path) -> None:
    sitting = prepared(ceremony="all", size=2)
    sitting.keys()
    with pytest.raises((NotAllowed, WrongState)):
        sitting._give(1, "key", {})
    assert Election.objects.get().trustees.count() == 2


def test_a_board_that_was_half_written_when_the_machine_stopped_mends_itself(sitting: Sitting) -> None:
    sitting.cast(0, [[0, 1, 0, 0]])
    path = boards.path_of(sitting.election.uuid)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[-700:-300])
    sitting.cast(1, [[0, 1, 0, 0]])
    assert len(boards.read(sitting.election.uuid).ballots) == 2
    boards.mirror_of(path).write_bytes(whole)
    sitting.cast(2, [[0, 1, 0, 0]])
    assert boards.mirror_of(path).read_bytes() == path.read_bytes()
    assert Path(settings.MEDIA_ROOT) in path.parents
