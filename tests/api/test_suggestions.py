"""Suggestions through the API: the same rights and moves as the pages, names kept where a deputy asked for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.api.suggestion_moves import ACTIONS, CODES, SuggestionMoveIn
from lianxin.cases.models import Suggestion
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions import BY_MOVE
from lianxin.core.clock import today
from lianxin.deputies.models import Term
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.api.factories import Caller, make_key
from tests.cases import suggesting
from tests.cases.factories import Town
from tests.cases.suggesting import REPLY, make, sit, walk


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


def caller(town: Town, role: str = roles.CONGRESS_OFFICE, **grant: object) -> Caller:
    """Another system with every scope."""
    return Caller(make_key(role, **grant).token)  # type: ignore[arg-type]


def unit(town: Town) -> Caller:
    """The system of the unit that leads."""
    return caller(town, roles.UNIT_HANDLER, unit=town.office_unit)


def test_every_move_that_is_no_deputys_is_there_with_the_action_of_the_pages() -> None:
    deputys = {w.DEPUTY, w.SUCCESSOR, w.INVITED, w.COSIGNER}
    theirs = {one.code for one in w.MOVES if deputys.issuperset(one.actors)} | {"propose"}
    assert set(CODES) == set(BY_MOVE) - theirs
    assert all(ACTIONS[code] is BY_MOVE[code] for code in CODES)
    asked = SuggestionMoveIn.model_json_schema()["discriminator"]["mapping"]
    assert set(asked) == set(CODES)


def test_a_suggestion_goes_from_the_office_to_a_signed_answer(town: Town, mandates: Term) -> None:
    pk = walk(town, "submit").pk
    office, desk, own = caller(town), caller(town, roles.GOVERNMENT_DESK), unit(town)
    head = caller(town, roles.UNIT_HEAD, unit=town.office_unit)
    way = (
        (office, {"move": "accept"}),
        (office, {"move": "hand"}),
        (desk, {"move": "assign", "lead_unit": str(town.office_unit.pk)}),
        (own, {"move": "take"}),
        (own, {"move": "contact", "how": "visit", "on": today().isoformat(), "text": "听取了意见"}),
        (own, {"move": "reply", **REPLY}),
        (head, {"move": "sign"}),
    )
    for who, body in way:
        version = Suggestion.objects.get(pk=pk).version
        answer = who.post(f"/suggestions/{pk}/moves", {**body, "expected_version": version})
        assert answer.status_code == 200, (body, answer.json())
    found = answer.json()
    assert (found["state"], found["result"], found["replies"][0]["is_draft"]) == (w.REPLIED, "adopted", False)
    assert found["moves"] == []
    entry = LogEntry.objects.get(verb="suggestion.sign")
    assert (entry.actor_kind, entry.actor_label) == ("token", "区平台")


def test_a_unit_reads_only_what_it_was_given(town: Town, mandates: Term) -> None:
    row = walk(town, "assign")
    walk(town, "hand")
    foreign = caller(town, roles.UNIT_HANDLER, unit=town.police_unit)
    assert [one["id"] for one in unit(town).get("/suggestions").json()["items"]] == [str(row.pk)]
    assert foreign.get("/suggestions").json()["items"] == []
    assert foreign.get(f"/suggestions/{row.pk}").status_code == 404
    assert len(caller(town).get("/suggestions").json()["items"]) == 2
    assert caller(town, roles.RECORDER, place=town.first).get("/suggestions").status_code == 403


def test_a_draft_is_nobodys_but_the_deputys(town: Town, mandates: Term) -> None:
    row = make(town)
    assert caller(town).get(f"/suggestions/{row.pk}").status_code == 404
    assert caller(town).get("/suggestions").json()["items"] == []


def test_a_confidential_deputy_is_named_to_the_office_and_to_nobody_else(town: Town, mandates: Term) -> None:
    row = walk(town, "take", make(town, confidential=True))
    name = town.deputy.label
    for path in ("/suggestions", f"/suggestions/{row.pk}"):
        assert name in str(caller(town).get(path).json())
        for who in (unit(town), caller(town, roles.GOVERNMENT_DESK), caller(town, roles.LEADER)):
            assert name not in str(who.get(path).json())


def test_somebody_was_faster_is_409_with_both_versions(town: Town, mandates: Term) -> None:
    row = walk(town, "assign")
    old = row.version
    body = {"move": "take", "expected_version": old}
    assert unit(town).post(f"/suggestions/{row.pk}/moves", body).status_code == 200
    answer = unit(town).post(f"/suggestions/{row.pk}/moves", body)
    found = answer.json()
    assert (answer.status_code, found["code"]) == (409, "somebody_was_faster")
    assert (found["expected_version"], found["current_version"], found["state_now"]) == (old, old + 1, "办理中")
    assert found["state_then"] == "已交办，待接收"
    assert [(one["label"], one["who"]) for one in found["changes"]] == [("代表建议：接收", "区平台")]


def test_a_conflict_names_no_deputy_who_asked_for_confidence(town: Town, mandates: Term) -> None:
    row = walk(town, "sign", make(town, confidential=True))
    version = row.version
    suggesting.do(town, row, "evaluate", "deputy", attitude="good", result="good")
    answer = unit(town).post(f"/suggestions/{row.pk}/moves", {"move": "take", "expected_version": version})
    assert answer.status_code == 409
    assert answer.json()["changes"]
    assert town.deputy.label not in str(answer.json())


def test_a_repeated_move_acts_once_and_a_refused_one_names_the_field(town: Town, mandates: Term) -> None:
    row, key = walk(town, "contact"), unit(town)
    body = {"move": "reply", "expected_version": row.version, **REPLY}
    answers = [key.post(f"/suggestions/{row.pk}/moves", body, "one-and-the-same-key") for _n in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert Suggestion.objects.get(pk=row.pk).version == row.version + 1
    undated = {**body, "expected_version": row.version + 1, "result": "planned"}
    refused = key.post(f"/suggestions/{row.pk}/moves", undated)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "promise_on")
    office = caller(town).post(f"/suggestions/{row.pk}/moves", undated)
    assert office.status_code == 403


def test_the_list_pages_by_position_narrows_and_asks_the_same_for_5_and_for_20_rows(town: Town, mandates: Term) -> None:
    office, numbers = caller(town), [walk(town, "accept").number for _n in range(5)]
    found, cursor = [], ""
    while True:
        page = office.get(f"/suggestions?limit=2&cursor={cursor}").json()
        found += [row["number"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert found == numbers[::-1]
    assert office.get("/suggestions?state=handling").json()["items"] == []
    assert office.get("/suggestions?late=true").json()["items"] == []
    assert office.get(f"/suggestions?year={today().year}&limit=1").json()["items"]
    assert office.get("/suggestions?cursor=WyJzIiwieCIsIjEiLDBd").status_code == 422
    costs = []
    for _round in range(2):
        office.get("/suggestions?limit=100")
        with CaptureQueriesContext(connection) as seen:
            office.get("/suggestions?limit=100")
        costs.append(len(seen))
        for _n in range(15):
            walk(town, "accept")
    assert costs[0] == costs[1]


@pytest.mark.parametrize("pk", ["0", "x", "9" * 25, "-1", "１２"])
def test_a_strange_id_is_not_found(town: Town, pk: str) -> None:
    assert caller(town).get(f"/suggestions/{pk}").status_code == 404
