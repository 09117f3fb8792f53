"""The electronic side of a vote: off without a decision, confirmed only when verified, alone or together with paper."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lianxin.ballots.actions import BreakOff, CloseVote, VerifyResult
from lianxin.ballots.models import Election
from lianxin.ballots.protocol.chance import SeededChance
from lianxin.core.clock import today
from lianxin.journal.errors import Invalid, WrongState
from lianxin.projects.actions import AdoptRule, ConfirmCount, EnterSheet, GoElectronic
from lianxin.projects.actions.votes import counts_of, next_vote
from lianxin.projects.models import Vote
from tests.ballots import sitting as electronic
from tests.ballots.sitting import Sitting
from tests.cases.factories import Town
from tests.projects import course


@pytest.fixture
def vote(town: Town, tmp_path: Path, settings: Any) -> Vote:
    """Three candidates, two places; the boards stand in a folder of their own."""
    settings.MEDIA_ROOT, settings.LIANXIN_DATA = tmp_path / "media", tmp_path / "data"
    season = course.make_season()
    course.make_candidates(season, town.office_unit, "加装电梯", "口袋公园", "楼道照明")
    return course.make_vote(season, 1, 3, "top_k")


def decided(vote: Vote, *, mixed: bool = False) -> Sitting:
    """A meeting decided to vote electronically."""
    facts = {
        "decision": "决定〔2026〕3号", "decided_on": today() - dt.timedelta(days=1), "decided_by": "主席团",
        "ceremony": "single", "size": None, "mixed": mixed,
    }  # fmt: skip
    GoElectronic(actor=course.OFFICE, vote=vote, decided=facts).execute()
    vote.refresh_from_db()
    return Sitting(vote.election, SeededChance(str(mixed)))


def counted(sitting: Sitting, votes: list[int]) -> Sitting:
    """Each deputy marks one project; 封箱, decryption, verification."""
    sitting.envelopes(len(votes)).keys().fixed().opened()
    for voter, number in enumerate(votes):
        sitting.cast(voter, [[0, *(int(number == at) for at in (1, 2, 3))]])
    return sitting


def verified(sitting: Sitting, paper: int = 0) -> None:
    """Sealed, decrypted, verified."""
    CloseVote(actor=electronic.SCRUTINEERS[0], election=sitting.election, paper=paper).execute()
    sitting.decrypted(1)
    VerifyResult(actor=electronic.OFFICE, election=sitting.again()).execute()


def test_an_electronic_result_is_confirmed_once_it_is_verified_and_a_tie_leads_to_a_linked_election(vote: Vote) -> None:
    sitting = counted(decided(vote), [1, 1, 2, 2, 3] * 9)
    with pytest.raises(WrongState):
        EnterSheet(actor=course.SCRUTINEERS[0], vote=vote, counts=course.counts({1: 1, 2: 1, 3: 1})).execute()
    with pytest.raises(WrongState):
        ConfirmCount(actor=course.SCRUTINEERS[2], vote=vote).execute()
    verified(sitting)
    found = ConfirmCount(actor=course.SCRUTINEERS[2], vote=vote).execute()
    assert found.result == "tied"
    linked = next_vote(found)
    assert linked is not None
    assert linked[1] == (1, 2)
    again = AdoptRule(
        actor=course.OFFICE, season=vote.season, meeting="会议", held_on=today(), in_office=course.DEPUTIES,
        first=found, rule=linked[0],
    ).execute()  # fmt: skip
    assert decided(again).election.first == sitting.election


def test_paper_and_electronic_ballots_are_added_unless_one_side_is_small(vote: Vote) -> None:
    sitting = counted(decided(vote, mixed=True), [1] * 12)
    Election.objects.update(present=45)
    with pytest.raises(Invalid):
        CloseVote(actor=electronic.SCRUTINEERS[0], election=sitting.election, paper=9).execute()
    verified(sitting, paper=33)
    sheet = replace(course.counts({1: 5, 2: 25, 3: 3}, present=45), issued=33, returned=33, valid=33)
    for actor in course.SCRUTINEERS[:2]:
        EnterSheet(actor=actor, vote=vote, counts=sheet).execute()
    found = ConfirmCount(actor=course.SCRUTINEERS[2], vote=vote).execute()
    assert found.result == "decided"
    whole = counts_of(found.counts, found.in_office)
    assert (whole.returned, [one.yes for one in whole.items]) == (45, [17, 25, 3])


def test_broken_off_the_vote_goes_on_with_paper(vote: Vote) -> None:
    sitting = counted(decided(vote), [1, 2])
    BreakOff(actor=electronic.SCRUTINEERS[0], election=sitting.election, words="网络断了").execute()
    assert course.counted(vote, {1: 40, 2: 5, 3: 5}).result == "decided"
