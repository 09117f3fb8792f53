"""Entries of lists put in, changed by a new version, retired."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid
from lianxin.places.actions.names import named
from lianxin.places.models import ListItem, Status
from lianxin.places.policies import SYSTEM_ADMIN, must_hold


@dataclass(kw_only=True)
class SetListItem(Action[ListItem]):
    """Put an entry on a list, or a new version of one: records that used the old version keep it."""

    verb: ClassVar[str] = "places.item_changed"

    list_code: str
    code: str
    label: str
    label_en: str = ""
    extra: Mapping[str, Any] | None = None
    source: str = ""
    status: Status = Status.TO_CONFIRM
    is_current: bool = True

    def lock(self) -> None:
        """Read the present version under a row lock."""
        rows = ListItem.objects.select_for_update().filter(list_code=self.list_code, code=self.code)
        self.before = rows.order_by("-version").first()

    def check(self) -> None:
        """A known list, a code, a label; something must differ."""
        must_hold(self.actor, SYSTEM_ADMIN)
        self.label = named(self.label, "label")
        self.code = tidy(self.code).strip()[:48]
        if not ListItem.objects.filter(list_code=self.list_code).exists():
            raise Invalid.at("list_code", "unknown", _("没有这张清单。"))
        if not self.code:
            raise Invalid.at("code", "missing", _("请填写代码。"))

    def perform(self) -> ListItem:
        """Store the next version and retire the one before."""
        before = self.before
        extra = self.extra if self.extra is not None else (before.extra if before else {})
        if before is not None and before.is_current:
            before.is_current = False
            before.save(update_fields=["is_current"])
        self.item = ListItem(
            list_code=self.list_code,
            code=self.code,
            version=before.version + 1 if before else 1,
            label=self.label,
            label_en=tidy(self.label_en).strip()[:120],
            data=json.dumps(dict(extra), ensure_ascii=False, sort_keys=True),
            source=tidy(self.source).strip()[:300],
            status=self.status,
            sort=before.sort if before else ListItem.objects.filter(list_code=self.list_code).count(),
            is_current=self.is_current,
        )
        self.item.save(force_insert=True)
        return self.item

    def subject(self) -> Subject:
        """The new version."""
        return Subject("list_item", self.item.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which entry, which version."""
        return {"list": self.list_code, "code": self.code, "version": self.item.version, "label": self.label}
