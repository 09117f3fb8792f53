"""Categories added, renamed, retired; never deleted, because matters and lines of the 权责表 point to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.actions.names import named
from lianxin.places.models import Category, DutyRule, Status
from lianxin.places.policies import SYSTEM_ADMIN, must_hold


@dataclass(kw_only=True)
class SetCategory(Action[Category]):
    """Add a category (``category`` is ``None``: ``code`` and, for the second level, ``parent`` count) or change one.

    Code and parent of a category stay for ever; what points to it keeps pointing.  Each change raises ``version``, and
    the log keeps the name before it.
    """

    verb: ClassVar[str] = "places.category_set"

    category: Category | None
    name: str
    code: str = ""
    parent: Category | None = None
    name_en: str = ""
    congress_class: str = ""
    source: str = ""
    status: Status = Status.TO_CONFIRM
    is_active: bool = True

    def lock(self) -> None:
        """Re-read the category under a row lock."""
        if self.category is not None:
            self.category = Category.objects.select_for_update(of=("self",)).get(pk=self.category.pk)

    def check(self) -> None:
        """A name; a free code for a new one; nothing in force may point to what is retired."""
        must_hold(self.actor, SYSTEM_ADMIN)
        self.name = named(self.name, "name", 60)
        if self.category is None:
            self._check_new()
        elif self.category.is_active and not self.is_active:
            self._check_retired(self.category)

    def _check_new(self) -> None:
        self.code = tidy(self.code).strip()[:48]
        if not self.code:
            raise Invalid.at("code", "missing", _("请填写代码。"))
        if Category.objects.filter(code=self.code).exists():
            raise Invalid.at("code", "taken", _("这个代码已经用过了，停用的也不能再用。"))
        if self.parent is not None and not (self.parent.is_first_level and self.parent.is_active):
            raise Invalid.at("parent", "level", _("分类只有两级，请选一个启用的一级分类。"))
        if self.parent is not None and not self.code.startswith(f"{self.parent.code}."):
            sentence = _("二级分类的代码要以“%(start)s”开头。") % {"start": f"{self.parent.code}."}
            raise Invalid.at("code", "prefix", sentence)

    def _check_retired(self, category: Category) -> None:
        if Category.objects.filter(parent_id=category.pk, is_active=True).exists():
            raise WrongState("has_children", _("它下面还有启用的二级分类，请先停用它们。"))
        lines = DutyRule.objects.filter(category_id=category.pk, valid_to=None).count()
        if lines:
            raise WrongState(
                "in_use", _("权责表里还有 %(n)d 条现行条目指向它，请先更改或停用那些条目。") % {"n": lines}
            )

    def perform(self) -> Category:
        """Store it; the next version of an old one."""
        old = self.category
        self.before = old.name if old is not None else ""
        one = old if old is not None else Category(code=self.code, parent=self.parent, sort=self._last())
        one.name, one.name_en = self.name, tidy(self.name_en).strip()[:80]
        one.congress_class, one.source = self.congress_class[:24], tidy(self.source).strip()[:300]
        one.status, one.is_active = self.status, self.is_active
        one.version = one.version + 1 if old is not None else 1
        one.save(force_insert=old is None)
        self.category = one
        return one

    def _last(self) -> int:
        return Category.objects.filter(parent=self.parent).count()

    def subject(self) -> Subject:
        """The category."""
        assert self.category is not None
        return Subject("category", self.category.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which, which version, the name before and now."""
        assert self.category is not None
        facts = {"code": self.category.code, "version": self.category.version, "name": self.category.name}
        return {**facts, "before": self.before, "is_active": self.is_active}
