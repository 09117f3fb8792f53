"""补打回执: the slip was lost or never printed; who prints it again, and why, stands in the log of the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies, texts
from lianxin.cases.actions.base import KIND, CaseAction, at
from lianxin.cases.models import Case, Opinion
from lianxin.cases.receipts import Receipt, receipt_of
from lianxin.journal.actors import TOKEN, Actor
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry

#: Why a receipt is printed again, by code.
WHY: Final[Mapping[str, str | Promise]] = {
    "lost": _("本人把回执弄丢了"),
    "not_given": _("当时没有给回执（纸面登记后录入、打印坏了）"),
    "on_behalf": _("家人或楼组长代本人来拿"),
}


def may_hand_out(actor: Actor, case: Case) -> bool:
    """Whether an actor may have the code of a matter that the policy lets it reach; the code opens the words.

    Words said in confidence are for the two desks; a visit link records and nothing more.  Both may print again what
    was written down by the same hand.
    """
    if not policies.REPRINT.check(actor, case):
        return False
    secret = Opinion.objects.filter(**case.voices_where, confidential=True)
    if actor.kind != TOKEN and (policies.SEE_WORDS.check(actor, case) or not secret.exists()):
        return True
    own = LogEntry.objects.filter(object_kind=KIND, object_id=case.pk, verb="case.recorded")
    return own.filter(actor_kind=actor.kind, actor_id=actor.id).exists()


@dataclass(kw_only=True)
class ReprintReceipt(CaseAction[Receipt]):
    """Hand out number and query code once more; the code is the old one, so an earlier slip stays valid.

    Who handles the matter never gets it: with the code one judges in the speaker's name.
    """

    verb: ClassVar[str] = "case.reprint_receipt"

    why: str = ""
    _opinion: Opinion | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """A desk or recorder within reach that does not handle it, with a reason, for words that still stand."""
        if not may_hand_out(self.actor, self.case):
            raise NotAllowed("not_this_party", texts.not_this_party(str(_("补打回执"))))
        problems = list(self.problems())
        if problems:
            raise Invalid(*problems)
        self._opinion = Opinion.objects.filter(**self.case.voices_where).order_by("id").first()
        if self._opinion is None or self._opinion.withdrawn_at is not None:
            raise WrongState("withdrawn", texts.receipt_withdrawn())

    def problems(self) -> Sequence[FieldProblem]:
        """A known reason."""
        return [] if self.why in WHY else [at("why", "why_unknown")]

    def perform(self) -> Receipt:
        """The receipt as it was; the case itself does not move."""
        if self._opinion is None:
            raise WrongState("withdrawn", texts.receipt_withdrawn())
        return receipt_of(self._opinion, self.case)

    def entry_data(self) -> Mapping[str, object]:
        """Why, and for which words; never the code."""
        opinion = self._opinion
        return {"why": self.why, "opinion": str(opinion.pk) if opinion is not None else ""}

    def announcement(self) -> None:
        """Nobody needs to be told."""
        return
