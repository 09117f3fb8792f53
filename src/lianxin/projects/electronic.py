"""The electronic side of a vote: what it counted, and how it goes together with the paper side."""

import json

from django.utils.translation import gettext as _

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots import workflow as ballot_states
from lianxin.ballots.counts import Counts, added, decoded, mixed_refused
from lianxin.ballots.models import Election
from lianxin.ballots.questions import with_blank
from lianxin.ballots.rules import thawed
from lianxin.journal.errors import WrongState
from lianxin.projects.models import Vote
from lianxin.ui.listing import sentences


def takes_paper(election: Election) -> bool:
    """Whether paper sheets are entered beside it: in a mixed vote, and once it was broken off."""
    return election.mixed or election.state == ballot_states.BROKEN


def counts_of_election(election: Election) -> Counts:
    """The counts of a finished electronic vote."""
    rule = thawed(election.rule)
    numbers = [number for number, _name in json.loads(election.items)]
    return decoded(
        json.loads(election.result), rule, in_office=election.in_office, present=election.present,
        issued=election.issued, ballots=election.returned, numbers=numbers, with_blank=with_blank(rule),
    )  # fmt: skip


def counted(vote: Vote, paper: Counts | None) -> Counts:
    """The counts to be confirmed: paper, electronic, or both.  Raises ``WrongState`` where something is missing."""
    election = vote.election
    if election is None or election.state == ballot_states.BROKEN:
        return _needed(paper)
    if election.state != ballot_states.FINISHED:
        raise WrongState("electronic", _("电子票决还没有得出结果。"))
    if not (election.audit and json.loads(election.audit)["ok"]):
        raise WrongState("verified", _("电子票决的结果还没有复核通过，不能确认。"))
    found = counts_of_election(election)
    if not election.mixed:
        return found
    paper, rule = _needed(paper), thawed(vote.rule)
    refused = mixed_refused(paper, found, rule)
    if refused:
        raise WrongState("mixed", sentences(ballot_texts.sentences(refused, _)))
    return added(paper, found)


def _needed(paper: Counts | None) -> Counts:
    if paper is None:
        raise WrongState("differ", _("要两名计票人都录入、逐项一致，才能确认。"))
    return paper
