"""The deputy's word on a visit's list, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases.actions import AddWords
from lianxin.contact import workflow
from lianxin.contact.base import VisitAction
from lianxin.contact.models import Confirmation, Presence, Remark, RemarkKind, RemarkState, VisitDeputy, VisitItem
from lianxin.contact.policies import OFFICE, deputies_of
from lianxin.contact.visits import texts
from lianxin.contact.visits.actions.items import RecordVisitItem
from lianxin.core.clock import now
from lianxin.core.text import tidy
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.typed import line
from lianxin.people.policies import AS_DEPUTY, Policy

#: The longest remark.
LONGEST: Final = 2000


@dataclass(kw_only=True)
class ConfirmVisit(VisitAction[Confirmation]):
    """A deputy confirms the list: from now on its items count as brought by this deputy.

    ``about`` are (``add`` or ``correct``, text) by item id, ``additions`` texts of what is missing altogether.  The
    office may write down what a deputy said on the telephone (``deputy_id``).  Announced as ``visit.confirmed`` with
    the day and name of the round.
    """

    verb: ClassVar[str] = "visit.confirmed"
    who: ClassVar[Policy] = AS_DEPUTY | OFFICE

    deputy_id: int
    about: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    additions: Sequence[str] = ()
    _on_visit: VisitDeputy | None = field(init=False, default=None, repr=False)
    _remarks: int = field(init=False, default=0, repr=False)

    def check(self) -> None:
        """The deputy (or the office for the deputy), who was on the visit, once it has begun."""
        super().check()
        own = self.deputy_id in deputies_of(self.actor)
        rows = VisitDeputy.objects.select_related("deputy").filter(visit_id=self.row.pk, deputy_id=self.deputy_id)
        self._on_visit = rows.filter(dropped_because="").first()
        if self._on_visit is None or not (own or OFFICE.check(self.actor)):
            raise NotAllowed("not_on_visit", _("只能由参加这次走访的代表本人确认，或者由镇人大办代记。"))
        if self._on_visit.presence in {Presence.LEAVE, Presence.ABSENT}:
            raise WrongState("was_absent", _("登记的是您没有参加这次走访。如果记错了，请告诉镇人大办更正。"))
        if self.row.state in {workflow.PLANNED, workflow.NOT_HELD}:
            raise WrongState("not_begun", _("走访还没有开始，现在没有可以确认的。"))
        self._read()

    def _read(self) -> None:
        """Items of this visit, texts that fit."""
        mine = set(VisitItem.objects.filter(visit_id=self.row.pk).values_list("pk", flat=True))
        said = {pk: (kind, tidy(text).strip()) for pk, (kind, text) in self.about.items() if pk in mine}
        self.about = {pk: (kind, text) for pk, (kind, text) in said.items() if text and kind in RemarkKind.values}
        self.additions = [text for text in (tidy(one).strip() for one in self.additions) if text]
        named = [(f"text_{pk}", text) for pk, (_kind, text) in self.about.items()]
        for name, text in [*named, *(("additions", one) for one in self.additions)]:
            if len(text) > LONGEST:
                raise Invalid.at(name, "length", _("最多 %(n)d 个字。") % {"n": LONGEST})

    def perform(self) -> Confirmation:
        """The confirmation, and a remark for everything to be added or corrected."""
        if self._on_visit is None:
            raise NotAllowed("not_on_visit", texts.not_yours())
        remarks = [
            *(self._remark(kind, text, pk) for pk, (kind, text) in self.about.items()),
            *(self._remark(RemarkKind.ADD, text) for text in self.additions),
        ]
        for one in remarks:
            one.save(force_insert=True)
        self._remarks = len(remarks)
        made = Confirmation(
            on_visit=self._on_visit, made_at=now(), made_by_label=self.actor.label[:120], all_right=not remarks,
            items=VisitItem.objects.filter(visit_id=self.row.pk, same_as=None).count(),
        )  # fmt: skip
        made.save(force_insert=True)
        return made

    def _remark(self, kind: str, text: str, item_id: int | None = None) -> Remark:
        return Remark(on_visit=self._on_visit, item_id=item_id, kind=kind, text=text, made_at=now())

    def entry_data(self) -> Mapping[str, object]:
        """Who, how many remarks; never their words."""
        code = self._on_visit.deputy.code if self._on_visit else ""
        return {"number": self.row.number, "deputy": code, "remarks": self._remarks}

    def announcement(self) -> Mapping[str, object] | None:
        """The performance file of the deputy listens by this name; the neighbourhood hears of remarks."""
        return {
            "visit": self.row.number, "deputy": self.deputy_id, "day": self.row.round.day.isoformat(),
            "label": f"{self.row.round.name}（{self.row.place.label}）"[:120],
            "remarks": self._remarks, "place_id": str(self.row.place_id),
            "secretary": str(self.row.secretary_id or ""),
        }  # fmt: skip


@dataclass(kw_only=True)
class AnswerRemark(VisitAction[Remark]):
    """Take a deputy's remark up, or keep the record and say why.

    A correction taken up is added to the opinion's words; the first words stay.  An addition taken up becomes an item:
    ``record`` are the fields of ``RecordOpinion``.
    """

    verb: ClassVar[str] = "visit.remark"

    remark: Remark
    taken: bool
    answer: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    _open: Remark = field(init=False, repr=False)

    def lock(self) -> None:
        """The visit, then the remark."""
        super().lock()
        rows = Remark.objects.select_for_update(of=("self",)).select_related("on_visit", "item__opinion")
        self._open = rows.get(pk=self.remark.pk)

    def check(self) -> None:
        """Of this visit, not answered yet; an explanation where the record is kept."""
        super().check()
        if self._open.on_visit.visit_id != self.row.pk:
            raise NotAllowed("other_visit", texts.not_yours())
        if self._open.state != RemarkState.OPEN:
            raise WrongState("answered", _("这一条已经答复过了。"))
        self.answer = line("answer", self.answer, 300, required=not self.taken)

    def perform(self) -> Remark:
        """Words added, an item made, or nothing but the explanation."""
        one = self._open
        if self.taken and one.item is not None:
            kind = "correct" if one.kind == RemarkKind.CORRECT else "add"
            text = _("代表更正：%(text)s") % {"text": one.text}
            AddWords(
                actor=self.actor, case_id=one.item.case_id, opinion_id=one.item.opinion_id, text=text, kind=kind
            ).execute()
        elif self.taken:
            record = {"words": one.text, **self.record}
            one.became = RecordVisitItem(
                actor=self.actor, visit=self.row, record=record, captured_on=self.row.round.day,
                client_key=f"remark-{one.pk}",
            ).execute()  # fmt: skip
        one.state = RemarkState.TAKEN if self.taken else RemarkState.KEPT
        one.answer, one.answered_at, one.answered_by_label = self.answer, now(), self.actor.label[:120]
        one.save(update_fields=["state", "answer", "answered_at", "answered_by_label", "became"])
        self.touch()
        return one

    def entry_data(self) -> Mapping[str, object]:
        """Which remark, what became of it."""
        return {"remark": str(self._open.pk), "to": self._open.state, "kind": self._open.kind}

    def announcement(self) -> Mapping[str, object] | None:
        """The deputy hears of it."""
        return {
            "number": self.row.number, "deputy": str(self._open.on_visit.deputy_id), "taken": self.taken,
            "visit": str(self.row.pk),
        }  # fmt: skip
