"""楼组长 appointed, ended, and their personal fields erased."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles
from lianxin.people.models import BuildingHead
from lianxin.people.policies import AtPlace
from lianxin.people.sealing import cipher
from lianxin.places.models import Place, PlaceKind

#: Those who keep the list of a neighbourhood's building heads.
KEEPERS: Final = AtPlace(roles.SECRETARY, roles.COMMITTEE)


def _must_keep(actor: Actor, building: Place) -> None:
    if actor.kind != SYSTEM_KIND and not KEEPERS.check(actor, building):
        raise NotAllowed("not_allowed", _("楼组长由本居民区的书记或居委会登记。"))


@dataclass(kw_only=True)
class AppointHead(Action[BuildingHead]):
    """Note who is the head of a building; whoever was before ends the day before."""

    verb: ClassVar[str] = "people.head_appointed"

    building: Place
    name: str
    phone: str
    valid_from: dt.date

    def lock(self) -> None:
        """Lock the building, so that two appointments come one after the other."""
        self.building = Place.objects.select_for_update().get(pk=self.building.pk)

    def check(self) -> None:
        """A building of one's own neighbourhood, a name, and a day not before the present head's."""
        _must_keep(self.actor, self.building)
        self.name, self.phone = tidy(self.name).strip(), tidy(self.phone).strip()
        if self.building.kind not in {PlaceKind.BUILDING, PlaceKind.TOWER}:
            raise Invalid.at("building", "kind", _("楼组长要选到楼栋。"))
        if not 1 <= len(self.name) <= 40:
            raise Invalid.at("name", "length", _("请填写姓名，最多 40 个字。"))
        if len(self.phone) > 40:
            raise Invalid.at("phone", "length", _("电话太长，请检查。"))
        self.before = BuildingHead.objects.filter(building_id=self.building.pk, valid_to=None).first()
        if self.before is not None and self.before.valid_from >= self.valid_from:
            raise Invalid.at("valid_from", "order", _("开始日期要晚于现任楼组长的开始日期。"))

    def perform(self) -> BuildingHead:
        """End the one before and store the new one, encrypted."""
        if self.before is not None:
            self._end(self.before)
        self.head = BuildingHead(building=self.building, valid_from=self.valid_from)
        context = context_of(self.head)
        self.head.name_encrypted = cipher().encrypt(self.name, context)
        self.head.phone_encrypted = cipher().encrypt(self.phone, context) if self.phone else ""
        self.head.save(force_insert=True)
        return self.head

    def _end(self, before: BuildingHead) -> None:
        """The one before ends the day before, and is forgotten as soon as that day is over."""
        before.valid_to = self.valid_from - dt.timedelta(days=1)
        if before.valid_to < today():
            erase(before)
        before.save(update_fields=["valid_to", "name_encrypted", "phone_encrypted", "erased_at"])

    def subject(self) -> Subject:
        """The appointment."""
        return Subject("building_head", self.head.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which building and from when; no name."""
        return {"building": str(self.building.pk), "valid_from": self.valid_from}


@dataclass(kw_only=True)
class EndHead(Action[BuildingHead]):
    """Somebody is head of a building no longer; the name and number are erased at once."""

    verb: ClassVar[str] = "people.head_ended"

    head: BuildingHead

    def lock(self) -> None:
        """Re-read the row under a lock."""
        self.head = BuildingHead.objects.select_for_update().get(pk=self.head.pk)

    def check(self) -> None:
        """By the neighbourhood, once."""
        _must_keep(self.actor, self.head.building)
        if self.head.erased_at is not None:
            raise WrongState("erased", _("这位楼组长的登记已经结束了。"))

    def perform(self) -> BuildingHead:
        """End and erase."""
        self.head.valid_to = min(self.head.valid_to or today(), today())
        erase(self.head)
        self.head.save(update_fields=["valid_to", "name_encrypted", "phone_encrypted", "erased_at"])
        return self.head

    def subject(self) -> Subject:
        """The appointment."""
        return Subject("building_head", self.head.pk)


def erase(head: BuildingHead) -> None:
    """Forget name and number; the caller stores the row."""
    head.name_encrypted = head.phone_encrypted = ""
    head.erased_at = now()


def context_of(head: BuildingHead) -> str:
    """What ties an encrypted value to its row, so that values cannot change rows."""
    return f"building_head:{head.pk}"


def name_of(head: BuildingHead) -> str:
    """The name in clear, or an empty text once erased.  Whoever shows it has checked :data:`KEEPERS`."""
    return cipher().decrypt(head.name_encrypted, context_of(head)) if head.name_encrypted else ""


def phone_of(head: BuildingHead) -> str:
    """The number in clear, or an empty text.  Reading it is logged by the caller (``journal`` reads)."""
    return cipher().decrypt(head.phone_encrypted, context_of(head)) if head.phone_encrypted else ""
