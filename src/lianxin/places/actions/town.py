"""The town's own names and address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.places.actions.names import named
from lianxin.places.policies import SYSTEM_ADMIN, must_hold

_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(kw_only=True)
class ChangeTown(Action[Town]):
    """Change the town's name, short name and host name; code and short address stay for ever."""

    verb: ClassVar[str] = "places.town_changed"

    town: Town
    name: str
    short_name: str = ""
    host: str = ""

    def lock(self) -> None:
        """Re-read the town under a row lock."""
        self.town = Town.objects.select_for_update().get(pk=self.town.pk)

    def check(self) -> None:
        """Only one's own town; a host name that no other town answers to."""
        must_hold(self.actor, SYSTEM_ADMIN)
        if self.town.pk != current_town_id():
            raise NotAllowed("foreign_town", _("只能改本镇的资料。"))
        self.name = named(self.name, longest=60)
        self.short_name = self.short_name.strip()[:20]
        self.host = self.host.strip().lower()
        if self.host and not _HOST.fullmatch(self.host):
            raise Invalid.at("host", "form", _("域名只写主机名，例如 town.example.cn，不带 http:// 和斜杠。"))
        if self.host and Town.objects.filter(host=self.host).exclude(pk=self.town.pk).exists():
            raise Invalid.at("host", "taken", _("另一个镇已经用了这个域名。"))

    def perform(self) -> Town:
        """Store the change."""
        self.town.name, self.town.short_name, self.town.host = self.name, self.short_name, self.host
        self.town.save(update_fields=["name", "short_name", "host"])
        return self.town

    def subject(self) -> Subject:
        """The town."""
        return Subject("town", self.town.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        return {"name": self.name, "short_name": self.short_name, "host": self.host}
