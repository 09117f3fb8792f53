"""Feedback first: every matter of the last visit is told, and what the residents say to it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.cases.actions import RecordVerdict
from lianxin.cases.models import Case, Result
from lianxin.contact import workflow
from lianxin.contact.base import VisitAction
from lianxin.contact.models import Feedback, VisitItem
from lianxin.contact.visits import texts
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.core.clock import now
from lianxin.core.text import tidy
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people.policies import Policy

LONGEST = 2000


def was_told_there(visit_place: int, round_day: object, case_id: int) -> bool:
    """Whether a matter stands on the list of an earlier visit to the same neighbourhood; one statement."""
    rows = VisitItem.objects.filter(case_id=case_id, visit__place_id=visit_place, visit__round__day__lt=round_day)
    return rows.exists()


@dataclass(kw_only=True)
class TellResult(VisitAction[Feedback]):
    """One matter of an earlier visit was told, and this is what was said to it.

    ``agreed``: the very person was there and wants the word to count; then it is recorded as the verdict of the matter
    through the cases' own action, by whoever may (a recorder by link may not: the desk does it afterwards).  Told
    twice, by two phones, it is one row, and the later word stands.
    """

    verb: ClassVar[str] = "visit.told"
    who: ClassVar[Policy] = RECORD_ON_VISIT

    case_id: int
    resident_says: str = ""
    words: str = ""
    agreed: bool = False
    refused: str = field(init=False, default="")
    _row: Feedback = field(init=False, repr=False)

    def check(self) -> None:
        """A matter of an earlier visit here; a known word."""
        super().check()
        if self.row.state == workflow.NOT_HELD or self.row.round.state == workflow.CANCELLED:
            raise WrongState("not_held", texts.not_from_here(self.row.get_state_display()))
        if not was_told_there(self.row.place_id, self.row.round.day, self.case_id):
            raise Invalid.at("case", "unknown", _("这件事不在这个居民区以前的清单里，请从列表里选。"))
        if self.resident_says and self.resident_says not in Result.values:
            raise Invalid.at("resident_says", "unknown", _("请选居民怎么说。"))
        self.words = tidy(self.words).strip()
        if len(self.words) > LONGEST:
            raise Invalid.at("words", "length", _("最多 %(n)d 个字。") % {"n": LONGEST})
        if self.agreed and not self.resident_says:
            raise Invalid.at("resident_says", "required", _("本人在场并同意的，请选解决了没有。"))
        if self.agreed and self.resident_says == Result.UNSOLVED and not self.words:
            raise Invalid.at("words", "required", _("没有解决的，请写下居民怎么说，承办单位要据此再办。"))

    def perform(self) -> Feedback:
        """Store it; the verdict follows where it may."""
        known = Feedback.objects.select_for_update().filter(visit_id=self.row.pk, case_id=self.case_id).first()
        self._row = known or Feedback(visit=self.row, case_id=self.case_id)
        self._row.told_at, self._row.told_by_label = now(), self.actor.label[:120]
        if not self._row.verdict_recorded:
            self._row.resident_says, self._row.words, self._row.agreed = self.resident_says, self.words, self.agreed
        self._row.save(force_insert=known is None)
        if self.agreed and not self._row.verdict_recorded:
            self.refused = judge(self._row, self)
        return self._row

    def entry_data(self) -> Mapping[str, object]:
        """Which matter, which code; the words stay out of the chain."""
        return {"case_id": str(self.case_id), "says": self._row.resident_says, "verdict": self._row.verdict_recorded}


def judge(row: Feedback, action: VisitAction[Feedback]) -> str:
    """Record what was said as the verdict; the sentence of a refusal, and then nothing is recorded."""
    case = Case.objects.get(pk=row.case_id)
    try:
        RecordVerdict(
            actor=action.actor, case_id=case.pk, expected_version=case.version, result=row.resident_says,
            reason=row.words, via="visit",
        ).execute()  # fmt: skip
    except (NotAllowed, WrongState, Invalid) as refusal:
        return refusal.message
    row.verdict_recorded = True
    row.save(update_fields=["verdict_recorded"])
    return ""


@dataclass(kw_only=True)
class JudgeByFeedback(VisitAction[Feedback]):
    """Record as the verdict what a recorder noted of the very person; at the desk, by who may write verdicts down."""

    verb: ClassVar[str] = "visit.judged"

    feedback: Feedback
    _row: Feedback = field(init=False, repr=False)

    def check(self) -> None:
        """Of this visit, agreed, not recorded yet."""
        super().check()
        self._row = Feedback.objects.select_for_update().get(pk=self.feedback.pk)
        if self._row.visit_id != self.row.pk or not self._row.agreed or self._row.verdict_recorded:
            raise WrongState("not_agreed", _("这一条没有本人同意的评价，或者已经登记过了。"))

    def perform(self) -> Feedback:
        """Through the cases' own action; its refusal is this one's."""
        refused = judge(self._row, self)
        if refused:
            raise WrongState("verdict_refused", refused)
        return self._row

    def entry_data(self) -> Mapping[str, object]:
        """Which matter."""
        return {"case_id": str(self._row.case_id), "says": self._row.resident_says}
