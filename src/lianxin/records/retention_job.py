"""Retention asked for by a person instead of the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django_tasks import task

from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import NotAllowed
from lianxin.people.policies import SYSTEM_ADMIN
from lianxin.records.retention import erase_expired


@dataclass(kw_only=True)
class AskRetention(Action[Town]):
    """Note who had the erasing run now; what it erased is noted by the run itself."""

    verb: ClassVar[str] = "retention.asked"

    town: Town

    def check(self) -> None:
        """Only the system administrator."""
        if not SYSTEM_ADMIN.check(self.actor):
            raise NotAllowed("not_allowed", _("只有系统管理员可以运行清除。"))

    def perform(self) -> Town:
        """Nothing changes but the log."""
        return self.town

    def subject(self) -> Subject:
        """The town."""
        return Subject("town", self.town.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Nothing more to say."""
        return {}


@task()
def run_retention(town_id: int) -> int:
    """The queue's side: erase what is due in one town; how many."""
    town = Town.objects.get(pk=town_id)
    with town_scope(town):
        return sum(erase_expired(town).values())
