"""What the room's actions share: who may, from which state; the log says what was done, never how anybody voted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.ballots import workflow as w
from lianxin.ballots.models import Election
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import WrongState
from lianxin.places.policies import must_hold

ELECTION: Final = "election"


def who(actor: Actor) -> str:
    """How the holder of a seat is told from another."""
    return f"{actor.kind}:{actor.id}"


@dataclass(kw_only=True)
class ElectionAction(Action[Election]):
    """Base of the moves of an election."""

    move_code: ClassVar[str]

    election: Election
    row: Election = field(init=False, repr=False)

    @property
    def move(self) -> w.Move:
        """The move that is made."""
        return w.BY_CODE[self.move_code]

    def lock(self) -> None:
        """Re-read the election under a row lock."""
        self.row = Election.objects.select_for_update(of=("self",)).get(pk=self.election.pk)

    def check(self) -> None:
        """The right actor, the right state; subclasses go on from here."""
        must_hold(self.actor, *self.move.actors)
        if self.row.state not in self.move.sources:
            raise WrongState("not_from_here", _("现在不能做这一步，请重新打开看看。"))

    def go(self, *names: str) -> Election:
        """Move and save."""
        self.row.state = self.move.target
        self.row.save(update_fields=[*names, "state"])
        return self.row

    def subject(self) -> Subject:
        """The election."""
        return Subject(ELECTION, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Name and state."""
        return {"uuid": self.row.uuid, "state": self.row.state}

    def announcement(self) -> Mapping[str, object] | None:
        """Announced in the hall."""
        return None
