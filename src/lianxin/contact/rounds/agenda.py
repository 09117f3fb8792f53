"""The plenary's agenda: items in order, what was said, what was asked and answered, which records it refers to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import RoundAction
from lianxin.contact.models import AgendaItem, AgendaKind, AgendaQuestion, Round
from lianxin.core.clock import now
from lianxin.journal.actions import Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.records import citing, lineage
from lianxin.records.models import Relation

ITEM: Final = "contact_agenda"
LONGEST_TEXT: Final = 20_000


@dataclass(kw_only=True)
class OfAgenda(RoundAction[AgendaItem]):
    """Base: until the round is closed or cancelled; nobody is told of the agenda alone."""

    item: AgendaItem | None = None
    stored: AgendaItem = field(init=False, repr=False)

    def check(self) -> None:
        """The office, an open round, an item of this round that was not dropped."""
        super().check()
        self.must_be(*(state for state in workflow.ROUND_STATES if state not in workflow.ROUND_FINAL))
        if self.item is not None and (self.item.round_id != self.row.pk or self.item.dropped_because):
            raise WrongState("gone", _("这一项已经不在议程里了。"))

    def subject(self) -> Subject:
        """The item."""
        return Subject(ITEM, self.stored.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Of which round, what kind."""
        return {"round": self.row.number, "kind": self.stored.kind, "order": self.stored.order}

    def announcement(self) -> None:
        """Nobody is told."""
        return


@dataclass(kw_only=True)
class SetItem(OfAgenda):
    """Add an item at the end, or change one.  Of a film only title and minutes are kept."""

    verb: ClassVar[str] = "round.agenda"

    kind: str
    title: str
    minutes: int = 0
    speaker: str = ""
    text: str = ""

    def check(self) -> None:
        """A title; a film without text or speaker."""
        super().check()
        self.title = line("title", self.title, 120)
        self.speaker = line("speaker", self.speaker, 80, required=False)
        self.text = self.text.strip()[:LONGEST_TEXT]
        if self.kind == AgendaKind.FILM and (self.text or self.speaker):
            raise Invalid.at("text", "film", _("电视片只记标题和时长，内容和讲的人请空着。"))

    def perform(self) -> AgendaItem:
        """Store it."""
        one = self.item or AgendaItem(round=self.row, order=AgendaItem.objects.filter(round_id=self.row.pk).count() + 1)
        one.kind, one.title, one.minutes, one.speaker, one.text = (
            self.kind, self.title, self.minutes, self.speaker, self.text,
        )  # fmt: skip
        one.save()
        self.stored = one
        return one


@dataclass(kw_only=True)
class MoveItem(OfAgenda):
    """Move an item one place up or down."""

    verb: ClassVar[str] = "round.agenda_order"

    up: bool

    def perform(self) -> AgendaItem:
        """Exchange the order with the neighbour; at the end nothing moves."""
        assert self.item is not None
        rows = list(AgendaItem.objects.filter(round_id=self.row.pk, dropped_because="").order_by("order", "id"))
        at = [one.pk for one in rows].index(self.item.pk)
        to = at - 1 if self.up else at + 1
        self.stored = rows[at]
        if 0 <= to < len(rows):
            rows[at].order, rows[to].order = rows[to].order, rows[at].order
            AgendaItem.objects.bulk_update([rows[at], rows[to]], ["order"])
        return self.stored


@dataclass(kw_only=True)
class DropItem(OfAgenda):
    """Take an item off the agenda with a reason; it stays readable."""

    verb: ClassVar[str] = "round.agenda_dropped"

    reason: str

    def check(self) -> None:
        """A reason."""
        super().check()
        self.reason = line("reason", self.reason, 120)

    def perform(self) -> AgendaItem:
        """Store the reason."""
        assert self.item is not None
        self.item.dropped_because = self.reason
        self.item.save(update_fields=["dropped_because"])
        self.stored = self.item
        return self.item


@dataclass(kw_only=True)
class RecordQuestion(OfAgenda):
    """Write down what was asked after an item and, if it was, what was answered."""

    verb: ClassVar[str] = "round.question"

    asked_by: str
    question: str
    answered_by: str = ""
    answer: str = ""

    def check(self) -> None:
        """A question and who asked; an answer names who answered."""
        super().check()
        self.asked_by = line("asked_by", self.asked_by, 80)
        self.answered_by = line("answered_by", self.answered_by, 80, required=bool(self.answer.strip()))
        if not self.question.strip():
            raise Invalid.at("question", "required", _("请写问了什么。"))

    def perform(self) -> AgendaItem:
        """Store it."""
        assert self.item is not None
        answer = self.answer.strip()
        AgendaQuestion.objects.create(
            item=self.item, asked_by=self.asked_by, question=self.question.strip(), answered_by=self.answered_by,
            answer=answer, asked_at=now(), answered_at=now() if answer else None, town_id=self.row.town_id,
        )  # fmt: skip
        self.stored = self.item
        return self.item


@dataclass(kw_only=True)
class AnswerQuestion(OfAgenda):
    """Write down the answer that was owed."""

    verb: ClassVar[str] = "round.answered"

    asked: AgendaQuestion
    answered_by: str
    answer: str

    def check(self) -> None:
        """Not answered yet; who and what."""
        super().check()
        self.asked = AgendaQuestion.objects.select_for_update(of=("self",)).select_related("item").get(pk=self.asked.pk)
        if self.asked.item.round_id != self.row.pk or self.asked.answered_at is not None:
            raise WrongState("answered", _("这个问题已经答复过了。"))
        self.answered_by = line("answered_by", self.answered_by, 80)
        if not self.answer.strip():
            raise Invalid.at("answer", "required", _("请写怎么答的。"))

    def perform(self) -> AgendaItem:
        """Store it with the moment."""
        self.asked.answered_by, self.asked.answer, self.asked.answered_at = self.answered_by, self.answer.strip(), now()
        self.asked.save(update_fields=["answered_by", "answer", "answered_at"])
        self.stored = self.asked.item
        return self.stored


@dataclass(kw_only=True)
class CiteRecord(OfAgenda):
    """Link a record of a registered kind to an item; the link stands in the chain of both."""

    verb: ClassVar[str] = "round.cited"

    kind: str
    object_id: int

    def check(self) -> None:
        """The record must be there, and the actor may open it."""
        super().check()
        citing.require(self.actor, (self.kind, self.object_id))

    def perform(self) -> AgendaItem:
        """Add the link."""
        assert self.item is not None
        lineage.link((self.kind, self.object_id), (ITEM, self.item.pk), Relation.CITED_BY, self.actor)
        self.stored = self.item
        return self.item


def rows_of(one: Round, actor: Actor) -> list[dict[str, Any]]:
    """The agenda in order with its questions and what it cites, dropped items last; three statements and one a kind."""
    rows_read = AgendaItem.objects.filter(round_id=one.pk).prefetch_related("questions").order_by("order", "id")
    items = list(rows_read)
    cited = citing.cited_on(actor, ITEM, [item.pk for item in items])
    rows = [
        {
            "pk": item.pk, "kind": item.get_kind_display(), "title": item.title, "minutes": item.minutes,
            "speaker": item.speaker, "text": item.text, "dropped": item.dropped_because,
            "is_film": item.kind == AgendaKind.FILM, "cited": cited.get(item.pk, ()),
            "questions": sorted(item.questions.all(), key=lambda row: row.pk),
        }
        for item in items
    ]  # fmt: skip
    kept = [row | {"n": n} for n, row in enumerate((row for row in rows if not row["dropped"]), 1)]
    return [*kept, *(row for row in rows if row["dropped"])]
