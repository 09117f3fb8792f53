"""The page of a case: it loads in every state, in few statements, for whom it may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import case_page
from lianxin.journal.errors import NotAllowed
from tests.cases.factories import Town
from tests.cases.walk import make_case


@pytest.mark.parametrize("state", w.STATES)
def test_the_page_loads_in_every_state_in_few_statements(town: Town, state: str) -> None:
    walk = (
        make_case(town, state, contact="13912345678", deputy_ids=[town.deputy.pk], tags=["elder"], points=["何时修好"])
        if state in {w.RECEIVED, w.TRANSFERRED}
        else make_case(town, state)
    )
    with CaptureQueriesContext(connection) as seen:
        page = case_page.load(town.office, walk.case.pk)
    assert len(seen) <= 12
    assert page.head["state"] == state
    assert page.timeline[0]["verb"] == "case.recorded"
    assert page.clocks
    assert all(clock.lines for clock in page.clocks)


def test_the_four_voices_are_kept_apart(town: Town) -> None:
    kinds = {}
    for state in (w.RECEIVED, w.REPLIED, w.EVALUATED, w.SILENT):
        page = case_page.load(town.office, make_case(town, state).case.pk)
        kinds[state] = [voice.kind for voice in page.voices]
    assert kinds == {
        w.RECEIVED: ["unasked"],
        w.REPLIED: ["unit", "unasked"],
        w.EVALUATED: ["unit", "resident"],
        w.SILENT: ["unit", "silent"],
    }


def test_a_unit_reads_the_title_instead_of_confidential_words(town: Town) -> None:
    walk = make_case(town, confidential=True, contact="13912345678", summary="电梯常停").transferred().assigned()
    unit = case_page.load(town.handler(), walk.case.pk).opinions[0]
    assert (unit.words, unit.words_hidden, unit.contact_masked) == ("电梯常停", True, "")
    desk = case_page.load(town.desk, walk.case.pk).opinions[0]
    assert not desk.words_hidden


def test_a_foreign_unit_a_foreign_secretary_and_a_foreign_deputy_do_not_find_the_page(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED)
    strangers = (town.handler(town.police_unit), town.other_secretary, town.other_deputy_actor, town.resident)
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            case_page.load(stranger, walk.case.pk)


def test_the_moves_offered_fit_the_actor_and_the_state(town: Town) -> None:
    walk = make_case(town, w.REPLIED).told()
    codes = {
        who: {move.code for move in case_page.load(actor, walk.case.pk).moves}
        for who, actor in (("desk", town.desk), ("unit", town.handler()), ("deputy", town.office))
    }
    assert "verdict" in codes["desk"]
    assert "verdict" not in codes["unit"]
    assert "close" not in codes["unit"]
    walk.judged()
    assert "close" in {move.code for move in case_page.load(town.desk, walk.case.pk).moves}
    assert "close" not in {move.code for move in case_page.load(town.office, walk.case.pk).moves}


def test_the_explanation_names_the_pause_the_extension_and_the_mark(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED).returned().later(2)
    walk.do(act.Uphold, town.desk, reason="权责表第1条").accepted().contacted()
    walk.do(act.Extend, town.desk, reason="要等配件")
    clocks = {clock.code: clock for clock in case_page.load(town.desk, walk.case.pk).clocks}
    text = "\n".join(clocks["answer"].lines)
    assert "暂停" in text
    assert "要等配件" in text
    assert "待核" in text
