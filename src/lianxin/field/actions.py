"""What happens: a phone takes its number, an item arrives, a photo becomes an attachment, visits are sent out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from lianxin.core import clock, ids
from lianxin.core.hashing import new_salt, salted_digest, text_digest
from lianxin.core.text import tidy_line
from lianxin.field import kinds, texts
from lianxin.field.envelope import Envelope
from lianxin.field.models import Item, Seat, Upload, Visit
from lianxin.field.policies import FIELD, SEND_OUT
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import TOKEN, Actor
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.people.actions.links import LONGEST, Issued, IssueLink
from lianxin.people.models import LinkPurpose
from lianxin.places.models import Place
from lianxin.records.attachments import Prepared, attach
from lianxin.records.models import Attachment

#: After the last day of a visit its link still delivers what is left on a phone.
AFTERWARDS: Final = dt.timedelta(days=2)
#: Most links of one sending out: every neighbourhood of a town.
MOST_LINKS: Final = 60


@dataclass(kw_only=True)
class TakeSeat(Action[Seat]):
    """Give a phone its number on the actor's visit; the same phone gets the same number again."""

    verb: ClassVar[str] = "field.seat_taken"

    device: str
    _seat: Seat = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """One number for an actor's phone, however often and from how many tabs it asks."""
        self.once = f"seat:{text_digest(f'{self.actor.kind}:{self.actor.id}:{self.device}')[:48]}"

    def lock(self) -> None:
        """Lock the visit, so that two phones cannot take one number."""
        own = visits_of(self.actor).order_by("-id").first()
        self.visit = Visit.objects.select_for_update().get(pk=own.pk) if own is not None else None

    def check(self) -> None:
        """Somebody who works in the field."""
        if not FIELD.check(self.actor):
            raise NotAllowed("not_in_the_field", _("您的链接或账号不能用现场记录。"))

    def perform(self) -> Seat:
        """The next free number; a hundredth phone begins another visit code."""
        last = 0 if self.visit is None else self._last()
        if self.visit is None or last >= ids.MAX_RECORDER:
            self.visit, last = new_visit(self.actor, self.visit), 0
        self._seat = Seat(
            visit=self.visit, recorder=last + 1, device_digest=text_digest(self.device), made_at=clock.now()
        )
        self._seat.save(force_insert=True)
        return self._seat

    def _last(self) -> int:
        return Seat.objects.filter(visit=self.visit).aggregate(last=Max("recorder"))["last"] or 0

    def subject(self) -> Subject:
        """The seat."""
        return Subject("field_seat", self._seat.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which visit, which number."""
        return {"visit": self._seat.visit.code, "recorder": self._seat.recorder}

    def announcement(self) -> None:
        """Nobody waits for this."""
        return

    def recall(self, kind: str, object_id: int) -> Seat:
        """The number it has."""
        return Seat.objects.select_related("visit").get(pk=object_id)


def visits_of(actor: Actor) -> QuerySet[Visit]:
    """The visits of a link, or those of an account."""
    if actor.kind == TOKEN:
        return Visit.objects.filter(link_id=int(actor.id))
    return Visit.objects.filter(actor_id=actor.id, link=None)


def new_visit(actor: Actor, like: Visit | None = None) -> Visit:
    """Store a visit of an actor under a code no other visit of the town has; must run in a transaction."""
    visit = Visit(
        code=free_code(),
        link_id=int(actor.id) if actor.kind == TOKEN else None,
        actor_id="" if actor.kind == TOKEN else actor.id,
        title=like.title if like else "",
        starts_on=like.starts_on if like else None,
        ends_on=like.ends_on if like else None,
        made_at=clock.now(),
        made_by_label=actor.label[:120],
    )
    visit.save(force_insert=True)
    return visit


def free_code() -> str:
    """Four signs that name no visit yet; the town has 923,521 of them."""
    while True:
        code = ids.visit_code()
        if not Visit.objects.filter(code=code).exists():
            return code


@dataclass(kw_only=True)
class ReceiveItem(Action[Item]):
    """Take in one item, exactly once: its kind's handler records it in the same transaction as the receipt.

    The same key with the same content gives the same receipt; with other content it raises ``WrongState``
    (``once_reused``).  Raises what the handler's action raises; then nothing is stored and the phone keeps the item.
    """

    verb: ClassVar[str] = "field.received"

    envelope: Envelope
    clock_skew: int = 0
    _item: Item = field(init=False, repr=False)
    _kind: kinds.Kind = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The phone's key is the idempotency key."""
        self.once = f"field:{self.envelope.key}"

    def lock(self) -> None:
        """Lock the phone's seat, so that two items cannot take one slip."""
        slip = ids.read_slip_code(self.envelope.slip)
        self._seat = None
        if slip is not None:
            seats = Seat.objects.select_for_update().filter(visit__code=slip.visit, recorder=slip.recorder)
            self._seat = seats.filter(device_digest=text_digest(self.envelope.device)).first()

    def check(self) -> None:
        """A known kind that this actor may record, and a slip of this phone that stands for nothing else."""
        kind = kinds.find(self.envelope.kind, self.envelope.version)
        if kind is None:
            raise Invalid.at("", "unknown_kind", texts.unknown_kind(self.envelope.kind))
        if not kind.policy.check(self.actor):
            raise NotAllowed("kind_not_allowed", texts.not_for_you(str(kind.label)))
        self._kind = kind
        if not self.envelope.slip:
            return
        if self._seat is None:
            raise Invalid.at("slip", "foreign_slip", texts.foreign_slip())
        if Item.objects.filter(slip=self.envelope.slip).exists():
            raise Invalid.at("slip", "used_slip", texts.used_slip())

    def perform(self) -> Item:
        """Record through the kind's own action and keep the receipt."""
        sent = self.envelope
        received = kinds.Received(sent.fields(), self.actor, sent.key, self._captured_on())
        result = self._kind.handler(received)
        salt = new_salt() if sent.pin else ""
        self._item = Item(
            key=sent.key,
            kind=sent.kind,
            version=sent.version,
            slip=sent.slip,
            pin_salt=salt,
            pin_digest=salted_digest(sent.pin, salt) if sent.pin else "",
            captured_at=sent.captured_at,
            clock_skew=self.clock_skew,
            received_at=clock.now(),
            digest=sent.digest,
            photos=" ".join(sent.photos),
            actor_kind=self.actor.kind,
            actor_id=self.actor.id,
            actor_label=self.actor.label[:120],
            result_kind=result.kind,
            result_id=result.id,
            number=result.number,
        )
        self._item.save(force_insert=True)
        return self._item

    def _captured_on(self) -> dt.date:
        """The day it was recorded, by the server's clock; never in the future."""
        corrected = self.envelope.captured_at + dt.timedelta(seconds=self.clock_skew)
        return min(clock.local(corrected).date(), clock.today())

    def subject(self) -> Subject:
        """The item."""
        return Subject("field_item", self._item.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Kind, slip, number, both clocks, and the digest of what was sent (its salt never leaves the phone)."""
        return {
            "kind": self._item.kind,
            "slip": self._item.slip,
            "number": self._item.number,
            "captured_at": self._item.captured_at,
            "clock_skew": self.clock_skew,
            "digest": self._item.digest,
            "photos": len(self._item.photo_hashes),
        }

    def announcement(self) -> None:
        """What it became has announced itself."""
        return

    def request_data(self) -> object:
        """The whole envelope."""
        return self.envelope.digest

    def recall(self, kind: str, object_id: int) -> Item:
        """The receipt of the first time."""
        return Item.objects.get(pk=object_id)


@dataclass(kw_only=True)
class AttachPhoto(Action[Attachment]):
    """Make a whole, checked photo an attachment of what its item became."""

    verb: ClassVar[str] = "field.photo"

    upload: Upload
    prepared: Prepared

    def __post_init__(self) -> None:
        """A photo is attached once."""
        self.once = f"photo:{self.upload.pk}"

    def lock(self) -> None:
        """Lock the upload."""
        self.upload = Upload.objects.select_for_update(of=("self",)).select_related("item").get(pk=self.upload.pk)

    def perform(self) -> Attachment:
        """Attach, and mark the upload done."""
        item = self.upload.item
        made = attach(
            self.prepared, item.result_kind, item.result_id, self.actor, quota_key=self.upload.owner, field="photos"
        )
        self.upload.attachment_id, self.upload.done_at = made.pk, clock.now()
        self.upload.save(update_fields=["attachment_id", "done_at"])
        return made

    def subject(self) -> Subject:
        """What the item became."""
        return Subject(self.upload.item.result_kind, self.upload.item.result_id)

    def entry_data(self) -> Mapping[str, object]:
        """The hash of the stored file; its name stays out of the log."""
        return {"sha256": self.prepared.sha256, "mime": self.prepared.mime, "size": self.prepared.size}

    def announcement(self) -> None:
        """Nobody needs to be told of a photo alone."""
        return

    def recall(self, kind: str, object_id: int) -> Attachment:
        """The attachment that is there."""
        done = Upload.objects.filter(pk=self.upload.pk).values("attachment_id")
        return Attachment.objects.get(pk__in=done)


@dataclass(frozen=True, slots=True)
class IssuedVisit:
    """A visit with the secrets of its link, which exist only here and on the sheet that is printed."""

    visit: Visit
    place: Place
    issued: Issued


@dataclass(kw_only=True)
class SendOut(Action[list[IssuedVisit]]):
    """Issue one visit link for each place of a reception or round; the links outlive its last day by two days."""

    verb: ClassVar[str] = "field.sent_out"

    title: str
    who: str
    role: str
    places: Sequence[Place]
    starts_on: dt.date
    ends_on: dt.date

    def check(self) -> None:
        """The congress office, at least one place, and days in order."""
        if not SEND_OUT.check(self.actor):
            raise NotAllowed("not_the_office", _("走访链接由镇人大办发放。"))
        self.title, self.who = tidy_line(self.title)[:60], tidy_line(self.who)[:40]
        if not self.title:
            raise Invalid.at("title", "missing", _("请写明是哪一次活动。"))
        if not 1 <= len(self.places) <= MOST_LINKS:
            sentence = _("请选择 1 到 %(most)d 个地方，每个地方一个链接。") % {"most": MOST_LINKS}
            raise Invalid.at("places", "count", sentence)
        if self.ends_on < max(self.starts_on, clock.today()):
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期，也不能早于今天。"))
        if self._lifetime() > LONGEST[LinkPurpose.VISIT]:
            sentence = _("链接最长有效 %(days)d 天，请把结束日期提前。") % {"days": LONGEST[LinkPurpose.VISIT].days}
            raise Invalid.at("ends_on", "range", sentence)

    def _lifetime(self) -> dt.timedelta:
        """Until midnight after the last day, and two days more."""
        midnight = clock.start_of_day(self.ends_on + dt.timedelta(days=1))
        return midnight + AFTERWARDS - clock.now()

    def perform(self) -> list[IssuedVisit]:
        """One link and one visit a place."""
        self._made = [self._one(place) for place in self.places]
        return self._made

    def _one(self, place: Place) -> IssuedVisit:
        label = " ".join(part for part in (place.label, self.who) if part)
        issued = IssueLink(
            actor=self.actor,
            purpose=LinkPurpose.VISIT,
            role=self.role,
            place=place,
            label=label[:80],
            lifetime=self._lifetime(),
            starts_at=clock.start_of_day(self.starts_on),
        ).execute()
        visit = Visit(
            code=free_code(),
            link=issued.link,
            title=self.title,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            made_at=clock.now(),
            made_by_label=self.actor.label[:120],
        )
        visit.save(force_insert=True)
        return IssuedVisit(visit, place, issued)

    def subject(self) -> Subject:
        """The first visit; each link has its own entry."""
        return Subject("field_visit", self._made[0].visit.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which codes, from when to when."""
        codes = [one.visit.code for one in self._made]
        return {"codes": codes, "role": self.role, "from": self.starts_on, "to": self.ends_on}

    def announcement(self) -> None:
        """The links are handed over on paper."""
        return
