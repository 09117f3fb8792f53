"""Working methods written by the town, and the records that prove them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.home.actions.base import Kept
from lianxin.home.models import Method, MethodPart
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.records import citing, lineage
from lianxin.records.models import Relation


@dataclass(kw_only=True)
class SetMethod(Kept[Method]):
    """Write a working method, or change one when ``method`` is given."""

    verb: ClassVar[str] = "home.method_set"

    name: str
    method: Method | None = None
    code: str = ""
    lead: str = ""
    source: str = ""
    is_public: bool = False

    def lock(self) -> None:
        """Re-read an existing method under a row lock."""
        if self.method is not None:
            self.method = Method.objects.select_for_update().get(pk=self.method.pk)

    def check(self) -> None:
        """A free code and a name."""
        super().check()
        self.name = line("name", self.name, 60)
        self.lead = line("lead", self.lead, 300, required=False)
        self.source = line("source", self.source, 200, required=False)
        if self.method is None:
            self.code = line("code", self.code, 32)
            if Method.objects.filter(code=self.code).exists():
                raise Invalid.at("code", "taken", _("这个代码已经用过了，请换一个。"))

    def perform(self) -> Method:
        """Store it."""
        one = self.method or Method(code=self.code, sort=Method.objects.count())
        one.name, one.lead, one.source, one.is_public = self.name, self.lead, self.source, self.is_public
        one.save()
        self.stored = one
        return one

    def subject(self) -> Subject:
        """The method."""
        return Subject("method", self.stored.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        return {"code": self.stored.code, "name": self.stored.name, "is_public": self.stored.is_public}


@dataclass(kw_only=True)
class SetPart(Kept[MethodPart]):
    """Write a pillar, or a measure below one; change or take out one when ``part`` is given."""

    verb: ClassVar[str] = "home.part_set"

    method: Method
    title: str
    text: str = ""
    part: MethodPart | None = None
    parent: MethodPart | None = None
    is_current: bool = True

    def lock(self) -> None:
        """Lock the method, so that the order of its parts stays whole."""
        self.method = Method.objects.select_for_update().get(pk=self.method.pk)

    def check(self) -> None:
        """Two levels only, both of the same method."""
        super().check()
        self.title = line("title", self.title, 60)
        for one in (self.parent, self.part):
            if one is not None and one.method_id != self.method.pk:
                raise WrongState("other_method", _("这一条不属于这个工作法，请重新打开页面。"))
        if self.parent is not None and self.parent.parent_id is not None:
            raise Invalid.at("parent", "deep", _("措施下面不能再分；请写在上一层。"))

    def perform(self) -> MethodPart:
        """Store it after all others."""
        one = self.part or MethodPart(method=self.method, parent=self.parent, sort=self.method.parts.count())
        one.title, one.text, one.is_current = self.title, self.text.strip()[:2000], self.is_current
        one.save()
        self.stored = one
        return one

    def subject(self) -> Subject:
        """The part."""
        return Subject("method_part", self.stored.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it is called."""
        return {"method": self.method.code, "title": self.title, "is_current": self.is_current}


@dataclass(kw_only=True)
class CiteEvidence(Kept[MethodPart]):
    """Link a record to a part as evidence; the record is one of a registered kind that exists in this town."""

    verb: ClassVar[str] = "home.evidence_cited"

    part: MethodPart
    kind: str
    object_id: int
    note: str = ""

    def check(self) -> None:
        """The record must be there, and the actor may open it."""
        super().check()
        citing.require(self.actor, (self.kind, self.object_id))

    def perform(self) -> MethodPart:
        """Add the link."""
        target = ("method_part", self.part.pk)
        lineage.link((self.kind, self.object_id), target, Relation.CITED_BY, self.actor, self.note)
        return self.part

    def subject(self) -> Subject:
        """The part."""
        return Subject("method_part", self.part.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which record."""
        return {"kind": self.kind, "id": str(self.object_id)}
