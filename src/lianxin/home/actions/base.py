"""What the room's actions share: who may."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from lianxin.journal.actions import Action
from lianxin.people import roles
from lianxin.places.policies import must_hold

R = TypeVar("R")


@dataclass(kw_only=True)
class Kept(Action[R], Generic[R]):
    """An action of whoever keeps the home: the congress office."""

    def check(self) -> None:
        """Only the office; subclasses go on from here."""
        must_hold(self.actor, roles.CONGRESS_OFFICE)
