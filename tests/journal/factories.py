"""Actions on a counter row: the smallest object that has a life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid
from lianxin.journal.models import NumberSeries

CLERK = Actor(ACCOUNT, "7", "人大办")


@dataclass(kw_only=True)
class MakeThing(Action[NumberSeries]):
    """Make a named thing; an empty name is refused."""

    verb: ClassVar[str] = "thing.make"

    actor: Actor = CLERK
    name: str
    made: NumberSeries | None = field(default=None, init=False)

    def check(self) -> None:
        """Names are not empty."""
        if not self.name:
            raise Invalid.at("name", "name_missing", "请填写名称。")

    def perform(self) -> NumberSeries:
        """Store the thing."""
        self.made = NumberSeries.objects.create(series=self.name)
        return self.made

    def subject(self) -> Subject:
        """The thing."""
        assert self.made is not None
        return Subject("thing", self.made.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Its name."""
        return {"name": self.name}

    def request_data(self) -> object:
        """Its name decides whether two requests are the same."""
        return {"name": self.name}

    def recall(self, kind: str, object_id: int) -> NumberSeries:
        """Load it again."""
        return NumberSeries.objects.get(pk=object_id)


@dataclass(kw_only=True)
class CountUp(Action[NumberSeries]):
    """Add to a thing's counter."""

    verb: ClassVar[str] = "thing.count"

    actor: Actor = CLERK
    thing_id: int
    by: int = 1

    def lock(self) -> None:
        """Lock the thing."""
        self.thing = NumberSeries.objects.select_for_update().get(pk=self.thing_id)

    def perform(self) -> NumberSeries:
        """Count."""
        self.thing.last += self.by
        self.thing.save(update_fields=["last"])
        return self.thing

    def subject(self) -> Subject:
        """The thing."""
        return Subject("thing", self.thing_id)

    def entry_data(self) -> Mapping[str, object]:
        """By how much."""
        return {"by": self.by}
