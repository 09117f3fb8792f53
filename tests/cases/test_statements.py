"""Every move costs a fixed, small number of statements, however long the case's history is."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from tests.cases.factories import Town, make_case

DUE = dt.date(2026, 12, 31)
STEPS: list[tuple[str, type[Any], str, dict[str, Any]]] = [
    (w.RECEIVED, act.AnswerOnTheSpot, "secretary", {"text": "今天修", "told_how": "on_site"}),
    (w.RECEIVED, act.EditTriage, "office", {"kind": "help", "category": "housing.leak", "title": "漏水"}),
    (w.RECEIVED, act.Transfer, "office", {}),
    (w.RECEIVED, act.HandOver, "office", {"channel": "区信访办", "reason": "信访"}),
    (w.TRANSFERRED, act.Assign, "desk", {"unit": "office_unit", "co": "centre_unit"}),
    (w.RETURN_PENDING, act.Reassign, "desk", {"unit": "police_unit", "correction_reason": "治安"}),
    (w.ASSIGNED, act.Accept, "handler", {}),
    (w.ACCEPTED, act.ReturnCase, "handler", {"reason": "不是我们的"}),
    (w.ACCEPTED, act.FirstContact, "handler", {"how": "phone"}),
    (w.CONTACTED, act.Extend, "desk", {"reason": "等配件"}),
    (w.CONTACTED, act.DraftReply, "handler", {"text": "修好了", "result_code": "adopted"}),
    (w.REPLY_DRAFT, act.SignReply, "head", {}),
    (w.REPLIED, act.LogContact, "desk", {"purpose": "inform", "how": "phone"}),
    (w.REPLIED, act.RecordVerdict, "desk", {"result": "unsolved", "reason": "没用", "via": "phone"}),
    (w.EVALUATED, act.Close, "desk", {}),
    (w.CLOSED, act.Reopen, "desk", {"reason": "又坏了"}),
]


@pytest.mark.parametrize(("state", "action", "who", "data"), STEPS, ids=[row[1].__name__ for row in STEPS])
def test_a_move_costs_at_most_twenty_five_statements(
    town: Town, state: str, action: type[Any], who: str, data: dict[str, Any]
) -> None:
    walk = make_case(town, state)
    actor = getattr(town, who)
    typed = {name: value for name, value in data.items() if name not in {"unit", "co"}}
    if "unit" in data:
        typed["unit_id"] = getattr(town, data["unit"]).pk
    if "co" in data:
        typed["co_unit_ids"] = [getattr(town, data["co"]).pk]
    with CaptureQueriesContext(connection) as seen:
        walk.do(action, actor() if callable(actor) else actor, **typed)
    # Twenty-five, and the savepoint the test itself brings about (set and released).
    assert len(seen) <= 27, "\n".join(query["sql"][:100] for query in seen.captured_queries)
