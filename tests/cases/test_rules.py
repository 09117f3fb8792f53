"""The guards one by one, as a table: which facts pass, which do not."""

import datetime as dt
from typing import Any

import pytest

from lianxin.cases import rules
from lianxin.cases.rules import GUARDS, Facts

DAY = dt.date(2026, 11, 24)
NEXT = DAY + dt.timedelta(days=1)
LAST = DAY - dt.timedelta(days=1)

#: Guard → (facts that pass, facts that do not).
TABLE: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "words_or_observation": (
        [{"words": "话"}, {"observation": "见", "deputies": 1}],
        [{}, {"observation": "见"}, {"words": "话", "observation": "见", "deputies": 1}],
    ),
    "still_at_hand": (
        [{"party": "congress_office"}, {"party": "government_desk", "reached_desk": True}],
        [{"party": "government_desk"}, {"party": "congress_office", "reached_desk": True}, {}],
    ),
    "answer_given": ([{"answer": "答"}], [{}]),
    "reason_given": ([{"reason": "因"}], [{}]),
    "channel_told": ([{"channel": "区房管局"}], [{}]),
    "triaged": (
        [{"kind": "help", "has_category": True}],
        [{"kind": "unknown", "has_category": True}, {"kind": "help"}, {}],
    ),
    "stays_in_flow": ([{}], [{"leaves_flow": True}]),
    "lawful_lead": (
        [{"may_lead": True}, {"is_committee": True, "on_its_own_list": True},
         {"is_enterprise": True, "on_its_own_list": True}],
        [{}, {"is_committee": True}, {"is_enterprise": True}, {"on_its_own_list": True}],
    ),
    "own_unit": ([{"own_unit": True}], [{}]),
    "not_settled": ([{"settled": False}], [{"settled": True}]),
    "returns_left": ([{"return_count": 0}, {"return_count": 1}], [{"return_count": 2}, {"return_count": 3}]),
    "contact_logged": ([{"contact_noted": True}], [{}]),
    "before_due": (
        [{"due_on": DAY, "today": DAY}, {"due_on": NEXT, "today": DAY}],
        [{"due_on": LAST, "today": DAY}, {"today": DAY}],
    ),
    "once_only": ([{"extension_count": 0}], [{"extension_count": 1}]),
    "every_point_answered": (
        [{}, {"points": [1, 2], "answered_points": [2, 1, 3]}],
        [{"points": [1, 2], "answered_points": [1]}, {"points": [1]}],
    ),
    "result_complete": ([{}], [{"result_problems": 1}]),
    "co_opinions_in": ([{}], [{"co_opinions_missing": 1}]),
    "may_judge": ([{"may_judge": True}], [{}]),
    "somebody_leads": ([{"has_lead": True}], [{}]),
    "nobody_leads": ([{}], [{"has_lead": True}]),
    "rehandling_left": ([{"rehandle_count": 0}], [{"rehandle_count": 1}]),
    "rehandling_used": ([{"rehandle_count": 1}, {"rehandle_count": 2}], [{"rehandle_count": 0}]),
    "meeting_held": (
        [{"meeting_on": DAY, "today": DAY}, {"meeting_on": LAST, "today": DAY}],
        [{"meeting_on": NEXT, "today": DAY}, {"today": DAY}],
    ),
    "asked_twice_by_two_channels": (
        [{"asks": ["phone", "slip"]}, {"asks": ["phone", "phone", "visit"]}],
        [{}, {"asks": ["phone"]}, {"asks": ["phone", "phone"]}],
    ),
    "verdict_window_over": (
        [{"asking_until": LAST, "today": DAY}, {"today": DAY}],
        [{"asking_until": DAY, "today": DAY}, {"asking_until": NEXT, "today": DAY}],
    ),
    "promise_open": ([{"open_promises": 1}], [{}]),
    "no_promise_open": ([{}], [{"open_promises": 1}]),
    "right_closer": ([{"right_closer": True}], [{}]),
    "delivered": ([{"delivered": True}], [{}]),
    "heard_or_asked": (
        [{"heard": True}, {"heard": False, "expects_verdict": False}],
        [{"heard": False, "expects_verdict": True}],
    ),
    "new_facts": ([{"reason": "又坏了"}], [{}]),
    "within_reopen_window": (
        [{"reopen_until": DAY, "today": DAY}, {"reopen_until": NEXT, "today": DAY}],
        [{"reopen_until": LAST, "today": DAY}, {"today": DAY}],
    ),
    "reached_desk": ([{"reached_desk": True}], [{}]),
    "never_reached_desk": ([{}], [{"reached_desk": True}]),
    "own_voice": ([{"own_voice": True}], [{}]),
    "lead_fits": ([{"lead_fits": True}], [{}]),
    "others_stay": ([{"others": 1}], [{}]),
    "several_parts": ([{"parts": 2}], [{}, {"parts": 1}]),
}  # fmt: skip


def test_the_table_has_every_guard() -> None:
    assert set(TABLE) == set(GUARDS)


@pytest.mark.parametrize("guard", sorted(TABLE))
def test_a_guard_says_yes_and_no_where_it_should(guard: str) -> None:
    passes, fails = TABLE[guard]
    assert [GUARDS[guard](Facts(**facts)) for facts in passes] == [True] * len(passes)
    assert [GUARDS[guard](Facts(**facts)) for facts in fails] == [False] * len(fails)


