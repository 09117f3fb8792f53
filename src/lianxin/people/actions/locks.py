"""A limit lifted before it ends by itself."""

from dataclasses import dataclass
from typing import ClassVar

from lianxin.journal.actions import Action, Subject
from lianxin.people import roles
from lianxin.people.models import Throttle
from lianxin.places.policies import must_hold


@dataclass(kw_only=True)
class ClearThrottle(Action[Throttle]):
    """Forget what was counted against an address or name (nobody can read which)."""

    verb: ClassVar[str] = "people.throttle_cleared"

    throttle: Throttle

    def lock(self) -> None:
        """Re-read the row under a lock."""
        self.throttle = Throttle.objects.select_for_update().get(pk=self.throttle.pk)

    def check(self) -> None:
        """Only the security administrator."""
        must_hold(self.actor, roles.SECURITY_ADMIN)

    def perform(self) -> Throttle:
        """Clear the count."""
        self.throttle.count, self.throttle.locked_until = 0, None
        self.throttle.save(update_fields=["count", "locked_until"])
        return self.throttle

    def subject(self) -> Subject:
        """The limit."""
        return Subject("throttle", self.throttle.pk)
