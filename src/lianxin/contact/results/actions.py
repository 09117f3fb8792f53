"""What happens with a round's results: items taken in, levels set, transferred in one act, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from lianxin.cases.actions import EditTriage
from lianxin.cases.actions.transfer import Transferred, transfer_list
from lianxin.cases.models import IMPORT_UNDONE, Opinion
from lianxin.contact import workflow
from lianxin.contact.base import RoundAction, RoundMove, frame_facts, hold
from lianxin.contact.models import Round, RoundText, Visit, VisitItem
from lianxin.contact.results import sheet
from lianxin.contact.results.items import of_round, tally
from lianxin.contact.results.texts import LEVELS
from lianxin.contact.rules import Facts
from lianxin.core.clock import now
from lianxin.core.text import MAX_TEXT, tidy
from lianxin.journal.errors import Invalid, NotAllowed, WrongState

#: A round whose items may still be sorted and sent.
WORKED_ON: Final = (workflow.UNDER_WAY, workflow.GATHERING, workflow.TRANSFERRED)


@dataclass(kw_only=True)
class TakeIn(RoundAction[int]):
    """Put opinions that carry the round's name onto the lists of their neighbourhoods' visits.

    What was recorded at the desk, imported from a spreadsheet, or heard on a round of earlier years thereby counts like
    what was captured on the visit. An opinion belongs to the visit of the neighbourhood in which it lies.
    """

    verb: ClassVar[str] = "round.take_in"

    taken: int = field(init=False, default=0)

    def check(self) -> None:
        """Before the round is over."""
        super().check()
        self.must_be(*WORKED_ON)

    def perform(self) -> int:
        """Store an item for each; how many."""
        visits = {visit.place.path: visit for visit in Visit.objects.filter(round=self.row.pk).select_related("place")}
        last = dict(
            VisitItem.objects.filter(visit__round=self.row.pk).order_by().values("visit")
            .annotate(last=Max("order")).values_list("visit", "last")
        )  # fmt: skip
        made = []
        for opinion in loose(self.row).select_related("case").order_by("recorded_at", "pk"):
            visit = next((one for path, one in visits.items() if opinion.case.place_path.startswith(path)), None)
            if visit is None:
                continue
            last[visit.pk] = last.get(visit.pk, 0) + 1
            made.append(
                VisitItem(
                    visit=visit, opinion=opinion, case=opinion.case, order=last[visit.pk],
                    added_at=opinion.recorded_at, town_id=self.row.town_id,
                )
            )  # fmt: skip
        VisitItem.objects.bulk_create(made)
        self.taken = len(made)
        return self.taken

    def entry_data(self) -> Mapping[str, object]:
        """How many."""
        return {"number": self.row.number, "n": self.taken}


def loose(one: Round) -> QuerySet[Opinion]:
    """Opinions that carry the round's name and stand on no list."""
    listed = VisitItem.objects.filter(opinion__occasion=one.name).values("opinion")
    rows = Opinion.objects.filter(occasion=one.name, withdrawn_at=None).exclude(pk__in=listed)
    return rows.exclude(case__outcome=IMPORT_UNDONE)


@dataclass(kw_only=True)
class SetLevel(RoundAction[int]):
    """Say of several items whose power the matter is: of the town, the district, the city.

    Goes through the matters' own action for sorting; a matter that has left the desks is refused by it and named.
    """

    verb: ClassVar[str] = "round.set_level"

    case_ids: Sequence[int]
    level: str
    refused: list[int] = field(init=False, default_factory=list)

    def check(self) -> None:
        """A known level, and something chosen that is on the round."""
        super().check()
        self.must_be(*WORKED_ON)
        if self.level not in LEVELS or not self.level:
            raise Invalid.at("level", "unknown", _("请选层级。"))
        known = set(of_round(self.row).filter(case__in=list(self.case_ids)).values_list("case_id", flat=True))
        self.case_ids = [pk for pk in dict.fromkeys(self.case_ids) if pk in known]
        if not self.case_ids:
            raise Invalid.at("level", "nothing", _("请先在清单上选出事项。"))

    def perform(self) -> int:
        """One step a matter; how many were changed."""
        for pk in self.case_ids:
            try:
                EditTriage(actor=self.actor, case_id=pk, authority_level=self.level).execute()
            except (WrongState, NotAllowed):
                self.refused.append(pk)
        return len(self.case_ids) - len(self.refused)

    def entry_data(self) -> Mapping[str, object]:
        """Which level, how many."""
        return {"level": self.level, "n": len(self.case_ids) - len(self.refused)}


