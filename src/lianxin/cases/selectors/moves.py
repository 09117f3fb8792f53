"""Which buttons a case page shows to an actor: by the workflow table, the policy, and the guards the row can judge."""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Final

from lianxin.cases import policies, rules, workflow
from lianxin.cases.disputes.settled import bound_to
from lianxin.cases.models import Case
from lianxin.cases.policies import MayMove
from lianxin.core.clock import today
from lianxin.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Button:
    """One move an actor may try now: its code and the word on the button."""

    code: str
    label: str


#: Moves that ask the verdict form; which of them it becomes is decided by what is said.
VERDICTS: Final = frozenset(
    {"verdict_solved", "verdict_unsolved", "verdict_unsolved_again", "not_answered", "not_answered_at_desk"}
)

_Test = Callable[[Actor, Case], bool]


def _at_hand(actor: Actor, case: Case) -> bool:
    who = workflow.GOVERNMENT_DESK if case.reached_desk and not case.sealed else workflow.CONGRESS_OFFICE
    return who in policies.parties(actor, case)


_TESTS: Final[Mapping[str, _Test]] = {
    "edit_triage": _at_hand,
    "redirect": _at_hand,
    "hand_over": _at_hand,
    "transfer": lambda _actor, case: not case.sealed and case.kind not in {"accusation", "emergency"},
    "close": policies.may_close,
    "fall_silent": lambda _actor, case: case.asked_count >= rules.ASKS_BEFORE_SILENT,
    "reopen": lambda _actor, case: case.reached_desk and case.closed_on is not None and case.closed_on <= today(),
    "reopen_at_office": lambda _actor, case: not case.reached_desk,
    "release_co_unit": lambda _actor, case: bool(case.co_unit_path),
}


def refused(actor: Actor, case: Case, answer_due: dt.date | None) -> Mapping[str, str]:
    """Move → the guard that refuses it, for moves that state and role alone would let pass.

    ``answer_due`` is the day of the running clock for the answer (``None``: none runs).  No statement, except for the
    unit that may return the matter: one or two, to know whether a decision about a dispute forbids it.
    """
    guards = {code: _extension_guard(case, answer_due) for code in ("request_extension", "extend")}
    guards["return"] = "returns_left" if case.return_count >= rules.MAX_RETURNS else ""
    mine = [code for code in guards if workflow.can_move(code, case.state) and MayMove(code).check(actor, case)]
    if "return" in mine and not guards["return"] and bound_to(case):
        guards["return"] = "not_settled"
    return {code: guards[code] for code in mine if guards[code]}


def _extension_guard(case: Case, answer_due: dt.date | None) -> str:
    """What forbids an extension: it is granted once, and not after the due day."""
    if case.extension_count >= rules.MAX_EXTENSIONS:
        return "once_only"
    return "before_due" if answer_due is None or answer_due < today() else ""


def buttons(actor: Actor, case: Case, *, observation: bool = False, without: Container[str] = ()) -> tuple[Button, ...]:
    """The moves an actor may try on a case, in the order of the table, ``without`` those that would be refused.

    No statement.  The verdict moves appear once, as ``verdict``; ``track`` and ``fall_silent`` happen by themselves
    too.
    """
    found = [
        Button(move.code, move.label)
        for move in (*workflow.moves_from(case.state), *workflow.VOICE_MOVES)
        if move.code not in VERDICTS
        and move.code not in without
        and MayMove(move.code).check(actor, case)
        and _TESTS.get(move.code, _always)(actor, case)
    ]
    if _may_judge(actor, case, observation):
        found.append(Button("verdict", "登记评价"))
    return tuple(found)


def _always(_actor: Actor, _case: Case) -> bool:
    return True


def _may_judge(actor: Actor, case: Case, observation: bool) -> bool:
    """Whether a verdict form makes sense: something was answered, and this actor may write a verdict down."""
    if not any(move.code in VERDICTS for move in workflow.moves_from(case.state)):
        return False
    judge = rules.judge_of(
        policies.parties(actor, case),
        observation=observation,
        handled_here=False,
        via=rules.TOLD_WAYS[0],
        works_for_handler=policies.works_for_handler(actor, case),
    )
    return bool(judge)
