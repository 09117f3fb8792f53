"""What may leave the house, and when."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.core.clock import TOWN_TZ
from lianxin.core.workdays import builtin_calendar
from lianxin.messages.channels.rules import Facts, Hours, carries, next_moment, safe_facts, stored_facts

#: What must never be seen outside: a name, a telephone, an address, a query code, words, an identity number.
PLANTED = ("王小明", "13800138000", "仙霞路88弄5号602室", "K7QM-3XWD-9FHC", "楼道灯坏了三个月", "310105199001011234")

anything = st.one_of(
    st.sampled_from(PLANTED),
    st.text(max_size=30),
    st.builds(
        lambda a, b: a + b, st.sampled_from(["102-2026-00012", "2026-12-03", "desk/cases/"]), st.sampled_from(PLANTED)
    ),
    st.builds(lambda a, b: b + a, st.sampled_from(["102-2026-00012", "2026-12-03", "desk/"]), st.sampled_from(PLANTED)),
    st.lists(st.sampled_from(PLANTED), max_size=3),
    st.integers(),
    st.none(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["number", "due", "due_on", "unit", "title", "words", "name", "phone"]), anything),
    st.lists(st.one_of(st.sampled_from(PLANTED), st.builds("unit:{}".format, anything)), max_size=4),
    st.one_of(
        st.text(max_size=40),
        st.builds("desk/cases/{}/".format, anything),
        st.builds("desk/cases/?q={}".format, anything),
    ),
)
def test_whatever_an_announcement_carries_nothing_planted_passes(data: dict, addresses: list[str], link: str) -> None:
    facts = safe_facts(data, addresses, link)
    said = json.dumps({**facts.as_dict(), "unit": 0}, ensure_ascii=False)  # its id is only looked up, never said
    assert not [word for word in PLANTED if word in said]
    assert stored_facts(facts.as_dict()) == facts


def test_number_day_unit_and_link_pass_in_their_exact_form() -> None:
    data = {"number": "102-议-2026-003", "due": "2026-12-03", "title": "楼道灯坏了"}
    facts = safe_facts(data, ["unit:17", "unit_head:17"], "desk/cases/102-议-2026-003/?list=open")
    assert facts == Facts("102-议-2026-003", "2026-12-03", 17, "desk/cases/102-议-2026-003/")


def test_a_page_named_by_an_id_becomes_its_list() -> None:
    assert safe_facts({}, [], "desk/orders/916494011599499554/").link == "desk/orders/"


@pytest.mark.parametrize("number", ["102-王-2026-003", "K7QM-3XWD-9FHC", "102-2026-00012 ", "102-2026-00012\n", 102])
def test_what_is_nearly_a_number_is_none(number: object) -> None:
    assert safe_facts({"number": number}, [], "").number == ""


def test_a_day_that_does_not_exist_is_not_said() -> None:
    assert safe_facts({"due": "2026-02-30"}, [], "").due == ""


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of November 2026 in town; the 24th is a Tuesday."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=TOWN_TZ)


@pytest.mark.parametrize(
    ("moment", "hours", "goes"),
    [
        (at(24, 9), Hours(), at(24, 9)),
        (at(24, 23, 30), Hours(quiet_from=22, quiet_to=7), at(25, 7)),
        (at(24, 5), Hours(quiet_from=22, quiet_to=7), at(24, 7)),
        (at(24, 7), Hours(quiet_from=22, quiet_to=7), at(24, 7)),
        (at(24, 12, 30), Hours(quiet_from=12, quiet_to=14), at(24, 14)),
        (at(24, 9), Hours(quiet_from=9, quiet_to=9), at(24, 9)),
        (at(28, 10), Hours(working_days=True), at(30, 0)),
        (at(28, 10), Hours(quiet_from=20, quiet_to=8, working_days=True), at(30, 8)),
        (at(24, 9), Hours(daily_at=16), at(24, 16)),
        (at(24, 16), Hours(daily_at=16), at(24, 16)),
        (at(24, 16, 1), Hours(daily_at=16), at(25, 16)),
        (at(27, 17), Hours(daily_at=16, working_days=True), at(30, 16)),
    ],
)
def test_a_message_waits_for_its_hours(moment: dt.datetime, hours: Hours, goes: dt.datetime) -> None:
    assert next_moment(moment, hours, builtin_calendar().is_working_day) == goes


def test_a_town_without_any_working_day_still_gets_an_answer() -> None:
    assert next_moment(at(24, 9), Hours(working_days=True), lambda _day: False) > at(24, 9)


@pytest.mark.parametrize(
    ("audience", "addresses", "heard"),
    [
        ([], ["role:leader"], True),
        ([], ["deputy:5"], False),
        (["role:leader"], ["role:leader"], True),
        (["role:leader"], ["role:congress_office"], False),
        (["role:secretary"], ["role:secretary@9"], True),
        (["unit:3"], ["unit_head:3"], True),
        (["unit:3"], ["unit:33"], False),
        (["account:7"], ["unit:3"], True),
        (["account:8"], ["unit:3"], False),
    ],
)
def test_a_channel_hears_what_it_was_set_up_for(audience: list[str], addresses: list[str], heard: bool) -> None:
    assert carries(audience, addresses, reached=[7]) is heard
