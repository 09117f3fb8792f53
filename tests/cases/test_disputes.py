"""谁管说清: opened by the second return, a tie or the desk; decided once; routed so for ever; no return after that."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.disputes import diagram, texts, workflow
from lianxin.cases.disputes.actions import DecideDispute, DropDispute, OpenDispute, RecordMeeting
from lianxin.cases.disputes.rules import GUARDS
from lianxin.cases.models import Dispute
from lianxin.core.clock import today
from lianxin.journal.actors import Grant
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.places.actions.duties import SetDuty
from lianxin.places.models import DutyRule, Origin
from lianxin.places.routing import suggest
from tests.cases.factories import Town, Walk, account, make_case
from tests.cases.factories import category as category_of

MEETING = {
    "met_where": "青枫一村 2 号楼",
    "present": "城建办：李工\n派出所：王警官\n社区中心：小陈",
    "findings": "电梯控制柜老化",
}


def met(dispute: Dispute, town: Town) -> Dispute:
    """The meeting has taken place."""
    return RecordMeeting(actor=town.desk, pk=dispute.pk, met_on=today(), **MEETING).execute()


def decided(dispute: Dispute, town: Town, unit: Any, **more: Any) -> Dispute:
    """Met and decided."""
    met(dispute, town)
    typed = {"lead": str(unit.pk) if not isinstance(unit, str) else unit, "basis": "特种设备安全法", **more}
    return DecideDispute(actor=town.desk, pk=dispute.pk, **typed).execute()


def opened(town: Town, walk: Walk, reason: str = "units", *units: Any) -> Dispute:
    """A sheet for a matter."""
    ids = [unit.pk for unit in units]
    return OpenDispute(actor=town.desk, case_id=walk.case.pk, reason=reason, unit_ids=ids).execute()


def twice_returned(town: Town) -> Walk:
    """Returned by the office, upheld, returned again."""
    walk = make_case(town, w.RETURN_PENDING)
    return walk.do(act.Uphold, town.desk, reason="按权责表").returned()


def test_the_second_return_opens_the_sheet_by_itself_and_once(town: Town) -> None:
    walk = twice_returned(town)
    deliver_pending(town.row)
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.reason, dispute.case_id) == (workflow.OPEN, "returned", walk.case.pk)
    assert dispute.party_ids == {town.office_unit.pk}
    assert dispute.number == "102-商-2026-001"


def test_the_first_return_opens_nothing(town: Town) -> None:
    make_case(town, w.RETURN_PENDING)
    deliver_pending(town.row)
    assert not Dispute.objects.exists()


def test_a_decision_becomes_a_line_and_moves_the_matter_at_once(town: Town) -> None:
    walk = twice_returned(town)
    deliver_pending(town.row)
    dispute = decided(Dispute.objects.get(), town, town.police_unit, co_unit_ids=[town.centre_unit.pk])
    line = dispute.duty_rule
    assert (line.origin, line.lead_unit, line.category.code) == (Origin.SETTLEMENT, town.police_unit, "housing.lift")
    assert line.supersedes.number == "1"
    case = walk.case
    assert (case.state, case.lead_unit, case.co_unit_ids) == (w.ASSIGNED, town.police_unit, {town.centre_unit.pk})
    assert verify_town(town.row).is_whole


def test_the_next_matter_is_routed_so_and_cannot_be_returned(town: Town) -> None:
    decided(opened(town, make_case(town, w.RETURN_PENDING)), town, town.police_unit)
    later = make_case(town, w.TRANSFERRED)
    assert suggest(later.case.category, later.case.place).unit == town.police_unit
    later.assigned(town.police_unit, correction_reason="")
    with pytest.raises(WrongState) as refused:
        later.returned()
    assert refused.value.code == "not_settled"


def test_deciding_for_the_same_unit_upholds_and_ends_the_returns(town: Town) -> None:
    walk = make_case(town, w.RETURN_PENDING)
    decided(opened(town, walk), town, town.office_unit)
    assert (walk.case.state, walk.case.lead_unit) == (w.ASSIGNED, town.office_unit)
    with pytest.raises(WrongState) as refused:
        walk.returned()
    assert refused.value.code == "not_settled"


def test_when_the_line_is_changed_returns_are_possible_again(town: Town) -> None:
    dispute = decided(opened(town, make_case(town, w.RETURN_PENDING)), town, town.office_unit)
    walk = make_case(town, w.ASSIGNED)
    system_admin = account("管理员", Grant(roles.SYSTEM_ADMIN))
    SetDuty(
        actor=system_admin, category=category_of(), lead_unit=town.police_unit, jurisdiction="town",
        origin=Origin.PROFILE, supersedes=dispute.duty_rule,
    ).execute()  # fmt: skip
    assert walk.returned().case.state == w.RETURN_PENDING


def test_another_unit_may_still_return_what_was_not_decided_for_it(town: Town) -> None:
    decided(opened(town, make_case(town, w.RETURN_PENDING)), town, town.police_unit)
    walk = make_case(town, w.TRANSFERRED).assigned(town.office_unit)
    assert walk.returned().case.state == w.RETURN_PENDING


def test_a_tie_names_the_units_of_the_tied_lines(town: Town) -> None:
    SetDuty(actor=town.desk, category=category_of(), lead_unit=town.police_unit, jurisdiction="town").execute()
    walk = make_case(town, w.TRANSFERRED)
    assert suggest(walk.case.category, walk.case.place).code == "tie"
    dispute = opened(town, walk, "tie")
    assert dispute.party_ids == {town.office_unit.pk, town.police_unit.pk}
    decided(dispute, town, town.police_unit)
    assert suggest(walk.case.category, walk.case.place).unit == town.police_unit
    assert walk.case.lead_unit == town.police_unit
    assert DutyRule.objects.filter(category__code="housing.lift", valid_to=None).count() == 1


def test_a_more_specific_line_that_would_still_win_is_named_and_nothing_happens(town: Town) -> None:
    special = SetDuty(
        actor=town.desk, category=category_of(), lead_unit=town.office_unit, jurisdiction="town", place=town.first
    ).execute()
    walk = make_case(town, w.TRANSFERRED)
    dispute = met(opened(town, walk), town)
    with pytest.raises(Invalid) as refused:
        DecideDispute(actor=town.desk, pk=dispute.pk, lead=str(town.police_unit.pk), basis="职责").execute()
    assert refused.value.problems[0].field == "scope"
    assert special.number in refused.value.message
    assert Dispute.objects.get().state == workflow.MET
    assert not DutyRule.objects.filter(origin=Origin.SETTLEMENT).exists()
    DecideDispute(
        actor=town.desk, pk=dispute.pk, lead=str(town.police_unit.pk), basis="职责", scope="neighbourhood"
    ).execute()
    assert walk.case.lead_unit == town.police_unit


def test_a_self_governance_matter_goes_to_the_places_own_committee(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED, category="governance.dispute")
    decided(opened(town, walk, "units", town.office_unit), town, "@committee")
    assert walk.case.lead_unit == town.committee_unit


def test_a_committee_is_never_named_by_itself(town: Town) -> None:
    dispute = met(opened(town, make_case(town, w.TRANSFERRED)), town)
    with pytest.raises(Invalid):
        DecideDispute(actor=town.desk, pk=dispute.pk, lead=str(town.committee_unit.pk), basis="职责").execute()


def test_it_is_decided_once(town: Town) -> None:
    dispute = decided(opened(town, make_case(town, w.RETURN_PENDING)), town, town.police_unit)
    with pytest.raises(WrongState):
        DecideDispute(actor=town.desk, pk=dispute.pk, lead=str(town.office_unit.pk), basis="再议").execute()
    with pytest.raises(WrongState):
        met(dispute, town)
    again = make_case(town, w.TRANSFERRED)
    with pytest.raises(WrongState) as refused:
        opened(town, again)
    assert refused.value.code == "not_settled_already"


def test_only_the_desk_and_nobody_of_the_disputing_units_decides(town: Town) -> None:
    dispute = met(opened(town, make_case(town, w.RETURN_PENDING)), town)
    typed = {"pk": dispute.pk, "lead": str(town.police_unit.pk), "basis": "职责"}
    both = account("两头的人", Grant(roles.GOVERNMENT_DESK), Grant(roles.UNIT_HANDLER, unit_id=town.office_unit.pk))
    for actor in (town.office, town.leader, town.head(), both):
        with pytest.raises(NotAllowed):
            DecideDispute(actor=actor, **typed).execute()


def test_a_meeting_has_two_people_a_day_and_findings(town: Town) -> None:
    dispute = opened(town, make_case(town, w.RETURN_PENDING))
    for field, wrong in (
        ("present", {"present": "城建办：李工\n 城建办：李工 "}),
        ("met_on", {"met_on": today() + dt.timedelta(days=1)}),
        ("findings", {"findings": "  "}),
    ):
        with pytest.raises(Invalid) as refused:
            RecordMeeting(actor=town.desk, pk=dispute.pk, **{**MEETING, "met_on": today(), **wrong}).execute()
        assert refused.value.problems[0].field == field


def test_a_sheet_needs_the_matter_at_the_desk_and_is_one_a_matter(town: Town) -> None:
    with pytest.raises(WrongState) as handled:
        opened(town, make_case(town, w.CONTACTED))
    assert handled.value.code == "nobody_handles"
    walk = make_case(town, w.RETURN_PENDING)
    first = opened(town, walk)
    with pytest.raises(WrongState) as twice:
        opened(town, walk)
    assert twice.value.code == "not_open_already"
    DropDispute(actor=town.desk, pk=first.pk, reason="单位改口了").execute()
    assert opened(town, walk).state == workflow.OPEN


def test_the_table_is_sound() -> None:
    reached = {workflow.OPEN} | {move.target for move in workflow.MOVES}
    assert reached == set(workflow.STATES)
    for state in workflow.UNDECIDED:
        assert {move.target for move in workflow.MOVES if state in move.sources} & {workflow.DECIDED, workflow.DROPPED}
    used = {guard for move in workflow.MOVES for guard in move.guards}
    assert used == set(GUARDS) == set(texts.REFUSALS)
    assert all(set(move.actors) <= {workflow.DESK, workflow.SYSTEM} for move in workflow.MOVES)
    assert [move.code for move in workflow.MOVES if workflow.SYSTEM in move.actors] == ["open"]


def test_the_document_is_as_fresh_as_the_tables() -> None:
    page = Path(__file__).parents[2] / "docs" / "pressing.md"
    assert page.read_text(encoding="utf-8") == diagram.document()
