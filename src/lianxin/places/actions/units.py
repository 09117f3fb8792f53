"""Units added and changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.places.actions.names import named
from lianxin.places.kinds import unit_kinds
from lianxin.places.models import Place, PlaceKind, Unit
from lianxin.places.policies import SYSTEM_ADMIN, must_hold


@dataclass(kw_only=True)
class SetUnit(Action[Unit]):
    """Add a unit, or change one when ``unit`` is given."""

    verb: ClassVar[str] = "places.unit_changed"

    name: str
    kind: str
    unit: Unit | None = None
    code: str = ""
    short_name: str = ""
    jurisdiction: str = ""
    place: Place | None = None
    is_government_desk: bool = False
    is_active: bool = True

    def lock(self) -> None:
        """Re-read an existing unit under a row lock."""
        if self.unit is not None:
            self.unit = Unit.objects.select_for_update().get(pk=self.unit.pk)

    def check(self) -> None:
        """A free code, a known kind; a committee belongs to a neighbourhood and is nobody's desk."""
        must_hold(self.actor, SYSTEM_ADMIN)
        problems: list[FieldProblem] = []
        self.name = named(self.name)
        self.code = tidy(self.code).strip()[:32]
        if self.kind not in unit_kinds():
            problems.append(FieldProblem("kind", "unknown", _("请从列出的类别中选择。")))
        if self.unit is None and (not self.code or Unit.objects.filter(code=self.code).exists()):
            problems.append(FieldProblem("code", "taken", _("请填写一个没有用过的代码。")))
        is_committee = self.kind == "committee"
        if is_committee and (self.place is None or self.place.kind != PlaceKind.NEIGHBOURHOOD):
            problems.append(FieldProblem("place", "missing", _("居委会要选所在的居民区。")))
        if is_committee and self.is_government_desk:
            problems.append(FieldProblem("is_government_desk", "committee", _("居委会不能当政府的交办台。")))
        if problems:
            raise Invalid(*problems)

    def perform(self) -> Unit:
        """Store it."""
        unit = self.unit or Unit(code=self.code)
        unit.name, unit.kind = self.name, self.kind
        unit.short_name = tidy(self.short_name).strip()[:40]
        unit.jurisdiction = self.jurisdiction.strip()[:16]
        unit.place, unit.is_government_desk, unit.is_active = self.place, self.is_government_desk, self.is_active
        unit.save()
        self.unit = unit
        return unit

    def subject(self) -> Subject:
        """The unit."""
        return Subject("unit", self.stored.pk)

    @property
    def stored(self) -> Unit:
        """The unit after :meth:`perform`."""
        if self.unit is None:
            raise TypeError("nothing has been stored yet")
        return self.unit

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        unit = self.stored
        return {"code": unit.code, "name": unit.name, "kind": unit.kind, "is_active": unit.is_active}
