"""Visitors: a number at the door, words written down as spoken, an exit for every word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases.actions.record import RecordOpinion
from lianxin.cases.actions.triage import AnswerOnTheSpot
from lianxin.cases.models import Case
from lianxin.cases.receipts import Receipt
from lianxin.core.clock import civil_date, now, today
from lianxin.core.documents.letters import wording as written
from lianxin.deputies.models import Deputy, Level
from lianxin.home.handing.actions import GiveMatter
from lianxin.home.handing.addresses import addresses
from lianxin.home.models import Answer, Exit, Reception, ReceptionDeputy, Visitor
from lianxin.home.receptions import workflow
from lianxin.home.receptions.actions import KIND, ReceptionAction
from lianxin.home.receptions.neighbourhood import committee_for, hand_over
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.people import roles
from lianxin.places.models import Unit
from lianxin.records import lineage
from lianxin.records.models import Relation

#: What the channel of an opinion is called in the town's list.
CHANNEL = "reception"
#: The longest occasion an opinion keeps.
_OCCASION: Final = 60
#: Exits to a named deputy, with the congress the deputy sits in.
CARRIED = {Exit.DISTRICT: Level.DISTRICT, Exit.CITY: Level.CITY}


def occasion_of(one: Reception) -> str:
    """What an opinion heard here carries as its occasion: the venue, that it was a reception, the day.

    It is stored, so it is Chinese whatever language the screen has.
    """
    tail = f"代表接待（{written.day(civil_date(one.starts_at))}）"
    return f"{one.venue.name[: _OCCASION - len(tail)]}{tail}"


@dataclass(kw_only=True)
class SignIn(Action[Visitor]):
    """Give the next number to somebody at the door; asks for nothing."""

    verb: ClassVar[str] = "reception.sign_in"

    reception: Reception

    def lock(self) -> None:
        """The reception is the counter."""
        self.row = Reception.objects.select_for_update().get(pk=self.reception.pk)

    def check(self) -> None:
        """While it is held, on its day (the office may note somebody who comes early), and while there is room."""
        if self.row.state not in workflow.HELD:
            raise WrongState("not_held", _("这场接待现在不能签到，请问工作人员。"))
        if not self.actor.has(roles.CONGRESS_OFFICE) and today() != civil_date(self.row.starts_at):
            raise WrongState("another_day", _("这场接待还没有到日子，到那天再来取号。"))
        taken = Visitor.objects.filter(reception_id=self.row.pk, left=False).count()
        if self.row.capacity and taken >= self.row.capacity:
            raise WrongState("full", _("今天的号已经发完了。请告诉工作人员，可以写下来，也可以约下一次。"))

    def perform(self) -> Visitor:
        """Store the arrival."""
        last = Visitor.objects.filter(reception_id=self.row.pk).order_by("-number").first()
        self.visitor = Visitor(
            reception=self.row, number=last.number + 1 if last else 1, arrived_at=now(), town_id=self.row.town_id
        )
        self.visitor.save(force_insert=True)
        return self.visitor

    def subject(self) -> Subject:
        """The reception."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The number on the slip."""
        return {"visitor": self.visitor.number}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody needs to hear of it."""
        return None


@dataclass(kw_only=True)
class OfVisitor(ReceptionAction):
    """Base of what happens with one visitor."""

    visitor: Visitor
    guest: Visitor = field(init=False, repr=False)

    def lock(self) -> None:
        """Lock the reception, then the visitor."""
        super().lock()
        self.guest = Visitor.objects.select_for_update(of=("self",)).get(pk=self.visitor.pk)

    def check(self) -> None:
        """Of this reception, still waiting, while it is held."""
        super().check()
        if self.guest.reception_id != self.row.pk or self.row.state not in workflow.HELD:
            raise WrongState("not_held", _("这场接待已经结束，不能再记。要补记，请用“替居民记下来”。"))
        if self.guest.heard_at is not None or self.guest.left:
            raise WrongState("heard", _("这位已经记过了。"))

    def announcement(self) -> Mapping[str, object] | None:
        """The case announces what must be announced."""
        return None


@dataclass(kw_only=True)
class Hear(OfVisitor):
    """Write down what a visitor said, in the visitor's own words, and where it goes.

    ``record`` are the fields of ``RecordOpinion`` besides actor, channel, occasion and deputies.  What the law keeps
    elsewhere (``Exit.ELSEWHERE``: in court, reconsideration, private affairs) is not recorded as an opinion unless
    words were typed; the visitor is told the right address (a code of ``handing.addresses``), which stays on record.
    ``deputy`` is who carries it to the district or the city.
    """

    verb: ClassVar[str] = "reception.hear"

    exit: str
    told: str = ""
    deputy: Deputy | None = None
    address: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    receipt: Receipt | None = field(init=False, default=None)
    committee: Unit | None = field(init=False, default=None)

    def check(self) -> None:
        """A known exit; words unless the law keeps it elsewhere; what was told where it must be told."""
        super().check()
        if self.exit not in Exit.values:
            raise Invalid.at("exit", "unknown", _("请选去向。"))
        self._check_elsewhere()
        needed = self.exit == Exit.ON_THE_SPOT or (self.exit == Exit.ELSEWHERE and not self.address)
        self.told = line("told", self.told, 200, required=needed)
        if self.exit in CARRIED and self.deputy is None:
            raise Invalid.at("deputy", "required", _("请选由哪位代表带去，居民会看到是谁。"))
        if self.exit != Exit.ELSEWHERE and not str(self.record.get("words", "")).strip():
            raise Invalid.at("words", "required", _("请照原话记下来。"))
        if self.exit == Exit.NEIGHBOURHOOD:
            given = self.record
            self.committee = committee_for(given.get("place_id"), given.get("kind", ""), given.get("category", ""))

    def _check_elsewhere(self) -> None:
        """A right address belongs to what the law keeps elsewhere, and only there."""
        self.address = self.address if self.exit == Exit.ELSEWHERE else ""
        if self.address and self.address not in addresses():
            raise Invalid.at("address", "unknown", _("请从列出的地方中选择。"))

    def perform(self) -> Reception:
        """The opinion through the cases' own action, with everybody who sits; then the exit."""
        words = str(self.record.get("words", "")).strip()
        if words:
            sitting = ReceptionDeputy.objects.filter(reception_id=self.row.pk).exclude(answer=Answer.DECLINED)
            self.receipt = RecordOpinion(
                actor=self.actor, channel=CHANNEL, occasion=occasion_of(self.row),
                deputy_ids=tuple(sitting.values_list("deputy_id", flat=True)), **self.record,
            ).execute()  # fmt: skip
            case = Case.objects.get(pk=self.receipt.case_id)
            lineage.link((KIND, self.row.pk), ("case", case.pk), Relation.BECAME, self.actor)
            self.guest.case = case
            self._lead_on(case)
        self.guest.heard_at, self.guest.exit, self.guest.told = now(), self.exit, self.told
        self.guest.address = self.address
        self.guest.save(update_fields=["heard_at", "exit", "told", "address", "case"])
        return self.touch()

    def _lead_on(self, case: Case) -> None:
        """The exit as it concerns the matter: answered, given to the neighbourhood, or to the deputy who carries it."""
        if self.exit == Exit.ON_THE_SPOT:
            AnswerOnTheSpot(actor=self.actor, case_id=case.pk, text=self.told, told_how="on_site").execute()
        elif self.exit == Exit.NEIGHBOURHOOD and self.committee is not None:
            hand_over(self.actor, case, self.committee, self.told)
        elif self.exit in CARRIED and self.deputy is not None:
            level = CARRIED[Exit(self.exit)]
            GiveMatter(actor=self.actor, reception=self.row, case=case, deputy=self.deputy, level=level).execute()

    def entry_data(self) -> Mapping[str, object]:
        """Number on the slip, exit, number of the case."""
        number = self.receipt.number if self.receipt else ""
        return {"visitor": self.guest.number, "exit": self.exit, "case": number}

    def announcement(self) -> Mapping[str, object] | None:
        """The neighbourhood hears of what it is asked to do; of the rest the case announces what must be announced."""
        if self.committee is None or self.receipt is None or self.committee.place_id is None:
            return None
        return {"number": self.receipt.number, "place": str(self.committee.place_id)}


@dataclass(kw_only=True)
class Left(OfVisitor):
    """A visitor went away without being heard: counted, not blamed."""

    verb: ClassVar[str] = "reception.left"

    def perform(self) -> Reception:
        """Store it."""
        self.guest.left = True
        self.guest.save(update_fields=["left"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Number on the slip."""
        return {"visitor": self.guest.number}
