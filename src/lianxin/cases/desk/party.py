"""The right person first: who may make a move at all is said before anything typed is looked at."""

from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import policies, rules, texts, workflow
from lianxin.cases.models import Source
from lianxin.cases.policies import MayMove
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.moves import VERDICTS
from lianxin.journal.actors import Actor
from lianxin.journal.errors import NotAllowed

VERDICT: Final = "verdict"


def check_party(actor: Actor, page: CasePage, move: str) -> None:
    """Raise ``NotAllowed`` unless the actor is one of those who make this move on this case, whatever its state."""
    case = page.case
    if move == VERDICT:
        _check_judge(actor, page)
        return
    label = workflow.BY_CODE[move].label
    if move == "close" and not case.sealed:
        if not policies.may_close(actor, case):
            raise NotAllowed("right_closer", texts.refusal("right_closer"))
        return
    if not MayMove(move).check(actor, case):
        raise NotAllowed("not_this_party", texts.not_this_party(label))
    if "still_at_hand" in workflow.BY_CODE[move].guards:
        at_desk = case.reached_desk and not case.sealed
        who = workflow.GOVERNMENT_DESK if at_desk else workflow.CONGRESS_OFFICE
        if who not in policies.parties(actor, case):
            raise NotAllowed("still_at_hand", texts.refusal("still_at_hand"))


def _check_judge(actor: Actor, page: CasePage) -> None:
    """Whoever writes a verdict down did not handle the matter."""
    case = page.case
    judge = rules.judge_of(
        policies.parties(actor, case),
        observation=any(one.source == Source.DEPUTY_OBSERVATION for one in page.opinions),
        handled_here=False,
        via=rules.TOLD_WAYS[0],
        works_for_handler=policies.works_for_handler(actor, case),
    )
    if not judge:
        raise NotAllowed("may_judge", texts.refusal("may_judge"))


def possible_now(page: CasePage, move: str) -> bool:
    """Whether the state of the case lets anybody make the move."""
    state = page.case.state
    if move == VERDICT:
        return any(one.code in VERDICTS for one in workflow.moves_from(state))
    return state in workflow.BY_CODE[move].sources


def why_not(page: CasePage, move: str) -> str:
    """Why a move that this person may make is not offered on the case as it stands now, in one sentence."""
    if not possible_now(page, move):
        label = workflow.BY_CODE[move].label if move in workflow.BY_CODE else ""
        return texts.not_from_here(_(label) if label else _("登记评价"), page.case.state)
    if move in page.refused:
        return texts.refusal(page.refused[move])
    return _("这件事现在不能做这一步，可能已经有人做过了。")
