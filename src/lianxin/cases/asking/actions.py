"""Asked, and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.cases.asking.things import thing_of
from lianxin.cases.models import DeputyAsk
from lianxin.core.clock import now
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles
from lianxin.places.policies import must_hold

MOST: Final = 500
OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)


@dataclass(kw_only=True)
class AskToPress(Action[DeputyAsk]):
    """A deputy asks the congress to press about something still open; one request at a time."""

    verb: ClassVar[str] = "ask.press"

    kind: str
    object_id: int
    text: str

    def check(self) -> None:
        """The deputy's own or taken over, still open, with a word why, and not asked already."""
        self.text = tidy_line(self.text)
        thing = thing_of(self.actor, self.kind, self.object_id)
        if thing is None:
            raise NotAllowed("not_yours", _("只能问自己带来的、联名的或者接续的事。"))
        self.thing = thing
        if not thing.is_open:
            raise WrongState("closed", _("这件事已经办结，不用再督促。"))
        if not 1 <= len(self.text) <= MOST:
            raise Invalid.at("text", "length", _("请填写，最多 %(n)d 个字。") % {"n": MOST})
        rows = DeputyAsk.objects.filter(object_kind=self.kind, object_id=self.object_id, answered_at=None)
        if rows.filter(deputy_id=thing.deputy).exists():
            raise WrongState("asked", _("您已经问过，镇人大办还没有回复。"))

    def perform(self) -> DeputyAsk:
        """Store it."""
        self.row = DeputyAsk(
            object_kind=self.kind, object_id=self.object_id, deputy_id=self.thing.deputy, text=self.text, made_at=now()
        )
        self.row.save(force_insert=True)
        return self.row

    def subject(self) -> Subject:
        """The matter or suggestion, so that it stands in its story."""
        return Subject(self.kind, self.object_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which; the words stay out of the chain."""
        return {"number": self.thing.number, "ask": str(self.row.pk)}

    def announcement(self) -> Mapping[str, object] | None:
        """The office hears of it."""
        return {"number": self.thing.number}

    def request_data(self) -> object:
        """The same form again is the same request."""
        return [self.kind, self.object_id, self.text]

    def recall(self, kind: str, object_id: int) -> DeputyAsk:
        """What the first press made."""
        return DeputyAsk.objects.filter(object_kind=kind, object_id=object_id).latest("id")


@dataclass(kw_only=True)
class AnswerAsk(Action[DeputyAsk]):
    """The congress office says what it did: reflected, urged, begun a step of its own ladder, or why not."""

    verb: ClassVar[str] = "ask.answer"

    ask: DeputyAsk
    text: str

    def lock(self) -> None:
        """Lock the request."""
        self.ask = DeputyAsk.objects.select_for_update().get(pk=self.ask.pk)

    def check(self) -> None:
        """The office or the chair, once, in words."""
        must_hold(self.actor, *OFFICE)
        self.text = tidy_line(self.text)
        if self.ask.answered_at is not None:
            raise WrongState("answered", _("已经回复过了。"))
        if not 1 <= len(self.text) <= MOST:
            raise Invalid.at("text", "length", _("请填写，最多 %(n)d 个字。") % {"n": MOST})

    def perform(self) -> DeputyAsk:
        """Store the answer."""
        self.ask.answer, self.ask.answered_at = self.text, now()
        self.ask.answered_by_label = self.actor.label[:120]
        self.ask.save(update_fields=["answer", "answered_at", "answered_by_label"])
        return self.ask

    def subject(self) -> Subject:
        """The matter or suggestion."""
        return Subject(self.ask.object_kind, self.ask.object_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which request."""
        return {"ask": str(self.ask.pk)}

    def announcement(self) -> Mapping[str, object] | None:
        """The deputy hears of it."""
        return {"deputy": str(self.ask.deputy_id)}