@dataclass(kw_only=True)
class TransferRound(RoundAction[Transferred]):
    """Send the round's items to the government desk in one act, through the matters' own transfer.

    ``case_ids`` are the chosen ones (None: everything that can go). What cannot go stays with its reason. A later act
    sends what was late; doing it twice sends nothing twice.
    """

    verb: ClassVar[str] = "round.transfer"

    case_ids: Sequence[int] | None = None
    note: str = ""
    reason: str = ""
    _ready: list[int] = field(init=False, default_factory=list, repr=False)
    _done: Transferred = field(init=False, default_factory=lambda: Transferred("", (), ()), repr=False)

    def check(self) -> None:
        """While it is gathered, or later for what is left; the lists are in or it is said why not."""
        super().check()
        self.must_be(workflow.GATHERING, workflow.TRANSFERRED)
        self.reason, self.note = tidy(self.reason).strip()[:120], tidy(self.note).strip()[:300]
        everything = sheet.ready(self.row)
        chosen = None if self.case_ids is None else frozenset(self.case_ids)
        self._ready = [pk for pk in everything if chosen is None or pk in chosen]
        if self.row.state == workflow.TRANSFERRED and not everything:
            raise WrongState("nothing_left", _("该转交的都已经转交了。"))
        if everything and not self._ready:
            raise Invalid.at("case_ids", "nothing", _("请至少选一件。"))
        if self.row.state == workflow.GATHERING:
            facts = replace(frame_facts(self.row, self.reason), unlisted=sheet.lists_missing(self.row))
            hold(workflow.ROUND_BY_CODE["transfer"].guards, facts)

    def perform(self) -> Transferred:
        """The list, then the state of the round."""
        if self._ready:
            self._done = transfer_list(self.actor, self._ready, self.note)
        names = []
        if self.row.state == workflow.GATHERING:
            self.row.state, self.row.transferred_at = workflow.TRANSFERRED, now()
            names += ["state", "transferred_at"]
        if self._done.number and not self.row.transfer_list:
            self.row.transfer_list = self._done.number
            names.append("transfer_list")
        self.touch(*names)
        return self._done

    def entry_data(self) -> Mapping[str, object]:
        """The list, how many went, how many the matters' action refused."""
        return {
            "number": self.row.number, "list": self._done.number, "n": len(self._done.gone),
            "refused": len(self._done.refused), "reason": self.reason,
        }  # fmt: skip

    def request_data(self) -> object:
        """Which round, which items."""
        return [self.round.pk, sorted(self.case_ids) if self.case_ids is not None else None]

    def recall(self, kind: str, object_id: int) -> Transferred:
        """What the first press made: the list, nothing more goes."""
        number = Round.objects.values_list("transfer_list", flat=True).get(pk=object_id)
        return Transferred(number, (), ())


@dataclass(kw_only=True)
class CloseRound(RoundMove):
    """End a round once every item is dealt with."""

    verb: ClassVar[str] = "round.close"
    move_code: ClassVar[str] = "close"

    def facts(self) -> Facts:
        """How many items are not dealt with."""
        return replace(super().facts(), unsettled=tally(of_round(self.row)).open)

    def perform(self) -> Round:
        """Store state and moment."""
        self.row.state, self.row.closed_at = workflow.CLOSED, now()
        return self.touch("state", "closed_at")


@dataclass(kw_only=True)
class WriteText(RoundAction[RoundText]):
    """Keep the words of the 活动总结 as the office wrote them."""

    verb: ClassVar[str] = "round.write_text"

    text: str

    def check(self) -> None:
        """Words, not too many; a cancelled round has none."""
        super().check()
        self.must_be(workflow.UNDER_WAY, workflow.GATHERING, workflow.TRANSFERRED, workflow.CLOSED)
        self.text = tidy(self.text).strip()
        if not self.text:
            raise Invalid.at("text", "required", _("请写下总结的文字。"))
        if len(self.text) > MAX_TEXT:
            raise Invalid.at("text", "length", _("最多 %(n)d 个字。") % {"n": MAX_TEXT})

    def perform(self) -> RoundText:
        """Store a new version; earlier ones stay."""
        made = RoundText(
            round=self.row, text=self.text, made_at=now(), made_by_label=self.actor.label[:120],
            town_id=self.row.town_id,
        )  # fmt: skip
        made.save(force_insert=True)
        return made

    def entry_data(self) -> Mapping[str, object]:
        """How many signs; the words are in the table."""
        return {"number": self.row.number, "signs": len(self.text)}
