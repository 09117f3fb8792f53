"""What the room's actions share: who may, and fields of a certain length."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.actions import Action
from lianxin.journal.errors import Invalid
from lianxin.people import roles
from lianxin.places.policies import must_hold

R = TypeVar("R")


@dataclass(kw_only=True)
class Kept(Action[R], Generic[R]):
    """An action of whoever keeps the home: the congress office."""

    def check(self) -> None:
        """Only the office; subclasses go on from here."""
        must_hold(self.actor, roles.CONGRESS_OFFICE)


def line(field: str, value: str, longest: int, *, required: bool = True) -> str:
    """A tidied line of at most *longest* characters; raises ``Invalid`` at *field*."""
    found = tidy(value).strip()
    if required and not found:
        raise Invalid.at(field, "required", _("请填写，最多 %(n)d 个字。") % {"n": longest})
    if len(found) > longest:
        raise Invalid.at(field, "length", _("最多 %(n)d 个字。") % {"n": longest})
    return found
