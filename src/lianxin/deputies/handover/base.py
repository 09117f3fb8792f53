"""What every step of a handover has in common."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.deputies.actions import KEEPER
from lianxin.deputies.models import Deputy, Handover, HandoverState
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.policies import must_hold


@dataclass(kw_only=True)
class HandoverAction(Action[Handover]):
    """Base of what happens to one handover."""

    handover: Handover

    def lock(self) -> None:
        """Lock the handover."""
        self.handover = Handover.objects.select_for_update().get(pk=self.handover.pk)

    def check(self) -> None:
        """Only the office."""
        must_hold(self.actor, KEEPER)

    def must_be_open(self) -> None:
        """Raise ``WrongState`` once it has been begun."""
        if self.handover.state != HandoverState.OPEN:
            raise WrongState("begun", _("交接已经开始，不能再改。"))

    def subject(self) -> Subject:
        """The handover."""
        return Subject("handover", self.handover.pk)


def must_hold_on(successor: Deputy | None, day: dt.date, deputy: Deputy) -> None:
    """Raise ``Invalid`` for a successor who holds no mandate on that day, or is the one who leaves."""
    if successor is None:
        return
    held = mandates_on(max(day, today())).filter(deputy_id=successor.pk).exists()
    if successor.pk == deputy.pk or not held:
        raise Invalid.at("successor", "no_mandate", _("接续代表要在那一天有任期，而且不是本人。"))
