"""A vote goes electronic: only by a meeting's decision, which is written down with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.ballots.actions import PrepareElection
from lianxin.journal.errors import WrongState
from lianxin.places.policies import must_hold
from lianxin.projects import workflow as w
from lianxin.projects.actions.votes import VoteAction, rule_of
from lianxin.projects.models import Purpose, Vote


@dataclass(kw_only=True)
class GoElectronic(VoteAction):
    """The decision is recorded and the electronic vote prepared, linked to the first one where this is a further vote.

    ``decided`` holds decision, decided_on, decided_by, ceremony, size, mixed.
    """

    verb: ClassVar[str] = "project.electronic"

    decided: Mapping[str, Any]

    def check(self) -> None:
        """Before anything was counted, and once."""
        super().check()
        must_hold(self.actor, w.OFFICE)
        if self.row.purpose == Purpose.EVALUATE:
            raise WrongState("evaluation", _("测评现在只用纸质测评票。"))
        if self.row.election_id or self.row.sheets.exists():
            raise WrongState("begun", _("这次票决已经开始计票，或者已经登记过电子票决。"))

    def perform(self) -> Vote:
        """Prepare it about just these candidates."""
        first = self.row.first.election if self.row.first is not None else None
        items = self.row.candidates.select_related("project").order_by("number")
        self.row.election = PrepareElection(
            actor=self.actor, meeting=self.row.meeting, held_on=self.row.held_on, rule=rule_of(self.row),
            in_office=self.row.in_office, items=[(one.number, one.project.name) for one in items], first=first,
            decision=self.decided["decision"], decided_on=self.decided["decided_on"],
            decided_by=self.decided["decided_by"], ceremony=self.decided["ceremony"],
            size=self.decided["size"] or 0, mixed=self.decided["mixed"],
        ).execute()  # fmt: skip
        self.row.save(update_fields=["election"])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """Which election."""
        return {"election": self.row.election_id}
