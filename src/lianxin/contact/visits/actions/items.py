"""One thing heard or seen on a visit: the opinion through the cases' own action, and its place on the visit's list."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.cases.actions import CorrectPresent, RecordOpinion
from lianxin.cases.models import Opinion, OpinionDeputy, Source
from lianxin.cases.receipts import Receipt
from lianxin.contact import workflow
from lianxin.contact.base import VISIT, VisitAction, is_away, with_leave
from lianxin.contact.models import Visit, VisitDeputy, VisitItem
from lianxin.contact.visits import texts
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.contact.visits.rules import is_late, may_still_come
from lianxin.core.clock import civil_date, now, today
from lianxin.journal.actions import Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.people.policies import Policy
from lianxin.records import lineage
from lianxin.records.models import Relation

#: What the channel of an opinion of a round is called in the town's list.
CHANNEL: Final = "round"
#: The longest occasion an opinion carries.
OCCASION: Final = 60


def present_ids(visit: Visit) -> tuple[int, ...]:
    """The deputies who are on a visit: not taken off, not on leave (noted or registered), not absent; one statement."""
    rows = VisitDeputy.objects.filter(visit_id=visit.pk, dropped_because="").order_by("id")
    return tuple(one.deputy_id for one in with_leave(rows) if not is_away(one))


def of_visit(visit: Visit) -> dict[str, Any]:
    """What an opinion takes from its visit: channel, occasion, deputies."""
    return {"channel": CHANNEL, "occasion": visit.round.name[:OCCASION], "deputy_ids": present_ids(visit)}


@dataclass(kw_only=True)
class RecordVisitItem(VisitAction[VisitItem]):
    """Record one item on a visit.

    ``record`` are the fields of ``RecordOpinion`` besides channel, occasion, deputies and day, which come from the
    visit.  ``captured_on`` is when it was written down: a phone that comes back after the list was given in still
    brings what was captured before.  ``client_key`` is the phone's or the row's key.  ``receipt`` is what the resident
    gets.  Raises what recording raises.
    """

    verb: ClassVar[str] = "visit.item"
    who: ClassVar[Policy] = RECORD_ON_VISIT

    record: Mapping[str, Any]
    captured_on: dt.date | None = None
    client_key: str = ""
    receipt: Receipt | None = field(init=False, default=None)
    _item: VisitItem = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The phone's key is the idempotency key, under a name of its own."""
        self.once = self.once or (f"item:{self.client_key}" if self.client_key else None)

    def check(self) -> None:
        """Somebody of the place, and a visit that still takes it."""
        super().check()
        listed = civil_date(self.row.listed_at) if self.row.listed_at else None
        if not may_still_come(self.row.state, self.row.round.state, self.captured_on or today(), listed):
            raise WrongState("visit_closed", texts.closed_visit())

    def perform(self) -> VisitItem:
        """The opinion, then its row on the list."""
        given = of_visit(self.row)
        if self.record.get("observation") and not given["deputy_ids"]:
            raise Invalid.at("observation", "nobody_saw", texts.nobody_saw())
        day = min(max(self.captured_on or today(), self.row.round.day), today())
        self.receipt = RecordOpinion(
            actor=self.actor,
            client_key=self.client_key,
            **{"spoken_on": day, "place_id": self.row.place_id, **self.record, **given},
        ).execute()
        self._item = add_to_list(self.row, self.receipt.opinion_id, self.receipt.case_id)
        lineage.link((VISIT, self.row.pk), ("case", self.receipt.case_id), Relation.BECAME, self.actor)
        return self._item

    def subject(self) -> Subject:
        """The visit."""
        return Subject(VISIT, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number of the matter, its place on the list, whether it came late."""
        number = self.receipt.number if self.receipt else ""
        late = is_late(self._item.added_at, self.row.listed_at)
        return {"item": str(self._item.pk), "order": self._item.order, "case": number, "late": late}

    def request_data(self) -> object:
        """The visit and everything typed."""
        return [self.visit.pk, {name: _plain(value) for name, value in sorted(self.record.items())}]

    def recall(self, kind: str, object_id: int) -> VisitItem:
        """The item of the first time."""
        rows = VisitItem.objects.select_related("opinion", "case").filter(visit_id=object_id)
        if self.client_key:
            return rows.get(opinion__client_key=self.client_key)
        raise WrongState("once_done", _("这一条已经记过了，不需要再记一次。"))


def _plain(value: Any) -> Any:
    return (
        list(value) if isinstance(value, tuple | list) else value.isoformat() if isinstance(value, dt.date) else value
    )


def correct_present(actor: Actor, visit: Visit) -> int:
    """Give every item of a visit the deputies who are known to be there now; how many were changed.

    A walking find keeps who saw it where nobody would be left.
    """
    here = present_ids(visit)
    rows = VisitItem.objects.filter(visit_id=visit.pk).values_list("opinion_id", "opinion__source")
    found = list(rows)
    known: dict[int, set[int]] = {opinion: set() for opinion, _source in found}
    for opinion, deputy in OpinionDeputy.objects.filter(opinion_id__in=known).values_list("opinion_id", "deputy_id"):
        known[opinion].add(deputy)
    wrong = [pk for pk, source in found if known[pk] != set(here) and (here or source != Source.DEPUTY_OBSERVATION)]
    for opinion in wrong:
        CorrectPresent(actor=actor, opinion_id=opinion, deputy_ids=here).execute()
    return len(wrong)


def add_to_list(visit: Visit, opinion_id: int, case_id: int) -> VisitItem:
    """Put a recorded opinion on the list of a locked visit; the same opinion again is the item that is there."""
    known = VisitItem.objects.filter(opinion_id=opinion_id).first()
    if known is not None:
        return known
    last = VisitItem.objects.filter(visit_id=visit.pk).aggregate(last=Max("order"))["last"] or 0
    item = VisitItem(visit=visit, opinion_id=opinion_id, case_id=case_id, order=last + 1, added_at=now())
    item.save(force_insert=True)
    return item


@dataclass(kw_only=True)
class MarkSame(VisitAction[VisitItem]):
    """Say that an item repeats another of the same list, or (``same_as`` empty) that it does not after all."""

    verb: ClassVar[str] = "visit.same"

    item: VisitItem
    same_as: VisitItem | None = None

    def check(self) -> None:
        """Both of this visit, while its list is being completed; no chains."""
        super().check()
        if self.row.state not in workflow.RECORDABLE:
            raise WrongState("not_now", texts.not_from_here(self.row.get_state_display()))
        other = self.same_as
        if self.item.visit_id != self.row.pk or (other is not None and other.visit_id != self.row.pk):
            raise NotAllowed("other_visit", _("只能在同一张清单里合并。"))
        if other is not None and (other.pk == self.item.pk or repeats(other)):
            raise Invalid.at("same_as", "chain", _("请选清单里另外单独的一条。"))
        if other is not None and VisitItem.objects.filter(same_as_id=self.item.pk).exists():
            raise Invalid.at("same_as", "chain", _("已经有别的条目并到这一条，请反过来合并。"))

    def perform(self) -> VisitItem:
        """The row stays, with what it repeats; the opinion stays a voice of its own."""
        VisitItem.objects.filter(pk=self.item.pk).update(same_as=self.same_as)
        self.item.refresh_from_db(fields=["same_as"])
        self.touch()
        return self.item

    def entry_data(self) -> Mapping[str, object]:
        """Which, and of which."""
        return {"item": str(self.item.pk), "same_as": str(self.same_as.pk) if self.same_as else ""}


def repeats(item: VisitItem) -> bool:
    """Whether an item was found to repeat another one."""
    same: int | None = item.same_as_id
    return same is not None


def words_of(item: VisitItem) -> str:
    """The recorded words of an item."""
    return str(Opinion.objects.values_list("verbatim", flat=True).get(pk=item.opinion_id))


def at_form(problem: Invalid, names: Mapping[str, str]) -> Invalid:
    """The same refusal with the fields of a form instead of those of the action."""
    return Invalid(*[FieldProblem(names.get(one.field, one.field), one.code, one.message) for one in problem.problems])
