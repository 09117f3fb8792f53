"""Random people try random moves on a few cases: whatever happens, the invariants of the notes (§3.7) hold."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianxin.cases import actions as act
from lianxin.cases import policies, upkeep
from lianxin.cases import workflow as w
from lianxin.cases.models import Assignment, ContactLog, Opinion, PointAnswer, Reply, Verdict
from lianxin.clocks.models import Clock, ClockState, Promise
from lianxin.core import clock
from lianxin.core.clock import today
from lianxin.db.models import Town as TownRow
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError
from lianxin.journal.models import LogEntry
from lianxin.journal.verify import verify_town
from lianxin.places.models import Unit
from tests.cases.factories import START, Town, Walk, start

APPEND_ONLY = (Opinion, Assignment, ContactLog, Reply, PointAnswer, Verdict, Promise, Clock, LogEntry)

People = Callable[[Town, Walk], Actor]
PEOPLE: dict[str, People] = {
    "office": lambda town, _walk: town.office,
    "desk": lambda town, _walk: town.desk,
    "secretary": lambda town, _walk: town.secretary,
    "recorder": lambda town, _walk: town.recorder,
    "deputy": lambda town, _walk: town.deputy_actor,
    "head": lambda town, _walk: town.head(),
    "desk_head": lambda town, _walk: town.head(town.desk_unit),
    "police_head": lambda town, _walk: town.head(town.police_unit),
    "lead": lambda town, walk: town.head(Unit.objects.filter(pk=walk.case.lead_unit_id or 0).first()),
    "leader": lambda town, _walk: town.leader,
    "speaker": lambda town, walk: town.speaker(walk.receipt.opinion_id),
    "stranger": lambda town, _walk: town.resident,
}


def _first_promise() -> int:
    """The oldest promise nobody settled."""
    return Promise.objects.filter(state__in=("open", "missed")).values_list("pk", flat=True).first() or 0


Data = Callable[[Town], dict[str, Any]]
MOVES: dict[str, tuple[type[Any], Data]] = {
    "on_spot": (act.AnswerOnTheSpot, lambda _t: {"text": "今天就修", "told_how": "on_site"}),
    "redirect": (act.Redirect, lambda _t: {"channel": "区房管局", "reason": "不属于镇"}),
    "hand_over": (act.HandOver, lambda _t: {"channel": "区信访办", "reason": "信访"}),
    "transfer": (act.Transfer, lambda _t: {}),
    "assign": (act.Assign, lambda t: {"unit_id": t.office_unit.pk}),
    "assign_desk": (act.Assign, lambda t: {"unit_id": t.desk_unit.pk, "correction_reason": "自办"}),
    "reassign": (act.Reassign, lambda t: {"unit_id": t.police_unit.pk, "correction_reason": "治安"}),
    "uphold": (act.Uphold, lambda _t: {"reason": "权责表"}),
    "accept": (act.Accept, lambda _t: {}),
    "return": (act.ReturnCase, lambda _t: {"reason": "不是我们的"}),
    "contact": (act.FirstContact, lambda _t: {"how": "phone"}),
    "extend": (act.Extend, lambda _t: {"reason": "配件"}),
    "draft": (act.DraftReply, lambda _t: {"text": "修好了", "result_code": "adopted"}),
    "draft_planned": (
        act.DraftReply,
        lambda _t: {
            "text": "列入计划", "result_code": "planned", "promise_text": "更换",
            "promise_on": today() + dt.timedelta(days=20),
        },
    ),
    "send_back": (act.SendBackDraft, lambda _t: {"reason": "重写"}),
    "sign": (act.SignReply, lambda _t: {}),
    "tell": (act.LogContact, lambda _t: {"purpose": "inform", "how": "phone"}),
    "ask": (act.LogContact, lambda _t: {"purpose": "ask_verdict", "how": "phone", "reached": False}),
    "ask_slip": (act.LogContact, lambda _t: {"purpose": "ask_verdict", "how": "slip", "reached": False}),
    "solved": (act.RecordVerdict, lambda _t: {"result": "solved"}),
    "solved_phone": (act.RecordVerdict, lambda _t: {"result": "solved", "via": "phone"}),
    "unsolved": (act.RecordVerdict, lambda _t: {"result": "unsolved", "reason": "没用"}),
    "explain": (act.ExplainAfterMeeting, lambda _t: {"meeting_on": today(), "reason": "说明"}),
    "silent": (act.FallSilent, lambda _t: {}),
    "track": (act.TrackPromises, lambda _t: {}),
    "close": (act.Close, lambda _t: {}),
    "reopen": (act.Reopen, lambda _t: {"reason": "又坏了"}),
    "keep": (act.SettlePromise, lambda _t: {"promise_id": _first_promise(), "state": "kept", "reason": "验收单"}),
    "withdraw": (act.Withdraw, lambda _t: {}),
}  # fmt: skip

#: What sensible people do in each state; a number in a game picks one of them.
SENSIBLE: dict[str, tuple[tuple[str, str], ...]] = {
    w.RECEIVED: (("transfer", "office"), ("transfer", "office"), ("on_spot", "secretary"), ("redirect", "office")),
    w.ANSWERED: (("solved", "speaker"), ("unsolved", "speaker"), ("ask", "desk"), ("ask_slip", "office"), ("days", "")),
    w.REDIRECTED: (("tell", "office"), ("ask", "office"), ("ask_slip", "office"), ("days", "")),
    w.TRANSFERRED: (("assign", "desk"), ("assign", "desk"), ("assign_desk", "desk")),
    w.ASSIGNED: (("accept", "lead"), ("accept", "lead"), ("return", "lead")),
    w.RETURN_PENDING: (("reassign", "desk"), ("uphold", "desk"), ("days", "")),
    w.ACCEPTED: (("contact", "lead"), ("contact", "lead"), ("return", "lead")),
    w.CONTACTED: (("draft", "lead"), ("draft_planned", "lead"), ("extend", "desk")),
    w.REPLY_DRAFT: (("sign", "lead"), ("sign", "lead"), ("send_back", "lead")),
    w.REPLIED: (
        ("tell", "desk"), ("ask", "office"), ("ask_slip", "office"), ("solved", "speaker"), ("unsolved", "speaker"),
        ("unsolved", "speaker"), ("days", ""), ("days", ""),
    ),
    w.REHANDLING: (("draft", "lead"), ("days", "")),
    w.REHANDLING_DRAFT: (("sign", "lead"), ("send_back", "lead"), ("sign", "lead")),
    w.MEETING: (("explain", "office"), ("days", "")),
    w.EVALUATED: (("close", "desk"), ("close", "office"), ("unsolved", "speaker"), ("track", "desk"), ("days", "")),
    w.SILENT: (("close", "desk"), ("close", "office"), ("solved", "speaker"), ("track", "desk")),
    w.TRACKING: (("keep", "desk"), ("days", ""), ("close", "desk"), ("close", "office")),
    w.CLOSED: (("reopen", "speaker"), ("days", "")),
    w.HANDED_OVER: (("tell", "office"), ("days", "")),
    w.WITHDRAWN: (("days", ""),),
    w.FOLLOWING: (("days", ""),),
}  # fmt: skip

Step = int | tuple[str, str]
ANYTHING = st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(sorted(PEOPLE)))
SENSE = st.integers(0, 5039)
STEPS: st.SearchStrategy[list[Step]] = st.lists(st.one_of(SENSE, SENSE, SENSE, ANYTHING), min_size=15, max_size=60)


def try_move(town: Town, walk: Walk, name: str, who: str) -> None:
    """Let somebody try a move; a refusal leaves everything as it was; closing and judging obey the rules."""
    kind, data = MOVES[name]
    actor = PEOPLE[who](town, walk)
    before = walk.case
    try:
        with write():
            kind(actor=actor, case_id=before.pk, **data(town)).execute()
    except ActionError:
        after = walk.case
        assert (after.state, after.version) == (before.state, before.version)
        return
    after = walk.case
    assert after.version == before.version + 1
    if after.state == w.CLOSED:
        assert before.delivered_on is not None
        assert not policies.works_for_handler(actor, before), f"{who} closed what it handled"
    if who == "deputy":
        assert name in {"on_spot", "solved", "unsolved", "withdraw"}


def check(walk: Walk, counts: dict[type[Any], int]) -> None:
    """What must hold after every step."""
    case = walk.case
    running = Clock.objects.filter(owner_kind="case", owner_id=case.pk, state=ClockState.RUNNING)
    if case.state in w.CLOCKLESS_STATES:
        assert not running.exists()
    assert Assignment.objects.filter(case_id=case.pk, ended_on=None).count() == (case.lead_unit_id is not None)
    if case.state in {w.ASSIGNED, w.ACCEPTED, w.CONTACTED, w.REPLY_DRAFT, w.REHANDLING, w.REHANDLING_DRAFT}:
        assert case.lead_unit_id is not None
    if case.state == w.CLOSED:
        assert case.delivered_on is not None
        assert case.closed_on is not None
    codes = list(running.values_list("code", flat=True))
    assert len(codes) == len(set(codes)), f"two running clocks answer one question: {codes}"
    for model in APPEND_ONLY:
        number = model.objects.count()
        assert number >= counts.get(model, 0), f"{model.__name__} lost a row"
        counts[model] = number


def play(town: Town, steps: Sequence[Step], seen: set[str] | None = None) -> Walk:
    """One case, many people; a number is something sensible in the present state."""
    clock.set_fixed(START)
    walk = start(town, deputy_ids=[town.deputy.pk])
    words = walk.opinion.verbatim
    counts: dict[type[Any], int] = {}
    for step in steps:
        state = walk.case.state
        if seen is not None:
            seen.add(state)
        name, who = SENSIBLE[state][step % len(SENSIBLE[state])] if isinstance(step, int) else step
        if name == "days":
            walk.later(4)
            upkeep.daily(town.row)
        else:
            try_move(town, walk, name, who)
        check(walk, counts)
    assert walk.opinion.verbatim == words
    return walk


def explore(town: Town, examples: int, *, derandomize: bool) -> set[str]:
    """Play many random games; returns every state a case was seen in."""
    seen: set[str] = set()

    @settings(
        max_examples=examples, deadline=None, derandomize=derandomize, suppress_health_check=[HealthCheck.too_slow],
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(steps=STEPS)
    def game(steps: list[Step]) -> None:
        walk = play(town, steps, seen)
        entries = LogEntry.objects.filter(object_kind="case", object_id=walk.case.pk)
        assert list(entries.order_by("seq").values_list("seq", flat=True)) == list(range(1, entries.count() + 1))

    game()
    return seen


def test_whatever_people_try_the_invariants_hold(town: Town) -> None:
    assert len(explore(town, 40, derandomize=True)) >= 15, "the games are too short to say anything"


@pytest.mark.full
def test_whatever_people_try_for_a_long_time(town: Town) -> None:
    assert len(explore(town, 1500, derandomize=False)) == len(w.STATES)


def test_the_likely_way_ends_closed_and_the_town_verifies(town: Town) -> None:
    way = [
        ("transfer", "office"), ("assign", "desk"), ("accept", "head"), ("return", "head"), ("reassign", "desk"),
        ("accept", "police_head"), ("contact", "police_head"), ("draft", "police_head"), ("sign", "police_head"),
        ("tell", "desk"), ("unsolved", "speaker"), ("draft", "police_head"), ("sign", "police_head"), ("tell", "desk"),
        ("solved", "speaker"), ("close", "police_head"), ("close", "desk"),
    ]  # fmt: skip
    walk = play(town, way)
    assert walk.case.state == w.CLOSED
    assert verify_town(TownRow.objects.get(pk=town.row.pk)).is_whole
