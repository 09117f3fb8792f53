"""Retention: personal fields are erased when their time is over; the record of what was done stays.

A room registers an eraser with a default period and its source; a town may decide another period
(:class:`SetRetention`).  The daily job calls the erasers in small steps and notes in the log how many were erased.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.text import tidy_line
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.log import append
from lianxin.people.policies import SYSTEM_ADMIN
from lianxin.records.models import RetentionRule

STEP: Final = 200
LONGEST: Final = 36_500
CONFIRMED, UNCONFIRMED = "confirmed", "待核"

#: Erases up to ``limit`` rows whose period ended before a moment; returns how many it erased.
Eraser = Callable[[dt.datetime, int], int]

#: How many rows an eraser would erase whose period ended before a moment; changes nothing.
Counter = Callable[[dt.datetime], int]


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of personal data: its name, how long it is kept by default, why, and who erases it."""

    code: str
    label: str | Promise
    days: int
    source: str
    eraser: Eraser
    counter: Counter | None = None


_keepings: dict[str, Keeping] = {}


def register(
    code: str, label: str | Promise, days: int, source: str, eraser: Eraser, counter: Counter | None = None
) -> None:
    """Register an eraser; ``days`` are calendar days, ``source`` the rule or decision; a second call replaces it."""
    _keepings[code] = Keeping(code, label, days, source, eraser, counter)


def known() -> tuple[Keeping, ...]:
    """All registered kinds of personal data, by code."""
    return tuple(sorted(_keepings.values(), key=lambda keeping: keeping.code))


def rules() -> list[dict[str, object]]:
    """What holds in this town, as prepared rows: ``code, label, days, source, status, is_default``; one statement."""
    own = {rule.code: rule for rule in RetentionRule.objects.all()}
    return [_rule_row(keeping, own.get(keeping.code)) for keeping in known()]


def _rule_row(keeping: Keeping, rule: RetentionRule | None) -> dict[str, object]:
    return {
        "code": keeping.code,
        "label": str(keeping.label),
        "days": rule.days if rule else keeping.days,
        "source": rule.source if rule else keeping.source,
        "status": rule.status if rule else UNCONFIRMED,
        "is_default": rule is None,
    }


def waiting() -> dict[str, int]:
    """How many rows the next run would erase, by code; a kind that cannot be counted is left out."""
    own = dict(RetentionRule.objects.values_list("code", "days"))
    return {
        keeping.code: keeping.counter(now() - dt.timedelta(days=own.get(keeping.code, keeping.days)))
        for keeping in known()
        if keeping.counter is not None
    }


def erase_expired(town: Town) -> dict[str, int]:
    """Erase everything whose time is over in the current town; how many by code.  Each step is its own transaction."""
    erased: dict[str, int] = {}
    own = dict(RetentionRule.objects.values_list("code", "days"))
    for keeping in known():
        before = now() - dt.timedelta(days=own.get(keeping.code, keeping.days))
        total = 0
        while True:
            with write():
                count = keeping.eraser(before, STEP)
                if count:
                    data = {"code": keeping.code, "erased": count}
                    append("retention.erased", "town", town.pk, SYSTEM, data)
            total += count
            if count < STEP:
                break
        if total:
            erased[keeping.code] = total
    return erased


@dataclass(kw_only=True)
class SetRetention(Action[RetentionRule]):
    """Decide how long a kind of personal data is kept in this town.

    Only the system administrator; raises ``NotAllowed``, or ``Invalid`` at ``code``, ``days`` (1 to 36500), ``source``.
    """

    verb: ClassVar[str] = "retention.set"

    code: str
    days: int
    source: str
    confirmed: bool = False
    rule: RetentionRule | None = field(default=None, init=False)

    def check(self) -> None:
        """Right and values."""
        if not SYSTEM_ADMIN.check(self.actor):
            raise NotAllowed("not_allowed", _("只有系统管理员可以改保存期限。"))
        if self.code not in _keepings:
            raise Invalid.at("code", "unknown", _("没有这一项个人信息。"))
        if not 1 <= self.days <= LONGEST:
            raise Invalid.at("days", "range", _("保存天数应在1到36500之间。"))
        if not tidy_line(self.source):
            raise Invalid.at("source", "missing", _("请写明依据的规定或决定。"))

    def perform(self) -> RetentionRule:
        """Store the period."""
        values = {
            "days": self.days,
            "source": tidy_line(self.source)[:300],
            "status": CONFIRMED if self.confirmed else UNCONFIRMED,
            "changed_at": now(),
            "changed_by_label": self.actor.label[:120],
        }
        self.rule, _made = RetentionRule.objects.update_or_create(code=self.code, defaults=values)
        return self.rule

    def subject(self) -> Subject:
        """The rule."""
        return Subject("retention_rule", self.rule.pk if self.rule else 0)

    def entry_data(self) -> Mapping[str, object]:
        """The new period and its source."""
        return {"code": self.code, "days": self.days, "source": tidy_line(self.source)[:300]}