@pytest.mark.parametrize(
    ("reached", "desk", "who"),
    [(True, False, "government_desk"), (True, True, "congress_office"), (False, False, "congress_office")],
)
def test_who_closes(reached: bool, desk: bool, who: str) -> None:
    assert rules.closer(reached_desk=reached, lead_is_desk=desk) == who


JUDGES = [
    ("the resident by code", {"resident"}, False, False, "web", False, "resident"),
    ("the desk on the phone", {"government_desk"}, False, False, "phone", False, "resident"),
    ("the office on paper", {"congress_office"}, False, False, "paper", False, "resident"),
    ("the secretary at the door", {"secretary"}, False, False, "visit", False, "resident"),
    ("the desk on its own", {"government_desk"}, False, False, "web", False, ""),
    ("a deputy about a resident's word", {"deputy"}, False, False, "phone", False, ""),
    ("a deputy about what it saw", {"deputy"}, True, False, "web", False, "deputy"),
    ("the neighbourhood about what a deputy saw", {"secretary"}, True, False, "web", False, "neighbourhood"),
    ("the neighbourhood about what it handled", {"secretary"}, True, True, "web", False, ""),
    ("the desk about what a deputy saw", {"government_desk"}, True, False, "phone", False, ""),
    ("somebody of the unit that handled", {"government_desk", "secretary"}, False, False, "phone", True, ""),
    ("a unit", {"unit"}, False, False, "phone", False, ""),
]


@pytest.mark.parametrize(
    ("name", "parties", "saw", "here", "via", "works", "judge"), JUDGES, ids=[j[0] for j in JUDGES]
)
def test_who_judges(name: str, parties: set[str], saw: bool, here: bool, via: str, works: bool, judge: str) -> None:
    found = rules.judge_of(frozenset(parties), observation=saw, handled_here=here, via=via, works_for_handler=works)
    assert found == judge


@pytest.mark.parametrize(
    ("result", "again", "lead", "reached", "count", "move"),
    [
        ("solved", False, True, True, 0, "verdict_solved"),
        ("partly", False, True, True, 0, "verdict_solved"),
        ("partly", True, True, True, 0, "verdict_unsolved"),
        ("unsolved", False, True, True, 0, "verdict_unsolved"),
        ("unsolved", False, True, True, 1, "verdict_unsolved_again"),
        ("unsolved", False, False, False, 0, "not_answered"),
        ("unsolved", False, False, True, 0, "not_answered_at_desk"),
    ],
)
def test_which_move_a_verdict_is(result: str, again: bool, lead: bool, reached: bool, count: int, move: str) -> None:
    found = rules.verdict_move(result, again=again, has_lead=lead, reached_desk=reached, rehandle_count=count)
    assert found == move


#: At which field of the form a lack is shown.
FIELDS = {
    "date_needed": "promise_on",
    "date_past": "promise_on",
    "promise_text_needed": "promise_text",
    "reason_needed": "result_reason",
    "unknown_no_reason": "no_reason",
    "fact_needed": "no_facts",
}

COMPLETE: dict[str, Any] = {
    "requires_date": False, "requires_reason": False, "promise_on": None, "promise_text": "", "reason": "",
    "no_reason": "", "facts": {}, "required": None, "today": DAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"requires_date": True}, ["date_needed"]),
        ({"requires_date": True, "promise_on": NEXT, "promise_text": "修好"}, []),
        ({"promise_on": DAY, "promise_text": "修好"}, ["date_past"]),
        ({"promise_on": NEXT}, ["promise_text_needed"]),
        ({"requires_reason": True}, ["reason_needed"]),
        ({"requires_reason": True, "reason": "没有条件"}, []),
        ({"no_reason": "nonsense"}, ["unknown_no_reason"]),
        ({"requires_reason": True, "no_reason": "law", "required": ["basis"]}, ["fact_needed"]),
        ({"no_reason": "law", "required": ["basis"], "facts": {"basis": " "}}, ["fact_needed"]),
        ({"no_reason": "law", "required": ["basis"], "facts": {"basis": "第3条"}}, []),
        ({"requires_reason": True, "no_reason": "law", "required": []}, []),
        ({"promise_on": LAST, "promise_text": "修好"}, ["date_past"]),
    ],
)
def test_what_a_result_lacks(given: dict[str, Any], codes: list[str]) -> None:
    lacks = rules.result_lacks(**{**COMPLETE, **given})
    assert lacks == [rules.Lack(FIELDS[code], code, "basis" if code == "fact_needed" else "") for code in codes]


def test_the_least_solved_result_counts() -> None:
    order = ["adopted", "in_progress", "planned", "reference"]
    assert rules.worst_result(order, ["adopted", "planned", "in_progress"]) == "planned"
    assert rules.worst_result(order, ["nonsense"]) == ""


def test_the_same_words_ignore_punctuation_case_and_width_but_not_the_place() -> None:
    one = rules.same_words("电梯坏了！2号楼 A座", 1)
    assert one == rules.same_words("电梯坏了, ２号楼a座", 1)
    assert one != rules.same_words("电梯坏了！2号楼 A座", 2)
    assert one != rules.same_words("电梯坏了！3号楼 A座", 1)
