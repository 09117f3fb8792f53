"""汇总 and 转交: the congress office sends matters to the government desk, one by one or as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases import policies, texts
from lianxin.cases.actions.base import CaseAction, line, too_long
from lianxin.cases.models import Case
from lianxin.cases.numbers import transfer_number
from lianxin.cases.rules import Facts
from lianxin.core.clock import today
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError, FieldProblem, NotAllowed


@dataclass(kw_only=True)
class Transfer(CaseAction[Case]):
    """One matter to the government desk; ``list_number`` names the 汇总转交 list it is on."""

    verb: ClassVar[str] = "case.transfer"
    move_code: ClassVar[str] = "transfer"

    list_number: str = ""
    note: str = ""
    _leaves: bool = field(init=False, default=False, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """A note that fits."""
        self.note = line(self.note)
        return too_long("note", self.note, 300)

    def facts(self) -> Facts:
        """Sorted, and not something that leaves the flow."""
        return Facts(
            kind=self.case.kind,
            has_category=self.case.category_id is not None,
            leaves_flow=self.case.sealed or self.case.kind in {"accusation", "emergency"},
        )

    def change(self) -> Case:
        """From here on the desk has it."""
        self.case.reached_desk, self.case.transferred_on = True, today()
        self.case.transfer_list = self.list_number or transfer_number(today().year)
        return self.case

    def details(self) -> Mapping[str, object]:
        """The list."""
        return {"list": self.case.transfer_list, "note": self.note}


@dataclass(frozen=True, slots=True)
class Transferred:
    """What became of a list: its number, what went, and what could not go with the sentence why."""

    number: str
    gone: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def transfer_list(actor: Actor, case_ids: Sequence[int], note: str = "") -> Transferred:
    """汇总转交: many matters under one list number; those that cannot go are named and stay.

    Each matter is a step of its own inside one transaction; a list from which nothing can go uses no number.
    """
    if not policies.TRANSFER.check(actor):
        raise NotAllowed("not_this_party", texts.not_this_party("汇总转交"))
    gone: list[int] = []
    refused: list[tuple[int, str]] = []
    number = ""
    with write():
        for case_id in dict.fromkeys(case_ids):
            try:
                case = Transfer(actor=actor, case_id=case_id, list_number=number, note=note).execute()
            except ActionError as error:
                refused.append((case_id, error.message))
            else:
                number = case.transfer_list
                gone.append(case_id)
    return Transferred(number, tuple(gone), tuple(refused))
